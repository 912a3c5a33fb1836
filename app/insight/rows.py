"""One row seen from inside the network: its activations, and its gradient.

`parameters` are those of one run, (n_parameters,), and are left as they are.
"""

from dataclasses import dataclass

import numpy as np

from app.experiment import Experiment
from app.network.arrays import FloatArray
from app.network.passes import backward, forward


@dataclass(frozen=True, slots=True)
class RowView:
    """What one row does to the network.

    Attributes
    ----------
    index
        Which training row, counted from 0.
    activations
        One array (units,) a layer, inputs first.
    gradient
        (n_parameters,), of the row error, or of half of it for the delta rule.
    """

    index: int
    activations: list[FloatArray]
    gradient: FloatArray


def view_row(experiment: Experiment, parameters: FloatArray, index: int) -> RowView:
    """Run one training row forward and backward; `index` counts from 0."""
    table = experiment.table()[:, index : index + 1]
    halved = experiment.rule == "delta"
    seen = backward(experiment.architecture, parameters, table, halved=halved)
    layers = [layer.reshape(-1) for layer in seen.activations()]
    return RowView(index, layers, seen.gradient[0])


def predictions(experiment: Experiment, parameters: FloatArray) -> FloatArray:
    """Give the prediction for every training row, (rows, n_outputs)."""
    network = forward(experiment.architecture, parameters, experiment.table())
    return np.ascontiguousarray(network.prediction[0].T)


def row_errors(experiment: Experiment, parameters: FloatArray) -> FloatArray:
    """Give the error of every training row, Σ over outputs of delta², (rows,)."""
    with np.errstate(over="ignore", invalid="ignore"):
        network = forward(experiment.architecture, parameters, experiment.table())
        return np.ascontiguousarray(network.row_errors()[0])


def respond(
    experiment: Experiment, parameters: FloatArray, inputs: tuple[float, ...]
) -> list[FloatArray]:
    """Give the activations, one array (units,) a layer with the inputs first, for any input."""
    table = experiment.table((inputs,))
    layers = forward(experiment.architecture, parameters, table).activations()
    return [np.reshape(layer, -1) for layer in layers]
