"""Places for dear answers: few, and surely given back."""

import asyncio
from contextlib import ExitStack

import pytest

from app.errors import Busy
from app.live.places import DEAR, Places, work_left
from app.live.replays import Replays
from app.run.checkpoints import Checkpoints
from app.run.work import training_work
from tests.support.addresses import experiment
from tests.support.shows import share

LONG = experiment("alpha=0.0001&epochs=900000")


def test_so_many_dear_answers_are_computed_at_once() -> None:
    places = Places(2, retry_after=7)
    with ExitStack() as held:
        for _ in range(2):
            held.enter_context(places.taken(DEAR + 1))
        with pytest.raises(Busy) as busy, places.taken(DEAR + 1):
            pass
    assert busy.value.retry_after == 7
    with places.taken(DEAR + 1):
        pass


def test_cheap_ones_take_no_place() -> None:
    places = Places(1, retry_after=7)
    with places.taken(DEAR), places.taken(DEAR), places.taken(DEAR + 1), places.taken(DEAR):
        pass


@pytest.mark.parametrize("failure", [ValueError, asyncio.CancelledError])
def test_a_place_is_given_back_whatever_happens(failure: type[BaseException]) -> None:
    places = Places(1, retry_after=7)
    for _ in range(3):
        with pytest.raises(failure), places.taken(DEAR + 1):
            raise failure


def test_one_who_is_refused_gives_back_no_place_of_others() -> None:
    places = Places(1, retry_after=7)
    with places.taken(DEAR + 1):
        for _ in range(2):
            with pytest.raises(Busy), places.taken(DEAR + 1):
                pass


def test_what_is_remembered_need_not_be_done_again() -> None:
    checkpoints, work = Checkpoints(), training_work(LONG, 9_000)
    assert work_left(work, LONG, 9_000, checkpoints) == work
    asyncio.run(Replays(checkpoints).run_at(LONG, 8_000, share()))
    assert 0 < work_left(work, LONG, 9_000, checkpoints) < work / 5
    assert work_left(work, LONG, 7_999, checkpoints) == work
