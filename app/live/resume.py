"""Bring a run to an update, in turns that leave the event loop free for everyone else."""

from collections.abc import AsyncIterator
from time import monotonic

from app.experiment import Experiment
from app.live.turns import Turn
from app.run.checkpoints import Checkpoints
from app.run.run import Run

KEEP_EVERY = 0.5
"""Seconds of training between two checkpoints."""
NOTHING = range(0)


async def advance_to(run: Run, step: int, checkpoints: Checkpoints) -> AsyncIterator[Run]:
    """Train towards an update and give the run after each turn, for the progress to be shown."""
    turn, kept = Turn(), monotonic()
    while run.status == "running" and run.step < step:
        run.advance(step, NOTHING)
        if await turn.pause_if_over():
            if monotonic() - kept > KEEP_EVERY:
                checkpoints.keep(run.experiment, run.checkpoint())
                kept = monotonic()
            yield run


async def run_at(experiment: Experiment, step: int, checkpoints: Checkpoints) -> Run:
    """Give the experiment's run at an update, or where it ended before."""
    run = Run(experiment, checkpoints.nearest(experiment, step))
    try:
        async for _ in advance_to(run, step, checkpoints):
            pass
    finally:  # whoever asks again goes on from here
        checkpoints.keep(experiment, run.checkpoint())
    return run
