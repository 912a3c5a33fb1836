"""The way to where something begins: made once for all who wait, the shortest first."""

import asyncio
from collections import Counter
from dataclasses import replace

import pytest

from app.experiment import Experiment
from app.live.processor import Processor, Share
from app.live.replays import Approach, Replays
from app.run.block import Block
from app.run.checkpoints import Checkpoints
from app.run.run import Run
from tests.support.addresses import experiment
from tests.support.shows import share
from tests.support.turns import beside

LONG = experiment("alpha=0.0001&epochs=20000")
OTHER = experiment("alpha=0.0002&epochs=20000")


def run_at(e: Experiment, step: int, checkpoints: Checkpoints | None = None) -> Run:
    replays = Replays(checkpoints or Checkpoints())
    return asyncio.run(replays.run_at(e, step, share()))


class Trained:
    """Counts the updates of each experiment, as they are made."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.updates: Counter[Experiment] = Counter()
        advance = Run.advance

        def counted(run: Run, limit: int, asked: range | None = None) -> Block:
            block = advance(run, limit, asked)
            self.updates[run.experiment] += len(block)
            return block

        monkeypatch.setattr(Run, "advance", counted)


@pytest.fixture
def trained(monkeypatch: pytest.MonkeyPatch) -> Trained:
    return Trained(monkeypatch)


async def together(
    wanted: list[tuple[Experiment, int]], checkpoints: Checkpoints | None = None
) -> list[tuple[Run, int]]:
    """Let all wait at once; give the runs, each with its place in the order of arrival."""
    replays, processor = Replays(checkpoints or Checkpoints()), Processor()
    arrived: list[int] = []

    async def wait(number: int, approach: Approach, share: Share) -> Run:
        while (run := await approach.go_on(share)) is None:
            pass
        arrived.append(number)
        return run

    waiting = [
        wait(number, replays.begin(*each), processor.share()) for number, each in enumerate(wanted)
    ]
    runs = await asyncio.gather(*waiting)
    return [(run, arrived.index(number)) for number, run in enumerate(runs)]


def test_others_get_their_turn_on_the_way(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.live.processor.SLICE", -1.0)
    way = Replays(Checkpoints()).run_at(LONG, 5000, share())
    run, turns = asyncio.run(beside(way))
    assert run.step == 5000
    assert turns >= 5000 // 256


def test_one_way_serves_all_who_wait(trained: Trained) -> None:
    targets = [5000, 300, 4999, 5000, 0, 1, 3000] * 5
    seen = asyncio.run(together([(LONG, step) for step in targets]))
    assert [run.step for run, _ in seen] == targets
    assert trained.updates[LONG] == 5000
    assert len({id(run) for run, _ in seen}) == len(seen)  # each goes on alone
    for run, _ in seen:
        assert run.loss == Run(LONG).to(run.step).loss


def test_who_comes_too_late_for_a_way_is_brought_there_even_so(trained: Trained) -> None:
    async def late() -> list[Run]:
        replays, mine = Replays(Checkpoints()), share()
        first = replays.begin(LONG, 5000)
        while first.step < 2000:
            await first.go_on(mine)
        return [await replays.run_at(LONG, 1000, mine), await replays.run_at(LONG, 5000, mine)]

    assert [run.step for run in asyncio.run(late())] == [1000, 5000]
    assert trained.updates[LONG] <= 6000 + 256


@pytest.mark.parametrize("far", [0, 1])
def test_the_nearest_comes_first(far: int) -> None:
    steps = [9000, 9000]
    steps[1 - far] = 600
    (_, first), (_, second) = asyncio.run(together([(LONG, steps[0]), (OTHER, steps[1])]))
    assert [first, second][far] == 1


def test_the_nearest_is_counted_in_work_not_in_updates() -> None:
    rows = ";".join(["0.1,0.2"] * 500)
    goals = ";".join(["1"] * 500)
    dear = experiment(f"inputs={rows}&goals={goals}&hidden=32&batch=full&alpha=0.001&epochs=999")
    (_, dear_at), (_, cheap_at) = asyncio.run(together([(dear, 300), (LONG, 2000)]))
    assert (cheap_at, dear_at) == (0, 1)


def test_a_long_way_is_held_up_by_no_crowd_that_has_short_ones() -> None:
    async def beside_a_crowd() -> int:
        replays, processor = Replays(Checkpoints()), Processor()
        learner = replays.begin(LONG, 20_000)
        mine, theirs = processor.share(), processor.share()
        for seed in range(1, 41):
            other = replays.begin(replace(OTHER, seed=seed, weights="uniform"), 2000)
            while await other.go_on(theirs) is None:
                if learner.there is None:
                    await learner.go_on(mine)
        return learner.step

    assert asyncio.run(beside_a_crowd()) >= 10_000


def test_nobody_waits_for_who_has_left(trained: Trained) -> None:
    async def leave() -> Run:
        replays, mine = Replays(Checkpoints()), share()
        left = replays.begin(OTHER, 500)
        await left.go_on(mine)
        del left
        return await replays.run_at(LONG, 5000, mine)

    assert asyncio.run(leave()).step == 5000
    assert trained.updates[OTHER] <= 256


def test_way_is_remembered() -> None:
    checkpoints = Checkpoints()
    there = run_at(LONG, 700, checkpoints)
    kept = checkpoints.nearest(LONG, 900)
    assert kept is not None
    assert kept.step == 700
    further, straight = run_at(LONG, 900, checkpoints), run_at(LONG, 900)
    assert there.step == 700
    assert (further.parameters == straight.parameters).all()
    assert further.loss == straight.loss


def test_no_memory_is_needed_to_share_a_way(trained: Trained) -> None:
    seen = asyncio.run(together([(LONG, 2000), (LONG, 2000)], Checkpoints(runs=0)))
    assert [run.step for run, _ in seen] == [2000, 2000]
    assert trained.updates[LONG] == 2000


def test_long_way_leaves_checkpoints(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.live.replays.KEEP_EVERY", -1.0)
    checkpoints = Checkpoints(each=1000)

    async def half() -> None:
        approach, mine = Replays(checkpoints).begin(LONG, 20_000), share()
        while approach.step < 2000:
            await approach.go_on(mine)

    asyncio.run(half())
    assert checkpoints.nearest(LONG, 2000) is not None


@pytest.mark.parametrize(
    ("query", "step", "status"),
    [
        ("weights=1&alpha=0.01&rule=delta&until=0.02", 20, "learned"),
        ("weights=1&alpha=0.09&rule=delta&epochs=20000", 1574, "diverged"),
        ("weights=1&alpha=0.001&epochs=30", 30, "finished"),
    ],
)
def test_run_that_ends_before_is_given_where_it_ended(query: str, step: int, status: str) -> None:
    for run, _ in asyncio.run(together([(experiment(query), 1900), (experiment(query), 1950)])):
        assert (run.step, run.status) == (step, status)
