"""The loss along one parameter."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given

from app.experiment import Experiment
from app.insight import slices
from app.insight.pieces import whole
from app.insight.slices import HALF_WIDTH, SAMPLES, STAYS, Slice
from app.options.changes import Change
from app.run.run import Run
from tests.support.gradients import central_difference
from tests.support.strategies import trainings
from tests.support.textbook import textbook_loss

ONE_WEIGHT: dict[str, Any] = {"weights": (1.0,), "alpha": 0.01, "rule": "delta"}


def slice_along(run: Run, name: str, centre: float | None = None) -> Slice:
    return whole(slices.slice_along(run.moment, name, centre))


def test_one_weight_gives_a_parabola() -> None:
    seen = slice_along(Run(Experiment(**ONE_WEIGHT)), "o1.x1")
    assert (seen.parameter, seen.value, seen.centre) == ("o1.x1", 1.0, 1.0)
    assert (len(seen.weights), seen.weights[0], seen.weights[-1]) == (SAMPLES, -3.0, 5.0)
    assert seen.losses == pytest.approx((5 * seen.weights - 42) ** 2, rel=1e-14)


def test_slope_is_the_true_derivative_whatever_the_rule() -> None:
    for rule in ("delta", "gradient"):
        run = Run(Experiment(**{**ONE_WEIGHT, "rule": rule}))
        assert slice_along(run, "o1.x1").slope == 2 * (5 - 42) * 5


@given(e=trainings(output="tanh", activation=("sigmoid",)))
def test_slope_is_the_central_difference_of_the_loss(e: Experiment) -> None:
    run = Run(e)
    parameters = run.parameters.tolist()
    expected = central_difference(lambda p: textbook_loss(e, p), parameters)
    for name, slope in zip(e.architecture.parameter_names, expected, strict=True):
        assert slice_along(run, name).slope == pytest.approx(slope, rel=1e-6, abs=1e-9)


@given(e=trainings())
def test_curve_is_the_textbooks(e: Experiment) -> None:
    run = Run(e)
    seen = slice_along(run, e.architecture.parameter_names[-1])
    for at in (0, SAMPLES // 2, SAMPLES - 1):
        parameters = [*run.parameters[:-1].tolist(), float(seen.weights[at])]
        assert seen.losses[at] == pytest.approx(textbook_loss(e, parameters), rel=1e-11, abs=1e-13)


@given(e=trainings(epochs=3))
def test_ball_lands_where_the_coming_update_takes_the_weight(e: Experiment) -> None:
    assume(e.updates > 1)
    run = Run(e)
    run.advance(1)
    seen = slice_along(run, e.architecture.parameter_names[0])
    along = run.parameters.copy()
    along[0] = seen.landing.weight
    assert seen.landing.loss == run.loss_of(along)
    assert run.advance(2).parameters[0][0] == seen.landing.weight


def test_ball_uses_the_alpha_of_the_time() -> None:
    run = Run(Experiment(**ONE_WEIGHT, changes=(Change(0, "alpha", 0.0),)))
    seen = slice_along(run, "o1.x1")
    assert (seen.landing.weight, seen.landing.loss) == (1.0, run.loss)


@pytest.mark.parametrize(
    ("centre", "expected"),
    [(None, 1.0), (1.5, 1.5), (1 + 0.99 * STAYS * HALF_WIDTH, None), (9.0, 1.0), (-9.0, 1.0)],
)
def test_window_stays_while_the_weight_is_in_its_middle(
    centre: float | None, expected: float | None
) -> None:
    seen = slice_along(Run(Experiment(**ONE_WEIGHT)), "o1.x1", centre)
    assert seen.centre == (centre if expected is None else expected)


@given(e=trainings(epochs=2))
def test_drawing_a_slice_changes_nothing(e: Experiment) -> None:
    looked, alone = Run(e), Run(e)
    slice_along(looked, e.architecture.parameter_names[0])
    assert looked.parameters.tobytes() == alone.parameters.tobytes()
    assert (
        looked.advance(e.updates).parameters.tobytes()
        == alone.advance(e.updates).parameters.tobytes()
    )


def test_overflow_along_the_way_is_told_without_a_warning() -> None:
    e = Experiment(inputs=((1e153,),), goals=((0.0,),), weights=(1.0,))
    seen = slice_along(Run(e), "o1.x1")
    assert np.isfinite(seen.losses).all()
    assert not np.isfinite(slice_along(Run(replace(e, inputs=((5e153,),))), "o1.x1").losses).all()
    assert not np.isfinite(seen.landing.loss)
