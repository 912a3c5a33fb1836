"""What training costs: in step with what is done, and the same on every machine."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.experiment import Experiment
from app.lessons import LESSONS
from app.limits import MAX_WORK
from app.run import work
from app.run.run import Run
from app.run.work import MAX_BLOCK, PART, block_size, loss_work, training_work, update_work
from tests.support.addresses import experiment
from tests.support.strategies import trainings

XOR = LESSONS["xor"].experiment
LARGE = experiment("hidden=18,18,18,18,18,18&bias=1&epochs=1000000")
ROWS_1500 = "inputs=" + ";".join(["1,2"] * 1500) + "&goals=" + ";".join("1" * 1500)


@given(e=trainings(), updates=st.integers(0, 60), losses=st.integers(0, 60))
def test_more_is_never_counted_as_less(e: Experiment, updates: int, losses: int) -> None:
    here = training_work(e, updates, losses)
    assert here <= training_work(e, updates + 1, losses)
    assert here <= training_work(e, updates, losses + 1)
    assert training_work(e, e.updates + 9, losses) == training_work(e, e.updates, losses)


@pytest.mark.parametrize(
    ("less", "more", "times"),
    [
        ({}, {"derivative": "numerical"}, 3),
        ({}, {"order": "shuffled"}, 2),
        ({}, {"hidden": (32, 32)}, 1.5),
        ({"activation": ("relu",)}, {"activation": ("tanh",)}, 1.01),
        ({"inputs": ((1.0, 2.0),), "goals": ((1.0,),)}, {}, 1.01),
    ],
    ids=["nudges", "shuffling", "units", "tanh", "rows"],
)
def test_everything_that_takes_longer_counts(
    less: dict[str, Any], more: dict[str, Any], times: float
) -> None:
    plain, dear = replace(XOR, **less), replace(XOR, **more)
    assert update_work(dear) + loss_work(dear) > times * (update_work(plain) + loss_work(plain))


def test_a_run_that_may_learn_takes_a_loss_an_update() -> None:
    e = experiment(f"{ROWS_1500}&epochs=50")
    until = replace(e, until=1e-9)
    assert training_work(until, 15_000) > 2 * training_work(e, 15_000)
    assert training_work(until, 15_000) == training_work(until, 15_000, 15_000)
    assert training_work(until, 15_000) >= training_work(e, 15_000, 15_000)


def test_a_change_counts_from_where_it_is_made() -> None:
    e = experiment("epochs=100&changes=50:alpha=0.01")
    assert training_work(e, 49) == training_work(replace(e, changes=()), 49)
    assert training_work(e, 50) > training_work(replace(e, changes=()), 50)


@pytest.mark.parametrize("lesson", LESSONS)
def test_every_lesson_may_be_asked_for_to_its_end(lesson: str) -> None:
    for e in LESSONS[lesson].experiments:
        assert training_work(e, e.updates, e.updates) < MAX_WORK / 10


def test_so_long_a_run_may_not() -> None:
    assert training_work(LARGE, LARGE.updates) > MAX_WORK


@pytest.mark.parametrize(
    ("query", "least", "most"),
    [
        ("epochs=9999", MAX_BLOCK, MAX_BLOCK),
        ("hidden=18,18,18,18,18,18", 2, MAX_BLOCK - 1),
        (f"{ROWS_1500}&hidden=32,32,24&epochs=9", 1, 3),
        ("hidden=18,18,18,18,18,18&derivative=numerical", 1, 1),
    ],
)
def test_a_block_has_as_many_updates_as_others_can_wait_for(
    query: str, least: int, most: int
) -> None:
    e = experiment(query)
    size = block_size(e)
    assert least <= size <= most
    assert size == 1 or size * (update_work(e) + loss_work(e)) <= PART
    assert len(Run(e).advance(e.updates)) <= size


def test_an_update_counts_its_calls_as_they_are() -> None:
    shape = experiment("hidden=2&activation=sigmoid").architecture
    calls, values = work._layers(shape)
    assert calls == 2 * 3 + 4 + 3  # three products a layer; a sigmoid, and its slope
    assert values == 2 * (work.VALUE + 160) + work.VALUE + 20
