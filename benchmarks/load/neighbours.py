"""A plain stream beside the heaviest that are legal: what is left of it."""

import asyncio
from time import monotonic

from app.experiment import Experiment
from benchmarks.live import Server, server
from benchmarks.load import runs
from benchmarks.load.clients import crowd, path
from benchmarks.load.timing import longest_gap, within
from benchmarks.report import Table, at_least, under

HEAVY = 20
ALONE, SETTLING, LULL, COMING, BESIDE = 3.0, 1.0, 0.1, 1.0, 5.0  # seconds
SHARE_GOAL, GAP_GOAL = 80.0, 250.0  # per cent, milliseconds
PAGE = runs.PAGE_LARGE
KINDS: dict[str, tuple[Experiment, dict[str, str | int]]] = {
    "1,500 rows × 1,961 weights, 20 updates/s, row and w": (runs.MANY_ROWS, {**PAGE}),
    "the same at max": (runs.MANY_ROWS, {**PAGE, "speed": "max"}),
    "numerical, 1,961 weights, 20 updates/s, row and w": (runs.NUMERICAL, {**PAGE}),
    "the same at max ": (runs.NUMERICAL, {**PAGE, "speed": "max"}),
}


def measure() -> Table:
    """Watch a plain stream alone, then beside each kind."""
    head = ("beside 20 of", "let in", "its frames", "goal", "gap", "goal", "as they come", "goal")
    table = Table("A plain stream of XOR at 20 updates/s, beside the heaviest", head)
    alone = []
    for name, (e, own) in KINDS.items():
        with server() as live:
            undisturbed, gap = asyncio.run(_beside(live, table, name.rstrip(), e, own))
        alone.append(f"{undisturbed:.1f}/s, {gap:.0f} ms")
    table.note = (
        f"All {HEAVY} come at once; gap: from {COMING:.0f} s later on. "
        f"Alone, for {ALONE:.0f} s before: {'; '.join(alone)}."
    )
    return table


async def _beside(
    live: Server, table: Table, name: str, e: Experiment, own: dict[str, str | int]
) -> tuple[float, float]:
    """Add a line to the table; give frames a second and the longest gap before, in ms."""
    async with crowd(live) as here:
        plain = await here.watch(runs.XOR, speed=20)
        await asyncio.sleep(SETTLING)
        begin = monotonic()
        await asyncio.sleep(ALONE)
        coming = [path("stream", each, **own) for each in runs.seeds(e, HEAVY)]
        await asyncio.sleep(LULL)
        came = monotonic()
        heavy = await here.all(here.ask(each) for each in coming)
        await asyncio.sleep(COMING + BESIDE)
        end = monotonic()
    undisturbed = len(within(plain.frames, begin, begin + ALONE)) / ALONE
    rate = len(within(plain.frames, came, end)) / (end - came)
    settled = came + COMING
    first, gap = (
        longest_gap(plain.frames, *edges) * 1e3 for edges in ((came, settled), (settled, end))
    )
    share = 100 * rate / undisturbed if undisturbed else 0.0
    admitted = sum(client.status == 200 for client in heavy)
    table.add(
        name,
        f"{admitted}",
        f"{rate:.1f}/s, {share:.0f} %",
        at_least(share, SHARE_GOAL, " %"),
        f"{gap:.0f} ms",
        under(gap, GAP_GOAL, " ms"),
        f"{first:.0f} ms",
        under(first, GAP_GOAL, " ms"),
    )
    return undisturbed, longest_gap(plain.frames, begin, begin + ALONE) * 1e3
