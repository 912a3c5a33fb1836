"""Whether each prediction is right for its purpose: the marks ✓ and ✕ beside them."""

import numpy as np

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
    goals = e.dataset.train.goals
    below = loss < e.until
    if (classes := _two_classes(goals)) is not None:
        with np.errstate(over="ignore", invalid="ignore"):
            other = np.where(goals == classes[0], classes[1], classes[0])
            nearer = np.abs(predictions - goals) < np.abs(predictions - other)
            right = np.all(nearer, axis=1)
        wrong = None if below else False
        return [True if each else wrong for each in right.tolist()]
    if e.until == 0:
        return [None] * e.rows
    return [True] * e.rows if below else list((errors < e.until).tolist())


def _two_classes(goals: FloatArray) -> tuple[float, float] | None:
    """Give the two numbers that all goals are; None where there are more or fewer."""
    if len(goals) < FEWEST_ROWS:
        return None
    low, high = float(goals.min()), float(goals.max())
    if low == high or not np.all((goals == low) | (goals == high)):
        return None
    return low, high
