"""A frame of a stream in all: waking up, one update with its loss, the frame, and its way out."""

import asyncio
from dataclasses import replace

import httpx

from app import address
from benchmarks.frame import XOR
from benchmarks.live import server
from benchmarks.report import Table, at_most
from benchmarks.server import Own, cpu_seconds

STREAMS, SECONDS, SETTLING = 20, 6.0, 2.0
CASES: dict[str, tuple[Own, float]] = {
    "as the page asks: a row, a slice and a sum": ({"speed": 20, "row": 1, "w": "h1.x1"}, 350.0),
    "plain": ({"speed": 20}, 180.0),
}


def measure() -> Table:
    """Measure what a frame costs the process that sends it."""
    table = Table(
        "A frame of XOR in all, 20 updates a second, CPU time of the server",
        ("stream", "frames a second", "µs", "goal"),
    )
    for label, (own, goal) in CASES.items():
        with server() as live:
            frames, cpu = asyncio.run(_watch(live.url, live.pid, own))
        rate, cost = frames / SECONDS / STREAMS, cpu / frames * 1e6
        table.add(label, f"{rate:.1f}", f"{cost:.0f}", at_most(cost, goal, " µs"))
    table.note = (
        f"{STREAMS} streams for {SECONDS:.0f} s, from whole clock ticks of the process; "
        "the system's work for the socket counts."
    )
    return table


async def _watch(url: str, pid: int, own: Own) -> tuple[int, float]:
    """Listen to streams of as many seeds: frames and CPU seconds, once all have begun."""
    endless = replace(XOR, until=0.0, epochs=100_000)
    frames = [0]
    limits = httpx.Limits(max_connections=STREAMS)
    async with httpx.AsyncClient(base_url=url, timeout=None, limits=limits) as client:
        listening = []
        for seed in range(1, STREAMS + 1):
            query = httpx.QueryParams(address.write(replace(endless, seed=seed))).merge(own)
            listening.append(asyncio.create_task(_listen(client, query, frames)))
            await asyncio.sleep(0.05 / STREAMS)  # so that they do not all wake up at once
        await asyncio.sleep(SETTLING)
        before, seen = cpu_seconds(pid), frames[0]
        await asyncio.sleep(SECONDS)
        after, now = cpu_seconds(pid), frames[0]
        for task in listening:
            task.cancel()
        await asyncio.gather(*listening, return_exceptions=True)
    return now - seen, after - before


async def _listen(client: httpx.AsyncClient, query: httpx.QueryParams, frames: list[int]) -> None:
    """Count the frames of a stream until nobody wants to know any more."""
    async with client.stream("GET", "/api/stream", params=query) as answer:
        answer.raise_for_status()
        async for part in answer.aiter_raw():
            frames[0] += part.count(b"event: frame")
