"""A server process: how soon it answers, and what it weighs after 50 streams."""

import asyncio
import subprocess
from pathlib import Path
from statistics import median
from time import monotonic

import httpx

from app.presets import PRESETS
from benchmarks.live import server
from benchmarks.report import Table, under

STARTS, STREAMS = 5, 50
START_GOAL, MEMORY_GOAL = 2.0, 150.0
SPEED, WATCHED = 100, 5.0  # updates a second, seconds
TIMEOUT = 60.0


def measure() -> Table:
    """Measure the start, the memory, and what 50 listeners get."""
    table = Table("A server process", ("what", "measured", "goal"))
    starts = []
    for _ in range(STARTS - 1):
        with server() as live:
            starts.append(live.started_in)
    with server() as live:
        starts.append(live.started_in)
        fresh, before = resident(live.pid), cpu_seconds(live.pid)
        rate = asyncio.run(listen(live.url))
        after, cpu = resident(live.pid), cpu_seconds(live.pid) - before
    soon = median(starts)
    table.add("process start to /health", f"{soon:.2f} s", under(soon, START_GOAL, " s"))
    table.add("resident memory, just started", f"{fresh:.0f} MB", "–")
    weight = under(after, MEMORY_GOAL, " MB")
    table.add(f"resident memory after {STREAMS} streams at once", f"{after:.0f} MB", weight)
    table.add("frames a second each of them got", f"{rate:.1f}", "–")
    table.add(
        "CPU time for one of their frames", f"{cpu / (rate * WATCHED * STREAMS) * 1e3:.2f} ms", "–"
    )
    table.note = (
        f"Start: median of {STARTS}. Streams: XOR from {STREAMS} seeds, {SPEED} updates a second, "
        f"{WATCHED:.0f} s, with row and slice."
    )
    return table


async def listen(url: str) -> float:
    """Open the streams at once, read each to its end, and give the median of frames a second."""
    limits = httpx.Limits(max_connections=STREAMS)
    async with httpx.AsyncClient(base_url=url, timeout=TIMEOUT, limits=limits) as client:
        await client.get("/health")  # so that the client's own start is not counted
        counts = [read(client, seed) for seed in range(1, STREAMS + 1)]
        return median(await asyncio.gather(*counts))


async def read(client: httpx.AsyncClient, seed: int) -> float:
    """Read one stream to its end and give its frames a second."""
    query = httpx.QueryParams(PRESETS["xor"].query).merge({"seed": seed, "until": 0})
    query = query.merge({"speed": SPEED, "to": int(SPEED * WATCHED), "row": 1, "w": "h1.x1"})
    frames, started = 0, monotonic()
    async with client.stream("GET", "/api/stream", params=query) as answer:
        answer.raise_for_status()
        async for line in answer.aiter_lines():
            frames += line == "event: frame"
    return frames / (monotonic() - started)


def resident(pid: int) -> float:
    """Give the resident memory of a process in MB (10⁶ bytes)."""
    status = Path(f"/proc/{pid}/status")
    if status.exists():
        kib = status.read_text().split("VmRSS:")[1].split()[0]
    else:
        kib = subprocess.check_output(["ps", "-o", "rss=", "-p", str(pid)], text=True)
    return int(kib) * 1024 / 1e6


def cpu_seconds(pid: int) -> float:
    """Give the CPU time that a process has used; NaN where the system does not tell."""
    stat = Path(f"/proc/{pid}/stat")
    if not stat.exists():
        return float("nan")
    user, system = stat.read_text().rpartition(")")[2].split()[11:13]
    return (int(user) + int(system)) / 100  # clock ticks; 100 a second on every Linux
