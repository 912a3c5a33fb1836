"""One experiment in time: it stands at an update, moves on, and ends.

Training goes in blocks: a block of updates leaves the state after each, then the losses that are
needed are computed together along the runs axis. So how a run ends is exact to the update, and the
same however the way there was cut into blocks.
"""

import sys
from bisect import bisect_left
from collections.abc import Generator, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import takewhile
from math import isnan

import numpy as np

from app.experiment import Experiment, alters_state
from app.network.arrays import FloatArray, IntArray
from app.network.glance import glance
from app.network.lowest_loss import lowest_loss, within_range
from app.network.mean_loss import mean_losses, safe_size
from app.network.optimizers import OPTIMIZERS
from app.run.block import Block, idle, largest
from app.run.checkpoints import Checkpoint
from app.run.engine import ENGINES, REFERENCE, Engine
from app.run.moment import Moment, Status
from app.run.training_state import TrainingState
from app.run.watch import FITTED, Notice, Watch, enough
from app.run.work import block_size


class Run:
    """A run of an experiment.

    Parameters
    ----------
    experiment
        What the person set.
    checkpoint
        Where to take the run up; from the start without one.
    engine
        What makes the updates: a name of `ENGINES`.

    Attributes
    ----------
    step
        The update at which the run stands.
    state
        Parameters and memory at that update, after the changes made there. Never written to.
    status
        Whether, and how, the run has ended.
    diverged_at, beyond
        For a diverged run: the first update whose result was not finite, and its parameters.
    """

    def __init__(
        self,
        experiment: Experiment,
        checkpoint: Checkpoint | None = None,
        engine: str = REFERENCE,
    ) -> None:
        self.experiment = experiment
        self._make_engine = ENGINES[engine]
        self._safe_size = safe_size(experiment.architecture, experiment.table)
        self._block = block_size(experiment)
        self.status: Status = "running"
        self.diverged_at: int | None = None
        self.beyond: FloatArray | None = None
        self._enough = enough(experiment)
        self.step = checkpoint.step if checkpoint else 0
        self._coming = list(experiment.changes[len(checkpoint.made) if checkpoint else 0 :])
        kept = checkpoint.watch if checkpoint and not self._changes_at(self.step) else None
        self.state = self._with_changes(checkpoint.state if checkpoint else _start(experiment))
        self.loss = self.loss_of(self.parameters)
        self.watch = replace(kept) if kept else self._new_watch()
        self._engine = self._engine_from(self.state)
        if not np.isfinite(self.loss) or not np.isfinite(self.parameters).all():
            self._diverge(self.step, self.parameters)
        else:
            self._settle()

    @property
    def parameters(self) -> FloatArray:
        """The parameters where the run stands, (n_parameters,)."""
        return self.state.parameters

    @property
    def moment(self) -> Moment:
        """Everything that can be seen of the run where it stands, as a value."""
        return Moment(
            self.experiment,
            self.step,
            self.state,
            self.loss,
            self.status,
            self.notice,
            self.diverged_at,
            self.beyond,
        )

    @property
    def notice(self) -> Notice:
        """What is said of the run where it stands: who can go no lower is fitted, not stuck."""
        word = self.watch.notice
        if self._rests and word != "stuck":
            word = "at rest"
        return "fitted" if word in ("stuck", "at rest") and self.loss <= self._lowest else word

    @property
    def _rests(self) -> bool:
        """Whether a whole epoch changed nothing, so that no other in the same order will."""
        e = self.experiment
        whole = self.watch.idle >= e.updates_per_epoch and e.order == "given"
        return whole and self.loss > self._enough

    @cached_property
    def _lowest(self) -> float:
        """The loss that is near enough to the lowest; 0 where goals are out of reach."""
        network, table = self.experiment.architecture, self.experiment.table
        return FITTED * lowest_loss(network, table) if within_range(network, table) else 0.0

    def to(self, step: int) -> "Run":
        """Go on to an update, or to where the run ends before it; gives the run itself."""
        while self.status == "running" and self.step < step:
            self.advance(step, range(0))
        return self

    def advance(self, limit: int, asked: range | None = None) -> Block:
        """Go on towards an update, one block at most, and tell what happened.

        A block is empty where an update takes so long that this made a part of it only.

        Parameters
        ----------
        limit
            Where to stop, at least `step`; the run may end before it.
        asked
            Updates whose loss is wanted; all, if left out; none, if empty.
        """
        limit = min(limit, self.experiment.updates, *(c.step for c in self._coming[:1]))
        if self.status != "running":
            limit = self.step
        first = self.step + 1
        states = self._engine.advance(max(0, min(self._block, limit - self.step)))
        if len(states) == 1 and (alone := self._take_one(states)):
            return alone
        steps = np.arange(first, first + len(states), dtype=np.int64)
        if not len(states):
            return Block(steps, states, np.empty(0))
        changed = self._changes_at(int(steps[-1]))
        if changed:
            self.step = int(steps[-1])
            state = self._with_changes(states.at(-1))
            states.parameters[-1] = state.parameters
            self._engine = self._engine_from(state)
        sizes = largest(states.parameters)
        looks = self.watch.looks(sizes.tolist(), _every(self.experiment.updates_per_epoch, first))
        found = self._needed_losses(steps, states.parameters, sizes, looks, asked)
        block = self._take(Block(steps, states, found), sizes, looks, first - 1)
        if changed and self.status != "diverged" and self.step == steps[-1]:
            self.watch = self._new_watch()
        return block

    def checkpoint(self) -> Checkpoint:
        """Give what it takes to take this run up here again."""
        made = tuple(takewhile(lambda c: c.step <= self.step, self.experiment.changes))
        return Checkpoint(self.step, self.state, made, replace(self.watch))

    def peek(self) -> Generator[None, None, None]:
        """Find out whether a run that stands still has in truth ended: its next update diverges.

        It yields between parts of that update.
        """
        if self.status == "running":
            ahead = Run(self.experiment, self.checkpoint())
            yield
            while ahead.status == "running" and ahead.step == self.step:
                ahead.advance(self.step + 1)
                yield
            if ahead.diverged_at is not None and ahead.beyond is not None:
                self._diverge(ahead.diverged_at, ahead.beyond)

    def loss_of(self, parameters: FloatArray) -> float:
        """Give the loss of any parameters, (n_parameters,), on this run's data."""
        e = self.experiment
        return float(mean_losses(e.architecture, parameters[np.newaxis], e.table)[0])

    def _loss_at(self, state: TrainingState) -> float:
        """Give the loss of a state, through a pass that shows its rows to whoever looks next."""
        e = self.experiment
        return float(glance(e.architecture, state.parameters, e.table, state).mean_loss()[0])

    def _engine_from(self, state: TrainingState) -> Engine:
        return self._make_engine(self.experiment.as_of(self.step), state, self.step)

    def _take_one(self, states: TrainingState) -> Block | None:
        """Move on by a single update, without the arrays that many need.

        None, and nothing done, where something is changed there or might not be finite.
        """
        step, state = self.step + 1, states.at(0)
        size = float(np.maximum.reduce(np.abs(state.parameters)))
        if self._changes_at(step) or not size < self._safe_size:  # it may be NaN
            return None
        self.watch.idle = idle(self.watch.idle, self.state, states)
        self.step, self.state, self.loss = step, state, self._loss_at(state)
        ends = step % self.experiment.updates_per_epoch == 0
        if ends or self.watch.has_grown(size):
            self.watch.see(self.loss, size, self._enough, ends=ends)
        self._settle()
        return Block(np.array([step]), states, np.array([self.loss]))

    def _take(self, block: Block, sizes: FloatArray, looks: Sequence[int], before: int) -> Block:
        """Move to the end of a block, or to where in it the run ends."""
        n_finite, losses = block.n_finite(sizes < self._safe_size), block.losses.tolist()
        learned = block.up_to_below(self.experiment.until, n_finite)
        taken = learned or n_finite
        self.step = before + taken
        if taken:
            self.watch.idle = idle(self.watch.idle, self.state, block.states.up_to(taken))
            self.state = block.states.at(taken - 1)
            loss = losses[taken - 1]  # NaN where nobody asked for it
            self.loss = self.loss_of(self.parameters) if isnan(loss) else loss
        if not learned and n_finite < len(block):
            self._diverge(self.step + 1, block.parameters[n_finite].copy())
        ends = _every(self.experiment.updates_per_epoch, before + 1)
        for at in looks[: bisect_left(looks, taken)]:
            self.watch.see(losses[at], float(sizes[at]), self._enough, ends=at in ends)
        self._settle()
        return block if taken == len(block) else block.up_to(taken)

    def _settle(self) -> None:
        """See whether the run has come to its end where it stands."""
        if self.status == "running":
            if self.loss < self.experiment.until:
                self.status = "learned"
            elif self.step >= self.experiment.updates:
                self.status = "finished"

    def _new_watch(self) -> Watch:
        return Watch.begin(self.loss, float(largest(self.parameters[np.newaxis])[0]))

    def _diverge(self, at: int, beyond: FloatArray) -> None:
        self.status, self.diverged_at, self.beyond = "diverged", at, beyond

    def _changes_at(self, step: int) -> bool:
        return bool(self._coming) and self._coming[0].step == step

    def _with_changes(self, state: TrainingState) -> TrainingState:
        """Make the changes of this update to a copy of the state."""
        names = self.experiment.architecture.parameter_names
        now = list(takewhile(lambda change: change.step == self.step, self._coming))
        for change in filter(alters_state, now):
            state = state.with_parameter(names.index(change.name), change.value)
        del self._coming[: len(now)]
        return state

    def _needed_losses(
        self,
        steps: IntArray,
        parameters: FloatArray,
        sizes: FloatArray,
        looks: Sequence[int],
        asked: range | None,
    ) -> FloatArray:
        """Compute the losses that are asked for, that the watch looks at, or that could end it."""
        e = self.experiment
        if asked is None or e.until > 0 or len(steps) == 1:
            return self._engine.losses(parameters)
        found = np.full(len(steps), np.nan)
        needed = (steps >= asked.start) & (steps < asked.stop)
        needed &= (steps - asked.start) % asked.step == 0
        needed |= ~(sizes < self._safe_size)  # a size may be NaN, and none may be safe
        needed[looks] = True
        needed[-1:] = True
        found[needed] = self._engine.losses(parameters[needed])
        return found


def _start(experiment: Experiment) -> TrainingState:
    return TrainingState.first(experiment.start(), OPTIMIZERS[experiment.optimizer])


def _every(updates: int, first: int) -> range:
    """Give where in a block that begins with an update the multiples of so many updates lie."""
    return range(-first % updates, sys.maxsize, updates)
