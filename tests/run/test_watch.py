"""Notices: a run out of hand, one that is stuck, and one that can go no lower."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from app.experiment import FULL, Experiment
from app.lessons import LESSONS
from app.options.changes import Change
from app.run.run import Run
from app.run.watch import (
    HURRY_LOOKS,
    LEARNED_ENOUGH,
    OUT_OF_HAND_RISES,
    STUCK_EPOCHS,
    Watch,
    enough,
)

ONE_WEIGHT: dict[str, Any] = {"weights": (1.0,), "rule": "delta", "epochs": 2000}


def watched(losses: list[float], enough: float = 1e-4) -> Watch:
    """Show a watch the start's loss, then one loss an epoch."""
    watch = Watch.begin(losses[0], 1.0)
    for loss in losses[1:]:
        watch.see(loss, 1.0, enough, ends=True)
    return watch


def notices(e: Experiment, cut: int = 1) -> list[tuple[int, str]]:
    """Run to the end, asking for no loss, and note where the notice changes."""
    run, found = Run(e), [(0, "")]
    while run.status == "running":
        run.advance(run.step + cut, range(0))
        if (run.notice or "") != found[-1][1]:
            found.append((run.step, run.notice or ""))
    return found


# Out of hand


def test_a_loss_that_rises_five_times_to_the_tenfold_is_out_of_hand() -> None:
    assert OUT_OF_HAND_RISES == 5
    assert watched([1.0, 2.0, 4.0, 8.0, 9.0, 10.0]).notice == "out of hand"
    assert watched([1.0, 2.0, 4.0, 8.0, 9.0, 9.9]).notice is None
    assert watched([1.0, 2.0, 4.0, 8.0, 99.0]).notice is None


def test_a_loss_that_bumps_is_not_out_of_hand() -> None:
    assert watched([1.0, 1e9, 1e8, 1e7, 1e6, 1e5, 1e4]).notice is None
    assert watched([1.0, 2.0, 4.0, 3.0, 6.0, 12.0, 11.0, 30.0]).notice is None


def test_a_rise_that_stays_below_the_start_is_not_out_of_hand() -> None:
    assert watched([9.0, 0.1, 0.2, 0.4, 0.8, 1.6, 3.2]).notice is None
    assert watched([9.0, 0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 9.1]).notice == "out of hand"


def test_who_is_out_of_hand_is_so_until_the_loss_is_low_again() -> None:
    losses = [1.0, 2.0, 4.0, 8.0, 16.0, 32.0]
    assert watched([*losses, 20.0, 10.0]).notice == "out of hand"
    assert watched([*losses, 20.0, 9.9]).notice is None


def test_a_run_out_of_hand_hurries_only_when_it_has_been_seen() -> None:
    losses = [2.0**n for n in range(OUT_OF_HAND_RISES + HURRY_LOOKS + 1)]
    assert watched(losses).hurries
    assert not watched(losses[:-1]).hurries
    assert watched(losses[:-1]).notice == "out of hand"


def test_who_is_out_of_hand_again_is_seen_again_before_it_hurries() -> None:
    losses = [2.0**n for n in range(OUT_OF_HAND_RISES + HURRY_LOOKS + 1)]
    again = watched([*losses, 1.0, *(3.0**n for n in range(1, OUT_OF_HAND_RISES + 2))])
    assert (again.notice, again.hurries) == ("out of hand", False)
    assert watched([*losses, losses[-1] / 2]).hurries  # a dip is no end of it


def test_the_rise_counts_from_where_it_began() -> None:
    dip = [0.3, 0.01, 0.3]
    assert watched([*dip, 0.2, 0.21, 0.22, 0.23, 0.24, 0.35]).notice is None
    assert watched([*dip, 0.02, 0.03, 0.05, 0.09, 0.15, 0.35]).notice == "out of hand"


@pytest.mark.parametrize("alpha", [0.09, 0.1, 0.2, 1.0])
def test_a_loss_that_multiplies_is_told_within_20_updates(alpha: float) -> None:
    found = notices(Experiment(**ONE_WEIGHT, alpha=alpha))
    assert found[1][0] < 20
    assert found[1][1] == "out of hand"


