"""Why a run stands still: each cause where it is the one, and close by where it is not."""

import re
from typing import Any

import numpy as np
import pytest

from app.experiment import FULL, Experiment
from app.insight.pieces import whole
from app.insight.standstill import why_still
from app.network.passes import backward
from app.options.changes import Change
from app.run.run import Run
from tests.support.runs import trained

ONE_WEIGHT: dict[str, Any] = {"weights": (1.0,), "rule": "delta"}
ONE_ROW: dict[str, Any] = {"inputs": ((1.0,),), "goals": ((1.0,),)}
XOR: dict[str, Any] = {
    "inputs": ((0.0, 0.0), (0.0, 1.0), (1.0, 0.0), (1.0, 1.0)),
    "goals": ((0.0,), (1.0,), (1.0,), (0.0,)), "output": "sigmoid", "bias": True, "alpha": 0.5,
}  # fmt: skip

PULL = "The rows pull against each other"


def why(run: Experiment | Run) -> str:
    run = trained(run) if isinstance(run, Experiment) else run
    return whole(why_still(run.moment))


# Alpha is 0


def test_alpha_0_is_told_and_nothing_else() -> None:
    assert why(Experiment(alpha=0.0)) == "Alpha is 0, so no update changes anything."
    assert "Alpha is 0" not in why(Experiment(alpha=1e-9))


def test_the_alpha_in_force_counts() -> None:
    e = Experiment(alpha=0.001, epochs=20, changes=(Change(9, "alpha", 0.0),))
    assert "Alpha is 0" in why(e)
    assert "Alpha is 0" not in why(Run(e).to(8))


# Jumping


def test_a_weight_that_jumps_between_two_points_names_both() -> None:
    e = Experiment(**ONE_WEIGHT, alpha=0.08, epochs=400)
    run = trained(e)
    assert [float(Run(e).to(400 + at).parameters[0]) for at in range(2)] == pytest.approx([1, 1])
    assert float(Run(e).to(399).parameters[0]) == pytest.approx(15.8)
    assert why(run).startswith("The weight jumps between 1 and 15.8: each update overshoots as far")


@pytest.mark.parametrize("alpha", [0.079, 0.001])
def test_a_weight_that_comes_to_rest_does_not_jump(alpha: float) -> None:
    assert "jump" not in why(Experiment(**ONE_WEIGHT, alpha=alpha, epochs=400))


def test_several_weights_jump_between_two_points() -> None:
    two: dict[str, Any] = {"inputs": ((3.0, 4.0),), "goals": ((1.0,),), "rule": "delta"}
    text = why(Experiment(**two, weights=(1.0, 1.0), alpha=0.08))
    assert text.startswith("The weights jump between two points: every second update takes them")
    assert "jump" not in why(Experiment(**two, weights=(1.0, 1.0), alpha=0.06))


def test_a_run_that_goes_round_among_four_points_says_so() -> None:
    # w ← w - alpha·2(w³ - w): with tied weights, period doubling on the way to chaos.
    e = Experiment(
        **ONE_ROW, hidden=(1,), activation=("linear",), weights=(0.9, 0.9), alpha=0.62, epochs=4000
    )
    points = [Run(e).to(3990 + at).parameters for at in range(5)]
    assert points[0] == pytest.approx(points[4])
    assert points[0] != pytest.approx(points[2])
    assert why(e).startswith("The weights jump round among 4 points, one an update.")


def test_the_last_digits_of_a_weight_do_not_jump() -> None:
    e = Experiment(
        inputs=((2.0, 1.0),), goals=((0.0,),), hidden=(2,), activation=("tanh",), output="tanh",
        seed=925, alpha=1.0, batch=FULL, rule="delta", epochs=210,
    )  # fmt: skip
    assert trained(e).loss < 1e-30
    assert "jump" not in why(e)


# Rows against each other


def test_rows_that_pull_against_each_other_in_one_batch() -> None:
    e = Experiment(**XOR, batch=FULL, epochs=20_000)
    run = trained(e)
    each = [backward(e.architecture, run.parameters, e.table[:, at : at + 1]) for at in range(4)]
    assert min(float(np.abs(seen.gradient).max()) for seen in each) > 0.1
    assert float(np.abs(sum(seen.gradient for seen in each)).max()) < 1e-6
    assert why(run) == f"{PULL}: their gradients add up to nothing."
    assert PULL not in why(Run(e).to(100))


def test_rows_that_undo_each_other_within_an_epoch() -> None:
    text = why(Experiment(**XOR, epochs=5000))
    assert text == f"{PULL}: what the update of one does, the others undo within the epoch."


def test_a_single_row_has_nobody_to_pull_against() -> None:
    assert PULL not in why(Experiment(**ONE_WEIGHT, alpha=0.08))


def test_rows_that_agree_do_not_pull() -> None:
    agreeing = XOR | {"goals": ((0.0,), (1.0,), (1.0,), (1.0,))}
    assert PULL not in why(Experiment(**agreeing, batch=FULL, epochs=5000))


