"""Why a run diverged, each claim measured another way, and advice that was tried."""

import re
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from app.experiment import FULL, Experiment
from app.insight.divergence import Verdict, divergence
from app.insight.pieces import whole
from app.options.changes import Change
from tests.support.runs import trained

ONE_WEIGHT: dict[str, Any] = {"weights": (1.0,), "rule": "delta"}
HIDDEN: dict[str, Any] = {
    "inputs": ((1.0,), (2.0,)), "goals": ((1.0,), (3.0,)), "hidden": (2,), "activation": ("linear",)
}  # fmt: skip


def found(e: Experiment) -> Verdict:
    run = trained(e)
    assert run.status == "diverged"
    told = whole(divergence(run.moment))
    return replace(told, sentence=told.sentence.replace("\u202f", " "))


def test_one_row_is_told_how_it_was_overshot_and_where_the_limit_is() -> None:
    # Each update multiplies the loss by 16: 1369 · 16²⁵⁴ is the first beyond 1.8e308.
    told = found(Experiment(**ONE_WEIGHT, alpha=0.2, until=0.02))
    assert told.sentence == (
        "Diverged at epoch 254: the numbers grew past what a computer can hold. With alpha 0.2 "
        "each update jumped farther past the goal than the one before; alpha must stay below 0.08. "
        "Tried from the start: alpha 0.04 learns at epoch 1."
    )
    assert told.alpha == 0.04


def test_several_rows_overshoot_along_their_steepest_direction() -> None:
    rows: dict[str, Any] = {"inputs": ((1.0,), (2.0,)), "goals": ((1.0,), (2.0,)), "rule": "delta"}
    told = found(Experiment(**rows, alpha=5.0, batch=FULL)).sentence
    assert "With alpha 5 the updates overshoot by more and more; alpha must stay below 0.8" in told
    assert "the goal" not in told


def test_a_limit_of_several_batches_is_told_as_the_cautious_one_it_is() -> None:
    rows: dict[str, Any] = {"inputs": ((1.0,), (2.0,)), "goals": ((1.0,), (2.0,)), "rule": "delta"}
    told = found(Experiment(**rows, alpha=5.0)).sentence
    assert "These inputs may not bear alpha 5: it is safe below 0.5." in told


def test_hidden_units_have_no_known_limit_and_a_smaller_alpha_is_tried() -> None:
    e = Experiment(**HIDDEN, alpha=5.0, until=0.2)
    told = found(e)
    assert told.alpha is not None
    again = trained(replace(e, alpha=told.alpha))
    assert again.status == "learned"
    assert "Alpha 5 is too large here." in told.sentence
    assert told.sentence.endswith(f"learns at epoch {again.moment.epoch} (update {again.step}).")


def test_where_no_smaller_alpha_does_better_none_is_offered() -> None:
    # One update from the best weight there is: any update can only raise the loss.
    best: dict[str, Any] = {"inputs": ((1.0,), (2.0,)), "goals": ((1.0,), (4.0,)), "rule": "delta"}
    told = found(Experiment(**best, weights=(1.8,), alpha=9.0))
    assert told.alpha is None
    assert "did no better." in told.sentence
    assert "too large" not in told.sentence


def test_the_alpha_of_the_time_is_blamed() -> None:
    e = Experiment(**ONE_WEIGHT, alpha=0.01, changes=(Change(3, "alpha", 0.5),))
    told = found(e)
    assert "With alpha 0.5 each update jumps farther" in told.sentence
    assert told.alpha == 0.04


def test_an_alpha_of_before_is_blamed_where_the_one_in_force_does_no_harm() -> None:
    changes = (Change(2, "alpha", 9.0), Change(5, "alpha", 0.01))
    told = found(Experiment(**HIDDEN, alpha=0.01, changes=changes))
    assert "An alpha of before threw it off." in told.sentence
    assert told.alpha == 0.01
    assert trained(Experiment(**HIDDEN, alpha=0.01)).status == "finished"


@pytest.mark.parametrize("value", [1e200, 1e154])
def test_an_edit_that_overflowed_is_blamed_and_no_alpha(value: float) -> None:
    told = found(Experiment(**ONE_WEIGHT, alpha=0.01, changes=(Change(5, "o1.x1", value),)))
    assert "x₁ → output being set to 1×10" in told.sentence
    assert "at epoch 5: without it the numbers would still be finite here." in told.sentence
    assert "lpha" not in told.sentence
    assert told.alpha is None


def test_an_edit_whose_overflow_came_later_is_blamed() -> None:
    e = Experiment(**HIDDEN, alpha=0.01, changes=(Change(5, "h1.x1", 1e3), Change(7, "o1.h1", 9.0)))
    told = found(e)
    assert trained(e).diverged_at != 7
    assert "weights being set by hand, the last h₁ → output" in told.sentence
    assert trained(replace(e, changes=())).status == "finished"


def test_an_edit_is_not_blamed_for_what_alpha_does() -> None:
    told = found(Experiment(**ONE_WEIGHT, alpha=0.2, changes=(Change(5, "o1.x1", 3.0),)))
    assert "being set" not in told.sentence
    assert told.alpha == 0.04


