"""Losses: right values, a delta that is their derivative, and source code that says the same."""

import numpy as np
import pytest
from hypothesis import given, settings

from app.network.activations import ACTIVATIONS
from app.network.arrays import FloatArray, perform
from app.network.losses import LOSSES, Delta, Loss
from tests.support.gradients import central_difference
from tests.support.strategies import numbers, seeds

every_loss = pytest.mark.parametrize("loss", LOSSES.values(), ids=LOSSES)


def filled(
    delta: Delta, z: FloatArray, a: FloatArray, goals: FloatArray, halved: bool
) -> FloatArray:
    """Make the calls of a delta."""
    result = np.empty_like(a)
    perform(delta(z, a, goals, result, halved))
    return result


def test_each_loss_stands_under_its_own_name() -> None:
    assert [entry.name for entry in LOSSES.values()] == list(LOSSES)


def test_squared_error_sums_over_outputs_and_not_over_rows() -> None:
    a, goals = np.array([[1.0, 2.0], [3.0, 5.0]]), np.array([[1.0, 1.0], [1.0, 1.0]])
    assert LOSSES["squared"].errors(a, a, goals).tolist() == [4.0, 17.0]


@every_loss
@settings(max_examples=20)
@given(seed=seeds)
def test_delta_is_the_derivative_of_the_error(loss: Loss, seed: int) -> None:
    z, goals = numbers(seed, 3, 1), numbers(seed + 1, 3, 1)

    def error(outputs: list[float]) -> float:
        a = np.array(outputs).reshape(3, 1)
        return float(loss.errors(z, a, goals)[0])

    received = filled(loss.delta, z, z.copy(), goals, halved=False)
    expected = central_difference(lambda p: error(list(p)), z.ravel().tolist())
    assert received.ravel() == pytest.approx(expected, rel=1e-6, abs=1e-9)


@every_loss
def test_half_of_delta_is_half(loss: Loss) -> None:
    z, goals = numbers(1, 3, 4), numbers(2, 3, 4)
    whole, half = (filled(loss.delta, z, z, goals, halved) for halved in (False, True))
    assert (half == whole / 2).all()


@every_loss
def test_a_fused_delta_is_both_derivatives_one_after_the_other(loss: Loss) -> None:
    for name, fused in loss.fused.items():
        z, goals = numbers(1, 3, 4), np.abs(numbers(2, 3, 4))
        a = ACTIVATIONS[name](z)
        step_by_step = ACTIVATIONS[name].back(z, filled(loss.delta, z, a, goals, halved=False))
        received = filled(fused, z, a, goals, halved=False)
        assert received == pytest.approx(step_by_step, rel=1e-9, abs=1e-12)


@every_loss
def test_source_code_says_the_same(loss: Loss) -> None:
    z, goals = numbers(1, 3, 1), numbers(2, 3, 1)
    names = {"np": np, "z": z[:, 0], "a": z[:, 0], "goals": goals[:, 0]}
    assert loss.errors(z, z, goals)[0] == pytest.approx(eval(loss.value, names), rel=1e-14)
