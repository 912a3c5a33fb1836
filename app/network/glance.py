"""A look at networks through a pass that stays: all of one shape share its buffers and its calls.

Making a pass takes several times as long as a small network takes to run through it. What a glance
shows is there until the next at networks of the same shape, so who keeps something of it copies
it, and nobody holds on to it while others have their turn.
"""

from functools import lru_cache

import numpy as np

from app.network.architecture import Architecture
from app.network.arrays import Call, FloatArray, perform
from app.network.passes import Pass
from app.network.products import EXACT_RUNS

SMALL = 2**15
"""Numbers in a small pass."""
MANY, FEW = 64, 2
"""How many small passes are kept, 16 MB at most, and how many of those that are larger."""


class Glance(Pass):
    """A pass that is shared, and what it shows."""

    def __init__(self, architecture: Architecture, runs: int, rows: int) -> None:
        parameters = EXACT_RUNS.ones(runs, architecture.n_parameters)
        super().__init__(architecture, parameters, rows, EXACT_RUNS)
        self._backward: dict[bool, list[Call]] = {}
        self._shown: tuple[object, FloatArray] | None = None
        self._halved: bool | None = None
        self._errors: FloatArray | None = None

    def show(self, parameters: FloatArray, table: FloatArray, of: object) -> None:
        """Run every row forward, unless that is what stands here."""
        if of is None or not self._shown or self._shown[0] is not of or self._shown[1] is not table:
            self.parameters[...] = parameters
            self.run(table)
            self._shown = None if of is None else (of, table)

    def run(self, table: FloatArray) -> None:
        """Run every row forward through the parameters that stand here."""
        self.table[...], self._shown = table, None
        self._halved, self._errors = None, None
        with np.errstate(over="ignore", invalid="ignore"):
            perform(self.forward_calls)

    def _measured(self) -> FloatArray:
        """Measure once; nobody writes to what this gives."""
        if self._errors is None:
            self._errors = super()._measured()
        return self._errors

    def back(self, *, halved: bool = False) -> "Glance":
        """Go backward too, unless it has; `gradient` is then of the summed row errors."""
        if self._halved is not halved:
            if halved not in self._backward:
                self._backward[halved] = self.backward_calls(halved=halved)
            with np.errstate(over="ignore", invalid="ignore"):
                perform(self._backward[halved])
            self._halved = halved
        return self


def glance(
    architecture: Architecture, parameters: FloatArray, table: FloatArray, of: object = None
) -> Glance:
    """Run every row of the table forward, as `passes.forward` does, to the same bits.

    Parameters
    ----------
    parameters
        (n_parameters,) or (runs, n_parameters).
    table
        (n_inputs + bias + n_outputs, rows), as `Pass.table`.
    of
        What has these parameters, where it is looked at more than once: told by identity, and
        never written to.
    """
    runs = 1 if parameters.ndim == 1 else len(parameters)
    seen = _kept(architecture, runs, table.shape[1])
    seen.show(parameters, table, of)
    return seen


def glance_along(
    architecture: Architecture,
    parameters: FloatArray,
    index: int,
    values: FloatArray,
    table: FloatArray,
) -> Glance:
    """Run every row forward with one parameter, by its place, at each value: a run a value.

    The other parameters are those given, (n_parameters,).
    """
    seen = _kept(architecture, len(values), table.shape[1])
    seen.parameters[...] = parameters
    seen.parameters[:, index] = values
    seen.run(table)
    return seen


def glance_nudged(
    architecture: Architecture,
    parameters: FloatArray,
    part: slice,
    h: float,
    table: FloatArray,
) -> Glance:
    """Run every row forward with each of some parameters raised by h, then with each lowered.

    A run a nudge; the other parameters are those given, (n_parameters,).
    """
    nudged = np.arange(architecture.n_parameters)[part]
    seen, up = _kept(architecture, 2 * len(nudged), table.shape[1]), np.arange(len(nudged))
    raised, lowered = seen.parameters[: len(nudged)], seen.parameters[len(nudged) :]
    raised[...], lowered[...] = parameters + 0.0, parameters  # as if 0 were added: -0 becomes 0
    raised[up, nudged] = parameters[nudged] + h
    lowered[up, nudged] = parameters[nudged] - h
    seen.run(table)
    return seen


def _kept(architecture: Architecture, runs: int, rows: int) -> Glance:
    numbers = runs * (2 * architecture.n_parameters + 3 * rows * architecture.n_units)
    return (_small if numbers <= SMALL else _large)(architecture, runs, rows)


_small = lru_cache(maxsize=MANY)(Glance)
_large = lru_cache(maxsize=FEW)(Glance)