@pytest.mark.parametrize("alpha", [0.01, 0.07, 0.0799, 0.08])
def test_below_the_limit_nothing_is_out_of_hand(alpha: float) -> None:
    assert "out of hand" not in dict(notices(Experiment(**ONE_WEIGHT, alpha=alpha))).values()


def test_a_run_that_blows_up_within_a_long_epoch_is_told_within_20_updates() -> None:
    rows = tuple((1.0 + row / 999,) for row in range(1000))
    e = Experiment(inputs=rows, goals=rows, weights=(0.0,), alpha=2.0, epochs=1)
    (step, notice) = notices(e)[1]
    assert (step < 20, notice) == (True, "out of hand")


def test_a_long_epoch_that_learns_is_not_looked_at() -> None:
    sizes, ends = np.linspace(1.0, 1.39, 10).tolist(), range(9, 100, 1000)
    assert Watch.begin(1.0, 1.0).looks(sizes, ends) == [9]


def test_the_watch_looks_wherever_the_parameters_have_grown_by_much() -> None:
    looks = Watch.begin(1.0, 1.0).looks([1.4, 1.5, 2.0, 2.2, 1.0], range(5, 100, 1000))
    assert looks == [1, 3]


def test_the_watch_looks_at_every_update_that_is_an_epoch() -> None:
    assert list(Watch.begin(1.0, 1.0).looks([1.0, 1.0, 1.0], range(0, 100, 1))) == [0, 1, 2]


def test_row_by_row_too_a_loss_that_multiplies_is_told_within_20_updates() -> None:
    rows = tuple((1 + row / 1000,) for row in range(500))
    e = Experiment(inputs=rows, goals=((1.0,),) * 500, weights=(3.0,), epochs=1, alpha=1.1)
    (step, notice) = notices(e)[1]
    assert (step <= 20, notice) == (True, "out of hand")
    calm = Experiment(inputs=rows, goals=((1.0,),) * 500, weights=(3.0,), epochs=1, alpha=0.4)
    assert notices(calm) == [(0, "")]


# Stuck


def test_a_loss_that_stays_is_stuck() -> None:
    losses = [0.5] * STUCK_EPOCHS
    assert watched(losses).notice is None
    assert watched([*losses, 0.5]).notice == "stuck"


@pytest.mark.parametrize("moving", [1, 7, 150, 199, 200, 333])
def test_a_loss_that_comes_to_rest_is_stuck_from_then_on(moving: int) -> None:
    before = [0.9 - 0.001 * epoch for epoch in range(moving)]
    losses = [*before, *[0.5] * (STUCK_EPOCHS + 1)]
    assert watched(losses[:-1]).notice is None
    for longer in range(2 * STUCK_EPOCHS + 1):
        assert watched([*losses, *[0.5] * longer]).notice == "stuck"


def test_a_plateau_that_still_moves_is_not_stuck() -> None:
    sinking = [0.5 - 1e-10 * 1.05**epoch for epoch in range(401)]
    assert abs(sinking[20] - sinking[0]) < 1e-9
    assert {watched(sinking[:end]).notice for end in range(1, 402)} == {None}


def test_a_run_that_dies_in_its_middle_is_told_at_once_and_200_epochs_later() -> None:
    lesson = LESSONS["xor"].experiment
    dead = replace(lesson, epochs=300, changes=(Change(80, "alpha", 390.0),))
    assert notices(dead) == [(0, ""), (85, "at rest"), (4 * 221, "stuck")]
    assert notices(replace(dead, changes=())) == [(0, "")]


def test_the_dead_streetlights_are_told() -> None:
    lesson = replace(LESSONS["streetlights"].experiment, epochs=600)
    found = notices(replace(lesson, seed=1))
    assert len(found) == 2
    assert 4 * 400 < found[1][0] < 4 * 500
    assert notices(lesson)[-1][1] == ""


@pytest.mark.parametrize("scale", [1e-9, 1.0, 1e12])
def test_a_loss_that_creeps_is_not_stuck_however_small_it_is(scale: float) -> None:
    creeping = [scale * (0.5 - 1e-11 * epoch) for epoch in range(401)]
    assert watched(creeping, scale * 1e-4).notice is None
    assert watched([scale * 0.5] * 401, scale * 1e-4).notice == "stuck"


