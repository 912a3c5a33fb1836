"""A stretch of a run as lists, in turns. tests/web/test_history.py has its numbers."""

import asyncio

import pytest

from app.live.past import Past, echo, history
from app.live.replays import Replays
from app.run.checkpoints import Checkpoints
from tests.support.addresses import experiment
from tests.support.shows import share
from tests.support.turns import beside

LONG = experiment("alpha=0.0001&epochs=20000")


async def points(checkpoints: Checkpoints) -> Past:
    wanted = range(0, 10_001, 1000)
    return await history(LONG, wanted, checkpoints, Replays(checkpoints), share())


def test_others_have_their_turn_on_the_way(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.live.processor.SLICE", -1.0)
    answer, turns = asyncio.run(beside(points(Checkpoints())))
    assert answer.told.steps == range(0, 10_001, 1000)
    assert turns >= 10_000 // 256


def test_a_way_that_is_given_up_is_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.live.processor.SLICE", -1.0)
    checkpoints = Checkpoints()

    async def leave() -> None:
        work = asyncio.create_task(points(checkpoints))
        for _ in range(10):
            await asyncio.sleep(0)
        work.cancel()
        await asyncio.gather(work, return_exceptions=True)

    asyncio.run(leave())
    kept = checkpoints.nearest(LONG, 10_000)
    assert kept is not None
    assert 0 < kept.step < 10_000


def test_an_experiment_is_echoed_with_an_activation_a_layer() -> None:
    assert echo(experiment("hidden=2,3&activation=tanh"))["activation"] == ["tanh", "tanh"]
    assert echo(experiment("activation=tanh"))["activation"] == ["tanh"]
    assert echo(experiment("batch=full"))["batch"] == "full"
