"""Activations: right values, right slopes, and no number that upsets them."""

import sys
from math import inf, nan, tanh

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.network.activations import ACTIVATIONS, Activation
from app.network.arrays import FloatArray
from tests.support.textbook import FUNCTIONS

every_activation = pytest.mark.parametrize("activation", ACTIVATIONS.values(), ids=ACTIVATIONS)
EXTREMES = np.array([1000.0, -1000.0, inf, -inf, sys.float_info.max, -sys.float_info.max, 5e-324])


@pytest.mark.parametrize(
    ("name", "z", "expected"),
    [
        ("linear", -3.5, -3.5),
        ("relu", -2.0, 0.0),
        ("relu", 0.0, 0.0),
        ("relu", 3.0, 3.0),
        ("sigmoid", 0.0, 0.5),
        ("sigmoid", 7.0, 0.9990889488055994),
        ("sigmoid", -3.0, 0.04742587317756678),
        ("tanh", 0.0, 0.0),
        ("tanh", 0.5, 0.46211715726000975),
        ("tanh", -1.0, -0.7615941559557649),
    ],
)
def test_known_values(name: str, z: float, expected: float) -> None:
    assert ACTIVATIONS[name](np.array([z]))[0] == pytest.approx(expected, rel=4e-16)


def test_each_activation_stands_under_its_own_name() -> None:
    assert [entry.name for entry in ACTIVATIONS.values()] == list(ACTIVATIONS)


def test_the_oracle_knows_every_activation() -> None:
    assert set(FUNCTIONS) == set(ACTIVATIONS)


@every_activation
@given(z=st.floats(-30, 30))
def test_value_is_the_textbooks(activation: Activation, z: float) -> None:
    expected = FUNCTIONS[activation.name][0](z)
    assert activation(np.array([z]))[0] == pytest.approx(expected, rel=1e-15, abs=0)


@every_activation
@given(z=st.floats(-5, 5).filter(lambda z: abs(z) > 1e-3))
def test_slope_is_the_central_difference(activation: Activation, z: float) -> None:
    h = 1e-5
    above, below = activation(np.array([z + h, z - h]))
    received = activation.slope(activation(np.array([z])))[0]
    assert received == pytest.approx((above - below) / (2 * h), rel=1e-6, abs=1e-9)


def test_relu_slope_at_the_kink_is_0() -> None:
    relu = ACTIVATIONS["relu"]
    assert relu.slope(relu(np.array([-1.0, -0.0, 0.0, 1.0]))).tolist() == [0, 0, 0, 1]


@every_activation
def test_extremes_give_numbers_and_no_warning(activation: Activation) -> None:
    with np.errstate(all="raise", under="ignore"):  # underflow to 0 is right, and NumPy's default
        values = activation(EXTREMES)
    assert not np.isnan(values).any()


@pytest.mark.parametrize(
    ("name", "limits"), [("sigmoid", (1.0, 0.0)), ("tanh", (1.0, -1.0)), ("relu", (None, 0.0))]
)
def test_extremes_reach_the_limits(name: str, limits: tuple[float | None, float]) -> None:
    high, low = ACTIVATIONS[name](EXTREMES[::2][:3]), ACTIVATIONS[name](EXTREMES[1::2][:3])
    assert set(low.tolist()) == {limits[1]}
    assert limits[0] is None or set(high.tolist()) == {limits[0]}


@every_activation
@given(z=st.floats(allow_nan=False))
def test_bound_is_never_exceeded(activation: Activation, z: float) -> None:
    largest = inf if activation.bound is None else activation.bound
    assert abs(activation(np.array([z]))[0]) <= largest


@every_activation
def test_nan_is_not_hidden(activation: Activation) -> None:
    assert np.isnan(activation(np.array([nan]))[0])


@every_activation
@pytest.mark.parametrize("values", [np.ones(1), np.ones((2, 3)), np.arange(3)])
def test_input_is_left_as_it_is(activation: Activation, values: FloatArray) -> None:
    before = values.copy()
    result = activation(values)
    assert result.shape == values.shape
    assert result.dtype == np.float64
    assert (values == before).all()


@given(z=st.floats(-700, 700))
def test_sigmoid_is_tanh_of_half(z: float) -> None:
    value = ACTIVATIONS["sigmoid"](np.array([z]))[0]
    assert value == pytest.approx((1 + tanh(z / 2)) / 2, rel=1e-15, abs=2e-16)


def test_registry_is_read_only() -> None:
    with pytest.raises(TypeError):
        ACTIVATIONS["relu"] = ACTIVATIONS["tanh"]  # type: ignore[index]  # what is tested
