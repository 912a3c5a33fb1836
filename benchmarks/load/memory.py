"""What a process weighs after fifty of the largest streams, and how soon it answers at first."""

import asyncio
from statistics import median

from benchmarks.live import Server, server
from benchmarks.load import runs
from benchmarks.load.clients import crowd
from benchmarks.report import Table, under
from benchmarks.server import MEMORY_GOAL, START_GOAL, resident

STREAMS, STARTS = 50, 3
WATCHED = 6.0  # seconds


def measure() -> Table:
    """Start a few, and fill the last."""
    table = Table("A server process", ("what", "measured", "goal"))
    starts = []
    for _ in range(STARTS):
        with server() as live:
            starts.append(live.started_in)
            fresh = resident(live.pid)
            if len(starts) == STARTS:
                seen = asyncio.run(_fill(live))
                full = resident(live.pid)
    soon = median(starts)
    table.add("process start to /health", f"{soon:.2f} s", under(soon, START_GOAL, " s"))
    table.add("memory, just started", f"{fresh:.0f} MB", "–")
    what = f"memory after {STREAMS} streams of 1,961 weights at max, row and w"
    table.add(what, f"{full:.0f} MB", under(full, MEMORY_GOAL, " MB"))
    table.note = f"{seen} were let in, and watched for {WATCHED:.0f} s. Start: median of {STARTS}."
    return table


async def _fill(live: Server) -> int:
    """Watch the largest network from many starts; tell how many were let in."""
    async with crowd(live) as here:
        streams = runs.seeds(runs.LARGEST, STREAMS)
        clients = await here.all(here.watch(e, speed="max", **runs.PAGE_LARGE) for e in streams)
        await asyncio.sleep(WATCHED)
    return sum(client.status == 200 for client in clients)
