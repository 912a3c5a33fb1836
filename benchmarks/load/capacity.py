"""How many streams at 20 updates a second one process keeps on time, and what a frame costs."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from statistics import mean
from time import monotonic

from app.experiment import Experiment
from benchmarks.live import Server, server
from benchmarks.load import runs
from benchmarks.load.clients import Client, crowd
from benchmarks.load.timing import on_time, within
from benchmarks.report import Table, at_most
from benchmarks.server import cpu_seconds

STEP, MOST = 10, 300
COMING, WATCHED = 0.7, 1.3  # seconds of a step
PUNCTUAL = 0.95
KINDS: dict[str, tuple[dict[str, str | int], float]] = {
    "as the page asks (row, w)": (runs.PAGE, 350.0),
    "plain": ({}, 180.0),
}
"""Name → keys beside the run, and the goal of a frame in microseconds of CPU."""


@dataclass(frozen=True, slots=True)
class Stage:
    """So many streams at once.

    Attributes
    ----------
    streams
        How many were there.
    refused
        How many of those that came at last were not let in.
    punctual
        The part of all frames that came on time, 0 … 1.
    cpu
        Seconds of the server's CPU.
    frames
        How many frames came.
    """

    streams: int
    refused: int
    punctual: float
    cpu: float
    frames: int

    @property
    def kept(self) -> bool:
        return self.punctual >= PUNCTUAL


def measure() -> Table:
    """Let more and more in, until all are late or newcomers are refused."""
    table = Table("Capacity: XOR at 20 updates/s", ("what", "measured", "goal"))
    for name, (own, goal) in KINDS.items():
        with server() as live:
            _add(table, name, goal, asyncio.run(_ramp(live, own)))
    table.note = (
        f"{STEP} more every {COMING + WATCHED:g} s. On time: within 50 ms of its due, which is "
        "every 50 ms."
    )
    return table


def _add(table: Table, name: str, goal: float, stages: list[Stage]) -> None:
    cost = sum(stage.cpu for stage in stages) / max(1, sum(stage.frames for stage in stages)) * 1e6
    table.add(f"{name}: CPU of a frame, in all", f"{cost:.0f} µs", at_most(cost, goal, " µs"))
    most = max((stage.streams for stage in stages if stage.kept), default=0)
    more = "" if any(not stage.kept for stage in stages) else "or more"
    table.add(f"{name}: streams, 95 % of the frames on time", f"{most} {more}", "–")
    full = next((stage for stage in stages if stage.refused), None)
    told = f"{full.streams} (there {full.punctual:.0%} on time)" if full else "not refused"
    table.add(f"{name}: newcomers are refused from", told, "–")


async def _ramp(live: Server, own: dict[str, str | int]) -> list[Stage]:
    stages: list[Stage] = []
    async with crowd(live) as here:
        clients: list[Client] = []
        for group in batched(runs.seeds(runs.XOR, MOST), STEP):
            newcomers = []
            for e in group:
                newcomers.append(await here.watch(e, speed=20, **own))
                await asyncio.sleep(COMING / STEP)
            clients += newcomers
            refused = sum(client.status != 200 for client in newcomers)
            stages.append(await _watch(live, clients, refused))
            if len(stages) > 1 and all(_full(stage) for stage in stages[-2:]):
                break
    return stages


def _full(stage: Stage) -> bool:
    return stage.refused > 0 or not stage.kept


async def _watch(live: Server, clients: list[Client], refused: int) -> Stage:
    """Look for a while at all that are let in."""
    here = [client for client in clients if client.status == 200]
    begin, before = monotonic(), cpu_seconds(live.pid)
    await asyncio.sleep(WATCHED)
    end, cpu = monotonic(), cpu_seconds(live.pid) - before
    punctual = mean(on_time(client.frames, begin, end) for client in here) if here else 0.0
    frames = sum(len(within(client.frames, begin, end)) for client in here)
    return Stage(len(here), refused, punctual, cpu, frames)


def batched(items: list[Experiment], size: int) -> Iterator[list[Experiment]]:
    for at in range(0, len(items), size):
        yield items[at : at + size]
