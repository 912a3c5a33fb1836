"""Two who watch one run share its training. tests/web/test_stream.py has the way of a show."""

import asyncio
import weakref
from collections.abc import AsyncGenerator

import pytest

from app.experiment import Experiment
from app.live.job import Tick
from app.live.pace import UNPACED
from app.live.show import MOST_BEHIND, TOGETHER, Event, Finish, Part
from app.run.checkpoints import Checkpoints
from app.run.numpy_engine import NumpyEngine
from app.run.training_state import TrainingState
from tests.support.clock import Clock, stopped_clock
from tests.support.shows import shows

E = Experiment(alpha=1e-4, epochs=20_000)
PART = Part(0, 40, 20.0)


class Counted:
    """Counts the updates that are made."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.updates = 0
        advance = NumpyEngine.advance

        def counting(engine: NumpyEngine, updates: int) -> TrainingState:
            self.updates += updates
            return advance(engine, updates)

        monkeypatch.setattr(NumpyEngine, "advance", counting)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return stopped_clock(monkeypatch)


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> Counted:
    return Counted(monkeypatch)


async def all_of(events: AsyncGenerator[Event]) -> list[Event]:
    found = []
    async for event in events:
        found.append(event)
        await asyncio.sleep(0)
    return found


def steps(events: list[Event]) -> list[int]:
    return [event.moment.step for event in events if isinstance(event, Tick)]


def test_two_who_begin_together_share_one_training(clock: Clock, counted: Counted) -> None:
    async def watch() -> list[list[Event]]:
        here = shows()
        joined = [here.join(E, PART) for _ in range(30)]
        assert len({id(show) for show in joined}) == 1
        listening = [show.events() for show in joined]
        return await asyncio.gather(*map(all_of, listening))

    seen = asyncio.run(watch())
    assert counted.updates == 40 + 1  # and one to see whether the next would diverge
    for events in seen:
        assert steps(events) == list(range(41))
        assert isinstance(events[-1], Finish)
        assert [id(event) for event in events] == [id(event) for event in seen[0]]


def test_who_comes_later_has_a_show_of_their_own(clock: Clock) -> None:
    async def watch() -> None:
        here = shows()
        first = here.join(E, PART)
        events = first.events()
        for _ in range(TOGETHER):
            await anext(events)
        assert here.join(E, PART) is not first
        await events.aclose()

    asyncio.run(watch())


def test_who_comes_a_moment_later_is_given_all_from_the_beginning(
    clock: Clock, counted: Counted
) -> None:
    async def watch() -> list[Event]:
        here = shows()
        first = here.join(E, PART).events()
        for _ in range(TOGETHER - 1):
            await anext(first)
        late = await all_of(here.join(E, PART).events())
        await all_of(first)
        return late

    assert steps(asyncio.run(watch())) == list(range(41))
    assert counted.updates == 40 + 1


def test_who_stalls_keeps_nothing_of_what_the_others_see(clock: Clock) -> None:
    async def watch() -> None:
        show = shows().join(E, Part(0, 300, 20.0))
        stalled, quick = show.events(), show.events()
        await anext(stalled)
        seen = weakref.WeakSet[Tick]()
        async for event in quick:
            if isinstance(event, Tick):
                seen.add(event)
            del event
            assert len(seen) <= MOST_BEHIND + 2
        await stalled.aclose()

    asyncio.run(watch())


def test_what_everyone_has_seen_is_kept_by_nobody(clock: Clock) -> None:
    async def watch() -> int:
        quick = shows().join(E, Part(0, 300, 20.0)).events()
        seen, most = weakref.WeakSet[Tick](), 0
        async for event in quick:
            if isinstance(event, Tick):
                seen.add(event)
                if event.moment.step > 2 * TOGETHER:
                    most = max(most, len(seen))
            del event
        return most

    assert 0 < asyncio.run(watch()) <= 3


@pytest.mark.parametrize(
    "part", [Part(1, 40, 20.0), Part(0, 41, 20.0), Part(0, 40, 21.0), Part(0, 40, UNPACED)]
)
def test_another_part_or_pace_is_another_show(part: Part) -> None:
    here = shows()
    assert here.join(E, part) is not here.join(E, PART)


def test_who_leaves_while_computing_leaves_the_others_a_whole_run(
    clock: Clock, counted: Counted
) -> None:
    async def watch() -> list[Event]:
        show = shows().join(E, PART)
        leaver = asyncio.create_task(all_of(show.events()))
        stayer = asyncio.create_task(all_of(show.events()))
        for _ in range(20):
            await asyncio.sleep(0)
        leaver.cancel()
        return await stayer

    assert steps(asyncio.run(watch())) == list(range(41))
    assert counted.updates == 40 + 1


def test_who_is_far_behind_has_to_come_back(clock: Clock) -> None:
    async def watch() -> tuple[list[Event], list[Event]]:
        show = shows().join(E, Part(0, 100, 20.0))
        slow = show.events()
        first = await anext(slow)
        quick = await all_of(show.events())
        return quick, [first, *[event async for event in slow]]

    quick, slow = asyncio.run(watch())
    assert steps(quick)[-1] == 100
    assert len(slow) < MOST_BEHIND
    assert not any(isinstance(event, Finish) for event in slow)


def test_a_show_that_nobody_watches_is_forgotten() -> None:
    here = shows()
    first = id(here.join(E, PART))
    assert not list(here._coming.values())
    assert first


def test_everyone_who_leaves_leaves_a_checkpoint(clock: Clock) -> None:
    checkpoints = Checkpoints()
    asyncio.run(all_of(shows(checkpoints).join(E, PART).events()))
    kept = checkpoints.nearest(E, 40)
    assert kept is not None
    assert kept.step == 40


def test_who_leaves_in_the_last_look_leaves_the_others_their_end(
    clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.live.processor.SLICE", -1.0)  # so that the last look is in parts

    async def watch() -> list[Event]:
        show = shows().join(E, Part(0, 1, UNPACED))
        leaver, stayer = show.events(), show.events()
        for events in (leaver, stayer):
            for _ in range(2):
                await anext(events)
        leaving = asyncio.ensure_future(anext(leaver))
        for _ in range(2):
            await asyncio.sleep(0)
        assert not leaving.done()
        leaving.cancel()
        return [event async for event in stayer]

    assert [type(event) for event in asyncio.run(watch())] == [Finish]
