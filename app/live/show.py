"""A run that is being watched: brought to where it begins, then played; trained once for all."""

import asyncio
from collections import deque
from collections.abc import AsyncGenerator, Callable
from dataclasses import dataclass
from time import monotonic
from weakref import WeakValueDictionary, ref

from app.experiment import Experiment
from app.fields import described
from app.insight.frame_history import FrameHistory
from app.live.job import RunJob, Tick
from app.live.pace import UNPACED, Pace
from app.live.processor import ENTITLED, Processor
from app.live.replays import KEEP_EVERY, Approach, Replays
from app.run.checkpoints import Checkpoints
from app.run.moment import Moment
from app.run.run import Run

REPLAY_SHOWN = 0.5
"""Seconds of replay before its progress is told."""
NUMBERS_A_SECOND = 100_000
"""Parameters, predictions and row errors sent to a viewer; large networks get fewer frames."""
MOST_BEHIND = 48
"""Events that a viewer may be behind the others; one that is further behind has to come back."""
TOGETHER = 6
"""Events, about a quarter of a second, within which one still begins together with the others."""


@dataclass(frozen=True, slots=True)
class Part:
    """Which part of a run is played, and how fast.

    Attributes
    ----------
    start, stop
        The updates between which it is shown.
    speed
        Updates a second, or `UNPACED`.
    """

    start: int
    stop: int
    speed: float


@dataclass(frozen=True, slots=True)
class Replay:
    """`event: replay`: how far the way is to where the stream begins, where it takes a while."""

    share: float = described("the part of the way from the run's start that is done, 0 … 1")
    step: int = described("the update that is reached")
    to: int = described("the update where the stream begins")


@dataclass(frozen=True, slots=True, eq=False)
class Finish:
    """Where the show ended: the run's end, or the last update that was wanted."""

    moment: Moment


Event = Replay | Tick | Finish


class Show:
    """One training that any number of viewers may watch from its beginning on.

    Parameters
    ----------
    experiment
        What is run.
    part
        Which part of it is shown.
    shows
        The others of its process, with what they have in common.
    """

    def __init__(self, experiment: Experiment, part: Part, shows: "Shows") -> None:
        self._experiment, self._part, self._shows = experiment, part, shows
        self._share = shows.processor.share(0.0 if part.speed == UNPACED else ENTITLED)
        self._way_there = shows.processor.share(0.0)
        self._approach: Approach | None = None
        self._run: Run | None = None
        self._kept = monotonic()
        self._pace: Pace[Tick] | None = None
        self._finished = False
        self._turn = asyncio.Lock()
        self._newest = _Link(None)
        self._first: _Link | None = self._newest
        self._recent = deque([ref(self._newest)], MOST_BEHIND)

    @property
    def can_be_joined(self) -> bool:
        """Whether who comes now can still be given everything from the beginning."""
        return self._first is not None

    def events(self) -> AsyncGenerator[Event]:
        """Give every event from the beginning; who asks first for the next one computes it for all.

        May be called as long as the show can be joined.
        """
        assert self._first is not None
        return self._events_after(self._first)

    async def _events_after(self, link: "_Link") -> AsyncGenerator[Event]:
        try:
            while True:
                if link.following is None:
                    async with self._turn:
                        if link.following is None:
                            self._add(_Link(await self._next()))
                assert link.following is not None
                link = link.following
                if link.event is None:
                    return
                yield link.event
        finally:
            self.keep()

    def keep(self) -> None:
        """Leave a checkpoint, so that the run can be taken up here."""
        if self._run is not None:
            self._shows.checkpoints.keep(self._experiment, self._run.checkpoint())
        elif self._approach is not None:
            self._approach.keep()
        self._kept = monotonic()

    def _add(self, link: "_Link") -> None:
        """Put an event behind the newest; who stands where nobody else is any more is cut off.

        Events are kept by those who have not seen them yet, and by nobody else.
        """
        oldest = self._recent[0]()
        if len(self._recent) == MOST_BEHIND and oldest is not None:
            oldest.following = _Link(None)
        self._newest.following = link
        self._newest = link
        self._recent.append(ref(link))
        if len(self._recent) > TOGETHER:
            self._first = None

    async def _next(self) -> Event | None:
        """Compute the next event; None where there is none."""
        if self._shows.stopping() or self._finished:
            return None
        if self._run is None or self._pace is None:
            return await self._approached()
        if self._pace.over:
            await self._share.in_turns(self._run.peek())
            self._finished = True
            return Finish(self._run.moment)
        tick = await self._pace.beat()
        if monotonic() - self._kept > KEEP_EVERY:
            self.keep()
        return tick

    async def _approached(self) -> Event | None:
        """Go on to where the show begins; tell how far that is, if it takes long."""
        start, told = self._part.start, monotonic()
        if self._approach is None:
            await self._way_there.turn()
            self._approach = self._shows.replays.begin(self._experiment, start)
        while (run := await self._approach.go_on(self._way_there)) is None:
            if self._shows.stopping():
                return None
            if monotonic() - told > REPLAY_SHOWN:
                step = self._approach.step
                return Replay(step / start, step, start)
        self._run, self._approach = run, None
        return self._begin(run)

    def _begin(self, run: Run) -> Tick:
        """Show where the run stands before it is played."""
        n = run.parameters.size
        numbers = n + run.experiment.rows * (run.experiment.dataset.n_outputs + 1)
        part, interval = self._part, numbers / NUMBERS_A_SECOND
        self._pace = Pace(RunJob(run), part.speed, part.stop, self._share, interval)
        return Tick(run.moment, FrameHistory(n))


class _Link:
    """An event, or None for the end, and what came after it: viewers find theirs on the way."""

    def __init__(self, event: Event | None) -> None:
        self.event = event
        self.following: _Link | None = None


class Shows:
    """The shows of a process that begin: who comes in time shares the training.

    Parameters
    ----------
    processor
        What they are computed on.
    replays, checkpoints
        How a run comes to where a show begins, and where shows leave their own.
    stopping
        Whether the process has been told to stop; shows then end without a finish.
    """

    def __init__(
        self,
        processor: Processor,
        replays: Replays,
        checkpoints: Checkpoints,
        stopping: Callable[[], bool],
    ) -> None:
        self.processor, self.replays, self.checkpoints = processor, replays, checkpoints
        self.stopping = stopping
        self._coming: WeakValueDictionary[tuple[Experiment, Part], Show] = WeakValueDictionary()

    def join(self, experiment: Experiment, part: Part) -> Show:
        """Give the show of a part of a run that is just beginning, or a new one."""
        show = self._coming.get((experiment, part))
        if show is None or not show.can_be_joined:
            show = Show(experiment, part, self)
            self._coming[experiment, part] = show
        return show
