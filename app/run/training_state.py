"""What an update leaves behind, and the next one needs: parameters, and the optimizer's memory."""

from dataclasses import dataclass

import numpy as np

from app.network.arrays import FloatArray
from app.network.optimizers import Optimizer


@dataclass(frozen=True, slots=True, eq=False)
class TrainingState:
    """The state of a training; with a leading axis, (updates, …), of many updates.

    Attributes
    ----------
    parameters
        (n_parameters,), or (runs, n_parameters) for many runs at once.
    memory
        (slots, n_parameters), or (slots, runs, n_parameters): what the optimizer remembers.
    """

    parameters: FloatArray
    memory: FloatArray

    @staticmethod
    def first(parameters: FloatArray, optimizer: Optimizer) -> "TrainingState":
        """Give the state before any update."""
        slots = [np.full(parameters.shape, value) for value in optimizer.memory]
        return TrainingState(parameters, np.array(slots).reshape(len(slots), *parameters.shape))

    def __len__(self) -> int:
        """How many updates it is of, where it is of many."""
        return len(self.parameters)

    def at(self, update: int) -> "TrainingState":
        """Give one of many, copied."""
        return TrainingState(self.parameters[update].copy(), self.memory[update].copy())

    def up_to(self, updates: int) -> "TrainingState":
        """Give the first of many."""
        return TrainingState(self.parameters[:updates], self.memory[:updates])

    def with_parameter(self, index: int, value: float) -> "TrainingState":
        """Give a copy of one state with another value of one parameter."""
        parameters = self.parameters.copy()
        parameters[index] = value
        return TrainingState(parameters, self.memory)


@dataclass(frozen=True, slots=True, eq=False)
class Update:
    """One update, looked at.

    Attributes
    ----------
    gradient
        What it used, as the parameters: averaged or summed over its rows, and halved for the delta
        rule.
    state
        What it left.
    """

    gradient: FloatArray
    state: TrainingState
