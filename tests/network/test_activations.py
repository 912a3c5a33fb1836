"""Activations: right values, right slopes, and no number that upsets them."""

import sys
from math import inf, nan, tanh

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from app.network.activations import ACTIVATIONS, Activation
from app.network.arrays import FloatArray
from tests.support.textbook import functions

every_activation = pytest.mark.parametrize("activation", ACTIVATIONS.values(), ids=ACTIVATIONS)
LARGEST = sys.float_info.max
EXTREMES = np.array([[1000.0, -1000.0, inf, -inf, LARGEST, -LARGEST, 5e-324]])


def slope(activation: Activation, z: float) -> float:
    """Give f'(z): what becomes of a delta of 1."""
    return float(activation.back(np.array([[z]]), np.ones((1, 1)))[0, 0])


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
    assert ACTIVATIONS[name](np.array([[z]]))[0, 0] == pytest.approx(expected, rel=4e-16)


def test_each_activation_stands_under_its_own_name() -> None:
    assert [entry.name for entry in ACTIVATIONS.values()] == list(ACTIVATIONS)


@every_activation
@given(z=st.floats(-30, 30))
def test_value_is_the_textbooks(activation: Activation, z: float) -> None:
    expected, _ = functions(activation.name)
    assert activation(np.array([[z]]))[0, 0] == pytest.approx(expected(z), rel=1e-15, abs=0)


@every_activation
@given(z=st.floats(-5, 5))
def test_slope_is_the_central_difference(activation: Activation, z: float) -> None:
    assume(all(abs(z - kink) > 1e-3 for kink in activation.kinks))
    h = 1e-5
    above, below = activation(np.array([[z + h, z - h]]))[0]
    received = slope(activation, z)
    assert received == pytest.approx((above - below) / (2 * h), rel=1e-6, abs=1e-9)


@every_activation
@given(z=st.floats(-30, 30))
def test_source_code_says_the_same(activation: Activation, z: float) -> None:
    sums = np.array([[z]])
    names = {"np": np, "z": sums}
    names["a"] = eval(activation.value, names)
    assert activation(sums) == pytest.approx(names["a"], rel=1e-15, abs=0)
    assert slope(activation, z) == pytest.approx(
        eval(activation.slope, names), rel=1e-12, abs=1e-15
    )


@every_activation
def test_the_slope_at_a_kink_is_the_left_sides(activation: Activation) -> None:
    for kink in activation.kinks:
        assert slope(activation, kink) == slope(activation, kink - 1e-3)
        assert slope(activation, kink) != slope(activation, kink + 1e-3)


@pytest.mark.parametrize(("z", "expected"), [(-1.0, 0), (-0.0, 0), (0.0, 0), (1.0, 1)])
def test_relu_slope_at_the_kink_is_0(z: float, expected: int) -> None:
    assert slope(ACTIVATIONS["relu"], z) == expected


@every_activation
def test_extremes_give_numbers_and_no_warning(activation: Activation) -> None:
    with np.errstate(all="raise", under="ignore"):  # underflow to 0 is right, and NumPy's default
        values = activation(EXTREMES)
    assert not np.isnan(values).any()


@every_activation
def test_extremes_reach_the_ends_of_the_range(activation: Activation) -> None:
    lowest, highest = activation.range
    high, low = activation(EXTREMES[:, ::2][:, :3]), activation(EXTREMES[:, 1::2][:, :3])
    assert lowest == -inf or set(low.ravel().tolist()) == {lowest}
    assert highest == inf or set(high.ravel().tolist()) == {highest}


@every_activation
@given(z=st.floats(allow_nan=False))
def test_range_is_never_left(activation: Activation, z: float) -> None:
    value = activation(np.array([[z]]))[0, 0]
    assert activation.range[0] <= value <= activation.range[1]
    assert activation.bound is not None or abs(value) <= abs(z)


@every_activation
def test_nan_is_not_hidden(activation: Activation) -> None:
    assert np.isnan(activation(np.array([[nan]]))[0, 0])


@every_activation
@pytest.mark.parametrize("values", [np.ones((1, 1)), np.ones((2, 3)), np.arange(3).reshape(3, 1)])
def test_input_is_left_as_it_is(activation: Activation, values: FloatArray) -> None:
    before = values.copy()
    result = activation(values)
    assert result.shape == values.shape
    assert result.dtype == np.float64
    assert (values == before).all()


@given(z=st.floats(-700, 700))
def test_sigmoid_is_tanh_of_half(z: float) -> None:
    value = ACTIVATIONS["sigmoid"](np.array([[z]]))[0, 0]
    assert value == pytest.approx((1 + tanh(z / 2)) / 2, rel=1e-15, abs=2e-16)


def test_registry_is_read_only() -> None:
    with pytest.raises(TypeError):
        ACTIVATIONS["relu"] = ACTIVATIONS["tanh"]  # type: ignore[index]  # what is tested
