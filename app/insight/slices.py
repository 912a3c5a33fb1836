"""The loss along one parameter, all others held: the curve under the ball."""

from dataclasses import dataclass

import numpy as np

from app.network.arrays import FloatArray
from app.network.loss import losses
from app.network.passes import backward
from app.run.run import Run
from app.run.training import Training

HALF_WIDTH = 4.0
SAMPLES = 61
STAYS = 0.7
"""The window stays where it is while the parameter is in this share of its middle."""


@dataclass(frozen=True, slots=True)
class Slice:
    """The loss along one parameter.

    Attributes
    ----------
    parameter, value
        Which one, and where it stands.
    weights, losses
        (SAMPLES,) each; losses may be infinite.
    slope
        Derivative of the loss at `value`.
    coming, landing_loss
        The parameter after the coming update, and the loss along the curve there.
    centre
        Middle of the window.
    """

    parameter: str
    value: float
    weights: FloatArray
    losses: FloatArray
    slope: float
    coming: float
    landing_loss: float
    centre: float


def slice_along(run: Run, name: str, centre: float | None = None) -> Slice:
    """Compute the true loss at `SAMPLES` values of a parameter, ±`HALF_WIDTH` round a centre.

    Parameters
    ----------
    name
        One of the architecture's parameter names.
    centre
        The middle of the window before; kept while the parameter stays in its middle part.
    """
    e = run.experiment
    network, table = e.architecture, e.table()
    index = network.parameter_names.index(name)
    value = float(run.parameters[index])
    if centre is None or abs(value - centre) > STAYS * HALF_WIDTH:
        centre = value
    after = Training(e, run.parameters, e.alpha_at(run.step), run.step).advance(1)[0]
    weights = centre + np.linspace(-HALF_WIDTH, HALF_WIDTH, SAMPLES)
    tried = np.tile(run.parameters, (SAMPLES + 1, 1))
    tried[:, index] = [*weights, after[index]]
    along = losses(network, tried, table)
    gradient = backward(network, run.parameters, table).gradient[0]
    return Slice(
        name,
        value,
        weights,
        along[:-1],
        float(gradient[index]) / e.rows,
        float(after[index]),
        float(along[-1]),
        centre,
    )
