"""Fifty streams as fast as they go: what each gets, and how long a page waits meanwhile."""

import asyncio
from statistics import median
from time import monotonic

from benchmarks.live import Server, server
from benchmarks.load import runs
from benchmarks.load.clients import Crowd, crowd
from benchmarks.load.timing import within
from benchmarks.report import Table, at_least, under

STREAMS = 50
SETTLING, WATCHED = 2.0, 6.0  # seconds
RATE_GOAL, WAIT_GOAL = 12.0, 300.0  # frames a second, milliseconds
ASKED = {"/health": "/health", "a static file": "/static/vendor/libraries.js"}
PAUSE, PATIENCE = 0.2, 5.0  # seconds
KINDS: dict[str, dict[str, str | int]] = {"plain": {}, "with row and w": runs.PAGE}


def measure() -> Table:
    """Watch fifty at max, plain and as the page asks."""
    table = Table(f"{STREAMS} streams of XOR at max", ("what", "measured", "goal"))
    for name, own in KINDS.items():
        with server() as live:
            asyncio.run(_watch(live, table, name, own))
    return table


async def _watch(live: Server, table: Table, name: str, own: dict[str, str | int]) -> None:
    async with crowd(live) as here:
        streams = runs.seeds(runs.XOR, STREAMS)
        clients = await here.all(here.watch(e, speed="max", **own) for e in streams)
        await asyncio.sleep(SETTLING)
        begin = monotonic()
        waits = await asyncio.gather(*(_waits(here, each) for each in ASKED.values()))
        end = monotonic()
    seen = [client for client in clients if client.status == 200]
    rates = [len(within(client.frames, begin, end)) / (end - begin) for client in seen] or [0.0]
    table.add(f"{name}: let in", f"{len(seen)}", "–")
    table.add(f"{name}: frames a second each, median", f"{median(rates):.1f}", "–")
    least = min(rates)
    table.add(f"{name}: frames a second, least", f"{least:.1f}", at_least(least, RATE_GOAL, "/s"))
    for what, longest in zip(ASKED, map(max, waits), strict=True):
        wait = f"{longest * 1e3:.0f} ms"
        table.add(f"{name}: longest wait for {what}", wait, under(longest * 1e3, WAIT_GOAL, " ms"))


async def _waits(here: Crowd, path: str) -> list[float]:
    """Ask again and again, and give the seconds until each answer was whole."""
    begin, waits = monotonic(), []
    while monotonic() - begin < WATCHED:
        client = await here.whole(path, PATIENCE)
        waits.append((client.ended or monotonic()) - client.asked)
        if client.status != 200:
            raise SystemExit(f"{path} was not answered well")
        await asyncio.sleep(PAUSE)
    return waits