# Units off


def test_units_that_are_off_for_every_row_are_named() -> None:
    e = Experiment(
        **{**XOR, "hidden": (3,), "output": "linear"}, batch=FULL,
        weights=(-1.0, -1.0, -0.5, 1.0, 1.0, 0.0, -2.0, 0.0, -1.0, 1.0, 0.0, 1.0, 0.0),
    )  # fmt: skip
    text = why(Run(e))
    assert text == "h₁ and h₃ are off for every row, so no gradient reaches their weights."


def test_a_unit_that_is_on_for_one_row_is_not_named() -> None:
    off: dict[str, Any] = {"hidden": (1,), "goals": ((1.0,), (1.0,)), "batch": FULL}
    e = Experiment(inputs=((1.0,), (2.0,)), weights=(-1.0, 1.0), **off)
    assert why(Run(e)) == "h₁ is off for every row, so no gradient reaches its weights."
    on = Experiment(inputs=((1.0,), (-2.0,)), weights=(-1.0, 1.0), **off)
    assert "off" not in why(Run(on))


def test_units_have_the_names_that_the_page_shows() -> None:
    named = Experiment(
        **{**ONE_ROW, "output": "relu", "weights": (-1.0,)}, names=(("age", "height"), ())
    )
    assert why(named).startswith("height is off for every row")
    deep = Experiment(**ONE_ROW, hidden=(1, 1), weights=(1.0, -1.0, 1.0))
    assert why(deep).startswith("h₂.₁ is off for every row")


def test_many_units_are_counted() -> None:
    e = Experiment(**ONE_ROW, hidden=(6,), weights=(*[-1.0] * 6, *[1.0] * 6))
    assert why(e).startswith("h₁, h₂, h₃ and 3 more are off for every row")


# Saturated


@pytest.mark.parametrize(("output", "weight"), [("sigmoid", 40.0), ("tanh", -20.0)])
def test_a_saturated_unit_is_named(output: str, weight: float) -> None:
    e = Experiment(inputs=((1.0,),), goals=((0.0,),), output=output, weights=(weight,), epochs=9)
    assert why(e) == (
        "output is saturated: for every row it stands where the curve is flat, so that hardly any "
        "gradient passes."
    )


def test_a_unit_that_is_steep_for_one_row_is_not_saturated() -> None:
    rows: dict[str, Any] = {"goals": ((0.0,), (0.0,)), "output": "sigmoid", "weights": (40.0,)}
    assert "saturated" in why(Run(Experiment(inputs=((1.0,), (2.0,)), **rows)))
    assert "saturated" not in why(Run(Experiment(inputs=((1.0,), (0.01,)), **rows)))


# No gradient


def test_zero_weights_let_nothing_through() -> None:
    zeros: dict[str, Any] = {**ONE_ROW, "hidden": (2,), "activation": ("tanh",)}
    assert why(Experiment(**zeros, weights="zeros")) == (
        "All weights are 0: nothing passes through them, so no gradient comes back."
    )
    assert "All weights are 0" not in why(Experiment(**zeros, weights=(0.0, 0.0, 0.0, 1.0)))


def test_an_input_of_0_has_no_gradient() -> None:
    e = Experiment(inputs=((0.0,),), weights=(1.0,))
    assert why(e) == "No row has a gradient here, so no update changes anything."


@pytest.mark.parametrize("alpha", [1e-13, 1e-17])
def test_an_alpha_that_is_merely_tiny_is_named(alpha: float) -> None:
    two: dict[str, Any] = {"inputs": ((1.0,), (2.0,)), "goals": ((1.0,), (2.0,)), "weights": (0.0,)}
    text = why(Experiment(**two, alpha=alpha))
    assert re.fullmatch(r"Alpha 1×10\S+ is so small that the loss does not move, .*", text)
    assert trained(Experiment(**two, alpha=0.01)).loss < 1e-6
    lowest = Experiment(**{**two, "goals": ((1.0,), (4.0,))}, batch=FULL, alpha=0.1)
    assert "so small" not in why(lowest)
    assert "so small" not in why(Experiment(**XOR, batch=FULL, epochs=20_000))


def test_a_run_that_is_too_long_to_look_ahead_says_what_it_can() -> None:
    rows = 2500
    e = Experiment(
        inputs=((1.0,),) * rows, goals=((1.0,),) * rows, hidden=(1,), weights=(-1.0, 1.0), epochs=1,
    )  # fmt: skip
    assert why(Run(e)) == "h₁ is off for every row, so no gradient reaches its weights."


def test_looking_for_the_cause_leaves_the_run_alone() -> None:
    run = Run(Experiment(**ONE_WEIGHT, alpha=0.08)).to(10)
    before = run.parameters.copy()
    why(run)
    assert (run.parameters == before).all()
