"""The largest alpha with which no update overshoots, where it can be told before the run."""

from dataclasses import dataclass
from math import inf

import numpy as np

from app.experiment import Experiment
from app.fields import described
from app.network.arrays import FloatArray


@dataclass(frozen=True, slots=True)
class AlphaLimit:
    """Up to where an alpha is sure not to overshoot by more and more."""

    value: float = described("the largest such alpha")
    exact: bool = described(
        "whether any larger one overshoots; else that depends on which rows come together"
    )


def alpha_limit(experiment: Experiment) -> AlphaLimit | None:
    """Give `stable_alpha`, and whether it is the very limit: it is where all rows come together."""
    value = stable_alpha(experiment)
    exact = experiment.updates_per_epoch == 1
    return None if value is None else AlphaLimit(value, exact)


def stable_alpha(experiment: Experiment) -> float | None:
    """Give 2 / λ, with λ the largest curvature that any batch of the data has.

    Returns
    -------
    float or None
        For a linear network without hidden layers; None for any other, whose curvature changes as
        it learns, and where the inputs are all 0 or too large.

    Notes
    -----
    The loss of a batch is a parabola in the weights with second derivative c·X·Xᵀ; c is 2 for the
    gradient of the squared error and 1 for the delta rule, divided by the rows where they are
    averaged. An update multiplies the error along each of its directions by 1 - alpha·λ, whose
    size is below 1 for alpha < 2/λ. For one weight and the delta rule that is 2 / x². Where rows
    are shuffled, λ is of the steepest rows that could come together, and so the limit is cautious.

    References
    ----------
    LeCun, Bottou, Orr and Müller 1998, "Efficient BackProp", section 5.
    """
    e = experiment
    parabola = not e.hidden and (e.output, e.loss) == ("linear", "squared")
    if not parabola or e.optimizer != "sgd":
        return None
    with np.errstate(over="ignore", invalid="ignore"):
        largest = _largest_curvature(e, e.table[: e.dataset.n_inputs + e.bias])
    factor = 1.0 if e.rule == "delta" else 2.0
    return 2.0 / factor / largest if 1e-300 < largest < inf else None


def _largest_curvature(e: Experiment, inputs: FloatArray) -> float:
    """Give the largest eigenvalue of any batch's X·Xᵀ, or no less; infinite where it overflows."""
    if e.order == "shuffled" and e.batch_rows < e.rows:  # any rows may come together
        size = 1 if e.reduce == "mean" else e.batch_rows  # a mean never bends more than its rows
        squares = np.sort((inputs * inputs).sum(axis=0))[::-1]
        return float(squares[:size].sum())
    whole = e.rows - e.rows % e.batch_rows
    by_batch = inputs[:, :whole].reshape(len(inputs), -1, e.batch_rows).swapaxes(0, 1)
    rest = [inputs[np.newaxis, :, whole:]] if whole < e.rows else []
    return max(_largest_of(batches, e.reduce == "mean") for batches in (by_batch, *rest))


def _largest_of(batches: FloatArray, mean: bool) -> float:
    """Give the largest eigenvalue of X·Xᵀ of any of some batches, (batches, inputs, rows)."""
    curvatures = np.matmul(batches, batches.swapaxes(1, 2))
    if not np.isfinite(curvatures).all():
        return inf
    largest = float(np.linalg.eigvalsh(curvatures)[:, -1].max())
    return largest / batches.shape[2] if mean else largest
