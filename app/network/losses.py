"""What is made small, each loss with both its halves: the error of a row, and its derivative.

To add one, add an entry: address, form, API, documents and tests find it by themselves.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

import numpy as np

from app.network.arrays import TWO, Call, FloatArray

Errors = Callable[[FloatArray, FloatArray, FloatArray], FloatArray]
"""errors(z, a, goals), each (…, n_outputs, rows), gives the row errors, (…, rows)."""
Delta = Callable[[FloatArray, FloatArray, FloatArray, FloatArray, bool], list[Call]]
"""delta(z, a, goals, delta, halved): the calls that fill delta, (…, n_outputs, rows)."""


@dataclass(frozen=True, slots=True)
class Loss:
    """One loss, of outputs with the sums z and the activations a.

    Attributes
    ----------
    name
        The word used in addresses.
    errors
        `errors(z, a, goals)`: the error of each row, not averaged over rows.
    delta
        `delta(z, a, goals, delta, halved)`: the calls that fill `delta` with ∂E/∂a, or with half
        of it where `halved`, as the book's delta rule takes it.
    value
        The error of a row as NumPy source code of the names `z`, `a` and `goals`, for exports.
    fused
        Output activation → calls as `delta`'s, but for ∂E/∂z at once: where the two derivatives
        together are simpler, or more exact, than one after the other.
    needs_z
        Whether it reads z; if not, z may have been overwritten by a.
    """

    name: str
    errors: Errors
    delta: Delta
    value: str
    fused: Mapping[str, Delta] = field(default_factory=lambda: MappingProxyType({}))
    needs_z: bool = False


def _squared(_z: FloatArray, a: FloatArray, goals: FloatArray) -> FloatArray:
    """Give Σ over outputs of delta², with delta = a - goal."""
    deltas = np.subtract(a, goals)
    errors: FloatArray = np.add.reduce(np.multiply(deltas, deltas, deltas), axis=-2)
    return errors


def _squared_delta(
    _z: FloatArray, a: FloatArray, goals: FloatArray, delta: FloatArray, halved: bool
) -> list[Call]:
    """Give 2·(a - goal); a - goal where halved."""
    calls: list[Call] = [(np.subtract, (a, goals, delta))]
    return calls if halved else [*calls, (np.multiply, (delta, TWO, delta))]


LOSSES: Mapping[str, Loss] = MappingProxyType(
    {
        entry.name: entry
        for entry in (Loss("squared", _squared, _squared_delta, value="np.sum((a - goals) ** 2)"),)
    }
)
