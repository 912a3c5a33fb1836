"""Everyone at once: who is let in, who is told to come back, and what those see who are here."""

import asyncio
import resource
from time import monotonic

from benchmarks.live import Server, server
from benchmarks.load import runs
from benchmarks.load.clients import crowd, path, until
from benchmarks.load.timing import longest_gap
from benchmarks.report import Table, promised, under

RUSHES: tuple[tuple[int, int | None], ...] = ((200, 20), (1_500, None))
"""How many come, and how many there may be; None: as by default."""
SETTLING, LULL, WATCHED = 2.0, 0.1, 8.0  # seconds
FILES = 4_000
GAP_GOAL = 250.0  # milliseconds


def measure() -> Table:
    """Let a crowd rush in beside a stream that was there before."""
    head = ("streams at once", "let in", "refused", "unanswered", "goal", "longest gap", "goal")
    table = Table("A rush", head)
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, min(FILES, hard)), hard))
    for many, places in RUSHES:
        settings = {} if places is None else {"max_streams": places}
        with server(None, **settings) as live:
            asyncio.run(_rush(live, table, many, places))
    table.note = (
        "The gap is that of a plain stream that was there before, and has one of the places. "
        f"Watched for {WATCHED:.0f} s."
    )
    return table


async def _rush(live: Server, table: Table, many: int, places: int | None) -> None:
    async with crowd(live) as here:
        before = await here.watch(runs.XOR, speed=20)
        await asyncio.sleep(SETTLING)
        coming = [path("stream", e, speed=20) for e in runs.seeds(runs.XOR, many + 1)[1:]]
        await asyncio.sleep(LULL)
        began = monotonic()
        newcomers = await here.all(here.ask(each) for each in coming)
        await until(lambda: monotonic() - began > WATCHED, WATCHED)
        gap = longest_gap(before.frames, began, began + WATCHED) * 1e3
    admitted = sum(client.status == 200 for client in newcomers)
    refused = [client for client in newcomers if client.status == 503]
    unanswered = many - admitted - len(refused)
    bounded = places is None or admitted < places
    kept = bounded and not unanswered and all(client.retry_after for client in refused)
    table.add(
        f"{many:,}, {places} places" if places else f"{many:,}, places as by default",
        f"{admitted}",
        f"{len(refused)}",
        f"{unanswered}",
        promised("all told, within the places", kept=kept),
        f"{gap:.0f} ms",
        under(gap, GAP_GOAL, " ms"),
    )
