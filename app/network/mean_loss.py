"""The loss of one or many networks, and how large parameters may grow before it can overflow."""

import numpy as np

from app.network.activations import ACTIVATIONS
from app.network.architecture import Architecture
from app.network.arrays import FloatArray
from app.network.glance import glance

LARGEST = 1e290  # leaves room below 1.8e308 for the sums


def mean_losses(
    architecture: Architecture, parameters: FloatArray, table: FloatArray
) -> FloatArray:
    """Mean over the rows of their errors, as the architecture's loss measures them.

    Parameters
    ----------
    parameters
        (runs, n_parameters).
    table
        (n_inputs + bias + n_outputs, rows), as `Pass.table`.

    Returns
    -------
    FloatArray
        (runs,); infinite or NaN where the numbers left the range of float64.
    """
    return glance(architecture, parameters, table).mean_loss()


def safe_size(architecture: Architecture, table: FloatArray) -> float:
    """Give a size below which parameters, in absolute value, surely leave the loss finite.

    Returns
    -------
    float
        A power of ten, or 0 where the data alone are too large to be sure.

    Notes
    -----
    |z| ≤ size · (incoming · |a| + 1), layer by layer; then |delta| ≤ |prediction| + |goal|.
    """
    n_inputs, n_outputs = architecture.sizes[0], architecture.sizes[-1]
    largest_input = float(np.abs(table[:n_inputs]).max())
    largest_goal = float(np.abs(table[-n_outputs:]).max())
    for exponent in range(150, -1, -1):
        size, value, peak = 10.0**exponent, largest_input, 0.0
        for incoming, name in zip(architecture.sizes, architecture.activations, strict=False):
            value = size * (incoming * value + 1)
            peak = max(peak, value)
            bound = ACTIVATIONS[name].bound
            value = value if bound is None else bound
        delta = value + largest_goal
        if peak < LARGEST and delta < LARGEST**0.5 / (n_outputs * table.shape[1]):
            return size
    return 0.0
