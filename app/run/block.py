"""A block of updates that were made one after the other, and what each left."""

from dataclasses import dataclass

import numpy as np

from app.network.arrays import BoolArray, FloatArray, IntArray
from app.run.training_state import TrainingState


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """What happened in some updates.

    Attributes
    ----------
    steps
        Update numbers, (n,).
    states
        The state after each of them.
    losses
        (n,); NaN where nobody asked.
    """

    steps: IntArray
    states: TrainingState
    losses: FloatArray

    def __len__(self) -> int:
        """How many updates there are in it."""
        return len(self.steps)

    @property
    def parameters(self) -> FloatArray:
        """The parameters after each update, (n, n_parameters)."""
        return self.states.parameters

    def up_to(self, updates: int) -> "Block":
        """Give the first updates of it."""
        return Block(self.steps[:updates], self.states.up_to(updates), self.losses[:updates])

    def n_finite(self, small: BoolArray) -> int:
        """Count the updates before the first that left a number that is not finite.

        `small`, (n,), says where the parameters are so small that none can be, nor the loss.
        """
        if np.logical_and.reduce(small):
            return len(self)
        good = small | (np.isfinite(self.parameters).all(axis=1) & np.isfinite(self.losses))
        return len(self) if good.all() else int(good.argmin())

    def up_to_below(self, until: float, first: int) -> int:
        """Count the updates up to the one, of the first so many, with a loss below; else 0."""
        if until == 0:
            return 0
        with np.errstate(invalid="ignore"):
            below = np.flatnonzero(self.losses[:first] < until)
        return int(below[0]) + 1 if below.size else 0


def largest(parameters: FloatArray) -> FloatArray:
    """Give the largest parameter after each update, in absolute value, (n,)."""
    sizes: FloatArray = np.maximum.reduce(np.abs(parameters), axis=1)
    return sizes


def idle(so_far: int, before: TrainingState, states: TrainingState) -> int:
    """Count the updates on end up to the last of these that changed nothing."""
    n, (last, kept) = len(states), (states.parameters, states.memory)
    if np.logical_or.reduce(last[-1] != (last[-2] if n > 1 else before.parameters)):
        return 0
    moved = np.zeros(n, dtype=bool)
    for first, after in ((before.parameters, last), (before.memory, kept)):
        all_of = np.concatenate([first[np.newaxis], after]).reshape(n + 1, -1)
        moved |= (all_of[1:] != all_of[:-1]).any(axis=1)
    at = np.flatnonzero(moved)
    return n - 1 - int(at[-1]) if at.size else so_far + n
