"""A run in time: the same however it is cut, and exact to the update in how it ends."""

from dataclasses import replace
from math import inf, isnan
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.experiment import FULL, Experiment
from app.options.changes import Change
from app.run.run import Run
from app.run.work import MAX_BLOCK
from tests.support.plain_run import plain_run, told_by
from tests.support.runs import trained
from tests.support.strategies import changes, trainings

SIZES = (0.0, 1.0, -1.0, 3.0, 1e30, 1e80, -1e150, 1e154, 1e200, 1e300)
cuts = st.lists(st.integers(1, 9), min_size=1, max_size=4)
ONE_WEIGHT: dict[str, Any] = {"weights": (1.0,), "alpha": 0.01, "rule": "delta"}


@st.composite
def changed(draw: st.DrawFn, /, **fixed: Any) -> Experiment:
    e = draw(trainings(**fixed))
    return replace(e, changes=draw(changes(e)))


@st.composite
def wild(draw: st.DrawFn) -> Experiment:
    """Draw one-layer experiments with numbers so large that some diverge and some come back."""
    sizes = st.sampled_from(SIZES)
    rows = draw(st.integers(1, 3))
    table = st.lists(st.tuples(sizes), min_size=rows, max_size=rows).map(tuple)
    e = Experiment(
        inputs=draw(table),
        goals=draw(table),
        bias=draw(st.booleans()),
        output=draw(st.sampled_from(["linear", "relu", "tanh"])),
        alpha=draw(st.sampled_from([0.0, 0.5, 1.0, 1e6])),
        batch=draw(st.sampled_from([1, FULL])),
        rule="delta",
        epochs=10,
        until=draw(st.sampled_from([0.0, 1e-9, 1e10, 1e302])),
    )
    return replace(e, changes=draw(changes(e, SIZES)))


@settings(max_examples=100)
@given(e=changed(), cuts=cuts)
def test_a_run_is_the_same_however_it_is_cut(e: Experiment, cuts: list[int]) -> None:
    assert told_by(Run(e), cuts) == plain_run(e)


@settings(max_examples=400)
@given(e=wild(), cuts=cuts)
def test_a_wild_run_ends_at_the_right_update_however_it_is_cut(
    e: Experiment, cuts: list[int]
) -> None:
    told = plain_run(e)
    assert told_by(Run(e), cuts) == told
    assert told_by(Run(e)) == told
    quiet = Run(e)
    while quiet.status == "running":  # no loss is asked for, only those that matter are computed
        quiet.advance(e.updates, range(0))
    assert (quiet.status, quiet.diverged_at) == (told.status, told.diverged_at)
    assert quiet.step == max(told.step, 0)


@given(e=changed(until=0.05), start=st.integers(0, 9), every=st.integers(1, 9))
def test_losses_are_told_where_they_are_asked_for(e: Experiment, start: int, every: int) -> None:
    told, run, asked = plain_run(e), Run(e), range(start, e.updates, every)
    while run.status == "running":
        block = run.advance(e.updates, asked)
        for step, loss in zip(block.steps.tolist(), block.losses.tolist(), strict=True):
            assert loss == told.losses[step] or (isnan(loss) and step not in asked)
    assert (run.loss, run.status) == (told.losses[-1], told.status)


def test_blocks_are_bounded() -> None:
    run = Run(Experiment(**ONE_WEIGHT, epochs=10_000))
    block = run.advance(10_000)
    assert len(block.steps) == run.step == MAX_BLOCK


def test_large_networks_go_in_small_blocks() -> None:
    rows = ((0.5,) * 20,) * 150
    e = Experiment(inputs=rows, goals=((1.0,),) * 150, hidden=(32, 32), batch=FULL, epochs=500)
    assert len(Run(e).advance(500).steps) <= 16


def test_an_update_is_made_even_where_it_takes_more_than_a_block() -> None:
    rows = ((0.5,) * 20,) * 200
    e = Experiment(inputs=rows, goals=((1.0,) * 5,) * 200, hidden=(32, 32), batch=FULL, epochs=3)
    assert told_by(Run(e)).step == 3


