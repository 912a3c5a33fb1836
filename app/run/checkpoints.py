"""Where runs can be taken up again without starting over: a small cache, and only that.

With the cache empty every answer is the same, later.
"""

from collections import OrderedDict
from dataclasses import dataclass

from app.experiment import Experiment, alters_state
from app.options.changes import Changes
from app.run.training_state import TrainingState
from app.run.watch import Watch


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A run as it stood at an update: its state, the changes made so far, and its watch."""

    step: int
    state: TrainingState
    made: Changes
    watch: Watch

    def leads_to(self, experiment: Experiment, step: int) -> bool:
        """Whether the experiment's run passes here on its way to an update.

        A weight changed at this very update changes what was seen of it, its loss and its watch,
        and so does not; an option may change, as it only concerns the updates to come.
        """
        coming = experiment.changes[len(self.made) :]
        return (
            self.step <= min(step, experiment.updates)
            and experiment.changes[: len(self.made)] == self.made
            and all(c.step >= self.step + alters_state(c) for c in coming)
        )


class Checkpoints:
    """The newest checkpoints of the runs of this process.

    Parameters
    ----------
    runs
        How many runs to keep, least recently used first out.
    each
        How many checkpoints a run, at least 2: oldest first out, but for the one furthest on, so
        that who fetches the past of a long run does not lose its present.
    """

    def __init__(self, runs: int = 256, each: int = 8) -> None:
        self._runs, self._each = runs, each
        self._kept: OrderedDict[Experiment, list[Checkpoint]] = OrderedDict()

    def keep(self, experiment: Experiment, checkpoint: Checkpoint) -> None:
        """Remember a checkpoint."""
        key = experiment.way
        kept = self._kept.setdefault(key, [])
        kept[:] = [c for c in kept if (c.step, c.made) != (checkpoint.step, checkpoint.made)]
        kept.append(checkpoint)
        if len(kept) > self._each:
            furthest = max(kept, key=lambda c: c.step)
            kept.remove(next(c for c in kept if c is not furthest))
        self._kept.move_to_end(key)
        while len(self._kept) > self._runs:
            self._kept.popitem(last=False)

    def nearest(self, experiment: Experiment, step: int) -> Checkpoint | None:
        """Give the last checkpoint on the experiment's way to an update, or None."""
        kept = self._kept.get(experiment.way, [])
        return max(
            (c for c in kept if c.leads_to(experiment, step)), key=lambda c: c.step, default=None
        )
