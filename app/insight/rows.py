"""One row seen from inside the network: its activations, and its gradient.

`parameters` are those of one run, (n_parameters,), and are left as they are.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from app.dataset import inputs_alone
from app.experiment import Experiment
from app.fields import described
from app.network.arrays import FloatArray
from app.network.glance import Glance, glance
from app.network.passes import Pass
from app.run.moment import Moment


@dataclass(frozen=True, slots=True, eq=False)
class Tried:
    """What the network answers to an input that nobody trains it on."""

    activations: list[FloatArray] = described("a list a layer, inputs first")
    prediction: FloatArray = described("the outputs")


@dataclass(frozen=True, slots=True, eq=False)
class RowView:
    """What one row does to the network."""

    index: int = described("which training row, counted from 0")
    activations: list[FloatArray] = described("a list a layer, inputs first")
    gradient: FloatArray = described(
        "of the row error, or of half of it for the delta rule, in flat order"
    )


def row_price(n_parameters: int) -> int:
    """Multiplications of one row forward and backward."""
    return 3 * n_parameters


def view_row(experiment: Experiment, parameters: FloatArray, index: int) -> RowView:
    """Run one training row forward and backward; `index` counts from 0."""
    table = experiment.table[:, index : index + 1]
    halved = experiment.rule == "delta"
    seen = glance(experiment.architecture, parameters, table).back(halved=halved)
    layers = [layer.reshape(-1) for layer in seen.activations()]
    return RowView(index, layers, seen.gradient[0].copy())


def all_rows(experiment: Experiment, parameters: FloatArray) -> Glance:
    """Run every training row forward, for one run."""
    return glance(experiment.architecture, parameters, experiment.table)


def rows_forward(moment: Moment) -> Glance:
    """Run every training row of a moment forward, once for all that is shown of it in a piece."""
    e = moment.experiment
    return glance(e.architecture, moment.parameters, e.table, moment.state)


def rows_through(moment: Moment) -> Glance:
    """Run every training row of a moment forward and backward, once for all as above.

    Its gradient and deltas are of the row errors, not halved.
    """
    return rows_forward(moment).back()


def predictions(network: Pass) -> FloatArray:
    """Copy the prediction for every row of a pass of one run, (rows, n_outputs)."""
    copied: FloatArray = network.prediction[0].T.copy()
    return copied


def deltas(network: Pass) -> FloatArray:
    """Give prediction - goal for every row of a pass of one run, (rows, n_outputs)."""
    return np.ascontiguousarray((network.prediction[0] - network.goals).T)


def respond(
    experiment: Experiment, parameters: FloatArray, inputs: Sequence[float]
) -> list[FloatArray]:
    """Give the activations, one array (units,) a layer with the inputs first, for any input."""
    shown = inputs_alone([inputs], experiment.dataset.n_outputs)
    table = shown.table(bias=experiment.bias)
    layers = glance(experiment.architecture, parameters, table).activations()
    return [np.reshape(layer, -1) for layer in layers]


def tried(experiment: Experiment, parameters: FloatArray, inputs: Sequence[float]) -> Tried:
    """Run an input forward that nobody trains on."""
    layers = respond(experiment, parameters, inputs)
    return Tried(layers, layers[-1])
