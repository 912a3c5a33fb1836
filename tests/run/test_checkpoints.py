"""Checkpoints make answers sooner and never other."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.experiment import Experiment
from app.options.changes import Change
from app.run.checkpoints import Checkpoint, Checkpoints
from app.run.run import Run
from app.run.watch import Watch
from tests.support.engines import first_state
from tests.support.plain_run import plain_run, told_by
from tests.support.strategies import changes, trainings

CALM: dict[str, Any] = {"weights": (1.0,), "alpha": 0.001}
E = Experiment(**CALM, epochs=100)


def at(step: int, *made: Change) -> Checkpoint:
    return Checkpoint(step, first_state(E, np.array([1.0])), made, Watch.begin(1.0, 1.0))


def brought_to(e: Experiment, step: int, checkpoint: Checkpoint | None = None) -> Run:
    return Run(e, checkpoint).to(step)


def known_steps(checkpoints: Checkpoints, e: Experiment) -> list[int]:
    found = (checkpoints.nearest(e, step) for step in range(e.updates + 1))
    return sorted({checkpoint.step for checkpoint in found if checkpoint})


@st.composite
def resumed(draw: st.DrawFn) -> tuple[Experiment, int, Experiment]:
    """Draw a run, an update where it was left, and the run as it was changed afterwards."""
    e = draw(trainings(until=draw(st.sampled_from([0.0, 0.1]))))
    e = replace(e, changes=draw(changes(e)))
    left = draw(st.integers(0, e.updates))
    earlier = draw(st.booleans())
    added = draw(changes(e, (0.0, 0.02, 1e200), first=0 if earlier else left))
    kept = tuple(c for c in e.changes if (c.step, c.name) not in {(a.step, a.name) for a in added})
    later = sorted((*kept, *added), key=lambda change: change.step)
    return e, left, replace(e, changes=tuple(later), epochs=e.epochs + draw(st.integers(0, 2)))


@settings(max_examples=150)
@given(case=resumed())
def test_a_resumed_run_is_the_run_from_the_start(
    case: tuple[Experiment, int, Experiment],
) -> None:
    before, left, after = case
    checkpoints = Checkpoints()
    for step in (left // 2, left):
        checkpoints.keep(before, brought_to(before, step).checkpoint())
    expected = plain_run(after)
    for step in {left, left + 1, after.updates}:
        run = Run(after, checkpoints.nearest(after, step))
        first, told = run.step, told_by(run)
        assert told.states == expected.states[first:]
        assert told.losses == expected.losses[first:]
        assert (told.status, told.diverged_at) == (expected.status, expected.diverged_at)
        assert told.watch == expected.watch


def test_resuming_takes_up_the_nearest() -> None:
    checkpoints = Checkpoints()
    for step in (10, 30, 20):
        checkpoints.keep(E, at(step))
    assert [c and c.step for c in (checkpoints.nearest(E, s) for s in (9, 10, 25, 99))] == [
        None,
        10,
        20,
        30,
    ]


def test_a_checkpoint_lies_on_the_way_of_a_longer_run_and_of_other_names() -> None:
    checkpoints = Checkpoints()
    checkpoints.keep(E, at(10))
    named = replace(E, epochs=50, names=(("in", "out"), ("row",)))
    assert known_steps(checkpoints, named) == [10]


@pytest.mark.parametrize("other", [{"alpha": 0.002}, {"seed": 2}, {"until": 0.1}, {"bias": True}])
def test_a_checkpoint_is_not_on_the_way_of_another_run(other: dict[str, Any]) -> None:
    checkpoints = Checkpoints()
    checkpoints.keep(replace(E, weights="uniform"), at(10))
    assert known_steps(checkpoints, replace(E, weights="uniform", **other)) == []


@pytest.mark.parametrize(
    ("changes", "leads"),
    [
        ("5:alpha=0.5", True),
        ("", False),
        ("5:alpha=0.25", False),
        ("4:alpha=0.5", False),
        ("5:alpha=0.5;9:alpha=1", False),
        ("5:alpha=0.5;10:alpha=1", True),
        ("5:alpha=0.5;10:o1.x1=1", False),
        ("5:alpha=0.5;11:o1.x1=1", True),
    ],
)
def test_a_checkpoint_leads_where_the_changes_so_far_agree(changes: str, leads: bool) -> None:
    made = []
    for part in filter(None, changes.split(";")):
        step, name, value = part.replace("=", ":").split(":")
        made.append(Change(int(step), name, float(value)))
    checkpoint = at(10, Change(5, "alpha", 0.5))
    assert checkpoint.leads_to(replace(E, changes=tuple(made)), 10) == leads


def test_a_run_that_ends_before_does_not_pass_there() -> None:
    assert at(10).leads_to(replace(E, epochs=10), 10)
    assert not at(10).leads_to(replace(E, epochs=9), 10)
    assert not at(10).leads_to(E, 9)


def test_the_same_place_is_kept_once() -> None:
    checkpoints = Checkpoints(each=2)
    for step in (10, 20, 20, 20):
        checkpoints.keep(E, at(step))
    assert known_steps(checkpoints, E) == [10, 20]


def test_the_oldest_checkpoint_of_a_run_goes_first() -> None:
    checkpoints = Checkpoints(each=2)
    for step in (10, 20, 30):
        checkpoints.keep(E, at(step))
    assert known_steps(checkpoints, E) == [20, 30]


def test_the_run_that_was_not_used_for_longest_goes_first() -> None:
    checkpoints = Checkpoints(runs=2)
    a, b, c = (replace(E, seed=seed) for seed in (1, 2, 3))
    for e in (a, b, a, c):
        checkpoints.keep(e, at(10))
    assert [bool(checkpoints.nearest(e, 99)) for e in (a, b, c)] == [True, False, True]


def test_no_runs_means_no_checkpoints() -> None:
    checkpoints = Checkpoints(runs=0)
    checkpoints.keep(E, at(10))
    assert checkpoints.nearest(E, 99) is None


def test_a_checkpoint_stays_what_it_was_while_the_run_goes_on() -> None:
    e = Experiment(inputs=((2.0,),), goals=((2.0,),), weights=(0.0,), alpha=1.0, rule="delta")
    run = brought_to(e, 10)
    checkpoint = run.checkpoint()
    parameters, watch = checkpoint.state.parameters.copy(), replace(checkpoint.watch)
    assert brought_to(e, 90, checkpoint).watch.rises > watch.rises
    run.advance(90)
    assert (checkpoint.state.parameters == parameters).all()
    assert checkpoint.watch == watch


STUCK = Experiment(
    inputs=((1.0,),), goals=((1.0,),), hidden=(1,), weights=(-1.0, 1.0), epochs=700
)  # a dead ReLU: the loss stays at 1


@pytest.mark.parametrize("left", [1, 199, 200, 201, 399, 400, 650])
def test_the_watch_survives_checkpoints(left: int) -> None:
    resumed = brought_to(STUCK, 700, brought_to(STUCK, left).checkpoint())
    assert resumed.watch == brought_to(STUCK, 700).watch
    assert resumed.watch.notice == "stuck"


@pytest.mark.parametrize("left", [150, 200, 250])
@pytest.mark.parametrize("name", ["h1.x1", "alpha"])
def test_the_watch_sees_a_change_at_the_checkpoint_as_if_there_were_none(
    name: str, left: int
) -> None:
    checkpoints = Checkpoints()
    for step in (100, left):
        checkpoints.keep(STUCK, brought_to(STUCK, step).checkpoint())
    changed = replace(STUCK, changes=(Change(left, name, 0.01),))
    for stop in (left, 410):
        resumed = brought_to(changed, stop, checkpoints.nearest(changed, stop))
        assert resumed.watch == brought_to(changed, stop).watch


def test_who_fetches_the_past_does_not_lose_the_present() -> None:
    checkpoints = Checkpoints(each=8)
    for step in (90, *range(0, 60, 5)):
        checkpoints.keep(E, at(step))
    steps = known_steps(checkpoints, E)
    assert len(steps) == 8
    assert steps[-1] == 90
    assert steps[-2] == 55