def test_a_run_that_cannot_start_blames_the_numbers() -> None:
    told = found(Experiment(inputs=((1e300,),), weights=(1e300,)))
    assert told.sentence.startswith("Diverged at the start: ")
    assert told.sentence.endswith("Take smaller inputs, goals or weights.")
    assert told.alpha is None


BREAKER: dict[str, Any] = {
    "inputs": ((0.4, 0.96), (0.14, 1.0), (-2.92, 2.75), (2.05, 0.0)),
    "goals": ((-0.35,), (-0.54,), (-1.0,), (0.56,)), "hidden": (2, 4),
    "activation": ("linear",) * 2, "order": "shuffled", "alpha": 1.9, "seed": 21,
}  # fmt: skip


def test_a_run_that_is_too_long_to_be_tried_is_told_so_and_nothing_is_offered() -> None:
    told = found(Experiment(**BREAKER, epochs=30_000))
    assert told.alpha is None
    assert re.search(
        r"Smaller alphas stay finite as far as they were tried \(0[.]\d+ up to epoch \d+ "
        r"\(update \d+\)\), but this run is too long to try one to its end[.]$",
        told.sentence,
    )
    short = found(Experiment(**BREAKER, epochs=100))
    assert short.alpha is not None
    assert "too long" not in short.sentence


def test_where_no_alpha_is_left_to_try_that_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.insight.divergence.smaller_alphas", lambda e, alpha: [])
    assert found(Experiment(**HIDDEN, alpha=5.0)).sentence.endswith("no smaller alpha to try.")


# Diverging runs by the hundred: whatever is claimed is measured another way.

LIKELY = ("linear", "linear", "relu", "leaky_relu", "tanh", "sigmoid")


def anything(random: np.random.Generator) -> Experiment:
    """Draw data, network and training; about one in six diverges."""

    def table(columns: int, size: float) -> tuple[tuple[float, ...], ...]:
        values = np.round(random.uniform(-size, size, (rows, columns)), 2)
        return tuple(tuple(row) for row in values.tolist())

    def one_of(*values: Any) -> Any:
        return values[int(random.integers(len(values)))]

    rows, size = int(random.integers(1, 6)), float(10 ** random.uniform(-0.3, 1))
    hidden = tuple(int(units) for units in random.integers(1, 5, size=random.integers(3)))
    return Experiment(
        inputs=table(int(random.integers(1, 4)), size),
        goals=table(int(random.integers(1, 3)), 2.0),
        hidden=hidden,
        activation=tuple(one_of(*LIKELY) for _ in hidden) or ("relu",),
        output=one_of("linear", "linear", "leaky_relu", "relu"),
        bias=one_of(True, False),
        weights=one_of("uniform", "normal", "xavier", "he"),
        seed=int(random.integers(1000)),
        alpha=float(f"{10 ** random.uniform(-1.5, 1):.2g}"),
        batch=one_of(1, 2, FULL),
        order=one_of("given", "given", "shuffled"),
        rule=one_of("gradient", "delta"),
        reduce=one_of("mean", "sum"),
        derivative=one_of(*["analytic"] * 19, "numerical"),
        epochs=one_of(20, 60, 120, 120, 3000),
        until=one_of(0.0, 0.05),
    )


def diverging(count: int, seed: int) -> list[Experiment]:
    random = np.random.default_rng(seed)
    drawn: list[Experiment] = []
    while len(drawn) < count:
        e = anything(random)
        if trained(e).diverged_at:
            drawn.append(e)
    return drawn


def check(e: Experiment) -> bool:
    """Hold every claim against what is measured otherwise; tell whether an alpha was offered."""
    told, start = found(e), trained(e, 0).loss
    if told.alpha is not None:
        again = trained(replace(e, alpha=told.alpha))
        assert again.status != "diverged", told
        assert again.loss < start, told
        assert ("learns at" in told.sentence) <= (again.status == "learned"), told
        assert told.alpha < e.alpha
    words = ("Tried from the start: ", "as they were tried", "as it was tried", "alpha to try.")
    assert any(word in told.sentence for word in words), told
    assert ("did no better" in told.sentence) <= (told.alpha is None), told
    assert ("is too long to try" in told.sentence) <= (told.alpha is None), told
    assert ("too large here" in told.sentence) <= (told.alpha is not None), told
    x = e.table[: len(e.inputs[0]) + e.bias]
    if "must stay below" in told.sentence or "safe below" in told.sentence:
        factor = (1 if e.rule == "delta" else 2) / (e.rows if e.reduce == "mean" else 1)
        steepest = factor * float(np.linalg.eigvalsh(x @ x.T)[-1])  # of all rows together
        overshoots = e.alpha * steepest > 2
        assert ("must stay below" in told.sentence) <= overshoots, told
        assert not e.hidden
        assert e.output == "linear"
    assert ("past the goal" in told.sentence) <= (e.rows == 1), told
    return told.alpha is not None


@pytest.mark.slow
def test_no_advice_diverges_again_and_no_claim_is_false() -> None:
    offered = sum(check(e) for e in diverging(100, seed=6))
    assert offered >= 70
