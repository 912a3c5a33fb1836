"""How far the picture of a valley reaches, chosen from the curve so that the whole story is seen.

It stays where it is while nothing leaves it, and grows by whole steps of 1, 2 and 5 times a power
of ten, so that the numbers on its axis are round.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import floor, isfinite, log10

import numpy as np

from app.network.arrays import FloatArray

WALLS = 1.25
"""How much farther than its farthest point a new window reaches, so that both walls are in it."""
EDGE = 0.03
"""The share of the window, at either side, where a point is already as good as gone."""
FINEST = 1e-9
"""The least reach as a share of the numbers themselves, so that float64 can tell them apart."""
SPECK = 1e4
"""How many times as wide as all that is in it a window may be."""
SMALLEST, LARGEST = 1e-250, 5e307
"""Between these a window and its width are ordinary numbers."""


@dataclass(frozen=True, slots=True)
class Window:
    """Values of a parameter from `low` to `high`, both finite, `low` below `high`."""

    low: float
    high: float

    def holds(self, points: Sequence[float]) -> bool:
        """Say whether points are in it, and none at its very edge."""
        margin = EDGE * (self.high - self.low)
        low, high = self.low + margin, self.high - margin
        return all(low <= point <= high for point in points)

    def points(self, count: int) -> FloatArray:
        """Give so many values of it at equal distances, both ends among them."""
        step = (self.high - self.low) / (count - 1)
        if step == 0:  # so narrow that only NumPy knows how
            return np.linspace(self.low, self.high, count)
        points = np.arange(float(count)) * step + self.low
        points[-1] = self.high
        return points

    def is_near(self, point: float, widest: float) -> bool:
        """Say whether a point is no farther from it than it is wide, and it no wider than told."""
        width = self.high - self.low
        return width < widest and self.low - width <= point <= self.high + width


def window_round(
    points: Sequence[float],
    bottom: float | None = None,
    before: Window | None = None,
    least: float = 0.0,
) -> Window:
    """Choose a window that holds all points, the bottom of the curve in its middle if it has one.

    Parameters
    ----------
    points
        What must be in sight, the present value first; those that are not finite are left out.
    bottom
        Where the curve is lowest, or None.
    before
        The window so far: kept while it holds everything, and grown where it does not. It is given
        up where the value is far from it, or all in it has become a speck.
    least
        How far a new window reaches from its middle at least.
    """
    seen = [point for point in points if isfinite(point)]
    if bottom is not None and isfinite(bottom):
        seen.append(bottom)
    else:
        bottom = None
    if before and before.holds(seen) and SMALLEST < before.high - before.low < _widest(seen, least):
        return before
    grown = before if before and before.is_near(seen[0], _widest(seen, least)) else None
    middle, reach = _round_about(seen, bottom, grown, least)
    if reach > LARGEST:
        return Window(-LARGEST, LARGEST)
    half, grain = _round_up(max(reach, FINEST * abs(middle), SMALLEST))
    middle = round(middle / grain) * grain
    return Window(_tidy(middle - half), _tidy(middle + half))


def _widest(seen: list[float], least: float) -> float:
    """Give the width from which on a window is given up."""
    spread = max(seen) / 2 - min(seen) / 2 or max(1.0, abs(seen[0]) / 2)
    return SPECK * max(spread, least)


def _round_about(
    seen: list[float], bottom: float | None, grown: Window | None, least: float
) -> tuple[float, float]:
    """Give a middle and a reach that hold all that is seen, and the window that has to grow."""
    ends = [grown.low, grown.high] if grown else []
    middle = bottom
    if bottom is None or (grown and least):  # where the bottom moves it need not be in the middle
        middle = min(seen + ends) / 2 + max(seen + ends) / 2
    assert middle is not None
    reach = WALLS * max(abs(point - middle) for point in seen)
    if grown:
        return middle, max(reach, *(abs(end - middle) for end in ends))
    return middle, max(reach, least) or max(1.0, abs(middle) / 2)  # all points lie at the bottom


def _round_up(reach: float) -> tuple[float, float]:
    """Give the next of 1, 2, 5 × 10ⁿ, and what its middle is a multiple of."""
    power = float(f"1e{floor(log10(reach))}")
    for times, parts in ((1, 5), (2, 4), (5, 5), (10, 5)):
        if times * power >= reach * (1 - 1e-12):
            return times * power, times * power / parts
    return 20 * power, 5 * power  # log10 rounded down past a power of ten


def _tidy(end: float) -> float:
    """Drop the last digits, which sums of round numbers leave behind, as in 0.30000000000000004."""
    return float(f"{end:.12g}")
