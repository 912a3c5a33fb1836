"""Bring a run to an update, in slices that leave the event loop free for everyone else."""

import asyncio
from collections.abc import AsyncIterator
from time import monotonic

from app.experiment import Experiment
from app.run.checkpoints import Checkpoints
from app.run.run import Run

MAX_VISITS = 2_000_000  # of rows, in a request that is answered at once
SLICE = 0.004  # seconds of training before others get their turn
KEEP_EVERY = 0.5  # seconds
NOTHING = range(0)


def visits(e: Experiment, updates: int) -> int:
    """How many rows go through the network on the way to an update, every nudge counted."""
    passes = 1 + 2 * e.architecture.n_parameters * (e.derivative == "numerical")
    return e.row_visits(min(updates, e.updates)) * passes


async def advance_to(run: Run, step: int, checkpoints: Checkpoints) -> AsyncIterator[Run]:
    """Train towards an update and give the run now and then, for the progress to be shown."""
    started = kept = monotonic()
    while run.status == "running" and run.step < step:
        run.advance(step, NOTHING)
        now = monotonic()
        if now - started > SLICE:
            if now - kept > KEEP_EVERY:
                checkpoints.keep(run.experiment, run.checkpoint())
                kept = now
            yield run
            await asyncio.sleep(0)
            started = monotonic()


async def run_at(experiment: Experiment, step: int, checkpoints: Checkpoints) -> Run:
    """Give the experiment's run at an update, or where it ended before."""
    run = Run(experiment, checkpoints.nearest(experiment, step))
    try:
        async for _ in advance_to(run, step, checkpoints):
            pass
    finally:
        checkpoints.keep(experiment, run.checkpoint())  # also of a way that is given up
    return run
