"""Alphas that are tried by training."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from app.experiment import FULL, Experiment
from app.insight import trials
from app.insight.pieces import PIECE, whole
from app.insight.stability import stable_alpha
from app.insight.trials import Trials, smaller_alphas, try_alphas, update_price
from app.options.changes import Change
from app.run.run import Run
from tests.support.runs import trained

WIDE: dict[str, Any] = {
    "inputs": ((1.0,), (2.0,)), "goals": ((1.0,), (3.0,)), "hidden": (2,), "activation": ("linear",)
}  # fmt: skip
E = Experiment(**WIDE, epochs=200)


@pytest.fixture(autouse=True)
def _forgetful() -> None:
    trials._kept.clear()


def tried(e: Experiment, *alphas: float) -> Trials:
    return whole(try_alphas(e, alphas))


def test_the_alphas_fall_by_thirds_and_tenths() -> None:
    assert smaller_alphas(E, 0.9)[:5] == [0.3, 0.09, 0.03, 0.009, 0.003]


def test_where_the_limit_is_known_they_begin_at_its_half() -> None:
    one = Experiment(rule="delta")
    assert smaller_alphas(one, 0.09)[:2] == [0.04, 0.01]
    assert smaller_alphas(one, 1e6)[0] == 0.04
    assert smaller_alphas(one, 0.03)[0] == 0.01


@pytest.mark.parametrize("alpha", [0.0, 1e-320, 1e-300, 1e6])
def test_every_alpha_is_smaller_and_above_0(alpha: float) -> None:
    assert all(0 < smaller < alpha for smaller in smaller_alphas(E, alpha))


def test_the_largest_that_stays_finite_and_gets_lower_is_found() -> None:
    finite = [a for a in (3.0, 1.0, 0.3, 0.1, 0.03) if trained(replace(E, alpha=a)).loss < 1]
    assert 0.03 in finite
    assert 3.0 not in finite
    told = tried(E, 3.0, 1.0, 0.3, 0.1, 0.03)
    assert told.found is not None
    assert told.found.alpha == finite[0]
    assert told.found.is_whole
    assert told.failed == tuple(a for a in (3.0, 1.0, 0.3, 0.1, 0.03) if a > finite[0])


def test_what_is_found_is_the_run_that_reset_starts() -> None:
    changed = replace(E, changes=(Change(3, "h1.x1", 1e9),))
    told = tried(changed, 0.03)
    assert told.found is not None
    again = trained(replace(E, alpha=0.03))
    assert (told.found.end.step, told.found.end.loss) == (again.step, again.loss)


def test_an_alpha_that_ends_no_lower_is_not_found() -> None:
    best = Experiment(
        inputs=((1.0,), (2.0,)), goals=((1.0,), (4.0,)), weights=(1.8,), epochs=9, batch=FULL
    )
    assert trained(replace(best, alpha=0.01)).loss >= trained(best, 0).loss
    assert tried(best, 0.01) == Trials(None, (0.01,))


def test_an_alpha_that_ends_lower_but_out_of_hand_is_not_found() -> None:
    swinging = Experiment(
        inputs=((2.0,),), goals=((-4.0,),), hidden=(1,), activation=("linear",), seed=42, epochs=15
    )
    end = trained(replace(swinging, alpha=0.1))
    assert (end.notice, end.loss < trained(swinging, 0).loss) == ("out of hand", True)
    assert tried(swinging, 0.1) == Trials(None, (0.1,))
    assert tried(swinging, 0.01).found is not None


def test_an_alpha_that_diverges_late_is_not_found_though_its_last_loss_is_lower() -> None:
    rows = ((1.0,), *((0.0,),) * 298, (1e155,))  # the last of which no weight can bear
    late = Experiment(inputs=rows, goals=((0.0,),) * 300, weights=(0.01,), alpha=0.4, epochs=1)
    end = trained(late)
    assert (end.status, end.diverged_at) == ("diverged", 300)
    assert end.loss < trained(late, 0).loss
    assert tried(late, 0.4) == Trials(None, (0.4,))


def test_no_alphas_find_nothing() -> None:
    assert tried(E) == Trials(None, ())


LONG = replace(E, epochs=100_000)


def test_a_trial_that_is_too_much_work_is_cut_and_not_offered() -> None:
    told = tried(LONG, 3.0, 0.001)
    assert told.found is None
    assert told.failed == (3.0,)
    (cut,) = told.cut
    assert (cut.alpha, cut.is_whole) == (0.001, False)
    assert 0 < cut.end.step * update_price(LONG) <= trials.WORK
    assert cut.end.loss < trained(LONG, 0).loss / 2
    assert tried(replace(E, epochs=200), 0.001).cut == ()


def test_a_trial_that_is_cut_is_offered_where_it_can_never_diverge() -> None:
    e = Experiment(inputs=((1.0,), (2.0,)), goals=((1.0,), (4.0,)), epochs=200_000)
    half = (stable_alpha(e) or 0) / 2
    told = tried(e, half)
    assert told.found is not None
    assert not told.found.is_whole
    assert tried(e, half * 1.001).found is None
    best = replace(e, weights=(1.8,))  # it can only get worse from there
    assert tried(best, half).found is None


@pytest.mark.parametrize("e", [E, replace(E, epochs=50_000), replace(E, derivative="numerical")])
def test_the_work_is_bounded_whatever_the_run(
    e: Experiment, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = []
    advance = Run.advance

    def counted(run: Any, limit: int, asked: range | None = None) -> Any:
        block = advance(run, limit, asked)
        made.append(len(block) * update_price(e))
        return block

    monkeypatch.setattr("app.run.run.Run.advance", counted)
    tried(e, 0.3, 0.1, 0.03, 0.01)
    assert sum(made) <= trials.WORK
    assert max(made) <= max(PIECE, update_price(e))


def test_all_that_is_computed_comes_in_pieces() -> None:
    pieces = try_alphas(replace(E, epochs=5000), (0.1, 0.03))
    assert sum(1 for _ in pieces) > 50


def test_an_answer_that_is_kept_is_the_same() -> None:
    first = tried(E, 0.3, 0.03)
    assert tried(replace(E, alpha=9.0, changes=(Change(1, "alpha", 3.0),)), 0.3, 0.03) != Trials(
        None, ()
    )
    trials._kept.clear()
    again = tried(E, 0.3, 0.03)
    assert first.found is not None
    assert again.found is not None
    assert (first.found.alpha, first.failed) == (again.found.alpha, again.failed)
    assert np.array_equal(first.found.end.parameters, again.found.end.parameters)


def test_only_so_many_answers_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.insight.trials.KEPT", 2)
    for seed in range(5):
        tried(replace(E, epochs=2, seed=seed), 0.01)
    assert [e.seed for e, _ in trials._kept] == [3, 4]
