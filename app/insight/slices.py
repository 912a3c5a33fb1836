"""The loss along one parameter, all others held: the curve under the ball."""

from dataclasses import dataclass

import numpy as np

from app.experiment import Experiment
from app.fields import described
from app.insight.pieces import Pieces, parts
from app.network.arrays import FloatArray
from app.network.mean_loss import mean_losses
from app.network.passes import backward
from app.run.engine import ENGINES, REFERENCE
from app.run.moment import Moment

HALF_WIDTH = 4.0
SAMPLES = 61
STAYS = 0.7
"""The window stays where it is while the parameter is in this share of its middle."""


@dataclass(frozen=True, slots=True)
class Landing:
    """Where the coming update takes a parameter."""

    weight: float = described("the parameter after the coming update")
    loss: float = described("the loss along the curve there")


@dataclass(frozen=True, slots=True, eq=False)
class Slice:
    """The loss along one parameter; losses may be infinite."""

    parameter: str = described("which parameter")
    value: float = described("where it stands")
    weights: FloatArray = described("values of it, over the whole window")
    losses: FloatArray = described("the loss of all rows at each of them")
    slope: float = described("derivative of the loss at `value`")
    step: float = described("by how much the coming update moves it")
    landing: Landing = described("where the coming update takes it")
    centre: float = described("middle of the window")


def slice_price(e: Experiment) -> int:
    """Multiplications of a slice: samples and landing forward, the slope, the coming update."""
    n = e.architecture.n_parameters
    update = 2 * n if e.derivative == "numerical" else 3
    return e.rows * n * (SAMPLES + 1 + 3) + e.batch_rows * n * update


def slice_along(moment: Moment, name: str, centre: float | None = None) -> Pieces[Slice]:
    """Compute the true loss at `SAMPLES` values of a parameter, ±`HALF_WIDTH` round a centre.

    Parameters
    ----------
    name
        One of the architecture's parameter names.
    centre
        The middle of the window before; kept while the parameter stays in its middle part.
    """
    e, parameters = moment.experiment, moment.parameters
    network, table = e.architecture, e.table
    index = network.parameter_names.index(name)
    value = float(parameters[index])
    if centre is None or abs(value - centre) > STAYS * HALF_WIDTH:
        centre = value
    engine = ENGINES[REFERENCE](e.as_of(moment.step), moment.state, moment.step)
    coming = float(engine.advance(1).parameters[0, index])
    yield
    weights = centre + np.linspace(-HALF_WIDTH, HALF_WIDTH, SAMPLES)
    tried = np.tile(parameters, (SAMPLES + 1, 1))
    tried[:, index] = [*weights, coming]
    along = np.empty(SAMPLES + 1)
    for part in parts(SAMPLES + 1, e.rows * parameters.size):
        along[part] = mean_losses(network, tried[part], table)
        yield
    slope = float(backward(network, parameters, table).gradient[0, index]) / e.rows
    landing = Landing(coming, float(along[-1]))
    return Slice(name, value, weights, along[:-1], slope, coming - value, landing, centre)
