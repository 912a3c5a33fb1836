"""What makes the updates of a run, whichever way it computes them."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Protocol

from app.experiment import Experiment
from app.network.arrays import FloatArray
from app.run.numpy_engine import NumpyEngine
from app.run.training_state import TrainingState, Update


class Engine(Protocol):
    """Trains one run, or many along the runs axis, from a state on.

    Every engine keeps the arithmetic of ARCHITECTURE.md; `NumpyEngine` is the reference, to which
    the tests hold the others.
    """

    def advance(self, updates: int) -> TrainingState:
        """Make updates, so many at most, and give the state after each: (updates, …, n_parameters).

        Where one update takes long, it may make a part of it and give none: no call takes longer
        than others can wait, and the next one goes on.
        """

    def update(self) -> Update | None:
        """Make one update, and give the gradient that it used beside the state that it left.

        None where that takes long, and this made a part of it: the next call goes on.
        """

    def losses(self, parameters: FloatArray) -> FloatArray:
        """Give the losses, (n,), of any parameters, (n, n_parameters), on the training rows."""


EngineMaker = Callable[[Experiment, TrainingState, int], Engine]
"""(experiment with its options in force, state, the update at which it stands) → engine."""

REFERENCE = "numpy"
ENGINES: Mapping[str, EngineMaker] = MappingProxyType({REFERENCE: NumpyEngine})
