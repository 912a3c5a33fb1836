"""What a process weighs after fifty of the largest streams."""

import asyncio

from benchmarks.live import Server, server
from benchmarks.load import runs
from benchmarks.load.clients import crowd
from benchmarks.report import Table, under
from benchmarks.server import MEMORY_GOAL, resident

STREAMS = 50
WATCHED = 12.0  # seconds


def measure() -> Table:
    """Start one, and fill it."""
    table = Table("A full server process", ("what", "measured", "goal"))
    with server() as live:
        seen = asyncio.run(_fill(live))
        full = resident(live.pid)
    what = f"memory after {STREAMS} streams of 1,961 weights at max, row and w"
    table.add(what, f"{full:.0f} MB", under(full, MEMORY_GOAL, " MB"))
    table.note = f"{seen} were let in, and watched for {WATCHED:.0f} s."
    return table


async def _fill(live: Server) -> int:
    """Watch the largest network from many starts; tell how many were let in."""
    async with crowd(live) as here:
        streams = runs.seeds(runs.LARGEST, STREAMS)
        clients = await here.all(here.watch(e, speed="max", **runs.PAGE_LARGE) for e in streams)
        await asyncio.sleep(WATCHED)
    return sum(client.status == 200 for client in clients)
