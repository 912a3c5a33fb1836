"""The form's texts as an experiment, and an experiment as its texts."""

from dataclasses import replace

import pytest
from hypothesis import given

from app.errors import InvalidAddress, Problem
from app.experiment import Experiment
from app.lessons import LESSONS
from app.web.form import MANY_CELLS, FormInput
from app.web.messages import problems_by_field
from tests.support.strategies import experiments


@pytest.mark.parametrize("preset", LESSONS.values(), ids=lambda preset: preset.name)
def test_lesson_is_read_back_from_its_form(preset: object) -> None:
    e = getattr(preset, "experiment")  # noqa: B009
    assert FormInput.of(e).experiment(e) == e


@given(experiments())
def test_any_experiment_is_read_back_from_its_form(e: Experiment) -> None:
    assert FormInput.of(e).experiment(e) == replace(e, changes=())


@pytest.mark.parametrize(
    ("rows", "as_text"), [(MANY_CELLS // 2, False), (MANY_CELLS // 2 + 1, True)]
)
def test_large_table_is_one_text(rows: int, as_text: bool) -> None:
    filled = FormInput.of(Experiment(inputs=((1.0,),) * rows, goals=((2.0,),) * rows))
    assert (filled.table is not None) == as_text


def test_everything_that_is_wrong_is_told_at_once() -> None:
    filled = FormInput.of(LESSONS["heights"].experiment)
    filled.cells[1][2] = "x"
    filled.texts |= {"alpha": "x", "seed": "x"}
    with pytest.raises(InvalidAddress) as refused:
        filled.experiment(LESSONS["heights"].experiment)
    assert {problem.key for problem in refused.value.problems} == {"goals", "alpha", "seed"}
    assert filled.wrong == {(1, 2)}


def test_column_goes_from_short_rows_too() -> None:
    filled = FormInput.of(LESSONS["xor"].experiment)
    filled.cells[2] = ["1"]
    filled.remove_column(1)
    assert filled.cells[:3] == [["0", "0"], ["0", "1"], ["1"]]


def test_messages_are_gathered_under_their_fields() -> None:
    problems = [Problem("alpha", "x", "small"), Problem("seed", "y", "whole")]
    problems += [Problem("alpha", "z", "large")]
    assert problems_by_field(tuple(problems)) == {
        "alpha": ["alpha must be small, got 'x'", "alpha must be large, got 'z'"],
        "seed": ["seed must be whole, got 'y'"],
    }


def test_a_goal_that_can_never_be_reached_is_noted_under_the_goals() -> None:
    e = Experiment(goals=((7.0,),), output="sigmoid")
    told = "the output gives 0 … 1; goal 7 cannot be reached"
    assert FormInput.of(e).notes == {"goals": told}
    assert FormInput.of(replace(e, goals=((1.0,),))).notes == {}
