"""The runs that are asked for: a plain one, the heaviest that are legal, and the dearest."""

from dataclasses import replace
from random import Random

from app.experiment import FULL, Experiment
from app.lessons import LESSONS
from app.limits import MAX_EPOCHS, MAX_ROW_VISITS

XOR = replace(LESSONS["xor"].experiment, until=0.0, epochs=100_000)
PAGE: dict[str, str | int] = {"row": 1, "w": "h1.x1"}
"""What the page asks for beside a run: its drawings of a row and of a parameter."""
PAGE_LARGE: dict[str, str | int] = {"row": 1, "w": "h1.1.x1"}

ROWS = 1_500
_random = Random(1)
_points = tuple(
    (round(_random.uniform(-1, 1), 3), round(_random.uniform(-1, 1), 3)) for _ in range(ROWS)
)

SMALLEST = Experiment(
    inputs=((1.0,), (0.5,)), goals=((1.0,), (0.5,)), alpha=1e-4, epochs=MAX_EPOCHS
)
"""One weight, a row an update: as many updates as can be."""
DEEP = replace(
    XOR,
    inputs=((0.0, 1.0), (1.0, 0.0)),
    goals=((1.0,), (0.0,)),
    hidden=(18,) * 6,
    alpha=1e-4,
    epochs=MAX_EPOCHS,
)
"""Six layers, a row an update."""
LARGEST = replace(XOR, hidden=(32, 32, 24), weights="xavier", alpha=1e-3)
"""1,961 weights."""
MANY_ROWS = replace(
    LARGEST,
    inputs=_points,
    goals=tuple((float(a * b > 0),) for a, b in _points),
    batch=FULL,
    epochs=MAX_ROW_VISITS // ROWS,
)
SHUFFLED = replace(MANY_ROWS, hidden=(4,), batch=1, order="shuffled")
LEARNING = replace(MANY_ROWS, until=1e-9)
"""A loss of all rows after every update."""
NUMERICAL = replace(
    LARGEST,
    inputs=(*XOR.inputs, (0.5, 0.5)),
    goals=(*XOR.goals, (0.5,)),
    derivative="numerical",
    batch=FULL,
    epochs=MAX_EPOCHS,
)
"""As many nudges an update as can be: 2 × 1,961 parameters × 5 rows."""

LONG_PAST = replace(XOR, hidden=(12,), alpha=0.01)
"""A history of it may have 500,000 numbers, some 10 MB: 49 weights at 10,000 updates."""
LAST_OF_PAST = 9_990


def seeds(e: Experiment, n: int) -> list[Experiment]:
    """Give a run from n starts, of which none shares anything with another."""
    return [replace(e, seed=seed) for seed in range(1, n + 1)]
