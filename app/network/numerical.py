"""The gradient found by nudging: the check on the analytic one, and a way to train."""

import numpy as np

from app.network.architecture import Architecture
from app.network.arrays import FloatArray
from app.network.glance import glance_nudged

STEP = 1e-4


def numerical_gradient(
    architecture: Architecture,
    parameters: FloatArray,
    table: FloatArray,
    h: float = STEP,
    part: slice = slice(None),
) -> FloatArray:
    """Central difference (E(p + h) - E(p - h)) / 2h of the summed row errors E.

    Gives a number for each parameter that is nudged: the same bits with others beside it or not.

    Parameters
    ----------
    parameters
        (n_parameters,); left as they are.
    table
        (n_inputs + bias + n_outputs, rows), as `Pass.table`.
    h
        The nudge, greater than 0; its error falls as h² until rounding takes over.
    part
        Which parameters are nudged; all, if left out.

    Notes
    -----
    Every nudged network is a run of its own of one pass. Within h of ReLU's kink the difference
    straddles it and may differ from the analytic gradient.

    References
    ----------
    Goodfellow, Bengio and Courville 2016, Deep Learning, section 11.5.
    """
    with np.errstate(over="ignore", invalid="ignore"):
        seen = glance_nudged(architecture, parameters, part, h, table)
        errors = np.add.reduce(seen.row_errors(), axis=-1)
        above, below = np.split(errors, 2)
        gradient: FloatArray = (above - below) / (2.0 * h)
        return gradient
