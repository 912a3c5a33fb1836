"""The loss along one parameter."""

from dataclasses import replace
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given

from app.experiment import Experiment
from app.insight import slices
from app.insight.curve import SAMPLES
from app.insight.frame_history import FrameHistory
from app.insight.pieces import whole
from app.insight.slices import Slice
from app.insight.window import Window
from app.lessons import LESSONS
from app.options.changes import Change
from app.run.run import Run
from tests.support.gradients import central_difference
from tests.support.strategies import trainings
from tests.support.textbook import textbook_loss

ONE_WEIGHT: dict[str, Any] = {"weights": (1.0,), "alpha": 0.01, "rule": "delta"}


def slice_along(run: Run, name: str, before: Window | None = None) -> Slice:
    history = FrameHistory(run.parameters.size)
    return whole(slices.slice_along(run.moment, history, name, before))


def test_one_weight_gives_a_parabola_with_both_walls_and_its_bottom() -> None:
    seen = slice_along(Run(Experiment(**ONE_WEIGHT)), "o1.x1")
    assert (seen.parameter, seen.value, seen.bottom) == ("o1.x1", 1.0, 8.4)
    assert (len(seen.weights), seen.weights[0], seen.weights[-1]) == (SAMPLES, -2.0, 18.0)
    assert seen.losses == pytest.approx((5 * seen.weights - 42) ** 2, rel=1e-13)
    assert (seen.step, seen.landing.weight) == (1.85, 2.85)


def test_slope_is_the_true_derivative_whatever_the_rule() -> None:
    for rule in ("delta", "gradient"):
        run = Run(Experiment(**{**ONE_WEIGHT, "rule": rule}))
        assert slice_along(run, "o1.x1").slope == 2 * (5 - 42) * 5


@given(e=trainings(output="tanh", activation=("sigmoid",)))
def test_slope_is_the_central_difference_of_the_loss(e: Experiment) -> None:
    run = Run(e)
    parameters = run.parameters.tolist()
    expected = central_difference(lambda p: textbook_loss(e, p), parameters)
    for name, slope in zip(e.architecture.parameter_names, expected, strict=True):
        assert slice_along(run, name).slope == pytest.approx(slope, rel=1e-6, abs=1e-9)


