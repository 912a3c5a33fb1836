"""Activation functions, each with how a gradient comes back through it: one entry each.

Both halves are written as the NumPy calls that compute them into ready buffers; training, drawing
and the tests all make these same calls, so there is one sigmoid in the product and not three. To
add one, add an entry: address, form, API, documents and tests find it by themselves.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from math import inf
from types import MappingProxyType

import numpy as np

from app.network.arrays import ONE, ZERO, Call, FloatArray, perform

LEAK = np.array(0.01)
"""Slope of the leaky ReLU below 0: Maas, Hannun and Ng 2013, "Rectifier nonlinearities improve
neural network acoustic models"."""


@dataclass(frozen=True, slots=True)
class Activation:
    """One activation function, from the sum z of a unit to its activation a = f(z).

    Attributes
    ----------
    name
        The word used in addresses.
    forward
        `forward(z, a)`: the calls that compute a = f(z), both (…, units, rows); `z` and `a` may be
        the same array unless `needs_z`.
    backward
        `backward(z, a, delta)`: the calls that turn delta = ∂E/∂a into ∂E/∂z in place.
    value, slope
        f(z) and f'(z) as NumPy source code of the names `z` and `a`, for exports.
    range
        The least and the largest value f can give. Where it is unbounded, |f(z)| ≤ |z|.
    kinks
        Where f has no derivative; there the slope is that of the left side.
    needs_z
        Whether the way back reads z; if not, z is overwritten by a.
    price
        What computing one value takes, and its slope, in the multiplications of `app.run.work`.
    """

    name: str
    forward: Callable[[FloatArray, FloatArray], list[Call]]
    backward: Callable[[FloatArray, FloatArray, FloatArray], list[Call]]
    value: str
    slope: str
    range: tuple[float, float] = (-inf, inf)
    kinks: tuple[float, ...] = ()
    needs_z: bool = False
    price: int = 20

    @property
    def bound(self) -> float | None:
        """The largest absolute value it can give, None where there is none."""
        largest = max(map(abs, self.range))
        return None if largest == inf else largest

    def __call__(self, z: FloatArray) -> FloatArray:
        """Give f(z), for z (…, units, rows) and any float64; never warns."""
        before, a = np.array(z, dtype=np.float64), np.array(z, dtype=np.float64)
        with np.errstate(over="ignore"):
            perform(self.forward(before if self.needs_z else a, a))
        return a

    def back(self, z: FloatArray, delta: FloatArray) -> FloatArray:
        """Give ∂E/∂z for ∂E/∂a = delta; both (…, units, rows)."""
        result = np.array(delta, dtype=np.float64)
        perform(self.backward(np.array(z, dtype=np.float64), self(z), result))
        return result


def _by_slope(
    slope: Callable[[FloatArray, FloatArray], list[Call]],
) -> Callable[[FloatArray, FloatArray, FloatArray], list[Call]]:
    """Go back by multiplying with f'(z), for which `slope(a, s)` gives the calls, s = f'(z)."""

    def backward(_z: FloatArray, a: FloatArray, delta: FloatArray) -> list[Call]:
        s = np.empty_like(delta)
        return [*slope(a, s), (np.multiply, (delta, s, delta))]

    return backward


def _unchanged(*_arrays: FloatArray) -> list[Call]:
    return []


def _larger(x: FloatArray, y: FloatArray, a: FloatArray) -> None:
    np.maximum(x, y, out=a)


def _relu(z: FloatArray, a: FloatArray) -> list[Call]:
    return [(_larger, (z, ZERO, a))]


def _relu_slope(a: FloatArray, s: FloatArray) -> list[Call]:
    """Give 1 where the unit is on, 0 where it is off; at the kink itself 0."""
    return [(np.sign, (a, s))]


def _leaky_relu(z: FloatArray, a: FloatArray) -> list[Call]:
    leaked = np.empty_like(a)
    return [(np.multiply, (z, LEAK, leaked)), (_larger, (z, leaked, a))]


def _leaky_relu_slope(a: FloatArray, s: FloatArray) -> list[Call]:
    on = np.empty_like(a, dtype=np.bool_)
    return [
        (np.greater, (a, ZERO, on)),
        (np.copyto, (s, LEAK)),
        (partial(np.copyto, where=on), (s, ONE)),
    ]


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
            Activation(
                "relu",
                _relu,
                _by_slope(_relu_slope),
                value="np.maximum(z, 0.0)",
                slope="np.where(z > 0.0, 1.0, 0.0)",
                range=(0.0, inf),
                kinks=(0.0,),
            ),
            Activation(
                "sigmoid",
                _sigmoid,
                _by_slope(_sigmoid_slope),
                value="1.0 / (1.0 + np.exp(-z))",
                slope="a * (1.0 - a)",
                range=(0.0, 1.0),
                price=160,
            ),
            Activation(
                "tanh",
                _tanh,
                _by_slope(_tanh_slope),
                value="np.tanh(z)",
                slope="1.0 - a * a",
                range=(-1.0, 1.0),
                price=280,
            ),
            Activation(
                "leaky_relu",
                _leaky_relu,
                _by_slope(_leaky_relu_slope),
                value="np.where(z > 0.0, z, 0.01 * z)",
                slope="np.where(z > 0.0, 1.0, 0.01)",
                kinks=(0.0,),
            ),
            Activation(
                "linear",
                _unchanged,
                _unchanged,
                value="z",
                slope="np.ones_like(z)",
            ),
        )
    }
)
