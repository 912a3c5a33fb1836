"""The gradient by nudging: near the true one, and nearer with a smaller nudge."""

import numpy as np
import pytest
from hypothesis import given, settings

from app.network.architecture import Architecture
from app.network.numerical import STEP, numerical_gradient
from app.network.passes import backward
from tests.support.gradients import assert_gradients_agree
from tests.support.strategies import Case, architectures, cases, numbers, table_of

SMOOTH = Architecture((2, 3, 1), ("tanh", "sigmoid"), bias=True)


def smooth(shape: Architecture) -> Architecture:
    """Put tanh in the place of ReLU, whose kink a nudge may straddle."""
    names = ("tanh" if name == "relu" else name for name in shape.activations)
    return Architecture(shape.sizes, tuple(names), shape.bias)


@settings(max_examples=100)
@given(case=cases(architectures().map(smooth)))
def test_nudging_finds_the_analytic_gradient(case: Case) -> None:
    nudged = numerical_gradient(case.architecture, case.parameters, case.table, h=1e-5)
    analytic = backward(case.architecture, case.parameters, case.table).gradient[0]
    scale = max(1.0, float(np.abs(analytic).max()))
    assert_gradients_agree(
        case.architecture, (nudged / scale).tolist(), (analytic / scale).tolist()
    )


def test_parabola_is_differentiated_up_to_rounding_with_any_nudge() -> None:
    network, table = Architecture((1, 1), ("linear",), bias=False), np.array([[5.0], [42.0]])
    for h in (STEP, 0.5, 8.0):
        slope = numerical_gradient(network, np.array([1.0]), table, h)
        assert slope == pytest.approx([2 * (5 - 42) * 5], rel=1e-8)


def test_error_falls_with_the_square_of_the_nudge() -> None:
    parameters, table = numbers(1, SMOOTH.n_parameters), table_of(SMOOTH, 2, 4)
    analytic = backward(SMOOTH, parameters, table).gradient[0]
    coarse, fine = (
        np.abs(numerical_gradient(SMOOTH, parameters, table, h) - analytic).max()
        for h in (1e-1, 1e-2)
    )
    assert coarse / fine == pytest.approx(100, rel=0.1)


def test_across_the_kink_it_takes_the_middle() -> None:
    network, table = Architecture((1, 1), ("relu",), bias=False), np.array([[1.0], [-1.0]])
    # With w = 0 the error is 1 to the left and (w + 1)² to the right.
    assert numerical_gradient(network, np.zeros(1), table) == pytest.approx([1.0], abs=STEP)
    assert backward(network, np.zeros(1), table).gradient.tolist() == [[0]]


def test_parameters_are_left_as_they_are() -> None:
    parameters = numbers(1, SMOOTH.n_parameters)
    before = parameters.copy()
    numerical_gradient(SMOOTH, parameters, table_of(SMOOTH, 2, 4))
    assert (parameters == before).all()


def test_overflow_gives_no_warning() -> None:
    network, table = Architecture((1, 1), ("linear",), bias=False), np.array([[1e300], [1.0]])
    assert not np.isfinite(numerical_gradient(network, np.array([1e300]), table)).any()