@given(e=trainings())
def test_curve_is_the_textbooks(e: Experiment) -> None:
    run = Run(e)
    seen = slice_along(run, e.architecture.parameter_names[-1])
    for at in (0, SAMPLES // 2, SAMPLES - 1):
        parameters = [*run.parameters[:-1].tolist(), float(seen.weights[at])]
        assert seen.losses[at] == pytest.approx(textbook_loss(e, parameters), rel=1e-11, abs=1e-13)


@given(e=trainings(epochs=3))
def test_ball_lands_where_the_coming_update_takes_the_weight(e: Experiment) -> None:
    assume(e.updates > 1)
    run = Run(e)
    run.advance(1)
    seen = slice_along(run, e.architecture.parameter_names[0])
    along = run.parameters.copy()
    along[0] = seen.landing.weight
    assert seen.landing.loss == run.loss_of(along)
    assert run.advance(2).parameters[0][0] == seen.landing.weight


def test_ball_uses_the_alpha_of_the_time() -> None:
    run = Run(Experiment(**ONE_WEIGHT, changes=(Change(0, "alpha", 0.0),)))
    seen = slice_along(run, "o1.x1")
    assert (seen.landing.weight, seen.landing.loss) == (1.0, run.loss)


def test_window_stays_until_something_leaves_it_and_then_grows() -> None:
    e = Experiment(**{**ONE_WEIGHT, "alpha": 0.09}, epochs=20000)
    run, window, widths = Run(e), None, []
    for step in range(40):
        seen = slice_along(run.to(step), "o1.x1", window)
        assert seen.window.holds([seen.value, seen.landing.weight, 8.4])
        if window is not None and window.holds([seen.value, seen.landing.weight]):
            assert seen.window == window
        window = seen.window
        widths.append(window.high - window.low)
    assert widths == sorted(widths)
    assert widths[0] == 40.0
    assert widths[-1] > 1e4
    assert all(f"{width / 2:.0e}"[0] in "125" for width in widths)


def test_the_window_of_a_run_that_learns_never_moves() -> None:
    run, windows = Run(Experiment(**ONE_WEIGHT)), set()
    window = None
    for step in range(60):
        window = slice_along(run.to(step), "o1.x1", window).window
        windows.add(window)
    assert windows == {Window(-2.0, 18.0)}
    assert slice_along(run, "o1.x1").window == Window(-2.0, 18.0)  # as after a reload


def test_a_window_of_another_run_is_given_up() -> None:
    seen = slice_along(Run(Experiment(**ONE_WEIGHT)), "o1.x1", Window(1e6, 1.1e6))
    assert seen.window == Window(-2.0, 18.0)


def test_the_coming_batch_has_a_curve_of_its_own() -> None:
    e = LESSONS["xor"].experiment
    seen = slice_along(Run(e).to(2), "o1.h1")
    assert seen.rows == [3]
    alone = replace(e, inputs=e.inputs[2:3], goals=e.goals[2:3])
    at = Run(e).to(2).parameters.copy()
    for k in (0, 30, 60):
        at[e.architecture.parameter_names.index("o1.h1")] = seen.weights[k]
        assert seen.batch_losses[k] == pytest.approx(Run(alone).loss_of(at), rel=1e-12)
    assert not np.array_equal(seen.losses, seen.batch_losses)


@given(e=trainings(epochs=3))
def test_the_arrow_is_minus_alpha_times_what_the_update_uses(e: Experiment) -> None:
    for step in range(min(3, e.updates)):
        run = Run(e).to(step)
        name = e.architecture.parameter_names[-1]
        seen = slice_along(run, name)
        assert seen.step == -e.alpha * seen.used
        assert seen.landing.weight == seen.value + seen.step
        if len(seen.rows) == e.rows:
            assert np.array_equal(seen.losses, seen.batch_losses)
            assert seen.batch_loss == run.loss


@given(e=trainings(batch=1, rule="gradient", output="tanh", activation=("sigmoid",)))
def test_what_the_update_uses_is_the_slope_of_the_batchs_own_curve(e: Experiment) -> None:
    run = Run(e)
    name = e.architecture.parameter_names[0]
    seen = slice_along(run, name)
    (row,) = seen.rows
    alone = replace(e, inputs=e.inputs[row - 1 : row], goals=e.goals[row - 1 : row], names=((), ()))
    expected = central_difference(lambda p: textbook_loss(alone, p), run.parameters.tolist())[0]
    assert seen.used == pytest.approx(expected, rel=1e-6, abs=1e-9)


def test_a_batch_of_some_rows_has_the_mean_of_their_losses() -> None:
    e = replace(LESSONS["xor"].experiment, batch=2)
    seen = slice_along(Run(e).to(1), "o1.h1")
    assert seen.rows == [3, 4]
    some = replace(e, inputs=e.inputs[2:], goals=e.goals[2:])
    at = Run(e).to(1).parameters.copy()
    assert seen.batch_loss == pytest.approx(Run(some).loss_of(at), rel=1e-12)
    for k in (0, 30, 60):
        at[e.architecture.parameter_names.index("o1.h1")] = seen.weights[k]
        assert seen.batch_losses[k] == pytest.approx(Run(some).loss_of(at), rel=1e-12)


def test_hops_since_the_frame_before_are_in_the_window() -> None:
    run = Run(Experiment(**{**ONE_WEIGHT, "alpha": 0.079}, epochs=20000))
    history = FrameHistory(1)
    history.add(run.advance(39))
    history.add(run.advance(run.step + 1))
    seen = whole(slices.slice_along(run.moment, history, "o1.x1"))
    assert seen.window.holds([weight for _, weight, _ in seen.hops])


def test_the_last_finite_update_of_a_diverged_run_can_be_drawn() -> None:
    e = Experiment(**{**ONE_WEIGHT, "alpha": 0.09}, epochs=20000)
    run = Run(e)
    run.to(e.updates)
    assert run.status == "diverged"
    seen = slice_along(run, "o1.x1")
    assert np.isfinite(seen.losses).all()
    assert seen.weights[0] <= seen.value <= seen.weights[-1]
    assert not np.isfinite(seen.landing.loss)
    assert "this step" not in seen.note.text
    assert "× " not in seen.note.text


def test_hops_are_every_update_since_the_frame_before() -> None:
    run = Run(Experiment(**{**ONE_WEIGHT, "alpha": 0.09}, epochs=20000))
    history = FrameHistory(1)
    history.add(run.advance(100))
    seen = whole(slices.slice_along(run.moment, history, "o1.x1"))
    steps = [step for step, _, _ in seen.hops]
    assert steps == list(range(steps[0], run.step + 1))
    assert len(steps) == min(40, run.step)
    for _, weight, loss in seen.hops:
        assert loss == pytest.approx((5 * weight - 42) ** 2, rel=1e-12)
    sides = [weight > 8.4 for _, weight, _ in seen.hops]
    assert all(a != b for a, b in pairwise(sides))  # from wall to wall


def test_a_bottom_that_lies_too_far_off_to_be_reckoned_is_not_told() -> None:
    e = Experiment(**{**ONE_WEIGHT, "alpha": 0.09}, epochs=20000)
    assert slice_along(Run(e).to(100), "o1.x1").bottom == pytest.approx(8.4, rel=1e-3)
    assert slice_along(Run(e).to(1000), "o1.x1").bottom is None


@pytest.mark.parametrize(
    ("name", "weight"), [("xor", "o1.h1"), ("streetlights", "o1.h1"), ("sigmoid-neuron", "o1.x1")]
)
def test_the_bottom_is_the_lowest_point_of_the_curve_or_none(name: str, weight: str) -> None:
    seen = slice_along(Run(LESSONS[name].experiment), weight)
    if seen.bottom is None:
        assert int(np.argmin(seen.losses)) in (0, SAMPLES - 1)
    else:
        near = np.abs(seen.weights - seen.bottom).argmin()
        assert seen.losses[near] == pytest.approx(seen.losses.min(), rel=0.05)


@given(e=trainings(epochs=2))
def test_drawing_a_slice_changes_nothing(e: Experiment) -> None:
    looked, alone = Run(e), Run(e)
    slice_along(looked, e.architecture.parameter_names[0])
    assert looked.parameters.tobytes() == alone.parameters.tobytes()
    assert (
        looked.advance(e.updates).parameters.tobytes()
        == alone.advance(e.updates).parameters.tobytes()
    )


def test_overflow_along_the_way_is_told_without_a_warning() -> None:
    e = Experiment(inputs=((1e153,),), goals=((0.0,),), weights=(1.0,))
    seen = slice_along(Run(e), "o1.x1")
    assert np.isfinite(seen.losses).all()
    assert not np.isfinite(seen.landing.loss)
    assert np.isfinite(seen.weights).all()
