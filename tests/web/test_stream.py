"""The stream itself, without HTTP: its pace, its way to where it begins, and how it is left."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from itertools import pairwise
from types import SimpleNamespace

import pytest

from app.experiment import Experiment
from app.insight.panels import FrameOptions
from app.live.look import Viewer
from app.live.pace import UNPACED
from app.live.show import Part
from app.run.checkpoints import Checkpoints
from app.run.run import Run
from app.web.stream import stream
from tests.support.addresses import experiment
from tests.support.clock import Clock, stopped_clock
from tests.support.shows import shows
from tests.support.wire import Event, sent

CALM = experiment("alpha=0.0001&epochs=20000")
TOO_MUCH = experiment("alpha=1&weights=1")


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return stopped_clock(monkeypatch)


def watching(stop: int, speed: float = UNPACED, start: int = 0) -> Part:
    return Part(start, stop, speed)


def opened(
    e: Experiment,
    wanted: Part,
    checkpoints: Checkpoints | None = None,
    stopping: Callable[[], bool] = lambda: False,
) -> AsyncGenerator[bytes]:
    here = shows(checkpoints, stopping)
    viewer = Viewer(FrameOptions(), here.processor.share())
    return stream(here.join(e, wanted).events(), wanted, viewer, fresh=True)


def listen(messages: AsyncGenerator[bytes], clock: Clock | None = None) -> list[Event]:
    """Give every event of a stream, and when it came if there is a clock."""

    async def gather() -> list[Event]:
        found = []
        async for message in messages:
            (event,) = sent(message)
            if clock:
                event.data["now"] = clock.now
            found.append(event)
        return found

    return asyncio.run(gather())


def frames_of(found: list[Event]) -> list[Event]:
    return [event for event in found if event.name == "frame"]


# Pace.


@pytest.mark.parametrize("speed", [1.0, 2.0, 20.0])
def test_slow_run_shows_every_update_when_it_is_due(clock: Clock, speed: float) -> None:
    shown = frames_of(listen(opened(CALM, watching(10, speed)), clock))
    assert [event.id for event in shown] == list(range(11))
    due = [update / speed for update in range(11)]
    assert [event.data["now"] for event in shown] == pytest.approx(due)


@pytest.mark.parametrize("speed", [50.0, 100.0, 777.0, 5000.0, 1e6])
def test_fast_run_makes_its_updates_in_few_frames(clock: Clock, speed: float) -> None:
    stop = min(20_000, round(2 * speed))
    found = listen(opened(CALM, watching(stop, speed)), clock)
    shown = frames_of(found)
    assert shown[-1].id == stop
    assert all(b.data["now"] - a.data["now"] >= 1 / 30 for a, b in pairwise(shown))
    for event in shown[:-1]:
        assert event.data["step"] == pytest.approx(speed * event.data["now"], abs=0.51)


def test_many_numbers_come_in_fewer_frames(clock: Clock) -> None:
    goals = ";".join([",".join("0" * 10)] * 450)
    large = experiment(f"inputs={';'.join('1' * 450)}&goals={goals}&alpha=0.01")
    shown = frames_of(listen(opened(large, watching(500, 1000.0)), clock))
    assert len(shown) > 2
    for a, b in pairwise(shown):
        assert b.data["now"] - a.data["now"] >= 4500 / 100_000


def test_unpaced_run_fills_the_time_between_frames(clock: Clock) -> None:
    clock.tick = 0.002
    shown = frames_of(listen(opened(CALM, watching(20_000)), clock))
    assert shown[-1].id == 20_000
    assert len(shown) > 2
    for a, b in pairwise(shown[1:-1]):
        assert 1 / 30 <= b.data["now"] - a.data["now"] < 0.1


def test_after_a_stall_the_run_goes_on_at_its_pace(clock: Clock) -> None:
    clock.stall = 10.0
    shown = frames_of(listen(opened(CALM, watching(30, 20.0)), clock))
    assert [event.id for event in shown] == list(range(31))
    later = [event.data["now"] for event in shown[1:]]
    assert all(b - a == pytest.approx(1 / 20) for a, b in pairwise(later))


def test_run_out_of_hand_gets_faster_until_it_overflows(clock: Clock) -> None:
    found = listen(opened(TOO_MUCH, watching(1000, 1.0)), clock)
    assert found[-1].data["status"] == "diverged"
    assert found[-1].data["now"] < found[-1].data["step"] / 1.5


# What frames hold.


def test_frame_thins_a_long_way_to_fifty_losses_extremes_kept(clock: Clock) -> None:
    query = "inputs=0,1;1,0;1,1;2,1;3,5&goals=1;0;1;2;3&hidden=3&order=shuffled&alpha=0.02"
    e = experiment(query)
    _, frame, _ = listen(opened(e, watching(4000)))
    losses, run = frame.data["losses"], Run(e)
    true: dict[int, float] = {}
    while run.step < 4000:
        block = run.advance(4000)
        true |= dict(zip(block.steps.tolist(), block.losses.tolist(), strict=True))
    assert len(losses) <= 50
    assert len(frame.data["trail"]) <= 50
    assert [step for step, _ in losses] == sorted({step for step, _ in losses})
    assert all(true[step] == loss for step, loss in losses)
    shown = [loss for _, loss in losses]
    assert (min(shown), max(shown)) == (min(true.values()), max(true.values()))
    assert losses[-1][0] == 4000


# The way to where it begins.


def test_far_start_is_told_on_the_way(clock: Clock) -> None:
    clock.tick = 0.2
    found = listen(opened(CALM, watching(5000, start=5000)))
    names = [event.name for event in found]
    replays = found[: names.index("frame")]
    assert len(replays) > 1
    assert names == ["replay"] * len(replays) + ["frame", "end"]
    shares = [event.data["share"] for event in replays]
    assert shares == sorted(shares)
    assert 0 < shares[0] < shares[-1] <= 1
    assert {event.id for event in replays} == {None}
    assert {event.data["to"] for event in replays} == {5000}
    assert [event.data["step"] for event in replays] == pytest.approx([5000 * s for s in shares])


def test_near_start_is_not_worth_telling(clock: Clock) -> None:
    clock.tick = 1e-6
    found = listen(opened(CALM, watching(5000, start=5000)))
    assert [event.name for event in found] == ["frame", "end"]


def test_checkpoint_saves_the_way(clock: Clock) -> None:
    clock.tick = 0.2
    checkpoints = Checkpoints()
    there = watching(5000, start=5000)
    listen(opened(CALM, there, checkpoints))
    found = listen(opened(CALM, watching(5000, start=5000), checkpoints))
    assert [event.name for event in found] == ["frame", "end"]


def test_long_run_leaves_checkpoints_behind(clock: Clock) -> None:
    checkpoints = Checkpoints(each=100)
    listen(opened(CALM, watching(100, 20.0), checkpoints))
    kept = checkpoints.nearest(CALM, 50)
    assert kept is not None
    assert 30 < kept.step <= 50


# How it is left.


@pytest.mark.parametrize("after", [1, 2, 5])
def test_listener_who_leaves_ends_the_stream_and_leaves_a_checkpoint(
    clock: Clock, after: int
) -> None:
    checkpoints = Checkpoints()

    async def leave() -> None:
        messages = opened(CALM, watching(100, 20.0), checkpoints)
        for _ in range(after):
            await anext(messages)
        await messages.aclose()
        with pytest.raises(StopAsyncIteration):
            await anext(messages)

    asyncio.run(leave())
    kept = checkpoints.nearest(CALM, 100)
    assert kept is not None
    assert kept.step == after - 1


def test_stream_that_is_cancelled_while_it_waits_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    checkpoints = Checkpoints()

    async def cancelled(seconds: float) -> None:
        if seconds > 0:
            raise asyncio.CancelledError

    monkeypatch.setattr("app.live.pace.asyncio", SimpleNamespace(sleep=cancelled))

    async def watch() -> None:
        messages = opened(CALM, watching(100, 1.0), checkpoints)
        await anext(messages)
        with pytest.raises(asyncio.CancelledError):
            await anext(messages)

    asyncio.run(watch())
    assert checkpoints.nearest(CALM, 100) is not None


def test_server_that_stops_ends_streams_without_an_end(clock: Clock) -> None:
    found = listen(opened(CALM, watching(100, 20.0), stopping=lambda: clock.now > 0.3))
    assert [event.name for event in found] == ["frame"] * len(found)
    assert 1 < len(found) < 10


def test_server_that_stops_does_not_wait_for_a_replay(clock: Clock) -> None:
    clock.tick = 0.05
    wanted = watching(20_000, start=20_000)
    found = listen(opened(CALM, wanted, stopping=lambda: clock.now > 3))
    assert {event.name for event in found} == {"replay"}
    assert found[-1].data["step"] < 20_000
