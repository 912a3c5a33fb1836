"""The lowest loss that any parameters can reach."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given

from app.experiment import FULL, Experiment
from app.network.lowest_loss import lowest_loss
from app.network.mean_loss import mean_losses
from tests.support.runs import trained
from tests.support.strategies import Case, cases


def lowest(**settings: Any) -> float:
    e = Experiment(**settings)
    return lowest_loss(e.architecture, e.table)


POINTS: dict[str, Any] = {"inputs": ((1.0,), (2.0,), (3.0,)), "goals": ((1.0,), (2.0,), (4.0,))}


def test_a_line_through_three_points_leaves_what_no_line_can_take() -> None:
    assert lowest(**POINTS, bias=True) == pytest.approx(1 / 18, rel=1e-12)
    run = trained(Experiment(**POINTS, bias=True, batch=FULL, alpha=0.1, epochs=2000))
    assert run.loss == pytest.approx(1 / 18, rel=1e-12)


def test_two_points_leave_nothing() -> None:
    rows: dict[str, Any] = {"inputs": ((1.0,), (2.0,)), "goals": ((1.0,), (4.0,))}
    assert lowest(**rows, bias=True) == pytest.approx(0, abs=1e-25)


def test_equal_rows_with_unequal_goals_leave_their_spread_to_any_network() -> None:
    rows: dict[str, Any] = {"inputs": ((1.0,), (1.0,), (2.0,)), "goals": ((0.0,), (1.0,), (5.0,))}
    assert lowest(**rows, hidden=(8,), bias=True) == pytest.approx((0.25 + 0.25) / 3)
    assert lowest(**{**POINTS, "inputs": ((1.0,), (2.0,), (3.5,))}, hidden=(8,)) == 0


def test_a_goal_beyond_the_range_leaves_the_way_to_it() -> None:
    assert lowest(goals=((7.0,),), output="sigmoid") == 36
    assert lowest(goals=((-2.0,),), output="relu") == 4
    assert lowest(goals=((1.0,),), output="sigmoid") == 0


@given(case=cases())
def test_no_parameters_get_below(case: Case) -> None:
    bound = lowest_loss(case.architecture, case.table)
    found = mean_losses(case.architecture, case.parameters[np.newaxis], case.table)[0]
    assert found >= bound * (1 - 1e-9)


@pytest.mark.parametrize("size", [1e200, 1e308])
@pytest.mark.parametrize("output", ["linear", "tanh"])
def test_numbers_too_large_leave_it_unknown(size: float, output: str) -> None:
    e = Experiment(inputs=((size,), (size,)), goals=((size,), (-size,)), output=output)
    for each in (e, replace(e, bias=True)):
        assert lowest_loss(each.architecture, each.table) == 0