def test_steps_and_states_belong_together() -> None:
    run = Run(Experiment(**ONE_WEIGHT, epochs=50))
    first, second = run.advance(3), run.advance(7)
    assert (first.steps.tolist(), second.steps.tolist()) == ([1, 2, 3], [4, 5, 6, 7])
    assert run.parameters.tolist() == second.parameters[-1].tolist()


def test_a_stretch_keeps_its_states_while_the_run_goes_on() -> None:
    run = Run(Experiment(**ONE_WEIGHT, epochs=50))
    block, parameters = run.advance(3), run.parameters
    before = block.parameters.copy(), parameters.copy()
    run.advance(50)
    assert (block.parameters == before[0]).all()
    assert (parameters == before[1]).all()


# How a run ends.


def test_a_run_finishes_at_its_last_update() -> None:
    run = trained(Experiment(**ONE_WEIGHT, epochs=7))
    assert (run.status, run.step, run.diverged_at) == ("finished", 7, None)


def test_an_ended_run_stays_where_it_is() -> None:
    run = trained(Experiment(**ONE_WEIGHT, epochs=7))
    before = run.parameters.copy()
    assert len(run.advance(1000).steps) == 0
    assert (run.step, run.parameters.tolist()) == (7, before.tolist())


def test_a_run_is_learned_at_the_first_update_below_until() -> None:
    run = trained(Experiment(**ONE_WEIGHT, until=0.02))
    assert (run.status, run.step) == ("learned", 20)


def test_a_loss_equal_to_until_is_not_below_it() -> None:
    loss = trained(Experiment(**ONE_WEIGHT, epochs=20)).loss
    assert trained(Experiment(**ONE_WEIGHT, until=loss)).step == 21
    assert trained(Experiment(**ONE_WEIGHT, until=float(np.nextafter(loss, inf)))).step == 20


def test_a_run_may_be_learned_at_the_start() -> None:
    run = Run(Experiment(weights=(8.4,), until=1e-9))
    assert (run.status, run.step) == ("learned", 0)


def test_until_0_never_ends_a_run() -> None:
    run = trained(Experiment(weights=(8.4,), epochs=5))
    assert (run.loss, run.status, run.step) == (0.0, "finished", 5)


@pytest.mark.parametrize("cut", [1, 2, 1000])
def test_learned_counts_even_where_the_next_update_diverges(cut: int) -> None:
    # Row 1 takes the weight to 1, where the loss is 5e301; row 2 then throws it past 1e308.
    e = Experiment(
        inputs=((1e-3,), (1e154,)), goals=((1e-3,), (1.001e154,)), weights=(2.0,), alpha=1e6,
        rule="delta", until=1e302, epochs=10,
    )  # fmt: skip
    told = told_by(Run(e), [cut])
    assert (told.status, told.step, told.diverged_at) == ("learned", 1, None)


@pytest.mark.parametrize("cut", [1, 2, 1000])
def test_divergence_is_found_though_the_numbers_come_back(cut: int) -> None:
    # Row 1 throws the weight to -1e160, whose loss is infinite; row 2 takes it back to 1.
    e = Experiment(
        inputs=((1e80,), (1.0,)), goals=((0.0,), (1.0,)), weights=(1.0,), alpha=1.0, rule="delta"
    )
    run = Run(e)
    told = told_by(run, [cut])
    assert (told.status, told.step, told.diverged_at) == ("diverged", 0, 1)
    assert run.beyond is not None
    assert run.beyond.tolist() == [-1e160]


@pytest.mark.parametrize(
    ("inputs", "goals"), [(1e200, 1.0), (1.0, 1e200), (1e155, -1e155)], ids=str
)
def test_a_run_may_diverge_at_the_start(inputs: float, goals: float) -> None:
    run = Run(Experiment(inputs=((inputs,),), goals=((goals,),), weights=(1.0,)))
    assert (run.status, run.step, run.diverged_at) == ("diverged", 0, 0)
    assert run.beyond is not None
    assert len(run.advance(10).steps) == 0


