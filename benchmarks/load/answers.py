"""The dearest answers that are legal: what each costs, and how many are computed at once."""

import asyncio
from math import inf
from time import monotonic

from app.experiment import Experiment
from benchmarks.live import Server, server
from benchmarks.load import runs
from benchmarks.load.clients import Crowd, crowd, path
from benchmarks.load.timing import longest_gap
from benchmarks.report import Table, at_most, promised, under
from benchmarks.server import cpu_seconds

COST_GOAL, GAP_GOAL = 10.0, 250.0  # seconds, milliseconds
PATIENCE = 20.0  # seconds
AT_ONCE = 30
WATCHED = 4.0  # seconds
HISTORY, PREDICT = ("history", "to"), ("predict", "step")
DEAREST = {
    "one weight, a row an update": (HISTORY, runs.SMALLEST),
    "six layers of 18, a row an update": (HISTORY, runs.DEEP),
    "1,500 rows, 1,961 weights, a loss each": (PREDICT, runs.LEARNING),
    "1,500 rows shuffled, a row an update": (PREDICT, runs.SHUFFLED),
    "numerical, 1,961 weights": (PREDICT, runs.NUMERICAL),
}
"""Name → what is asked for, with the key of its last update; and of which run."""


def measure() -> Table:
    """Ask for the dearest one by one, then for many at once beside a plain stream."""
    table = Table("The dearest answers that are legal", ("what", "measured", "goal"))
    with server() as live:
        for name, (asked, e) in DEAREST.items():
            updates, spent = asyncio.run(_ask(live, *asked, e))
            told = f"{spent:.1f} s of CPU" if spent < inf else f"no answer in {PATIENCE:.0f} s"
            cost = at_most(spent, COST_GOAL, " s")
            table.add(f"/api/{asked[0]}: {name}", f"{told} ({updates:,} updates)", cost)
    with server() as live:
        asyncio.run(_ask_at_once(live, table))
    table.note = f"At once: {AT_ONCE} of the second kind, from so many seeds."
    return table


async def _ask(live: Server, what: str, key: str, e: Experiment) -> tuple[int, float]:
    """Ask for the last update that is legal: which that is, and seconds of CPU."""
    async with crowd(live) as here:
        last = await _last_legal(here, what, key, e)
        before = cpu_seconds(live.pid)
        client = await here.whole(path(what, e, **_to(what, key, last)), PATIENCE)
        spent = cpu_seconds(live.pid) - before
    return last, spent if client.ended is not None and client.status == 200 else inf


def _to(what: str, key: str, update: int) -> dict[str, int]:
    """Ask for one update: a history of one point is the way there."""
    return {key: update} | ({"from_": update} if what == "history" else {})


async def _last_legal(here: Crowd, what: str, key: str, e: Experiment) -> int:
    """Find the last update that may be asked for; HEAD says so, and computes nothing."""
    legal, refused = 0, e.updates + 1
    while refused - legal > 1:
        middle = (legal + refused) // 2
        client = await here.whole(path(what, e, **_to(what, key, middle)), PATIENCE, "HEAD")
        if client.status == 200:
            legal = middle
        else:
            refused = middle
    return legal


async def _ask_at_once(live: Server, table: Table) -> None:
    """Ask for many dear answers at once; they are left when the table has its figures."""
    async with crowd(live) as here:
        (what, key), e = DEAREST["six layers of 18, a row an update"]
        last = await _last_legal(here, what, key, e)
        plain = await here.watch(runs.XOR, speed=20)
        await asyncio.sleep(1.0)
        began = monotonic()
        asking = [path(what, each, **_to(what, key, last)) for each in runs.seeds(e, AT_ONCE)]
        clients = await here.all(here.ask(each) for each in asking)
        await asyncio.sleep(WATCHED)
        gap = longest_gap(plain.frames, began, began + WATCHED) * 1e3
    refused = [client for client in clients if client.status == 503]
    computed = sum(client.status in (0, 200) for client in clients)
    told = all(client.retry_after for client in refused) and len(refused) + computed == AT_ONCE
    table.add(
        f"{AT_ONCE} at once",
        f"{computed} computed, {len(refused)} refused",
        promised("a few, 503 with Retry-After", kept=told and computed < AT_ONCE / 2),
    )
    table.add(
        "    longest gap of a plain stream meanwhile", f"{gap:.0f} ms", under(gap, GAP_GOAL, " ms")
    )
