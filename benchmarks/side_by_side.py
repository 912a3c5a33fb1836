"""Contestants measured in turns: a slow moment of the machine hits them all alike."""

from collections.abc import Callable, Mapping
from statistics import median, quantiles
from time import process_time

Turn = Callable[[], int]
"""Does some work and says how many units it was."""

ROUNDS = 31


def side_by_side(contestants: Mapping[str, Turn], rounds: int = ROUNDS) -> dict[str, list[float]]:
    """Give CPU seconds a unit, one number a round for each; who goes first changes every round."""
    names = list(contestants)
    seconds: dict[str, list[float]] = {name: [] for name in names}
    for turn in contestants.values():  # not counted: caches fill, first calls are slow
        turn()
    for number in range(rounds):
        shift = number % len(names)
        for name in names[shift:] + names[:shift]:
            started = process_time()
            units = contestants[name]()
            seconds[name].append((process_time() - started) / units)
    return seconds


def ratio(above: list[float], below: list[float]) -> tuple[float, str]:
    """Give the median of the rounds' ratios, and the middle half of them in words."""
    ratios = [a / b for a, b in zip(above, below, strict=True)]
    low, _, high = quantiles(ratios, n=4)
    return median(ratios), f"{low:.2f}–{high:.2f}"
