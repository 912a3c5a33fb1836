"""One row seen from inside."""

import numpy as np
import pytest
from hypothesis import given

from app.experiment import Experiment
from app.insight.rows import all_rows, deltas, predictions, respond, tried, view_row
from tests.support.strategies import trainings
from tests.support.textbook import textbook_of


@given(e=trainings())
def test_a_row_shows_the_textbooks_activations(e: Experiment) -> None:
    parameters = e.start()
    for index, row in enumerate(e.inputs):
        seen = view_row(e, parameters, index)
        expected = textbook_of(e).values(parameters.tolist(), row)
        assert seen.index == index
        assert [layer.shape for layer in seen.activations] == [(len(a),) for a in expected]
        for layer, values in zip(seen.activations, expected, strict=True):
            assert layer == pytest.approx(values, rel=1e-12, abs=1e-13)


@given(e=trainings())
def test_a_row_shows_the_gradient_that_training_uses(e: Experiment) -> None:
    parameters, share = e.start(), 0.5 if e.rule == "delta" else 1.0
    for index, (row, goals) in enumerate(zip(e.inputs, e.goals, strict=True)):
        expected = textbook_of(e).gradient(parameters.tolist(), row, goals)
        received = view_row(e, parameters, index).gradient
        assert received == pytest.approx(share * np.array(expected), rel=1e-11, abs=1e-13)


@given(e=trainings())
def test_predictions_are_one_list_a_row(e: Experiment) -> None:
    parameters = e.start()
    expected = [textbook_of(e).values(parameters.tolist(), row)[-1] for row in e.inputs]
    assert predictions(all_rows(e, parameters)) == pytest.approx(
        np.array(expected), rel=1e-12, abs=1e-13
    )


@given(e=trainings())
def test_any_input_is_answered_as_a_row_would_be(e: Experiment) -> None:
    parameters = e.start()
    for index, row in enumerate(e.inputs):
        layers = respond(e, parameters, row)
        for answered, seen in zip(layers, view_row(e, parameters, index).activations, strict=True):
            assert answered.tobytes() == seen.tobytes()


@given(e=trainings())
def test_deltas_are_what_the_predictions_miss(e: Experiment) -> None:
    seen = all_rows(e, e.start())
    expected = predictions(seen) - np.array(e.goals)
    assert deltas(seen).tobytes() == expected.tobytes()
    assert (deltas(seen) ** 2).sum(axis=1) == pytest.approx(seen.row_errors()[0], rel=1e-12)


@given(e=trainings())
def test_an_input_is_tried_as_it_is_answered(e: Experiment) -> None:
    parameters = e.start()
    answered, seen = respond(e, parameters, e.inputs[-1]), tried(e, parameters, e.inputs[-1])
    assert [a.tobytes() for a in seen.activations] == [a.tobytes() for a in answered]
    assert seen.prediction is seen.activations[-1]


@given(e=trainings())
def test_predicting_changes_nothing(e: Experiment) -> None:
    parameters = e.start()
    predictions(all_rows(e, parameters))
    view_row(e, parameters, 0)
    respond(e, parameters, e.inputs[0])
    assert parameters.tobytes() == e.start().tobytes()