@pytest.mark.parametrize("cut", [1, 1000])
@pytest.mark.parametrize(
    ("inputs", "goal", "weight", "value"),
    [(5.0, 42.0, 1.0, 1e200), (1.0, 1e200, 1e200, 0.0)],
    ids=["too large a weight", "data too large for any weight but one"],
)
def test_a_run_may_diverge_by_a_change(
    inputs: float, goal: float, weight: float, value: float, cut: int
) -> None:
    e = Experiment(
        inputs=((inputs,),), goals=((goal,),), weights=(weight,), alpha=0.0,
        changes=(Change(5, "o1.x1", value),),
    )  # fmt: skip
    run = Run(e)
    told = told_by(run, [cut])
    assert (told.status, told.step, told.diverged_at) == ("diverged", 4, 5)
    assert run.beyond is not None
    assert run.beyond.tolist() == [value]


def test_a_change_can_rescue_a_run_before_it_diverges() -> None:
    e = Experiment(weights=(1.0,), alpha=1.0, epochs=60, changes=(Change(9, "alpha", 0.01),))
    assert trained(Experiment(weights=(1.0,), alpha=1.0, epochs=1000)).status == "diverged"
    assert trained(e).status == "finished"


# Changes.


def test_a_change_is_made_when_the_run_stands_at_its_update() -> None:
    changed = (Change(2, "o1.x1", 5.0), Change(3, "alpha", 0.0))
    run = Run(Experiment(**ONE_WEIGHT, epochs=6, changes=changed))
    weights = []
    while run.status == "running":
        weights += run.advance(6).parameters.ravel().tolist()
    first = 1.0 - 0.01 * ((5 * 1.0 - 42) * 5)
    third = 5.0 - 0.01 * ((5 * 5.0 - 42) * 5)
    assert weights == [first, 5.0, third, third, third, third]


def test_a_change_at_0_is_part_of_the_start() -> None:
    run = Run(Experiment(**ONE_WEIGHT, changes=(Change(0, "o1.x1", 8.0),)))
    assert (run.parameters.tolist(), run.loss, run.watch.first) == ([8.0], 4.0, 4.0)


def test_a_change_at_the_last_update_is_made() -> None:
    run = trained(Experiment(**ONE_WEIGHT, epochs=6, changes=(Change(6, "o1.x1", 8.0),)))
    assert (run.step, run.parameters.tolist(), run.loss) == (6, [8.0], 4.0)


def test_whole_numbers_do_as_well_as_others() -> None:
    changed = (Change(0, "o1.x1", 0.5), Change(0, "alpha", 0.125))
    e = Experiment(inputs=((1,),), goals=((1,),), weights=(2,), alpha=1, changes=changed, epochs=1)
    assert trained(e).parameters.tolist() == [0.625]


# What stands still.


@given(e=wild(), steps=st.integers(0, 12))
def test_peek_tells_a_divergence_ahead_and_nothing_else(e: Experiment, steps: int) -> None:
    run, told = Run(e), plain_run(e)
    while run.status == "running" and run.step < steps:
        run.advance(steps)
    before = run.status, run.step, run.parameters.tobytes()
    list(run.peek())
    ahead = told.diverged_at == run.step + 1 and before[0] == "running"
    assert run.status == ("diverged" if ahead else before[0])
    assert (run.step, run.parameters.tobytes()) == before[1:]
    assert run.diverged_at == (told.diverged_at if run.status == "diverged" else None)


@given(e=trainings())
def test_looking_at_a_run_changes_nothing(e: Experiment) -> None:
    looked, told = Run(e), plain_run(e)
    states = [looked.parameters.tobytes()]
    while looked.status == "running":
        list(looked.peek())
        looked.checkpoint()
        looked.loss_of(looked.parameters * 2)
        states += [state.tobytes() for state in looked.advance(looked.step + 3).parameters]
    assert states == told.states
