"""The pace at which a job is played. tests/web/test_stream.py has its beats, under a clock."""

import asyncio
from types import SimpleNamespace

import pytest

from app.experiment import Experiment
from app.live.job import Progress, RunJob, Tick
from app.live.pace import UNPACED, Pace
from app.run.run import Run
from tests.support.clock import stopped_clock
from tests.support.shows import share
from tests.support.turns import beside

E = Experiment(alpha=1e-4, epochs=20_000)


class Count:
    """A job that is no run: it counts."""

    def __init__(self) -> None:
        self.at, self.looks = 0, 0

    @property
    def progress(self) -> Progress:
        return Progress(self.at, ended=self.at >= 100)

    def advance(self, until: int) -> Progress:
        self.at = min(until, self.at + 3, 100)
        return self.progress

    def look(self) -> str:
        self.looks += 1
        return f"{self.at} at look {self.looks}"


def test_any_job_can_be_played(monkeypatch: pytest.MonkeyPatch) -> None:
    stopped_clock(monkeypatch)
    pace = Pace(Count(), 240.0, stop=1000, share=share())

    async def play() -> list[str]:
        seen = []
        while not pace.over:
            seen.append(await pace.beat())
        return seen

    seen = asyncio.run(play())
    assert seen[0] == "10 at look 1"
    assert seen[-1] == "100 at look 10"


def steps_of(pace: Pace[Tick], beats: int) -> list[int]:
    async def play() -> list[int]:
        return [(await pace.beat()).moment.step for _ in range(beats)]

    return asyncio.run(play())


def test_a_job_is_played_to_its_stop_and_no_further(monkeypatch: pytest.MonkeyPatch) -> None:
    stopped_clock(monkeypatch)
    pace = Pace(RunJob(Run(E)), 100.0, stop=9, share=share())
    assert steps_of(pace, 3) == [4, 8, 9]
    assert pace.over


def test_a_job_that_has_ended_is_over() -> None:
    assert Pace(RunJob(Run(E).to(20_000)), 20.0, stop=99_999, share=share()).over


def test_a_beat_that_is_cancelled_loses_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = stopped_clock(monkeypatch)
    job = RunJob(Run(E))
    pace = Pace(job, 100.0, stop=1000, share=share())

    async def cancelled(seconds: float) -> None:
        raise asyncio.CancelledError

    async def leave_and_go_on() -> list[Tick]:
        first = await pace.beat()
        monkeypatch.setattr("app.live.pace.asyncio", SimpleNamespace(sleep=cancelled))
        with pytest.raises(asyncio.CancelledError):
            await pace.beat()
        job.advance(6)  # what was trained before the leaving
        monkeypatch.setattr("app.live.pace.asyncio", SimpleNamespace(sleep=clock.sleep))
        return [first, await pace.beat()]

    first, second = asyncio.run(leave_and_go_on())
    assert (first.moment.step, second.moment.step) == (4, 8)
    assert [step for step, _ in second.history.losses()] == [5, 6, 7, 8]


def test_others_have_their_turn_during_a_beat(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.live.processor.SLICE", -1.0)
    monkeypatch.setattr("app.live.pace.FRAME", 10.0)
    pace = Pace(RunJob(Run(E)), UNPACED, stop=20_000, share=share())
    tick, turns = asyncio.run(beside(pace.beat()))
    assert tick.moment.step == 20_000
    assert turns >= 20_000 // 256


@pytest.mark.parametrize("speed", [5.0, 10.0, 20.0])
def test_a_run_that_leaps_is_seen_leaping_and_is_not_waited_for(
    monkeypatch: pytest.MonkeyPatch, speed: float
) -> None:
    clock = stopped_clock(monkeypatch)
    e = Experiment(weights=(1.0,), alpha=0.09, rule="delta", epochs=20_000)
    pace = Pace(RunJob(Run(e)), speed, stop=20_000, share=share())

    async def leap() -> list[tuple[float, int]]:
        seen = []
        while not pace.over:
            step = (await pace.beat()).moment.step
            seen.append((clock.now, step))
        return seen

    seen = asyncio.run(leap())
    at_pace = [step for now, step in seen if step <= now * speed * 1.01]
    assert 15 <= at_pace[-1] <= 40
    assert at_pace == list(range(1, at_pace[-1] + 1))  # a hop a beat
    assert seen[-1][0] <= 8.5
    assert seen[-1][1] > 1000  # until the numbers overflow


class Slow(Count):
    """A job whose steps take many calls each."""

    calls = 0

    def advance(self, until: int) -> Progress:
        self.calls += 1
        if self.calls % 20 == 0:
            self.at += 1
        return self.progress


@pytest.mark.parametrize("speed", [20.0, UNPACED])
def test_each_beat_has_something_new_however_long_a_step_takes(
    monkeypatch: pytest.MonkeyPatch, speed: float
) -> None:
    stopped_clock(monkeypatch).tick = 0.01
    pace = Pace(Slow(), speed, stop=1000, share=share())

    async def play() -> list[str]:
        return [await pace.beat() for _ in range(5)]

    assert asyncio.run(play()) == [f"{n} at look {n}" for n in range(1, 6)]
