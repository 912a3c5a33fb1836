"""The run as server-sent events: trained as it is watched, at the pace that was asked for.

Each stream trains its own run; nothing is shared but the cache of checkpoints. Events: `frame`,
`replay` (on the way to where the stream begins, when that takes a while) and, last, `end`.
"""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from dataclasses import dataclass
from time import monotonic

from app.experiment import Experiment
from app.insight.frame import Asked, ending, frame
from app.insight.way import Way
from app.run.checkpoints import Checkpoints
from app.run.run import Run
from app.web.query import UNPACED
from app.web.resume import KEEP_EVERY, SLICE, advance_to
from app.web.wire import event

FRAME = 1 / 24  # seconds between frames, at least; 30 frames a second are allowed
REPLAY_SHOWN = 0.5  # seconds of replay before its progress is told
NUMBERS_A_SECOND = 100_000  # parameters and predictions sent; large networks get fewer frames
ACCELERATION = 1.15  # a frame, once a run is out of hand: nobody waits for the overflow


@dataclass(slots=True)
class Watching:
    """What a listener asked for.

    Attributes
    ----------
    start, stop
        The updates between which frames are sent.
    fresh
        False where the listener already has the frame of `start`.
    speed
        Updates a second, or `UNPACED`.
    asked
        What each frame shows beside the run itself.
    """

    start: int
    stop: int
    fresh: bool
    speed: float
    asked: Asked


async def stream(
    experiment: Experiment,
    watching: Watching,
    checkpoints: Checkpoints,
    stopping: Callable[[], bool],
) -> AsyncGenerator[bytes]:
    """Send the run from `start` to `stop` or its end; without an `end` the listener comes back."""
    run = Run(experiment, checkpoints.nearest(experiment, watching.start))
    try:
        async for replay in _replay(run, watching.start, checkpoints, stopping):
            yield replay
        if not stopping() and (watching.fresh or run.step != watching.start):
            yield event("frame", frame(run, Way(run.parameters.size), watching.asked), run.step)
        async for shown in _frames(run, watching, checkpoints, stopping):
            yield shown
        if not stopping():
            run.peek()
            status = "paused" if run.status == "running" else run.status
            yield event("end", ending(run, status, watching.asked), run.step)
    finally:
        checkpoints.keep(experiment, run.checkpoint())


async def _replay(
    run: Run, start: int, checkpoints: Checkpoints, stopping: Callable[[], bool]
) -> AsyncIterator[bytes]:
    """Get to where the stream begins; tell how far that is, if it takes long."""
    first, told = run.step, monotonic()
    async for _ in advance_to(run, start, checkpoints):
        if stopping():
            return
        if monotonic() - told > REPLAY_SHOWN:
            told = monotonic()
            share = (run.step - first) / (start - first)
            yield event("replay", {"share": share, "step": run.step, "to": start})


async def _frames(
    run: Run, watching: Watching, checkpoints: Checkpoints, stopping: Callable[[], bool]
) -> AsyncIterator[bytes]:
    """Train and send, each frame when it is due and never more than one late."""
    e, speed = run.experiment, watching.speed
    numbers = run.parameters.size + e.rows * len(e.goals[0])
    interval = max(FRAME, numbers / NUMBERS_A_SECOND)
    due = kept = monotonic()
    base_step, base_time = run.step, due
    while run.status == "running" and run.step < watching.stop and not stopping():
        if speed == UNPACED:
            target, due = watching.stop, due + interval
        else:
            due += max(interval, 1 / speed)
            target = max(run.step + 1, base_step + round((due - base_time) * speed))
            await asyncio.sleep(max(0.0, due - monotonic()))
        way = await _train(run, min(target, watching.stop), due if speed == UNPACED else None)
        yield event("frame", frame(run, way, watching.asked), run.step)
        now = monotonic()
        out_of_hand = run.watch.notice == "out of hand"
        if out_of_hand or now > due + interval:  # late, or faster from here on
            base_step, base_time, due = run.step, now, now
            speed = speed * ACCELERATION if out_of_hand else speed
        if now - kept > KEEP_EVERY:
            checkpoints.keep(e, run.checkpoint())
            kept = now
        await asyncio.sleep(0)


async def _train(run: Run, target: int, due: float | None) -> Way:
    """Train to an update, or until a frame is due; others get their turn after every slice."""
    way = Way(run.parameters.size)
    started = last = monotonic()
    longest = FRAME if due is None else max(SLICE, due - started)
    while run.status == "running" and run.step < target and monotonic() - started < longest:
        way.add(run.advance(target))
        if monotonic() - last > SLICE:
            await asyncio.sleep(0)
            last = monotonic()
    return way
