"""The updates themselves, held to a plain textbook loop."""

from dataclasses import replace
from itertools import takewhile
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.experiment import FULL, Experiment
from app.network.arrays import FloatArray
from app.network.initializers import initial_parameters
from app.run import numpy_engine as module
from app.run.numpy_engine import update_beside
from tests.support.engines import first_state, numpy_engine
from tests.support.strategies import seeds, trainings
from tests.support.textbook import textbook_training

ROWS = {"inputs": ((1.0,), (2.0,), (-3.0,)), "goals": ((1.0,), (0.0,), (2.0,))}


def trained(e: Experiment, updates: int, step: int = 0) -> FloatArray:
    """Give the parameters after each of the first updates."""
    return numpy_engine(e, step=step).advance(updates).parameters


def line(**settings: Any) -> Experiment:
    """Make one weight that starts at 0.5 before three rows."""
    return Experiment(**{**ROWS, "weights": (0.5,), "alpha": 0.125, **settings})


@settings(max_examples=150)
@given(e=trainings())
def test_training_is_the_textbooks(e: Experiment) -> None:
    received = trained(e, min(e.updates, 25))
    expected = textbook_training(e, e.start().tolist(), len(received))
    calm = len(list(takewhile(lambda state: max(map(abs, state)) < 100, expected)))
    assert calm > 0
    assert received[:calm] == pytest.approx(np.array(expected[:calm]), rel=1e-12, abs=1e-12)


@settings(max_examples=25)
@given(e=trainings(output="tanh", activation=("sigmoid",), alpha=0.05))
def test_nudging_trains_nearly_the_same(e: Experiment) -> None:
    nudged = trained(replace(e, derivative="numerical"), 10)
    assert nudged == pytest.approx(trained(e, 10), rel=1e-6, abs=1e-7)


@given(e=trainings(rule="delta"))
def test_delta_rule_is_the_gradient_with_half_of_alpha(e: Experiment) -> None:
    gradient = replace(e, rule="gradient", alpha=e.alpha / 2)
    assert trained(e, 20).tobytes() == trained(gradient, 20).tobytes()


def test_delta_rule_halves_the_nudged_gradient_too() -> None:
    e = line(derivative="numerical", rule="delta")
    gradient = replace(e, rule="gradient", alpha=e.alpha / 2)
    assert trained(e, 5) == pytest.approx(trained(gradient, 5), rel=1e-12)


def test_an_update_is_parameter_minus_alpha_times_gradient() -> None:
    # Row 1: w = 0.5, x = 1, goal 1: gradient 2 (0.5 - 1) 1 = -1. Row 2: 2 (1.25 - 0) 2 = 5.
    assert trained(line(), 2).ravel().tolist() == [0.5 + 0.125, 0.625 - 0.125 * 5]


@pytest.mark.parametrize(("reduce", "share"), [("mean", 3), ("sum", 1)])
def test_a_batch_takes_the_mean_or_the_sum_of_its_rows(reduce: Any, share: int) -> None:
    # Gradients of the rows at w = 0.5: 2 (-0.5) 1, 2 (1) 2 and 2 (-3.5) (-3).
    expected = 0.5 - 0.125 * (-1 + 4 + 21) / share
    received = trained(line(batch=FULL, reduce=reduce), 1)
    assert received.ravel().tolist() == [expected]


@pytest.mark.parametrize(("reduce", "share"), [("mean", 2), ("sum", 1)])
def test_the_last_smaller_batch_counts_in_full(reduce: Any, share: int) -> None:
    inputs, goals = ((1.0,), (2.0,), (-3.0,), (1.0,), (2.0,)), ((0.0,),) * 5
    e = line(inputs=inputs, goals=goals, batch=3, reduce=reduce)
    first, second = trained(e, 2).ravel()
    # The last two rows, with goals of 0: 2 (w · 1) 1 and 2 (w · 2) 2.
    assert second == first - 0.125 * ((2 * first + 8 * first) / share)


def test_all_gradients_are_taken_before_any_parameter_changes() -> None:
    e = Experiment(inputs=((1.0,),), goals=((0.0,),), hidden=(1,), activation=("linear",),
                   weights=(2.0, 3.0), alpha=0.25, rule="delta")  # fmt: skip
    # prediction 6: the weight below gets 6 · 3, the weight above 6 · 2, both from the old weights.
    assert trained(e, 1).tolist() == [[2 - 0.25 * 18, 3 - 0.25 * 12]]


