"""Work that goes on while somebody watches: a run, and whatever else is trained in the open."""

from dataclasses import dataclass
from typing import Protocol, TypeVar

from app.insight.frame_history import FrameHistory
from app.run.moment import Moment
from app.run.run import Run

Seen = TypeVar("Seen", covariant=True)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a job is.

    Attributes
    ----------
    step
        Where it stands, in its own steps; of a run in updates.
    ended
        Whether it will not go on.
    hurries
        Whether nobody wants to wait for what is left, so that it may be played faster.
    """

    step: int
    ended: bool
    hurries: bool = False


class Job(Protocol[Seen]):
    """Something that a `Pace` can play: each is trained once, however many watch it."""

    @property
    def progress(self) -> Progress:
        """How far it is."""

    def advance(self, until: int) -> Progress:
        """Go on towards a step, for a few milliseconds at most."""

    def look(self) -> Seen:
        """Give what can be seen now, as a value, with what happened since the look before."""


@dataclass(frozen=True, eq=False)
class Tick:
    """What a run gives its viewers at each beat: where it stands, and how it came there."""

    moment: Moment
    history: FrameHistory


class RunJob:
    """A run as a job.

    Parameters
    ----------
    run
        Where it stands; it belongs to the job from now on.
    """

    def __init__(self, run: Run) -> None:
        self._run = run
        self._history = FrameHistory(run.parameters.size)

    @property
    def progress(self) -> Progress:
        """How far the run is, in updates."""
        run = self._run
        return Progress(run.step, run.status != "running", run.watch.hurries)

    def advance(self, until: int) -> Progress:
        """Make a block of updates towards one."""
        self._history.add(self._run.advance(until))
        return self.progress

    def look(self) -> Tick:
        """Give the moment, and the losses and parameters since the look before."""
        tick = Tick(self._run.moment, self._history)
        self._history = FrameHistory(self._run.parameters.size)
        return tick
