"""How low the loss can be at best, whatever the parameters: what shape and data allow."""

import numpy as np

from app.network.activations import ACTIVATIONS
from app.network.architecture import Architecture
from app.network.arrays import FloatArray


def lowest_loss(architecture: Architecture, table: FloatArray) -> float:
    """Give a squared loss that no parameters can fall below; 0 where none is known.

    Parameters
    ----------
    table
        (n_inputs + bias + n_outputs, rows), as `Pass.table`.

    Notes
    -----
    A network of linear units cannot do better than the best plane, found by least squares. No
    network can answer differently to equal inputs, nor beyond the range of its outputs: the best it
    can give to rows of equal inputs is the mean of their goals, or the end of the range next to it.
    """
    if architecture.loss != "squared":
        return 0.0
    n_outputs = architecture.sizes[-1]
    inputs, goals = table[:-n_outputs], table[-n_outputs:]
    with np.errstate(over="ignore", invalid="ignore"):
        if set(architecture.activations) == {"linear"}:
            best = _best_plane(inputs, goals)
        else:
            best = _best_answers(inputs, goals, ACTIVATIONS[architecture.activations[-1]].range)
        lowest = float(np.sum((best - goals) ** 2)) / goals.shape[1]
    return lowest if np.isfinite(lowest) else 0.0


def within_range(architecture: Architecture, table: FloatArray) -> bool:
    """Say whether the outputs can give every goal, or come as near to it as one likes."""
    low, high = ACTIVATIONS[architecture.activations[-1]].range
    goals = table[-architecture.sizes[-1] :]
    return bool(((low <= goals) & (goals <= high)).all())


def _best_plane(inputs: FloatArray, goals: FloatArray) -> FloatArray:
    try:
        return (np.linalg.lstsq(inputs.T, goals.T)[0].T) @ inputs
    except np.linalg.LinAlgError:  # numbers too large for it
        return goals


def _best_answers(inputs: FloatArray, goals: FloatArray, bounds: tuple[float, float]) -> FloatArray:
    _, group = np.unique(inputs, axis=1, return_inverse=True)
    group = group.reshape(-1)
    sums = np.array([np.bincount(group, weights=goal) for goal in goals])
    return np.clip(sums / np.bincount(group), *bounds)[:, group]
