"""The pace at which a job is played: so many steps a second, or as fast as it goes."""

import asyncio
from math import inf
from time import monotonic
from typing import Generic, TypeVar

from app.live.job import Job
from app.live.turns import SLICE, Turn

FRAME = 1 / 24
"""Seconds between beats, at least; 30 a second are allowed."""
ACCELERATION = 1.15
"""A beat, once a job hurries: nobody waits for an overflow."""
UNPACED = inf
"""The speed of a job that is played as fast as it goes."""

Seen = TypeVar("Seen")


class Pace(Generic[Seen]):
    """Plays a job beat by beat; each beat trains what was due, once, and is then looked at.

    Parameters
    ----------
    job
        What is played.
    speed
        Steps a second, or `UNPACED`.
    stop
        The step at which playing ends.
    interval
        Seconds between beats, at least.

    Notes
    -----
    All that it needs from beat to beat stands in its fields, so that a beat may be cancelled, as
    when the one who waits for it leaves, and another may wait for it instead.
    """

    def __init__(self, job: Job[Seen], speed: float, stop: int, interval: float = FRAME) -> None:
        self._job, self._stop, self._interval = job, stop, max(FRAME, interval)
        self._speed = speed
        self._due: float | None = None
        self._base = (job.progress.step, monotonic())

    @property
    def over(self) -> bool:
        """Whether there is no beat left."""
        progress = self._job.progress
        return progress.ended or progress.step >= self._stop

    async def beat(self) -> Seen:
        """Wait until a beat is due, train what belongs to it, and give what can be seen."""
        if self._due is None:
            self._due = monotonic()
            self._base = (self._job.progress.step, self._due)
        if self._speed == UNPACED:
            due = self._due + self._interval
            await self._train(self._stop, due)
        else:
            due = self._due + max(self._interval, 1 / self._speed)
            await asyncio.sleep(max(0.0, due - monotonic()))
            step, began = self._base
            aim = max(self._job.progress.step + 1, step + round((due - began) * self._speed))
            await self._train(min(aim, self._stop), None)
        self._keep_time(due)
        return self._job.look()

    def _keep_time(self, due: float) -> None:
        """Note when this beat was due; count anew where it came late or the job hurries."""
        now, progress = monotonic(), self._job.progress
        late = now > due + self._interval
        if late or progress.hurries:
            self._base, due = (progress.step, now), now
            self._speed *= ACCELERATION if progress.hurries else 1
        self._due = due

    async def _train(self, step: int, due: float | None) -> None:
        """Train to a step, or until a beat is due; others get their turn after every slice."""
        turn, began = Turn(), monotonic()
        longest = FRAME if due is None else max(SLICE, due - began)
        progress = self._job.progress
        while not progress.ended and progress.step < step and monotonic() - began < longest:
            progress = self._job.advance(step)
            await turn.pause_if_over()
