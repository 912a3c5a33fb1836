"""The loss along one parameter over a window: see also test_slices.py, which looks at the whole."""

import numpy as np
import pytest

from app.insight.curve import LEAST, SAMPLES, Curve, Drawn
from app.insight.pieces import whole
from app.insight.window import Window
from app.lessons import LESSONS
from app.run.run import Run


def drawn(name: str, story: list[float], bottom: float | None, before: Window | None) -> Drawn:
    return whole(Curve(Run(LESSONS[name].experiment).moment, 0, [0]).drawn(story, bottom, before))


def test_a_curve_that_moves_is_seen_from_some_way_off() -> None:
    seen = drawn("xor", [0.1, 0.1], None, None)
    assert seen.weights[-1] - seen.weights[0] >= 2 * LEAST
    assert len(seen.losses) == len(seen.batch_losses) == SAMPLES


def test_a_bottom_nearby_is_found_and_taken_into_the_window() -> None:
    seen = drawn("xor", [0.1, 0.1], None, None)
    assert seen.bottom is not None
    assert 0 < np.argmin(seen.losses) < SAMPLES - 1
    low = Window(-3.0, 8.0)  # where the curve falls to the left edge
    grown = drawn("xor", [-1.5, -1.5], None, low)
    assert grown.bottom is not None
    assert grown.weights[0] < low.low


def test_a_curve_that_falls_on_and_on_has_no_bottom() -> None:
    assert drawn("sigmoid-neuron", [0.0, 0.0], None, None).bottom is None


@pytest.mark.parametrize("lands", [np.inf, np.nan, 1e200])
def test_a_landing_whose_loss_overflows_needs_no_room(lands: float) -> None:
    before = Window(-2.0, 18.0)
    seen = drawn("one-weight", [1.0, lands], 8.4, before)
    assert (seen.weights[0], seen.weights[-1]) == (-2.0, 18.0)
    assert np.isfinite(seen.losses).all()
