"""Whether each prediction is right for its purpose: the marks ✓ and ✕ beside them."""

from functools import lru_cache

import numpy as np

from app.dataset import Examples
from app.experiment import Experiment
from app.network.arrays import FloatArray

FEWEST_ROWS = 3
"""With fewer rows two different goals need not be classes."""


def marks(
    e: Experiment, predictions: FloatArray, errors: FloatArray, loss: float
) -> list[bool | None]:
    """Say of each row whether it is right, or None where there is no way to say so.

    Parameters
    ----------
    predictions
        (rows, n_outputs).
    errors, loss
        Of each row, (rows,), and their mean.

    Notes
    -----
    Of two classes a prediction is right that is nearer to its own in every output. Else a row is
    right whose error is below `until`, and so are all as soon as the loss is. So nothing is marked
    wrong in a run that has learned.
    """
    below, train = loss < e.until, e.dataset.train
    if (other := _other_class(train)) is not None:
        with np.errstate(over="ignore", invalid="ignore"):
            nearer = np.abs(predictions - train.goals) < np.abs(predictions - other)
        right = np.logical_and.reduce(nearer, axis=1).tolist()
        wrong = None if below else False
        return [True if each else wrong for each in right]
    if e.until == 0:
        return [None] * e.rows
    return [True] * e.rows if below else list((errors < e.until).tolist())


@lru_cache(maxsize=32)
def _other_class(train: Examples) -> FloatArray | None:
    """Give the goals with the two numbers exchanged that they all are; None if they are not two."""
    goals = train.goals
    if len(goals) < FEWEST_ROWS:
        return None
    low, high = float(goals.min()), float(goals.max())
    if low == high or not np.all((goals == low) | (goals == high)):
        return None
    return np.where(goals == low, high, low)
