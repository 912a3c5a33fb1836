"""The pace at which a job is played: so many steps a second, or as fast as it goes."""

import asyncio
from math import inf
from time import monotonic
from typing import Generic, TypeVar

from app.live.job import Job
from app.live.processor import Share

FRAME = 1 / 24
"""Seconds between beats, at least; 30 a second are allowed."""
CROWDED, FREE = 0.75, 0.4
"""Parts of a beat: who takes any time there is, and waits for longer than the one, trains for less
of the next beat; who waits for less than the other, for more."""
ACCELERATION = 1.15
"""A beat, once a job hurries: nobody waits for an overflow."""
UNPACED = inf
"""The speed of a job that is played as fast as it goes."""
FIRST = 1 / 8
"""Part of the first beat that may be trained: who comes in a rush takes more by and by."""
LEAST = 1e-4
"""Seconds that a beat may train at least, however crowded it is."""

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
    share
        Of the processor; it pays for the training.
    interval
        Seconds between beats, at least.

    Notes
    -----
    All that it needs from beat to beat stands in its fields, so that a beat may be cancelled, as
    when the one who waits for it leaves, and another may wait for it instead.

    Unpaced, a beat trains until the next is due. Where beats come late because many share the
    processor, each trains for less of the time, and for more again as soon as they are on time.
    """

    def __init__(
        self, job: Job[Seen], speed: float, stop: int, share: Share, interval: float = FRAME
    ) -> None:
        self._job, self._stop, self._share = job, stop, share
        self._interval, self._speed = max(FRAME, interval), speed
        self._due: float | None = None
        self._base = (job.progress.step, monotonic())
        self._allowance, self._rate = FIRST * self._interval, 0.0

    @property
    def over(self) -> bool:
        """Whether there is no beat left."""
        progress = self._job.progress
        return progress.ended or progress.step >= self._stop

    async def beat(self) -> Seen:
        """Wait until a beat is due, train what belongs to it, and give what can be seen."""
        asked = monotonic()
        if self._due is None:
            self._due = asked
            self._base = (self._job.progress.step, asked)
        if self._speed == UNPACED:
            due = self._due + self._interval
            await self._train_until(due)
        else:
            due = self._due + max(self._interval, 1 / self._speed)
            await asyncio.sleep(max(0.0, due - monotonic()))
            step, began = self._base
            aim = max(self._job.progress.step + 1, step + round((due - began) * self._speed))
            await self._train_to(min(aim, self._stop))
        self._keep_time(due, asked)
        return self._job.look()

    def _keep_time(self, due: float, asked: float) -> None:
        """Note when this beat was due; count anew where it came late or the job hurries."""
        now, progress = monotonic(), self._job.progress
        late = now > due + self._interval
        self._share.note(now - max(due, asked))
        if late or progress.hurries:
            self._base, due = (progress.step, now), now
            self._speed *= ACCELERATION if progress.hurries else 1
        self._due = due

    async def _train_to(self, step: int) -> None:
        """Train to a step, for the length of a frame at most, or until there is one to show."""
        await self._share.turn()
        began, progress = monotonic(), self._job.progress
        shown = progress.step
        while not progress.ended and progress.step < step:
            if progress.step > shown and monotonic() - began >= FRAME:
                return
            progress = self._job.advance(step)
            await self._share.turn()

    async def _train_until(self, due: float) -> None:
        """Train until a beat is due, or for as long as others leave; then wait for it."""
        left, waited, progress = self._allowance, 0.0, self._job.progress
        shown = progress.step
        while (left > 0.0 or progress.step == shown) and not self.over:
            asked = monotonic()
            await self._share.turn()
            began, before = monotonic(), progress.step
            aim = before + max(1, round(self._rate * left))
            progress = self._job.advance(min(aim, self._stop))
            now = monotonic()
            if progress.step > before and now > began:
                self._rate = (progress.step - before) / (now - began)
            waited += began - asked
            left = min(left - (now - began), due - now)
        if not self.over:
            await asyncio.sleep(max(0.0, due - monotonic()))
        self._share_out(waited)

    def _share_out(self, waited: float) -> None:
        """Train for less of the next beat where this one had to wait long, else for more."""
        if waited > CROWDED * self._interval:
            self._allowance = max(LEAST, 0.5 * self._allowance)
        elif waited < FREE * self._interval:
            self._allowance = min(self._interval, 1.3 * self._allowance)
