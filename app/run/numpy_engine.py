"""The updates themselves: one change of the parameters after the other, for one run or many.

An update is a list of NumPy calls made once and called again and again; `benchmarks/` says what
that is worth against computing layer by layer.
"""

import numpy as np

from app.experiment import Experiment
from app.network.arrays import Call, FloatArray, perform
from app.network.mean_loss import mean_losses
from app.network.numerical import numerical_gradient
from app.network.optimizers import OPTIMIZERS
from app.network.passes import Pass
from app.network.products import MANY_RUNS, ONE_RUN
from app.run.batches import batches
from app.run.training_state import TrainingState, Update

Calls = tuple[FloatArray, FloatArray, list[Call], int]
"""Where a batch goes, where its gradient then stands, and the calls of an update: those that find
the gradient, so many, and those that descend along it, which may overwrite it."""


class NumpyEngine:
    """The reference engine.

    Parameters
    ----------
    experiment
        Data, network and how to train, as of this update; its start and changes are not read.
    state
        Of one run or of many along the runs axis; copied.
    step
        The update at which the run stands.
    alpha
        Learning rate where it is not the experiment's: a number, or one a run, (runs,).
    """

    def __init__(
        self,
        experiment: Experiment,
        state: TrainingState,
        step: int = 0,
        alpha: float | FloatArray | None = None,
    ) -> None:
        self._experiment = experiment
        self._products = ONE_RUN if state.parameters.ndim == 1 else MANY_RUNS
        self._slots = len(state.memory)
        # Parameters and memory lie in one buffer, so that an update's state is one copy.
        self._state = self._buffer(1, state.parameters)[0]
        self._state[0], self._state[1:] = state.parameters, state.memory
        self._parameters = self._state[0]
        given = experiment.alpha if alpha is None else alpha
        if np.ndim(given) == 0:
            self._alpha = np.array(given, dtype=np.float64)
        else:  # as large as the gradient: a plain product beats a broadcast one
            self._alpha = self._products.ones(*self._parameters.shape)
            self._alpha *= np.reshape(given, (-1, 1))
        self._calls: dict[int, Calls] = {}
        self._coming = batches(experiment, step, self._prepared)

    def advance(self, updates: int) -> TrainingState:
        """Make that many updates and give the state after each: (updates, …, n_parameters)."""
        states = self._buffer(updates, self._parameters)
        current = self._state
        with np.errstate(over="ignore", invalid="ignore"):
            for state, (batch, (table, _, calls, _)) in zip(states, self._coming, strict=False):
                table[...] = batch
                for call, arguments in calls:
                    call(*arguments)
                state[...] = current
        return TrainingState(states[:, 0], states[:, 1:])

    def update(self) -> Update:
        """Make one update, and give the gradient that it used beside the state that it left."""
        batch, (table, gradient, calls, finding) = next(self._coming)
        with np.errstate(over="ignore", invalid="ignore"):
            table[...] = batch
            perform(calls[:finding])
            used = gradient.copy()
            perform(calls[finding:])
        state = self._state.copy()
        return Update(used, TrainingState(state[0], state[1:]))

    def losses(self, parameters: FloatArray) -> FloatArray:
        """Give the losses, (n,), of any parameters, (n, n_parameters), on the training rows."""
        e = self._experiment
        return mean_losses(e.architecture, parameters, e.table)

    def _buffer(self, updates: int, like: FloatArray) -> FloatArray:
        """Give room for states, (updates, 1 + slots, …), lying as the products want them."""
        states = np.empty((updates, 1 + self._slots, *like.T.shape))
        return states.swapaxes(-1, -2) if like.ndim > 1 else states

    def _prepared(self, batch: FloatArray) -> tuple[FloatArray, Calls]:
        """Pair a batch with the calls for its size; an epoch has at most two sizes."""
        rows = batch.shape[1]
        if rows not in self._calls:
            self._calls[rows] = self._make_calls(rows)
        return batch, self._calls[rows]

    def _make_calls(self, rows: int) -> Calls:
        """Collect the calls of an update: the gradient, averaged or summed, and the descent."""
        e = self._experiment
        network = Pass(e.architecture, self._parameters, rows, self._products)
        gradient = network.gradient
        if e.derivative == "numerical":
            calls: list[Call] = [(self._nudge, (network.table, gradient))]
        else:
            calls = [*network.forward_calls, *network.backward_calls(halved=e.rule == "delta")]
        if e.reduce == "mean" and rows > 1:
            calls.append((np.divide, (gradient, np.array(float(rows)), gradient)))
        finding = len(calls)
        descent = OPTIMIZERS[e.optimizer].calls
        calls += descent(self._alpha, gradient, self._parameters, list(self._state[1:]))
        return network.table, gradient, calls, finding

    def _nudge(self, table: FloatArray, gradient: FloatArray) -> None:
        """Fill in the gradient by central differences, run after run."""
        e = self._experiment
        for parameters, target in zip(
            np.atleast_2d(self._parameters), np.atleast_2d(gradient), strict=True
        ):
            target[...] = numerical_gradient(e.architecture, parameters, table)
            if e.rule == "delta":
                target /= 2.0
