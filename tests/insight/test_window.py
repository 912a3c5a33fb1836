"""How far the picture of a valley reaches."""

from math import inf, isfinite, nan

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.insight.window import Window, window_round

numbers = st.floats(-1e150, 1e150)


@given(low=st.floats(-5e307, 5e307), width=st.floats(0, 5e307, exclude_min=True))
@example(low=0.0, width=5e-324)
def test_its_points_lie_at_equal_distances(low: float, width: float) -> None:
    window = Window(low, max(low + width, np.nextafter(low, inf)))
    assert window.points(61).tobytes() == np.linspace(window.low, window.high, 61).tobytes()


@given(points=st.lists(numbers, min_size=1, max_size=5), bottom=st.none() | numbers)
def test_a_new_window_holds_every_point_and_the_bottom(
    points: list[float], bottom: float | None
) -> None:
    found = window_round(points, bottom)
    assert found.low < found.high
    assert found.holds([*points, *([] if bottom is None else [bottom])])


@given(points=st.lists(numbers, min_size=1, max_size=5), low=numbers, width=st.floats(1e-3, 1e150))
def test_a_window_stays_where_it_holds_everything(
    points: list[float], low: float, width: float
) -> None:
    before = Window(low, low + width)
    if before.low < before.high:
        found = window_round(points, None, before)
        spread = max(points) / 2 - min(points) / 2 or max(1.0, abs(points[0]) / 2)
        speck = before.high - before.low >= 1e4 * spread
        assert (found is before) == (before.holds(points) and not speck)


@given(points=st.lists(numbers, min_size=1, max_size=5), before=numbers)
def test_it_grows_by_whole_steps(points: list[float], before: float) -> None:
    found = window_round(points, 0.0)
    assert f"{(found.high - found.low) / 2:.6e}"[:8] in ("1.000000", "2.000000", "5.000000")
    grown = window_round([*points, found.high * 1.5], 0.0, found)
    assert grown.low <= found.low
    assert grown.high >= found.high


def test_both_walls_stand_at_either_side_of_the_bottom() -> None:
    found = window_round([1.0, 2.85], 8.4)
    assert (found.low, found.high) == (-2.0, 18.0)


@pytest.mark.parametrize("value", [0.0, 1.0, -250.0])
def test_a_value_at_the_bottom_has_room_round_it(value: float) -> None:
    found = window_round([value], value)
    assert found.low < value - 0.5
    assert found.high > value + 0.5


@pytest.mark.parametrize("lost", [inf, -inf, nan])
def test_what_is_not_finite_is_left_out(lost: float) -> None:
    assert window_round([1.0, lost], 8.4) == window_round([1.0], 8.4)
    assert window_round([1.0], lost) == window_round([1.0])


@pytest.mark.parametrize("value", [1e308, -1.7e308, 5e-324, 1e-300])
def test_any_number_has_a_window(value: float) -> None:
    for bottom in (None, 8.4):
        found = window_round([value], bottom)
        assert isfinite(found.high - found.low)
        assert found.low < found.high


def test_numbers_far_from_zero_can_be_told_apart() -> None:
    found = window_round([1e16], 1e16 + 2)
    assert found.high - found.low > 1e6


def test_a_window_grows_from_the_one_before_and_does_not_jump() -> None:
    before = Window(-6.0, 4.0)
    grown = window_round([4.5, 4.6], None, before, 4.0)
    assert grown.low <= -6.0
    assert grown.high > 4.6


@pytest.mark.parametrize(
    "odd", [Window(-1.7e308, 0.0), Window(0.0, 1.7e308), Window(-8e307, 8e307), Window(0.0, 5e-324)]
)
def test_an_odd_window_is_given_up(odd: Window) -> None:
    found = window_round([1.0, 4.7], 8.4, odd)
    assert found == window_round([1.0, 4.7], 8.4)


def test_a_window_in_which_all_has_become_a_speck_is_given_up() -> None:
    assert window_round([1.0, 2.0], 8.4, Window(-1e6, 1e6)) == window_round([1.0, 2.0], 8.4)
    assert window_round([1.0, 2.0], 8.4, Window(-1e3, 1e3)) == Window(-1e3, 1e3)
