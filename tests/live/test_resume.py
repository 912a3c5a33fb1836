"""Bringing a run to an update without holding up anyone else."""

import asyncio

import pytest

from app.live.resume import advance_to, run_at
from app.run.checkpoints import Checkpoints
from app.run.run import Run
from tests.support.addresses import experiment
from tests.support.turns import beside

LONG = experiment("alpha=0.0001&epochs=20000")


def test_others_get_their_turn_on_the_way(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.live.turns.SLICE", -1.0)
    run, turns = asyncio.run(beside(run_at(LONG, 5000, Checkpoints())))
    assert run.step == 5000
    assert turns >= 5000 // 256


def test_way_is_remembered() -> None:
    checkpoints = Checkpoints()
    there = asyncio.run(run_at(LONG, 700, checkpoints))
    kept = checkpoints.nearest(LONG, 900)
    assert kept is not None
    assert kept.step == 700
    further, straight = (
        asyncio.run(run_at(LONG, 900, cache)) for cache in (checkpoints, Checkpoints())
    )
    assert there.step == 700
    assert (further.parameters == straight.parameters).all()
    assert further.loss == straight.loss


def test_long_way_leaves_checkpoints(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("turns.SLICE", "resume.KEEP_EVERY"):
        monkeypatch.setattr(f"app.live.{name}", -1.0)
    checkpoints = Checkpoints(each=1000)

    async def half() -> None:
        async for run in advance_to(Run(LONG), 20_000, checkpoints):
            if run.step > 2000:
                break

    asyncio.run(half())
    assert checkpoints.nearest(LONG, 2000) is not None


def test_run_that_ends_before_is_given_where_it_ended() -> None:
    e = experiment("weights=1&alpha=0.01&rule=delta&until=0.02")
    run = asyncio.run(run_at(e, 900, Checkpoints()))
    assert (run.step, run.status) == (20, "learned")