@given(e=trainings(), n=st.integers(0, 12), m=st.integers(0, 12))
def test_n_updates_then_m_are_n_plus_m(e: Experiment, n: int, m: int) -> None:
    engine = numpy_engine(e)
    cut = np.concatenate([engine.advance(n).parameters, engine.advance(m).parameters])
    assert cut.tobytes() == trained(e, n + m).tobytes()


@given(e=trainings(), n=st.integers(1, 12))
def test_training_can_be_taken_up_at_any_update(e: Experiment, n: int) -> None:
    whole = trained(e, n + 10)
    resumed = numpy_engine(e, whole[n - 1], step=n).advance(10).parameters
    assert resumed.tobytes() == whole[n:].tobytes()


@settings(max_examples=25)
@given(e=trainings(), runs=st.sampled_from([1, 2, 256]))
def test_a_run_among_many_is_the_run_alone(e: Experiment, runs: int) -> None:
    starts = np.array([initial_parameters(e.architecture, "uniform", seed) for seed in range(runs)])
    alphas = np.linspace(0, 0.1, runs)
    together = numpy_engine(e, starts, alphas).advance(12).parameters
    assert together.shape == (12, runs, e.architecture.n_parameters)
    for run in {0, runs // 2, runs - 1}:
        alone = numpy_engine(e, starts[run], float(alphas[run])).advance(12).parameters
        assert together[:, run] == pytest.approx(alone, rel=1e-12, abs=1e-13)


def test_many_runs_may_nudge() -> None:
    e = line(derivative="numerical")
    together = numpy_engine(e, np.array([[0.5], [2.0]]), 0.1).advance(3).parameters
    for run, weight in enumerate((0.5, 2.0)):
        alone = numpy_engine(e, np.array([weight]), 0.1).advance(3).parameters
        assert together[:, run] == pytest.approx(alone, rel=1e-12)


@given(e=trainings(alpha=0.0))
def test_alpha_0_changes_nothing(e: Experiment) -> None:
    assert set(map(bytes, trained(e, 8))) == {e.start().tobytes()}


@given(e=trainings(), seed=seeds)
def test_same_seed_trains_the_same_and_another_does_not(e: Experiment, seed: int) -> None:
    assert trained(e, 8).tobytes() == trained(e, 8).tobytes()
    if seed != e.seed:
        assert trained(replace(e, seed=seed), 8).tobytes() != trained(e, 8).tobytes()


def test_parameters_are_copied() -> None:
    parameters = np.array([0.5])
    engine = numpy_engine(line(), parameters)
    states = engine.advance(2)
    engine.advance(2)
    assert parameters.tolist() == [0.5]
    assert states.parameters.ravel().tolist() == [0.625, 0.0]


def test_overflow_on_the_way_gives_no_warning() -> None:
    states = trained(line(alpha=1e6), 200)
    assert not np.isfinite(states[-1]).any()


@given(es=st.lists(trainings(), min_size=2, max_size=3), alpha=st.sampled_from([0.0, 0.02, 3.0]))
def test_an_update_beside_a_run_has_the_bits_of_an_engine_of_its_own(
    es: list[Experiment], alpha: float
) -> None:
    others = [replace(e, alpha=alpha, goals=e.goals[::-1], seed=e.seed // 2) for e in es]
    for e in (*es, *others, *es):  # engines stay, and serve whoever is trained alike
        step = min(3, e.updates - 1)
        beside, own = update_beside(e, first_state(e), step), numpy_engine(e, step=step).update()
        assert beside is not None
        assert own is not None
        assert beside.gradient.tobytes() == own.gradient.tobytes()
        assert beside.state.parameters.tobytes() == own.state.parameters.tobytes()


def test_few_engines_stay_for_updates_beside_runs() -> None:
    for units in range(1, module.SPARE + 5):
        e = line(weights="uniform", hidden=(units,))
        update_beside(e, first_state(e), 0)
    assert len(module._spare) == module.SPARE


def test_an_update_that_takes_long_is_left_to_an_engine_that_makes_it_in_parts() -> None:
    rows = tuple((float(row),) for row in range(9))
    small = Experiment(inputs=rows, goals=rows, hidden=(2,), batch=FULL, derivative="numerical")
    large = replace(small, hidden=(32, 32))
    assert update_beside(small, first_state(small), 0)
    assert update_beside(large, first_state(large), 0) is None
