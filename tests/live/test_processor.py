"""Who has used little of the processor comes first."""

import asyncio
from math import exp

import pytest

from app.insight.pieces import Pieces
from app.live.processor import ENTITLED, KNOWN, MEMORY, SLICE, Processor, Share
from tests.support.clock import Clock, stopped_clock
from tests.support.shows import share
from tests.support.turns import beside


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return stopped_clock(monkeypatch)


def counting(n: int) -> Pieces[int]:
    for _ in range(n):
        yield
    return n


class Work:
    """Someone who computes for so long in each turn."""

    def __init__(self, share: Share, clock: Clock, seconds: float) -> None:
        self.share, self.clock, self.seconds, self.turns = share, clock, seconds, 0

    async def go_on(self) -> None:
        while True:
            await self.share.turn()
            self.clock.now += self.seconds
            self.turns += 1


def shares_of(clock: Clock, lengths: list[float], rounds: int) -> list[float]:
    """Let several compute beside each other; give what part of the time each of them had."""

    async def side_by_side() -> list[float]:
        processor = Processor()
        works = [Work(processor.share(), clock, seconds) for seconds in lengths]
        tasks = [asyncio.create_task(work.go_on()) for work in works]
        for _ in range(rounds):
            await asyncio.sleep(0)
        for task in tasks:
            task.cancel()
        spent = [work.turns * work.seconds for work in works]
        return [each / sum(spent) for each in spent]

    return asyncio.run(side_by_side())


def test_a_turn_goes_on_until_its_slice_is_used_up(clock: Clock) -> None:
    async def turns() -> list[bool]:
        mine, waited = share(), []
        for seconds in (0.0, 0.5 * SLICE, 0.6 * SLICE, 0.9 * SLICE, 0.2 * SLICE):
            clock.now += seconds
            waited.append(await mine.turn())
        return waited

    assert asyncio.run(turns()) == [False, False, True, False, True]


@pytest.mark.parametrize("lengths", [[5e-3] * 4, [5e-3, 1e-2], [5e-3, 1e-1, 5e-3]])
def test_the_time_is_shared_evenly_however_long_each_turn(
    clock: Clock, lengths: list[float]
) -> None:
    for part in shares_of(clock, lengths, rounds=2000):
        assert part == pytest.approx(1 / len(lengths), rel=0.1)


def test_who_needs_little_waits_for_one_turn_however_many_there_are(clock: Clock) -> None:
    async def beside_many() -> list[float]:
        processor = Processor()
        busy = [Work(processor.share(), clock, 5e-3) for _ in range(40)]
        tasks = [asyncio.create_task(work.go_on()) for work in busy]
        mine, waits = processor.share(), []
        for _ in range(600):  # until it is known how much they take
            await asyncio.sleep(0)
        for _ in range(30):
            for _ in range(10):
                await asyncio.sleep(0)
            asked = clock.now
            await mine.turn()
            waits.append(clock.now - asked)
            clock.now += 1e-3
        for task in tasks:
            task.cancel()
        return waits

    assert max(asyncio.run(beside_many())) <= 2 * 5e-3 + 1e-9


def test_who_rested_gets_no_credit_for_it(clock: Clock) -> None:
    async def come_late() -> list[int]:
        processor = Processor()
        early, late = (Work(processor.share(), clock, 5e-3) for _ in range(2))
        tasks = [asyncio.create_task(early.go_on())]
        for _ in range(400):
            await asyncio.sleep(0)
        before = early.turns
        tasks.append(asyncio.create_task(late.go_on()))
        for _ in range(200):
            await asyncio.sleep(0)
        for task in tasks:
            task.cancel()
        return [early.turns - before, late.turns]

    early, late = asyncio.run(come_late())
    assert early == pytest.approx(late, rel=0.1)


def test_who_leaves_while_waiting_holds_nobody_up(clock: Clock) -> None:
    async def leave() -> int:
        processor = Processor()
        works = [Work(processor.share(), clock, 5e-3) for _ in range(3)]
        tasks = [asyncio.create_task(work.go_on()) for work in works]
        await asyncio.sleep(0)
        for task in tasks[:2]:
            task.cancel()
        before = works[2].turns
        for _ in range(50):
            await asyncio.sleep(0)
        tasks[2].cancel()
        return works[2].turns - before

    assert asyncio.run(leave()) > 10


def test_an_event_loop_that_was_left_in_mid_turn_does_not_matter() -> None:
    mine = share()

    async def turn() -> bool:
        return await mine.turn()

    assert [asyncio.run(turn()) for _ in range(3)] == [False] * 3


def test_what_was_used_is_forgotten_by_and_by(clock: Clock) -> None:
    mine = share()
    mine.charge(0.02, clock.now)
    assert mine.used == pytest.approx(0.02 / MEMORY)
    clock.now += MEMORY
    assert mine.used == pytest.approx(0.02 / MEMORY * exp(-1))


def test_a_claim_is_what_is_used_but_no_more_than_each_can_count_on(clock: Clock) -> None:
    processor = Processor()
    little, much, greedy = processor.share(), processor.share(), processor.share(entitled=0.0)
    little.charge(ENTITLED * MEMORY / 4, clock.now)
    much.charge(1.0, clock.now)
    greedy.charge(1.0, clock.now)
    assert little.claim == pytest.approx(ENTITLED / 4)
    assert (much.claim, greedy.claim) == (ENTITLED, 0.0)
    assert processor.claimed == pytest.approx(1.25 * ENTITLED)
    del much
    assert processor.claimed == pytest.approx(0.25 * ENTITLED)


def test_what_is_expected_counts_until_it_is_known(clock: Clock) -> None:
    mine = Processor().share(expected=0.01)
    assert mine.claim == 0.01
    mine.charge(0.001, clock.now)
    clock.now += 0.9 * KNOWN
    assert mine.claim == 0.01
    mine.charge(0.015 * MEMORY, clock.now)
    assert mine.claim == pytest.approx(0.015, rel=0.1)
    clock.now += 10 * MEMORY
    assert mine.claim < 1e-4


def test_only_who_takes_no_more_than_their_due_counts_as_late(clock: Clock) -> None:
    processor = Processor()
    modest, heavy = processor.share(), processor.share()
    heavy.charge(1.0, clock.now)
    for _ in range(200):
        heavy.note(1.0)
    assert not processor.punctuality.suffers
    for _ in range(200):
        modest.note(1.0)
    assert processor.punctuality.suffers


def test_others_have_their_turn_between_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.live.processor.SLICE", -1.0)
    result, turns = asyncio.run(beside(share().in_turns(counting(30))))
    assert result == 30
    assert turns >= 29


def test_short_work_holds_nobody_up_and_is_not_held_up() -> None:
    result, turns = asyncio.run(beside(share().in_turns(counting(3))))
    assert result == 3
    assert turns <= 1


def test_a_crowd_on_one_share_does_not_come_before_the_others_all_at_once(clock: Clock) -> None:
    async def crowd() -> list[str]:
        processor, order = Processor(), list[str]()
        one, here = processor.share(), processor.share()
        here.charge(2.5 * SLICE, clock.now)

        async def wait(share: Share, name: str) -> None:
            await share.turn()
            order.append(name)
            clock.now += 1.1 * SLICE

        tasks = [asyncio.create_task(wait(one, "crowd")) for _ in range(30)]
        await asyncio.sleep(0)
        await asyncio.gather(*tasks[:1], wait(here, "here"), *tasks[1:])
        return order

    assert asyncio.run(crowd()).index("here") <= 4