@pytest.mark.parametrize("scale", [1.0, 1e12])
def test_a_loss_that_trembles_in_its_last_digits_is_stuck(scale: float) -> None:
    trembling = [scale * (0.5 + 1e-13 * (epoch % 3)) for epoch in range(401)]
    assert watched(trembling).notice == "stuck"
    for last in (-1e-13, 1e-13):
        assert watched([scale * 0.5] * 401 + [scale * (0.5 + last)]).notice == "stuck"


def test_a_loss_that_comes_back_to_where_it_was_is_stuck() -> None:
    losses = [0.4, 0.6] * 101
    assert watched(losses[: STUCK_EPOCHS + 1]).rest == (0.4, 0.6)
    assert watched(losses).notice == "stuck"


@pytest.mark.parametrize("moved", [0.39, 0.61])
def test_a_loss_that_moves_again_is_no_longer_stuck(moved: float) -> None:
    losses = [0.4, 0.6] * 100 + [0.4]
    assert watched(losses).notice == "stuck"
    assert watched([*losses, moved]).notice is None


@pytest.mark.parametrize(("loss", "notice"), [(0.9e-4, None), (1.1e-4, "stuck")])
def test_a_loss_that_counts_as_learned_is_not_stuck(loss: float, notice: str | None) -> None:
    assert watched([loss] * (STUCK_EPOCHS + 1), enough=1e-4).notice == notice


@pytest.mark.parametrize("size", [1e-6, 1.0, 1e6])
def test_what_counts_as_learned_goes_with_the_goals(size: float) -> None:
    assert enough(Experiment(goals=((3 * size,),))) == pytest.approx(9 * size**2 * LEARNED_ENOUGH)
    assert enough(Experiment(goals=((size,),), until=0.25)) == 0.25
    assert enough(Experiment(goals=((0.0,),))) == LEARNED_ENOUGH


DEAD: dict[str, Any] = {
    "inputs": ((1.0,),), "goals": ((1.0,),), "hidden": (1,), "weights": (-1.0, 1.0)
}  # fmt: skip


def test_a_run_with_dead_units_is_told_to_be_stuck() -> None:
    e = Experiment(**DEAD, epochs=500)
    assert notices(e) == [(0, ""), (1, "at rest"), (STUCK_EPOCHS, "stuck")]
    assert notices(e, 1000)[-1][1] == "stuck"


# At rest


def test_where_an_epoch_changes_nothing_no_later_one_is_waited_for() -> None:
    lesson = LESSONS["streetlights"].experiment
    (step, notice) = notices(replace(lesson, alpha=1000.0))[1]
    assert (step <= 3 * lesson.updates_per_epoch, notice) == (True, "at rest")
    assert "at rest" not in dict(notices(lesson)).values()


def test_an_epoch_in_which_one_row_still_trains_is_no_rest() -> None:
    rows: dict[str, Any] = {"inputs": ((-1.0,), (-2.0,), (1.0,)), "goals": ((1.0,),) * 3}
    still = Experiment(
        **rows, epochs=3, hidden=(1,), weights=(1.0, 1.0)
    )  # off for two, right for the third
    assert notices(still)[1] == (3, "at rest")
    assert notices(replace(still, weights=(0.5, 1.0))) == [(0, "")]
    assert notices(still, 9) == [(0, ""), (9, "at rest")]


def test_in_another_order_an_epoch_may_move_again() -> None:
    rows: dict[str, Any] = {"inputs": ((1.0,), (1.0,)), "goals": ((1.0,), (2.0,)), "alpha": 0.0}
    assert notices(Experiment(**rows, epochs=99, order="shuffled")) == [(0, "")]
    assert notices(Experiment(**rows, epochs=99))[1] == (2, "at rest")


def test_who_rests_where_the_loss_counts_as_learned_has_learned() -> None:
    right = Experiment(inputs=((1.0,),), goals=((1.0,),), weights=(1.0,), epochs=9)
    assert notices(right) == [(0, "")]
    near = replace(right, weights=(1.1,), alpha=0.0)
    assert notices(near)[1] == (1, "at rest")
    assert notices(replace(near, until=0.02)) == [(0, "")]


