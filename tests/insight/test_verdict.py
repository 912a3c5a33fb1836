"""How a run stands or ended, in words: each claim where it is true, and not where it is not."""

from dataclasses import replace
from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from app.dataset import Table
from app.experiment import FULL, Experiment
from app.insight.pieces import whole
from app.insight.verdict import verdict
from app.lessons import LESSONS
from app.options.changes import Change
from app.run.run import Run
from tests.support.runs import trained

ONE_WEIGHT: dict[str, Any] = {"weights": (1.0,), "rule": "delta"}
POINTS: dict[str, Any] = {
    "inputs": ((1.0,), (2.0,), (3.0,)), "goals": ((1.0,), (2.0,), (4.0,)), "bias": True,
}  # fmt: skip


def told(run: Experiment | Run) -> str:
    """Give the sentence of a run where it stands, or of an experiment at its end."""
    run = trained(run) if isinstance(run, Experiment) else run
    return whole(verdict(run.moment)).sentence.replace("\u202f", " ")


def test_a_learned_run_tells_where_and_below_what() -> None:
    e = Experiment(**ONE_WEIGHT, alpha=0.01, until=0.02)
    assert told(e) == "Learned at epoch 20: the loss fell below 0.02."


def test_a_run_that_begins_with_a_low_loss_did_not_fall() -> None:
    e = Experiment(weights=(8.4,), until=0.02)
    assert told(e) == "Learned at the start: the loss is below 0.02 already."


def test_a_finished_run_tells_its_loss() -> None:
    e = Experiment(**ONE_WEIGHT, alpha=0.01, epochs=1)
    assert told(e) == "Finished: 1 epoch done, loss 770. It was still falling."


def test_a_finished_run_that_should_have_learned_says_that_it_did_not() -> None:
    e = Experiment(**ONE_WEIGHT, alpha=0.01, epochs=19, until=0.02)
    opening = "Finished without having learned: after 19 epochs the loss is 0.0245, not below 0.02."
    assert told(e) == f"{opening} It was still falling."


def test_a_finished_run_that_came_to_its_goal_is_not_falling() -> None:
    e = Experiment(**ONE_WEIGHT, alpha=0.01, epochs=100)
    assert told(e).startswith("Finished: 100 epochs done, loss ")
    assert "falling" not in told(e)
    assert "moves" not in told(e)


def test_a_loss_that_rose_at_the_end_was_no_longer_falling() -> None:
    e = LESSONS["or"].experiments[-1]  # its last goal is 0: XOR for one neuron
    assert trained(replace(e, epochs=e.epochs + 1)).loss > trained(e).loss
    assert told(e).endswith("It was no longer falling.")
    early = replace(e, epochs=2)
    assert trained(replace(e, epochs=3)).loss < trained(early).loss
    assert told(early).endswith("It was still falling.")


JITTER: dict[str, Any] = {
    "inputs": ((1.0,), (1.0,), (1.0,)), "goals": ((0.0,), (1.0,), (1.0,)), "order": "shuffled",
}  # fmt: skip


@pytest.mark.parametrize("epochs", [600, 603, 700, 701, 801, 901, 1000])
def test_a_loss_that_only_wavers_with_the_order_is_said_to_go_nowhere(epochs: int) -> None:
    assert "falling" not in told(Experiment(**JITTER, alpha=0.3, epochs=epochs))
    early = Experiment(**JITTER, alpha=0.001, epochs=30)
    assert told(early).endswith("It was still falling.")


def test_a_paused_run_tells_where_it_stands() -> None:
    run = Run(Experiment(**ONE_WEIGHT, alpha=0.01)).to(2)
    assert told(run) == "Paused at epoch 2, loss 433."


# The jumps over the goal. alpha/limit: 0.08 is the limit, 0.04 lands in one update.

LESS = "Every update jumped over the goal, each time by less."
AS_FAR = "Every update jumped over the goal, each time as far as before."
FARTHER = "Each update jumped farther past the goal than the one before."


