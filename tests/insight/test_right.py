"""The marks beside the predictions, each case with one close by that is marked otherwise."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given

from app.experiment import Experiment
from app.insight.right import marks
from app.insight.rows import all_rows, predictions
from app.lessons import LESSONS
from app.run.run import Run
from tests.support.addresses import XOR, experiment
from tests.support.runs import trained
from tests.support.strategies import trainings

GATE = experiment(XOR)


def judged(e: Experiment, *predicted: float) -> list[bool | None]:
    """Mark predictions of one output each."""
    rows = np.array(predicted).reshape(e.rows, -1)
    errors = ((rows - np.array(e.goals)) ** 2).sum(axis=1)
    return marks(e, rows, errors, float(errors.mean()))


def test_of_two_classes_the_nearer_one_counts() -> None:
    assert judged(GATE, 0.49, 0.51, 3.0, -2.0) == [True] * 4
    assert judged(GATE, 0.5, 0.5, 0.49, 0.51) == [False] * 4


def test_every_output_has_to_be_nearer() -> None:
    e = experiment("inputs=1;2;3&goals=1,0;0,1;1,0")
    assert judged(e, 0.9, 0.1, 0.4, 0.6, 0.9, 0.6) == [True, True, False]


@pytest.mark.parametrize("goals", ["0;1;2", "3;3;3"])
def test_three_goals_are_no_classes_and_neither_is_one(goals: str) -> None:
    e = experiment(f"inputs=1;2;3&goals={goals}")
    assert judged(e, 0, 1, 2) == [None] * 3


def test_two_rows_are_too_few_for_classes() -> None:
    assert judged(experiment("inputs=1;2&goals=10;20"), 10, 20) == [None] * 2
    assert judged(experiment("inputs=1;2;3&goals=10;20;20"), 10, 20, 14) == [True, True, False]


def test_else_each_row_has_its_share_of_until() -> None:
    e = experiment("inputs=1;2;3&goals=1;2;3&until=0.01")
    assert judged(e, 1.099, 2.2, 3.101) == [True, False, False]


def test_with_the_loss_below_until_no_row_is_wrong() -> None:
    e = experiment("inputs=1;2;3&goals=1;2;3&until=0.01")
    assert judged(e, 1.0, 2.0, 3.17) == [True] * 3  # a loss of 0.0096
    assert judged(e, 1.0, 2.0, 3.18) == [True, True, False]  # of 0.0108


def test_without_classes_and_until_there_is_no_mark() -> None:
    assert judged(experiment("inputs=1;2;3&goals=1;2;3"), 1, 2, 3) == [None] * 3


def test_a_wrong_class_in_a_run_that_has_learned_has_no_mark() -> None:
    e = replace(GATE, until=0.2)
    assert judged(e, 0, 1, 1, 0.6) == [True, True, True, None]
    assert judged(replace(GATE, until=0.08), 0, 1, 1, 0.6) == [True, True, True, False]


def test_what_is_not_finite_is_not_right() -> None:
    assert judged(GATE, np.nan, np.inf, 1, -np.inf) == [False, False, True, False]


@pytest.mark.parametrize("lesson", LESSONS)
def test_no_lesson_has_a_row_wrong_where_it_has_learned(lesson: str) -> None:
    run = trained(LESSONS[lesson].experiment)
    found = of(run)
    if run.status == "learned":
        assert set(found) == {True}
    assert len(found) == run.experiment.rows


@given(e=trainings())
def test_marks_never_contradict_learned(e: Experiment) -> None:
    for until in (0.0, 1e-3, 0.3):
        run = trained(replace(e, until=until))
        assert False not in of(run) or run.status != "learned"


def of(run: Run) -> list[bool | None]:
    """Mark the rows of a run as it stands."""
    seen = all_rows(run.experiment, run.parameters)
    return marks(run.experiment, predictions(seen), seen.row_errors()[0], run.loss)
