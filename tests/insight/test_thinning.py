"""Fewer points, chosen from the true ones."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.insight.thinning import spread, thinned
from tests.support.strategies import finite

series = st.lists(finite, min_size=1, max_size=300)


@given(values=series, most=st.integers(3, 60))
def test_points_are_few_in_order_and_hold_the_last(values: list[float], most: int) -> None:
    chosen = thinned(np.array(values), most)
    assert len(chosen) <= most
    assert chosen == sorted(set(chosen))
    assert chosen[-1] == len(values) - 1
    assert chosen[0] >= 0


@given(values=series, most=st.integers(3, 60))
def test_extremes_are_kept(values: list[float], most: int) -> None:
    kept = [values[k] for k in thinned(np.array(values), most)]
    assert (min(kept), max(kept)) == (min(values), max(values))


@pytest.mark.parametrize("most", [3, 4, 49, 50])
@pytest.mark.parametrize("at", [0, 1, 500, 996, 997, 998, 999])
def test_a_single_spike_is_kept_wherever_it_stands(at: int, most: int) -> None:
    values = np.cos(np.arange(1000.0) * 3)
    values[at] = 5.0
    chosen = thinned(values, most)
    assert at in chosen
    assert len(chosen) <= most


@given(values=series)
def test_short_series_are_kept_whole(values: list[float]) -> None:
    assert thinned(np.array(values), max(3, len(values))) == list(range(len(values)))


@given(n=st.integers(0, 500), most=st.integers(1, 60))
def test_spread_points_are_even_and_hold_the_last(n: int, most: int) -> None:
    chosen = spread(n, most)
    assert len(chosen) == min(n, most)
    if chosen:
        assert chosen[-1] == n - 1
        gaps = set(np.diff([-1, *chosen]).tolist()) if n > most else {1}
        assert max(gaps) - min(gaps) <= 1