def deltas(e: Experiment, updates: int) -> list[float]:
    """Give how far the prediction of the only row is from its goal, after each update."""
    run, (x, goal) = Run(e), (e.inputs[0][0], e.goals[0][0])
    found = [x * float(run.parameters[0]) - goal]
    while len(found) <= updates:
        run.advance(run.step + 1)
        found.append(x * float(run.parameters[0]) - goal)
    return found


@pytest.mark.parametrize(
    ("alpha", "claim"),
    [
        (0.039, ""),
        (0.04, ""),
        (0.041, LESS),
        (0.07, LESS),
        (0.0799, LESS),
        (0.08, AS_FAR),
        (0.0801, FARTHER),
        (0.09, FARTHER),
    ],
)
def test_jumps_are_told_where_they_happen(alpha: float, claim: str) -> None:
    e = Experiment(**ONE_WEIGHT, alpha=alpha)
    found, run = deltas(e, 5), Run(e).to(5)
    pairs = list(pairwise(found))
    jumped = all(before * after < 0 for before, after in pairs)
    ratios = [abs(after / before) for before, after in pairs if before]
    assert jumped == bool(claim)
    if claim:
        measured = {LESS: max(ratios) < 1, FARTHER: min(ratios) > 1}
        assert measured.get(claim, max(ratios) == pytest.approx(min(ratios)) == 1)
    assert [text for text in (LESS, AS_FAR, FARTHER) if text in told(run)] == [claim] * bool(claim)


def test_the_first_three_lessons_learn_or_jump() -> None:
    e = Experiment(**ONE_WEIGHT, alpha=0.07, until=0.02)
    assert told(e) == f"Learned at epoch 20: the loss fell below 0.02. {LESS}"


@pytest.mark.parametrize(
    "settings",
    [
        {"alpha": 0.07, "epochs": 400},  # by then it stands at the goal
        {"alpha": 0.01, "epochs": 9, "changes": (Change(3, "alpha", 0.07),)},  # not every update
        {"alpha": 0.07, "epochs": 9, "changes": (Change(3, "o1.x1", 2.0),)},
    ],
    ids=str,
)
def test_not_every_update_jumped(settings: dict[str, Any]) -> None:
    assert "Every update" not in told(Experiment(**ONE_WEIGHT, **settings))


def test_several_rows_have_no_one_goal_to_jump_over() -> None:
    text = told(Experiment(**POINTS, batch=FULL, alpha=0.12, epochs=9))
    assert "jumped" not in text


# Out of hand


def test_a_run_that_finished_out_of_hand_says_so() -> None:
    e = Experiment(**ONE_WEIGHT, alpha=0.09, epochs=30)
    assert "more than 10 times what it was; alpha 0.09 is too large here." in told(e)
    assert "out of hand" not in told(Experiment(**ONE_WEIGHT, alpha=0.079, epochs=30))


# Stuck: alpha is 0, jumping, rows against each other, units off, saturated: test_standstill.py


def test_a_stuck_run_tells_that_it_is_and_why() -> None:
    text = told(Experiment(alpha=0.0, epochs=200))
    assert "It is stuck: the loss is where it was 200 epochs before." in text
    assert "a whole epoch" not in text
    assert text.endswith("Alpha is 0, so no update changes anything.")
    assert "stuck" not in told(Experiment(**ONE_WEIGHT, alpha=0.001, epochs=200))


def test_a_run_that_does_not_move_before_it_can_be_called_stuck_says_why_too() -> None:
    two: dict[str, Any] = {"inputs": ((1.0,), (2.0,)), "goals": ((2.0,), (1.0,))}
    text = told(Experiment(**two, alpha=0.0, epochs=3, order="shuffled"))
    assert text.endswith("It no longer moves. Alpha is 0, so no update changes anything.")


