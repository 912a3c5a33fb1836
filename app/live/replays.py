"""The way to where something begins: made once for all who wait for it, the shortest first.

After a restart a whole class comes back at once, each with the update where they were. Each asks
for turns by a share of their own; but every second turn brings on the run that is nearest to an
update that somebody waits for, whoever asked. All is done as soon as side by side, and most sooner;
and who has a long way is held up by no crowd that has short ones.
"""

from time import monotonic
from weakref import WeakSet

from app.experiment import Experiment
from app.live.processor import Share
from app.run.checkpoints import Checkpoint, Checkpoints
from app.run.run import Run
from app.run.work import update_work

KEEP_EVERY = 0.5
"""Seconds between two checkpoints of a way."""
NOTHING = range(0)


class Replays:
    """The ways of a process that somebody waits for.

    Parameters
    ----------
    checkpoints
        Where a way may begin, and where it leaves its own.
    """

    def __init__(self, checkpoints: Checkpoints) -> None:
        self._checkpoints = checkpoints
        self._ways: WeakSet[_Way] = WeakSet()

    def begin(self, experiment: Experiment, target: int) -> "Approach":
        """Give what leads to an update of an experiment's run: as long as it is held, it waits."""
        for way in self._ways:
            if way.experiment == experiment and way.run.step <= target:
                return Approach(self, way, target)
        run = Run(experiment, self._checkpoints.nearest(experiment, target))
        way = _Way(run)
        self._ways.add(way)
        return Approach(self, way, target)

    async def run_at(self, experiment: Experiment, step: int, share: Share) -> Run:
        """Give the experiment's run at an update, or where it ended before."""
        approach = self.begin(experiment, step)
        try:
            while (run := await approach.go_on(share)) is None:
                pass
        finally:
            approach.keep()
        return run

    def keep(self, way: "_Way") -> None:
        """Leave a checkpoint of a way, so that whoever asks again goes on from there."""
        way.kept_at = monotonic()
        self._checkpoints.keep(way.experiment, way.run.checkpoint())

    def bring_on(self, way: "_Way | None") -> None:
        """Train a block of a way, or of the one with the least work left to who waits for it."""
        if way is None:
            wanted = [way for way in self._ways if way.waiting]
            way = min(wanted, key=lambda way: way.work_left)
        way.bring_on()
        if monotonic() - way.kept_at > KEEP_EVERY:
            self.keep(way)


class Approach:
    """One who waits for a run to be at an update; made by `Replays.begin`.

    Attributes
    ----------
    target
        The update.
    there
        How the run was taken there, or to its end before; None where it is still on its way.
    """

    def __init__(self, replays: Replays, way: "_Way", target: int) -> None:
        self._replays, self._way, self.target = replays, way, target
        self.there: Checkpoint | None = None
        self._turns = 0
        way.waiting.add(self)
        way.serve()

    @property
    def step(self) -> int:
        """The update that is reached."""
        return min(self._way.run.step, self.target)

    def keep(self) -> None:
        """Leave a checkpoint of how far it is."""
        self._replays.keep(self._way)

    async def go_on(self, share: Share) -> Run | None:
        """Wait for a turn and use it; give the run once it is there, or has ended before."""
        await share.turn()
        if self.there is None:
            self._turns += 1
            self._replays.bring_on(self._way if self._turns % 2 else None)
        if self.there is None:
            return None
        run = Run(self._way.experiment, self.there)
        while run.status == "running" and run.step < self.target:  # to the end that it has
            await share.turn()
            run.advance(self.target, NOTHING)
        return run


class _Way:
    """A run on its way, and who waits for it."""

    def __init__(self, run: Run) -> None:
        self.experiment, self.run = run.experiment, run
        self.waiting: WeakSet[Approach] = WeakSet()
        self.kept_at = monotonic()
        self._work = update_work(run.experiment)

    @property
    def work_left(self) -> int:
        """Work to the next update that somebody waits for."""
        return self._work * (min(a.target for a in self.waiting) - self.run.step)

    def bring_on(self) -> None:
        """Make a block of updates, no further than to the next that somebody waits for."""
        self.run.advance(min(a.target for a in self.waiting), NOTHING)
        self.serve()

    def serve(self) -> None:
        """Let those go on who need not wait any longer."""
        ended = self.run.status != "running"
        for approach in list(self.waiting):
            if ended or approach.target <= self.run.step:
                approach.there = self.run.checkpoint()
                self.waiting.discard(approach)
