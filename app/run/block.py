"""A block of updates that were made one after the other, and what each left."""

from dataclasses import dataclass

from app.network.arrays import FloatArray, IntArray
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