def test_a_run_at_rest_is_told_so_after_one_epoch_and_why() -> None:
    text = told(Run(Experiment(alpha=0.0)).to(1))
    assert "It is stuck: a whole epoch of updates changed no weight." in text
    assert text.endswith("Alpha is 0, so no update changes anything.")
    assert "200" not in text
    assert "stuck" not in told(Run(Experiment(alpha=1e-9)).to(1))


def test_a_paused_run_that_is_stuck_says_why() -> None:
    run = Run(Experiment(alpha=0.0)).to(200)
    assert "It is stuck" in told(run)
    still = replace(run.experiment, order="shuffled")  # of which one epoch says nothing
    assert "It is stuck" in told(Run(still).to(200))
    assert "It is stuck" not in told(Run(still).to(199))


# As low as it gets

LOWEST = "That is the lowest loss that this network can reach with these rows."


def test_a_line_through_three_points_is_as_low_as_it_gets() -> None:
    text = told(Experiment(**POINTS, batch=FULL, alpha=0.1))
    assert text == f"Finished: 1 000 epochs done, loss 0.0556. {LOWEST}"
    assert LOWEST not in told(Experiment(**POINTS, batch=FULL, alpha=0.1, epochs=50))


def test_row_by_row_a_line_comes_near_and_the_lowest_is_told() -> None:
    text = told(Experiment(**POINTS, alpha=0.01, epochs=3000))
    ending = "loss 0.0558. The lowest that this network can reach with these rows is 0.0556."
    assert text.endswith(ending)
    far = told(Experiment(**POINTS, alpha=0.1))
    assert "lowest" not in far
    assert "The rows pull against each other" in far


def test_equal_rows_with_unequal_goals_can_be_learned_by_no_network() -> None:
    equal: Table = ((1.0,), (1.0,))
    fixed: dict[str, Any] = {"goals": ((0.0,), (1.0,)), "hidden": (3,), "batch": FULL}
    e = Experiment(inputs=equal, activation=("tanh",), **fixed)
    assert told(e).endswith(f"loss 0.25. {LOWEST}")
    unlike = Experiment(inputs=((1.0,), (1.1,)), activation=("tanh",), **fixed)
    assert "lowest" not in told(unlike)


# Goals beyond the range of the output

SEVEN = "the output gives 0 … 1; goal 7 cannot be reached."


@pytest.mark.parametrize("epochs", [20, 300, 3000])
def test_a_goal_that_can_never_be_reached_is_told(epochs: int) -> None:
    e = Experiment(goals=((7.0,),), output="sigmoid", epochs=epochs, alpha=5.0)
    assert told(e).endswith(f"It cannot fall below 36: {SEVEN}")
    assert trained(e).loss >= 36
    within = Experiment(goals=((1.0,),), output="sigmoid", epochs=epochs, alpha=5.0)
    assert "reached" not in told(within)


def test_a_goal_out_of_reach_is_told_where_others_hold_the_loss() -> None:
    e = Experiment(
        inputs=((1.0,), (0.0,)), goals=((7.0,), (0.0,)), output="sigmoid", weights=(-9.0,), epochs=3
    )
    assert f" {SEVEN[0].upper()}{SEVEN[1:]}" in told(e)
    assert "cannot fall below" not in told(e)


# Diverged: test_divergence.py


def test_a_diverged_run_gives_its_advice() -> None:
    found = whole(verdict(trained(Experiment(**ONE_WEIGHT, alpha=0.2)).moment))
    assert found.sentence.startswith("Diverged at epoch 254: ")
    assert found.alpha == 0.04
    assert whole(verdict(trained(Experiment(**ONE_WEIGHT, alpha=0.02)).moment)).alpha is None


@pytest.mark.parametrize("alpha", [0.01, 0.07, 0.08, 0.09])
def test_looking_at_a_run_changes_nothing(alpha: float) -> None:
    run = Run(Experiment(**ONE_WEIGHT, alpha=alpha, epochs=300)).to(250)
    before = run.parameters.copy(), run.watch
    told(run)
    assert (np.array_equal(run.parameters, before[0]), run.watch) == (True, before[1])
