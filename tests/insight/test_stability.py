"""The largest alpha that is sure not to overshoot."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from app.dataset import Table
from app.experiment import FULL, Experiment
from app.insight.stability import AlphaLimit, alpha_limit, stable_alpha
from app.network.arrays import FloatArray
from tests.support.engines import numpy_engine
from tests.support.strategies import numbers, rounded, seeds


@st.composite
def parabolas(draw: st.DrawFn, /, **fixed: Any) -> Experiment:
    """Draw one linear layer whose goals are all 0, so that zero weights are perfect."""
    rows, columns = draw(st.integers(1, 5)), draw(st.integers(1, 3))
    inputs = rounded(numbers(draw(seeds), rows, columns))
    assume(max(abs(value) for row in inputs for value in row) > 0.1)
    drawn: dict[str, Any] = {
        "inputs": inputs,
        "goals": ((0.0,),) * rows,
        "bias": draw(st.booleans()),
        "batch": draw(st.sampled_from([1, 2, FULL])),
        "order": draw(st.sampled_from(["given", "shuffled"])),
        "rule": draw(st.sampled_from(["gradient", "delta"])),
        "reduce": draw(st.sampled_from(["mean", "sum"])),
    }
    return Experiment(**{**drawn, **fixed})


def sizes(e: Experiment, start: FloatArray, alpha: float, updates: int = 60) -> FloatArray:
    """Give how far the weights are from perfect, after each update."""
    states = np.array([start, *numpy_engine(e, start, alpha).advance(updates).parameters])
    squares: FloatArray = np.add.reduce(states * states, axis=1)
    return np.sqrt(squares)


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ({"inputs": ((5.0,),), "rule": "delta"}, 2 / 25),
        ({"inputs": ((5.0,),), "rule": "gradient"}, 1 / 25),
        ({"inputs": ((2.0,),), "rule": "delta"}, 0.5),
        ({"inputs": ((2.0,),), "rule": "delta", "bias": True}, 2 / 5),
        ({"inputs": ((3.0, 4.0),), "rule": "delta"}, 2 / 25),
    ],
)
def test_known_limits(settings: dict[str, Any], expected: float) -> None:
    assert stable_alpha(Experiment(**settings)) == pytest.approx(expected, rel=1e-14)


@pytest.mark.parametrize(
    ("reduce", "batch", "expected"),
    [("mean", 1, 2 / 16), ("sum", 1, 2 / 16), ("mean", 2, 2 / 10), ("sum", 2, 2 / 20)],
)
def test_limit_of_several_rows(reduce: Any, batch: int, expected: float) -> None:
    e = Experiment(
        inputs=((2.0,), (4.0,)), goals=((0.0,), (0.0,)), rule="delta", reduce=reduce, batch=batch
    )
    assert stable_alpha(e) == pytest.approx(expected, rel=1e-14)


@pytest.mark.parametrize(("reduce", "expected"), [("mean", 2 / 9), ("sum", 2 / 13)])
def test_limit_of_shuffled_rows_holds_for_any_that_come_together(
    reduce: Any, expected: float
) -> None:
    e = Experiment(
        inputs=((1.0,), (3.0,), (2.0,)), goals=((0.0,),) * 3, rule="delta", reduce=reduce, batch=2,
        order="shuffled",
    )  # fmt: skip
    assert stable_alpha(e) == pytest.approx(expected, rel=1e-14)


@given(e=parabolas(), seed=seeds)
def test_below_the_limit_no_update_overshoots(e: Experiment, seed: int) -> None:
    alpha = stable_alpha(e)
    assert alpha is not None
    away = sizes(e, numbers(seed, e.architecture.n_parameters), 0.999 * alpha)
    assert (np.diff(away) <= 1e-12).all()


@given(e=parabolas(batch=FULL))
def test_above_the_limit_the_steepest_direction_blows_up(e: Experiment) -> None:
    alpha = stable_alpha(e)
    assert alpha is not None
    x = e.table[:-1]
    steepest = np.linalg.eigh(x @ x.T)[1][:, -1]
    assert (np.diff(sizes(e, steepest, 1.01 * alpha)) > 0).all()


@pytest.mark.parametrize(
    "settings",
    [{"hidden": (2,)}, {"output": "sigmoid"}, {"output": "relu"}, {"inputs": ((0.0,),)}],
    ids=str,
)
def test_no_limit_where_it_cannot_be_told(settings: dict[str, Any]) -> None:
    assert stable_alpha(Experiment(**settings)) is None


@pytest.mark.parametrize("inputs", [((1e160, -1e160), (1e160, 1e160)), ((1e300, 1.0), (2.0, 2.0))])
@pytest.mark.parametrize("order", ["given", "shuffled"])
@pytest.mark.parametrize("batch", [1, FULL])
def test_no_limit_and_no_warning_where_the_inputs_are_too_large(
    inputs: Table, order: Any, batch: int
) -> None:
    e = Experiment(inputs=inputs, goals=((1.0,), (1.0,)), order=order, batch=batch)
    assert stable_alpha(e) is None


@pytest.mark.parametrize("value", [1e-140, 9e153])
def test_limit_is_a_number_above_0_wherever_it_is_told(value: float) -> None:
    e = Experiment(inputs=((value,),))
    for rule in ("gradient", "delta"):
        alpha = stable_alpha(replace(e, rule=rule))
        assert alpha is not None
        assert 0 < alpha < np.inf


def test_the_limit_is_exact_where_all_rows_come_together() -> None:
    rows: dict[str, Any] = {"inputs": ((1.0,), (2.0,)), "goals": ((1.0,), (2.0,)), "rule": "delta"}
    assert alpha_limit(Experiment(**rows, batch=FULL)) == AlphaLimit(0.8, exact=True)
    assert alpha_limit(Experiment(**rows)) == AlphaLimit(0.5, exact=False)
    assert alpha_limit(Experiment(**rows, hidden=(2,))) is None
