"""Activation functions and their slopes, a registry with one entry each.

An activation is written as the NumPy calls that compute it into ready buffers; training, drawing
and the tests all make these same calls, so there is one sigmoid in the product and not three.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from app.network.arrays import ONE, ZERO, Call, FloatArray, perform


@dataclass(frozen=True, slots=True)
class Activation:
    """One activation function.

    Attributes
    ----------
    name
        The word used in addresses.
    bound
        The largest absolute value it can give, None where there is none.
    calls
        `calls(z, a)`: what computes a = f(z); `z` may be the same array as `a`.
    slope_calls
        `slope_calls(a, s)`: what computes s = f'(z) from the activation's own output a; None
        where the slope is 1 everywhere.
    """

    name: str
    bound: float | None
    calls: Callable[[FloatArray, FloatArray], list[Call]]
    slope_calls: Callable[[FloatArray, FloatArray], list[Call]] | None

    def __call__(self, z: FloatArray) -> FloatArray:
        """Give f(z), elementwise, for z of any shape and any float64; never warns."""
        a = np.array(z, dtype=np.float64)
        with np.errstate(over="ignore"):
            perform(self.calls(a, a))
        return a

    def slope(self, a: FloatArray) -> FloatArray:
        """Give f'(z), elementwise, from a = f(z)."""
        s = np.ones_like(a)
        if self.slope_calls is not None:
            perform(self.slope_calls(a, s))
        return s


def _linear(_z: FloatArray, _a: FloatArray) -> list[Call]:
    return []


def _rectify(z: FloatArray, a: FloatArray) -> None:
    np.maximum(z, ZERO, out=a)


def _relu(z: FloatArray, a: FloatArray) -> list[Call]:
    return [(_rectify, (z, a))]


def _relu_slope(a: FloatArray, s: FloatArray) -> list[Call]:
    """Give 1 where the unit is on, 0 where it is off; at the kink itself 0."""
    return [(np.sign, (a, s))]


def _sigmoid(z: FloatArray, a: FloatArray) -> list[Call]:
    """Give 1 / (1 + e^-z); where e^-z is more than a float64 holds, 1 / infinity is exactly 0."""
    return [
        (np.negative, (z, a)),
        (np.exp, (a, a)),
        (np.add, (a, ONE, a)),
        (np.reciprocal, (a, a)),
    ]


def _sigmoid_slope(a: FloatArray, s: FloatArray) -> list[Call]:
    """Give a (1 - a)."""
    return [(np.subtract, (ONE, a, s)), (np.multiply, (a, s, s))]


def _tanh(z: FloatArray, a: FloatArray) -> list[Call]:
    return [(np.tanh, (z, a))]


def _tanh_slope(a: FloatArray, s: FloatArray) -> list[Call]:
    """Give 1 - a²."""
    return [(np.multiply, (a, a, s)), (np.subtract, (ONE, s, s))]


ACTIVATIONS: Mapping[str, Activation] = MappingProxyType(
    {
        entry.name: entry
        for entry in (
            Activation("relu", None, _relu, _relu_slope),
            Activation("sigmoid", 1.0, _sigmoid, _sigmoid_slope),
            Activation("tanh", 1.0, _tanh, _tanh_slope),
            Activation("linear", None, _linear, None),
        )
    }
)
