"""A class that comes back to a process that was started anew, each to where they were."""

import asyncio
from statistics import median
from time import monotonic

from app.experiment import Experiment
from benchmarks.live import Server, server
from benchmarks.load import runs
from benchmarks.load.clients import Client, crowd, until
from benchmarks.report import Table, under
from benchmarks.server import cpu_seconds

LEARNERS, UPDATE = 30, 200_000
BEFORE = 64.0
"""Seconds of the median when each made the whole way for themselves."""
PATIENCE = 60.0  # seconds
KINDS = {
    "of one run": [runs.XOR] * LEARNERS,
    "of 30 runs": runs.seeds(runs.XOR, LEARNERS),
}


def measure() -> Table:
    """Resume streams at a server that remembers nothing."""
    head = (
        "learners at update 200,000",
        "came",
        "median wait",
        "goal",
        "last",
        "CPU",
        "progress told",
    )
    table = Table("After a restart", head)
    for name, experiments in KINDS.items():
        with server() as live:
            asyncio.run(_resume(live, table, name, experiments))
    table.note = (
        f"Until the first frame, for {PATIENCE:.0f} s at most; before, the median was "
        f"{BEFORE:.0f} s. Progress: events a learner."
    )
    return table


async def _resume(live: Server, table: Table, name: str, experiments: list[Experiment]) -> None:
    async with crowd(live) as here:
        began, before = monotonic(), cpu_seconds(live.pid)
        clients = await here.all(
            here.watch(e, speed=20, from_=UPDATE, **runs.PAGE) for e in experiments
        )
        await until(lambda: all(client.frames for client in clients), PATIENCE)
        waited, spent = monotonic() - began, cpu_seconds(live.pid) - before
    waits = [client.frames[0] - began if client.frames else PATIENCE for client in clients]
    middle = median(waits)
    table.add(
        f"{LEARNERS} {name}",
        f"{sum(bool(client.frames) for client in clients)}",
        f"{middle:.1f} s",
        under(middle, BEFORE, " s"),
        f"{waited:.1f} s",
        f"{spent:.1f} s",
        _told(clients),
    )


def _told(clients: list[Client]) -> str:
    """Say how often each was told of the progress."""
    told = [client.replays for client in clients]
    return f"{min(told)} … {max(told)}"
