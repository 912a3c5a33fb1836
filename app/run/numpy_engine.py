"""The updates themselves: one change of the parameters after the other, for one run or many.

An update is a list of NumPy calls made once and called again and again; `benchmarks/` says what
that is worth against computing layer by layer.
"""

from collections.abc import Hashable, Iterator
from dataclasses import dataclass

import numpy as np

from app.experiment import Experiment
from app.network.arrays import Call, FloatArray, perform
from app.network.mean_loss import mean_losses
from app.network.numerical import numerical_gradient
from app.network.optimizers import OPTIMIZERS
from app.network.passes import Pass
from app.network.products import MANY_RUNS, ONE_RUN
from app.run.batches import batches, rows_of_update
from app.run.training_state import TrainingState, Update
from app.run.work import PART, gradient_work, nudge_work

Part = list[Call]


@dataclass(frozen=True, slots=True)
class Calls:
    """The calls of an update from a batch of so many rows.

    Attributes
    ----------
    table
        Where the batch goes.
    gradient
        Where its gradient then stands.
    finding
        What finds the gradient, in parts that take about a millisecond each.
    descent
        What goes down along it, and may overwrite it.
    whole
        All of them.
    """

    table: FloatArray
    gradient: FloatArray
    finding: list[Part]
    descent: Part
    whole: Part


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
        self._underway = self._updates()
        self._takes_long = len(self._calls_for(experiment.batch_rows).finding) > 1

    def advance(self, updates: int) -> TrainingState:
        """Make updates, so many at most, and give the state after each: (updates, …, n_parameters).

        Where one update takes long, it makes a part of it: so it gives one, or none.
        """
        if self._takes_long:
            return self._advance_by_a_part(updates)
        states = self._buffer(updates, self._parameters)
        current = self._state
        with np.errstate(over="ignore", invalid="ignore"):
            for state, (batch, calls) in zip(states, self._coming, strict=False):
                calls.table[...] = batch
                for call, arguments in calls.whole:
                    call(*arguments)
                state[...] = current
        return TrainingState(states[:, 0], states[:, 1:])

    def update(self) -> Update | None:
        """Make one update, and give the gradient that it used beside the state that it left.

        None where that takes long, and this made a part of it.
        """
        return next(self._underway)

    def update_at(self, experiment: Experiment, state: TrainingState, step: int) -> Update | None:
        """Make one update from another state, of one run of an experiment that is trained alike.

        None where that takes long. The engine then stands wherever that led.
        """
        rows = rows_of_update(experiment, step)
        calls = self._calls_for(len(rows))
        if len(calls.finding) > 1:
            return None
        self._state[0], self._state[1:] = state.parameters, state.memory
        self._alpha[...], calls.table[...] = experiment.alpha, experiment.table[:, rows]
        with np.errstate(over="ignore", invalid="ignore"):
            perform(calls.finding[0])
            used = calls.gradient.copy()
            perform(calls.descent)
        left = self._state.copy()
        return Update(used, TrainingState(left[0], left[1:]))

    def _advance_by_a_part(self, updates: int) -> TrainingState:
        made = self.update() if updates else None
        states = self._buffer(int(made is not None), self._parameters)
        if made:
            states[0, 0], states[0, 1:] = made.state.parameters, made.state.memory
        return TrainingState(states[:, 0], states[:, 1:])

    def _updates(self) -> Iterator[Update | None]:
        """Make update after update, with a None after each part that is not the last."""
        for batch, calls in self._coming:
            calls.table[...] = batch
            for part in calls.finding[:-1]:
                _perform(part)
                yield None
            _perform(calls.finding[-1])
            used = calls.gradient.copy()
            _perform(calls.descent)
            state = self._state.copy()
            yield Update(used, TrainingState(state[0], state[1:]))

    def losses(self, parameters: FloatArray) -> FloatArray:
        """Give the losses, (n,), of any parameters, (n, n_parameters), on the training rows."""
        e = self._experiment
        return mean_losses(e.architecture, parameters, e.table)

    def _buffer(self, updates: int, like: FloatArray) -> FloatArray:
        """Give room for states, (updates, 1 + slots, …), lying as the products want them."""
        states = np.empty((updates, 1 + self._slots, *like.T.shape))
        return states.swapaxes(-1, -2) if like.ndim > 1 else states

    def _prepared(self, batch: FloatArray) -> tuple[FloatArray, Calls]:
        """Pair a batch with the calls for its size."""
        return batch, self._calls_for(batch.shape[1])

    def _calls_for(self, rows: int) -> Calls:
        """Give the calls for a batch of so many rows; an epoch has at most two sizes."""
        if rows not in self._calls:
            self._calls[rows] = self._make_calls(rows)
        return self._calls[rows]

    def _make_calls(self, rows: int) -> Calls:
        """Collect the calls of an update: the gradient, averaged or summed, and the descent."""
        e = self._experiment
        network = Pass(e.architecture, self._parameters, rows, self._products)
        gradient = network.gradient
        if e.derivative == "numerical":
            finding = self._nudging(network.table, gradient)
        else:
            calls = [*network.forward_calls, *network.backward_calls(halved=e.rule == "delta")]
            finding = self._cut(calls, rows)
        if e.reduce == "mean" and rows > 1:
            finding[-1].append((np.divide, (gradient, np.array(float(rows)), gradient)))
        optimizer = OPTIMIZERS[e.optimizer]
        descent = optimizer.calls(self._alpha, gradient, self._parameters, list(self._state[1:]))
        whole = [call for part in (*finding, descent) for call in part]
        return Calls(network.table, gradient, finding, descent, whole)

    def _cut(self, calls: list[Call], rows: int) -> list[Part]:
        """Cut calls that all take about as long into parts."""
        runs = self._parameters.size // self._experiment.architecture.n_parameters
        n_parts = min(len(calls), 1 + gradient_work(self._experiment, runs * rows) // PART)
        size = -(-len(calls) // n_parts)
        return [calls[at : at + size] for at in range(0, len(calls), size)]

    def _nudging(self, table: FloatArray, gradient: FloatArray) -> list[Part]:
        """Find the gradient by central differences: run after run, so many parameters a part."""
        e = self._experiment
        n = e.architecture.n_parameters
        size = max(1, PART // nudge_work(e, table.shape[1]))
        calls: list[Call] = [
            (self._nudge, (table, parameters, target, slice(at, at + size)))
            for parameters, target in zip(
                np.atleast_2d(self._parameters), np.atleast_2d(gradient), strict=True
            )
            for at in range(0, n, size)
        ]
        together = max(1, size // n)
        return [calls[at : at + together] for at in range(0, len(calls), together)]

    def _nudge(
        self, table: FloatArray, parameters: FloatArray, gradient: FloatArray, part: slice
    ) -> None:
        e = self._experiment
        gradient[part] = numerical_gradient(e.architecture, parameters, table, part=part)
        if e.rule == "delta":
            gradient[part] /= 2.0


_spare: dict[tuple[Hashable, ...], NumpyEngine] = {}
SPARE = 16


def update_beside(e: Experiment, state: TrainingState, step: int) -> Update | None:
    """Make the update that leaves a state beside its run; None where that takes long.

    A few engines stay for it: making one takes ten times as long as an update of a small network.
    """
    alike = (e.architecture, e.rule, e.reduce, e.derivative, e.optimizer)
    engine = _spare.pop(alike, None) or NumpyEngine(e, state, step)
    _spare[alike] = engine  # the one used last stands last
    if len(_spare) > SPARE:
        del _spare[next(iter(_spare))]
    return engine.update_at(e, state, step)


def _perform(calls: Part) -> None:
    with np.errstate(over="ignore", invalid="ignore"):
        perform(calls)
