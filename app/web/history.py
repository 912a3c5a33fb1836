"""A stretch of a run as lists: `/api/history`."""

import asyncio
from dataclasses import fields
from time import monotonic
from typing import Any

from app.address import texts
from app.experiment import FULL, Experiment
from app.insight.record import points
from app.insight.rows import predictions
from app.run.checkpoints import Checkpoints
from app.web.query import Query
from app.web.resume import MAX_VISITS, SLICE, run_at, visits

DEFAULT_UPDATES = 1_000
MAX_POINTS = 10_000
MAX_NUMBERS = 500_000
KEYS = ("from", "to", "every")


def requested(query: Query) -> range:
    """Read from, to and every: the updates that are wanted, within the limits of a request."""
    e = query.experiment
    start = query.whole("from", 0, 0, 10**9)
    stop = query.whole("to", max(start, min(e.updates, DEFAULT_UPDATES)), 0, 10**9)
    every = query.whole("every", 1, 1, 10**9)
    query.check()
    if stop < start:
        query.refuse("to", stop, f"at least from, {start}")
        query.check()
    wanted = range(start, min(stop, e.updates) + 1, every)
    numbers = len(wanted) * (e.architecture.n_parameters + 1) + e.rows * len(e.goals[0])
    losses = min(stop, e.updates) if e.until > 0 else len(wanted)
    for amount, most, what in (
        (len(wanted), MAX_POINTS, "points"),
        (numbers, MAX_NUMBERS, "numbers"),
        (visits(e, stop), MAX_VISITS, "row visits"),
        (e.rows * losses, MAX_VISITS, "row visits for the loss"),
    ):
        if amount > most:
            allowed = f"fewer updates, or a larger every: {amount} {what}, at most {most}"
            query.refuse("to", stop, allowed)
    query.check()
    return wanted


async def history(e: Experiment, wanted: range, checkpoints: Checkpoints) -> dict[str, Any]:
    """Compute the points; a run that ends before the last gives what there is."""
    run = await run_at(e, wanted.start, checkpoints)
    steps, losses, weights = [], [], []
    if run.step == wanted.start:
        steps, losses, weights = [run.step], [run.loss], [run.parameters]
    started = monotonic()
    try:
        while run.status == "running" and run.step < wanted.stop - 1:
            for step, loss, state in points(run.advance(wanted.stop - 1, wanted), wanted):
                steps.append(step)
                losses.append(loss)
                weights.append(state)
            if monotonic() - started > SLICE:
                await asyncio.sleep(0)
                started = monotonic()
    finally:
        checkpoints.keep(e, run.checkpoint())  # also of a way that nobody waits for any more
    return {
        "experiment": echo(e),
        "updates_per_epoch": e.updates_per_epoch,
        "parameters": e.architecture.parameter_names,
        "steps": steps,
        "losses": losses,
        "test_losses": None,
        "weights": weights,
        "predictions": predictions(e, weights[-1] if weights else run.parameters),
        "status": run.status,
        "diverged_at": run.diverged_at,
    }


def echo(e: Experiment) -> dict[str, Any]:
    """Give what the person set, each key as a JSON value; `address` has them as texts."""
    shown: dict[str, Any] = {f.name: getattr(e, f.name) for f in fields(e)}
    shown["batch"] = "full" if e.batch == FULL else e.batch
    shown["changes"] = [[c.step, c.name, c.value] for c in e.changes]
    shown["activation"] = list(e.architecture.activations[:-1]) or list(e.activation)
    return {**shown, "names": texts(e)["names"]}
