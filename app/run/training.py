"""The updates themselves: one change of the parameters after the other, for one run or many.

An update is a list of NumPy calls made once and called again and again; `benchmarks/` says what
that is worth against computing layer by layer.
"""

import numpy as np

from app.experiment import Experiment
from app.network.arrays import Call, FloatArray
from app.network.numerical import numerical_gradient
from app.network.passes import Pass
from app.network.products import MANY_RUNS, ONE_RUN
from app.run.batches import batches

Update = tuple[FloatArray, FloatArray, list[Call]]
"""A batch, where its numbers go, and the calls that then change the parameters."""


class Training:
    """Parameters on their way.

    Parameters
    ----------
    experiment
        Data, network and how to train; its start, alpha and changes are not read.
    parameters
        (n_parameters,) for one run or (runs, n_parameters) for many; copied.
    alpha
        Learning rate, at least 0: a number, or one a run, (runs,).
    step
        The update at which the run stands.
    """

    def __init__(
        self,
        experiment: Experiment,
        parameters: FloatArray,
        alpha: float | FloatArray,
        step: int = 0,
    ) -> None:
        self._experiment = experiment
        self._products = ONE_RUN if parameters.ndim == 1 else MANY_RUNS
        self.parameters = self._products.ones(*parameters.shape)
        self.parameters[...] = parameters
        if np.ndim(alpha) == 0:
            self._alpha = np.array(alpha, dtype=np.float64)
        else:  # as large as the gradient: a plain product beats a broadcast one
            self._alpha = self._products.ones(*parameters.shape)
            self._alpha *= np.reshape(alpha, (-1, 1))
        self._calls: dict[int, tuple[FloatArray, list[Call]]] = {}
        self._coming = batches(experiment, step, self._update)

    def set_alpha(self, alpha: float) -> None:
        """Train the coming updates with another learning rate, at least 0."""
        self._alpha[...] = alpha

    def advance(self, updates: int) -> FloatArray:
        """Make that many updates and give the parameters after each, (updates, …, n_parameters)."""
        states = np.empty((updates, *self.parameters.T.shape))  # as the parameters lie in memory
        if self.parameters.ndim > 1:
            states = states.swapaxes(1, 2)
        parameters = self.parameters
        with np.errstate(over="ignore", invalid="ignore"):
            for state, (batch, table, calls) in zip(states, self._coming, strict=False):
                table[...] = batch
                for call, arguments in calls:
                    call(*arguments)
                state[...] = parameters
        return states

    def _update(self, batch: FloatArray) -> Update:
        """Pair a batch with the calls for its size; an epoch has at most two sizes."""
        rows = batch.shape[1]
        if rows not in self._calls:
            self._calls[rows] = self._make_calls(rows)
        return batch, *self._calls[rows]

    def _make_calls(self, rows: int) -> tuple[FloatArray, list[Call]]:
        """Collect the calls of `parameter - alpha * gradient`, multiplied in that order."""
        e = self._experiment
        network = Pass(e.architecture, self.parameters, rows, self._products)
        gradient = network.gradient
        if e.derivative == "numerical":
            calls: list[Call] = [(self._nudge, (network.table, gradient))]
        else:
            calls = [*network.forward_calls, *network.backward_calls(halved=e.rule == "delta")]
        if e.reduce == "mean" and rows > 1:
            calls.append((np.divide, (gradient, np.array(float(rows)), gradient)))
        calls.append((np.multiply, (self._alpha, gradient, gradient)))
        calls.append((np.subtract, (self.parameters, gradient, self.parameters)))
        return network.table, calls

    def _nudge(self, table: FloatArray, gradient: FloatArray) -> None:
        """Fill in the gradient by central differences, run after run."""
        e = self._experiment
        for parameters, target in zip(
            np.atleast_2d(self.parameters), np.atleast_2d(gradient), strict=True
        ):
            target[...] = numerical_gradient(e.architecture, parameters, table)
            if e.rule == "delta":
                target /= 2.0
