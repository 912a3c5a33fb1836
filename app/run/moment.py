"""A run as it stands at one update: everything that can be seen of it, as a value."""

from dataclasses import dataclass
from typing import Literal

from app.experiment import Experiment
from app.network.arrays import FloatArray
from app.run.training_state import TrainingState
from app.run.watch import Notice

Status = Literal["running", "finished", "learned", "diverged"]


@dataclass(frozen=True, slots=True, eq=False)
class Moment:
    """What a run is at an update; it stays so while the run goes on.

    Attributes
    ----------
    experiment
        What the person set.
    step
        The update.
    state
        Parameters and memory there, after the changes made there.
    loss
        Of the training rows.
    status
        Whether, and how, the run has ended.
    notice
        What is said of a run that goes wrong, or None.
    diverged_at, beyond
        For a diverged run: the first update whose result was not finite, and its parameters.
    """

    experiment: Experiment
    step: int
    state: TrainingState
    loss: float
    status: Status
    notice: Notice
    diverged_at: int | None = None
    beyond: FloatArray | None = None

    @property
    def parameters(self) -> FloatArray:
        """The parameters there, (n_parameters,)."""
        return self.state.parameters

    @property
    def epoch(self) -> int:
        """How many epochs are complete there."""
        return self.step // self.experiment.updates_per_epoch
