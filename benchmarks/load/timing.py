"""When frames came, and when they were due."""

from collections.abc import Sequence
from itertools import pairwise

DUE = 0.050
"""Seconds between frames at 20 updates a second."""
LATE = 0.050
"""Seconds after which a frame that was due is late."""


def within(times: Sequence[float], begin: float, end: float) -> list[float]:
    return [time for time in times if begin <= time < end]


def longest_gap(times: Sequence[float], begin: float, end: float) -> float:
    """Give the longest time without a frame, in seconds; the edges count as frames."""
    known = [begin, *within(times, begin, end), end]
    return max(after - before for before, after in pairwise(known))


def on_time(times: Sequence[float], begin: float, end: float) -> float:
    """Give which part of the frames that were due came on time, 0 … 1.

    The first frame of the stretch says when all are due; one that is late counts anew.
    """
    due = round((end - begin) / DUE)
    seen = within(times, begin, end)
    if not due or not seen:
        return 0.0
    punctual, expected = 1, seen[0]
    for time in seen[1:]:
        expected += DUE
        if time - expected <= LATE:
            punctual += 1
        else:
            expected = time
    return min(1.0, punctual / due)
