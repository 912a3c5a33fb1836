"""How a run stands or ended, in words."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.experiment import FULL, Experiment
from app.insight.stability import stable_alpha
from app.insight.verdict import advised_alpha, place, sentence
from app.options.changes import Change
from app.run.run import Run
from tests.support.runs import trained

ONE_WEIGHT: dict[str, Any] = {"weights": (1.0,), "rule": "delta"}
FOUR_ROWS: dict[str, Any] = {"inputs": ((1.0,),) * 4, "goals": ((1.0,),) * 4}


def told(e: Experiment) -> str:
    return sentence(trained(e).moment).replace("\u202f", " ")


def test_a_place_is_an_epoch_where_epochs_are_updates() -> None:
    assert place(Experiment(), 1204).replace("\u202f", " ") == "epoch 1 204"


def test_a_place_names_the_update_where_it_is_another_number() -> None:
    assert place(Experiment(**FOUR_ROWS), 9) == "epoch 2 (update 9)"


def test_a_learned_run_tells_where_and_below_what() -> None:
    e = Experiment(**ONE_WEIGHT, alpha=0.01, until=0.02)
    assert told(e) == "Learned at epoch 20: the loss fell below 0.02."


def test_a_finished_run_tells_its_loss() -> None:
    e = Experiment(**ONE_WEIGHT, alpha=0.01, epochs=1)
    assert told(e) == "Finished: 1 epochs done, loss 770."


def test_a_paused_run_tells_where_it_stands() -> None:
    run = Run(Experiment(**ONE_WEIGHT, alpha=0.01)).to(2)
    assert sentence(run.moment) == "Paused at epoch 2, loss 433."


def test_a_diverged_run_tells_the_limit_where_there_is_one() -> None:
    # Each update multiplies the loss by 16: 1369 · 16²⁵⁴ is the first beyond 1.8e308.
    text = told(Experiment(**ONE_WEIGHT, alpha=0.2))
    assert text.startswith("Diverged at epoch 254: ")
    assert "With alpha 0.2 every update overshoots" in text
    assert text.endswith("alpha must stay below 0.08.")


def test_a_limit_of_several_batches_is_told_as_the_cautious_one_it_is() -> None:
    # Rows of 1 and 2 in turn: the steeper one alone allows 2/4; together they bear more.
    rows: dict[str, Any] = {"inputs": ((1.0,), (2.0,)), "goals": ((1.0,), (2.0,)), "rule": "delta"}
    assert told(Experiment(**rows, alpha=5.0)).endswith("alpha is safe below 0.5.")
    together = told(Experiment(**rows, alpha=5.0, batch=FULL))
    assert "safe" not in together
    assert together.endswith("alpha must stay below 0.8.")


def test_a_diverged_run_with_hidden_units_tells_to_try_a_smaller_alpha() -> None:
    text = told(Experiment(**FOUR_ROWS, hidden=(2,), activation=("linear",), alpha=1e3))
    assert "Alpha 1000 makes steps so large" in text
    assert "Try an alpha below 1000" in text


def test_the_alpha_of_the_time_is_blamed() -> None:
    e = Experiment(**ONE_WEIGHT, alpha=0.01, changes=(Change(3, "alpha", 0.5),))
    assert "With alpha 0.5 " in told(e)


def test_a_run_that_cannot_start_blames_the_numbers() -> None:
    text = told(Experiment(inputs=((1e300,),), weights=(1e300,)))
    assert text.startswith("Diverged at the start: ")
    assert text.endswith("Take smaller inputs, goals or weights.")


@pytest.mark.parametrize(
    ("settings", "why"),
    [
        ({"alpha": 0.0}, "Alpha is 0"),
        ({"hidden": (1,), "weights": (-1.0, 1.0)}, "Some ReLU units may be off for every row"),
        (
            {"hidden": (1,), "activation": ("tanh",), "weights": (0.0, 0.0)},
            "the gradients nearly 0",
        ),
    ],
)
def test_a_stuck_run_tells_why(settings: dict[str, Any], why: str) -> None:
    text = told(Experiment(**settings, epochs=200))
    assert "It is stuck: the loss no longer changes." in text
    assert why in text


@pytest.mark.parametrize(
    ("e", "advice"),
    [
        (Experiment(rule="delta", alpha=0.2), 0.04),
        (Experiment(rule="delta", alpha=0.08), 0.04),
        (Experiment(rule="delta", alpha=0.07), 0.007),
        (Experiment(hidden=(2,), alpha=3.0), 0.3),
        (Experiment(alpha=0.01, rule="delta", changes=(Change(5, "alpha", 1.0),)), 0.04),
    ],
)
def test_advice_is_half_the_limit_or_a_tenth(e: Experiment, advice: float) -> None:
    assert advised_alpha(e, 9) == advice


@given(alpha=st.floats(1e-6, 1e6), size=st.floats(1e-3, 1e3), hidden=st.booleans())
def test_advice_is_smaller_and_stable(alpha: float, size: float, hidden: bool) -> None:
    e = Experiment(inputs=((size,),), alpha=alpha, hidden=(1,) if hidden else ())
    advice, limit = advised_alpha(e, 0), stable_alpha(e)
    assert 0 < advice < alpha
    assert limit is None or advice < limit
