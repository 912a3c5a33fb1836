"""A server process: how soon it answers, and what it weighs after 50 streams."""

import asyncio
import subprocess
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from statistics import median
from time import monotonic

import httpx

from app import address
from app.experiment import Experiment
from benchmarks.frame import LARGE, XOR
from benchmarks.live import server
from benchmarks.report import Table, under

STARTS, STREAMS = 5, 50
START_GOAL, MEMORY_GOAL = 2.0, 150.0
TIMEOUT = 60.0
Own = Mapping[str, str | int]
SLOW: Own = {"speed": 100, "to": 500, "row": 1, "w": "h1.x1"}
FAST: Own = {"speed": "max", "to": 2000, "row": 1, "w": "h1.1.x1"}
ENDLESS = replace(XOR, until=0.0)


def measure() -> Table:
    """Measure the start, the memory, and what 50 listeners get."""
    table = Table("A server process", ("what", "measured", "goal"))
    starts = []
    for _ in range(STARTS):
        with server() as live:
            starts.append(live.started_in)
            fresh = resident(live.pid)
    soon = median(starts)
    table.add("process start to /health", f"{soon:.2f} s", under(soon, START_GOAL, " s"))
    table.add("resident memory, just started", f"{fresh:.0f} MB", "–")
    rate = _add_streams(table, "XOR, 100 updates/s", ENDLESS, SLOW)
    table.add("    frames a second each of them got", f"{rate:.1f}", "–")
    _add_streams(table, "1 961 weights, max", LARGE, FAST)
    table.note = (
        f"Start: median of {STARTS}. Streams: {STREAMS} seeds at once, with row and slice, in a "
        "process of their own."
    )
    return table


def _add_streams(table: Table, name: str, e: Experiment, own: Own) -> float:
    with server() as live:
        before = cpu_seconds(live.pid)
        rate, frames = asyncio.run(listen(live.url, e, own))
        cpu, memory = cpu_seconds(live.pid) - before, resident(live.pid)
    label = f"resident memory after {STREAMS} streams: {name}"
    table.add(label, f"{memory:.0f} MB", under(memory, MEMORY_GOAL, " MB"))
    table.add("    CPU time a frame, training included", f"{cpu / frames * 1e3:.2f} ms", "–")
    return rate


async def listen(url: str, e: Experiment, own: Own) -> tuple[float, int]:
    """Open the streams at once and read each to its end: median frames a second, all frames."""
    limits = httpx.Limits(max_connections=STREAMS)
    async with httpx.AsyncClient(base_url=url, timeout=TIMEOUT, limits=limits) as client:
        seeds = [replace(e, seed=seed) for seed in range(1, STREAMS + 1)]
        read = await asyncio.gather(*(_read(client, each, own) for each in seeds))
    return median(frames / seconds for frames, seconds in read), sum(frames for frames, _ in read)


async def _read(client: httpx.AsyncClient, e: Experiment, own: Own) -> tuple[int, float]:
    """Read one stream to its end and count its frames and seconds."""
    query = httpx.QueryParams(address.write(e)).merge(own)
    frames, started = 0, monotonic()
    async with client.stream("GET", "/api/stream", params=query) as answer:
        answer.raise_for_status()
        async for line in answer.aiter_lines():
            frames += line == "event: frame"
    return frames, monotonic() - started


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
