"""What one frame shows comes from the very run on screen."""

from math import isfinite
from typing import Any

import numpy as np
import pytest
from hypothesis import given

from app.experiment import Experiment
from app.fields import as_dict
from app.insight import frame as frames
from app.insight.frame import Advice, Frame, ending
from app.insight.frame_history import FrameHistory
from app.insight.panels import FrameOptions
from app.insight.pieces import whole
from app.insight.slices import Slice
from app.insight.window import Window
from app.options.changes import Change
from app.run.block import Block
from app.run.run import Run
from tests.support.plain_run import plain_run
from tests.support.runs import trained
from tests.support.strategies import trainings

ONE_WEIGHT: dict[str, Any] = {"weights": (1.0,), "alpha": 0.01, "rule": "delta"}
NOTHING = FrameOptions()


def frame(run: Run, history: FrameHistory, options: FrameOptions) -> Frame:
    return whole(frames.frame(run.moment, history, options))


def shown_slice(seen: Frame) -> Slice:
    assert seen.slice is not None
    return seen.slice


def since(run: Run, *blocks: Block) -> FrameHistory:
    """Take in what happened since the frame before."""
    passed = FrameHistory(run.parameters.size)
    for block in blocks:
        passed.add(block)
    return passed


def test_first_frame_shows_the_start() -> None:
    run = Run(Experiment(**ONE_WEIGHT))
    shown = frame(run, since(run), NOTHING)
    assert (shown.step, shown.epoch, shown.loss, shown.alpha) == (0, 0, 1369.0, 0.01)
    assert (shown.weights.tolist(), shown.predictions.tolist()) == ([1.0], [[5.0]])
    assert shown.losses == [(0, 1369.0)]
    assert (shown.test_loss, shown.notice) == (None, None)
    assert not {"row", "slice"} & set(as_dict(shown))


@given(e=trainings())
def test_a_frame_shows_the_run_as_it_stands(e: Experiment) -> None:
    told, run = plain_run(e), Run(e)
    blocks = [run.advance(2), run.advance(e.updates)]
    shown = frame(run, since(run, *blocks), NOTHING)
    assert shown.weights.tobytes() == told.states[run.step]
    assert shown.loss == told.losses[run.step]
    assert shown.losses[-1] == (run.step, run.loss)
    assert shown.epoch == run.step // e.updates_per_epoch
    for step, loss in shown.losses:
        assert told.losses[step] == loss
    for step, state in shown.trail:
        assert told.states[step] == state.tobytes()


@given(e=trainings())
def test_a_frame_tells_every_rows_error(e: Experiment) -> None:
    run = Run(e)
    shown = frame(run, since(run), NOTHING)
    deltas = shown.predictions - np.array(e.goals)
    assert shown.row_errors == pytest.approx((deltas**2).sum(axis=1), rel=1e-12, abs=1e-300)
    assert shown.row_errors.mean() == pytest.approx(shown.loss, rel=1e-12, abs=1e-300)


def test_a_row_and_a_slice_are_shown_where_asked_for() -> None:
    run = Run(Experiment(**ONE_WEIGHT))
    shown = frame(run, since(run), FrameOptions(row=0, parameter="o1.x1"))
    assert shown.row is not None
    assert shown.slice is not None
    assert [layer.tolist() for layer in shown.row.activations] == [[5.0], [5.0]]
    assert shown.row.gradient.tolist() == [(5 - 42) * 5]
    landing = 1 - 0.01 * ((5 - 42) * 5)
    assert (shown.slice.landing.weight, shown.slice.landing.loss) == (
        landing,
        (landing * 5 - 42) ** 2,
    )
    assert shown.slice.step == -0.01 * ((5 - 42) * 5)
    assert shown.sum is not None
    assert len(shown.sum) == 4


def test_window_of_the_slice_is_the_one_that_was_asked_for_while_all_is_in_it() -> None:
    asked = FrameOptions(parameter="o1.x1", window=Window(-50.0, 50.0))
    run = Run(Experiment(**ONE_WEIGHT))
    assert shown_slice(frame(run, since(run), asked)).window == asked.window


def test_alpha_is_the_one_of_the_time() -> None:
    run = Run(Experiment(**ONE_WEIGHT, changes=(Change(2, "alpha", 0.5),)))
    alphas = []
    for step in (1, 2, 3):
        run.advance(step)
        alphas.append(frame(run, since(run), NOTHING).alpha)
    assert alphas == [0.01, 0.5, 0.5]


@given(e=trainings())
def test_showing_a_frame_changes_nothing(e: Experiment) -> None:
    told, run = plain_run(e), Run(e)
    states = [run.parameters.tobytes()]
    while run.status == "running":
        block = run.advance(run.step + 3)
        states += [state.tobytes() for state in block.parameters]
        frame(
            run, since(run, block), FrameOptions(row=0, parameter=e.architecture.parameter_names[0])
        )
    assert states == told.states


# The end.


def test_a_learned_run_gives_no_advice() -> None:
    shown = whole(ending(trained(Experiment(**ONE_WEIGHT, until=0.02)).moment, NOTHING))
    assert (shown.status, shown.step, shown.epoch) == ("learned", 20, 20)
    assert (shown.advice, shown.beyond, shown.diverged_at) == (None, None, None)


def test_a_diverged_run_shows_what_lies_beyond() -> None:
    run = trained(Experiment(**{**ONE_WEIGHT, "alpha": 0.2}))
    shown = whole(ending(run.moment, FrameOptions(row=0)))
    assert shown.beyond is not None
    assert isfinite(run.loss)
    assert shown.diverged_at == shown.beyond.step == shown.step + 1
    assert shown.advice == Advice(0.04)
    assert shown.beyond.words == {"loss": "∞"}
    assert np.isfinite(shown.beyond.predictions).all()
    assert shown.beyond.row is not None
    assert shown.beyond.row.index == 0


def test_every_parameter_that_is_not_finite_is_named() -> None:
    e = Experiment(inputs=((1e200, -1e200, 1.0),), goals=((0.0,),), weights=(1e-60, -1e-60, 1.0))
    run = trained(e)
    shown = whole(ending(run.moment, NOTHING))
    assert shown.beyond is not None
    assert run.diverged_at == 1
    assert shown.beyond.words == {"o1.x1": "−∞", "o1.x2": "∞", "loss": "∞"}


@pytest.mark.parametrize(("weight", "output"), [(1e300, "∞"), (-1e300, "−∞")])
def test_a_run_that_diverged_at_the_start_has_its_start_beyond(weight: float, output: str) -> None:
    run = Run(Experiment(inputs=((1e300,),), weights=(weight,)))
    shown = whole(ending(run.moment, FrameOptions(row=0)))
    assert shown.beyond is not None
    assert (shown.step, shown.diverged_at, shown.beyond.step) == (0, 0, 0)
    assert shown.advice is None  # no alpha helps
    assert shown.beyond.weights.tolist() == [weight]
    assert shown.beyond.words == {"loss": "∞", "o1": output}