def test_a_line_at_rest_on_its_lowest_is_fitted() -> None:
    e = Experiment(
        inputs=((1.0,), (1.0,)), goals=((0.0,), (2.0,)), weights=(1.0,), batch=FULL, epochs=9
    )
    assert notices(e) == [(0, ""), (1, "fitted")]
    assert notices(replace(e, weights=(1.5,), alpha=0.0)) == [(0, ""), (1, "at rest")]


def test_goals_of_a_millionth_are_stuck_too() -> None:
    small: dict[str, Any] = {"inputs": ((1.0,),), "goals": ((1e-6,),), "hidden": (1,)}
    assert notices(Experiment(**small, weights=(-1.0, 1.0), epochs=200))[-1][1] == "stuck"
    assert notices(Experiment(**small, weights=(0.0, 1.0), epochs=200))[-1][1] == "stuck"
    assert notices(Experiment(**small, weights=(0.5, 1.0), epochs=200)) == [(0, "")]


# Fitted

POINTS: dict[str, Any] = {
    "inputs": ((1.0,), (2.0,), (3.0,)), "goals": ((1.0,), (2.0,), (4.0,)), "bias": True,
    "batch": FULL, "epochs": 2000, "alpha": 0.1,
}  # fmt: skip


def test_a_line_through_three_points_is_fitted() -> None:
    assert notices(Experiment(**POINTS))[-1][1] == "fitted"


def test_a_line_through_two_points_has_learned_and_is_not_fitted() -> None:
    two = POINTS | {"inputs": ((1.0,), (2.0,)), "goals": ((1.0,), (4.0,))}
    assert notices(Experiment(**two)) == [(0, "")]


def test_a_line_that_is_held_elsewhere_is_stuck() -> None:
    assert notices(Experiment(**{**POINTS, "alpha": 0.0}))[-1][1] == "stuck"


def test_a_goal_that_cannot_be_reached_is_stuck_and_not_fitted() -> None:
    e = Experiment(goals=((7.0,),), output="sigmoid", alpha=5.0, epochs=30_000)
    assert notices(e, 100)[-1][1] == "stuck"


# Changes


def test_a_weight_changed_at_the_start_belongs_to_the_start() -> None:
    e = Experiment(weights=(1.0,), alpha=0.0, changes=(Change(0, "o1.x1", 9.0),))
    assert Run(e).watch == Watch.begin(9.0, 9.0)


def test_after_an_edit_the_watch_starts_anew() -> None:
    edited = Experiment(**ONE_WEIGHT, alpha=0.01, changes=(Change(19, "o1.x1", 1009.0),))
    run = Run(edited).to(19)
    assert run.loss == (5 * 1009 - 42) ** 2
    assert run.watch == Watch.begin(run.loss, 1009.0)
    assert notices(edited) == [(0, "")]


def test_an_edit_does_not_hide_what_comes_after_it() -> None:
    edited = Experiment(**ONE_WEIGHT, alpha=0.09, changes=(Change(3, "o1.x1", 1009.0),))
    (step, notice) = notices(edited)[1]
    assert (3 < step < 23, notice) == (True, "out of hand")


def test_another_alpha_lets_a_run_out_of_hand_start_anew() -> None:
    calmed = Experiment(**ONE_WEIGHT, alpha=0.09, changes=(Change(30, "alpha", 0.01),))
    found = notices(calmed)
    assert [notice for _, notice in found] == ["", "out of hand", ""]
    assert found[-1][0] == 30


def test_a_run_that_moves_on_after_an_edit_is_no_longer_stuck() -> None:
    e = Experiment(
        inputs=((1.0,),), goals=((1.0,),), hidden=(1,), weights=(-1.0, 1.0), epochs=600,
        changes=(Change(250, "h1.x1", 0.5),),
    )  # fmt: skip
    assert notices(e) == [(0, ""), (1, "at rest"), (STUCK_EPOCHS, "stuck"), (250, "")]
