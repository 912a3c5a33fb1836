"""One experiment in time: it stands at an update, moves on, and ends.

Training goes in blocks: a block of updates leaves the parameters after each, then the losses that
are needed are computed together along the runs axis. So how a run ends is exact to the update,
and the same however the way there was cut into blocks.
"""

from dataclasses import dataclass, replace
from itertools import takewhile
from math import isnan
from typing import Literal

import numpy as np

from app.experiment import Experiment
from app.network.arrays import BoolArray, FloatArray, IntArray
from app.network.loss import losses, safe_size
from app.run.checkpoints import Checkpoint
from app.run.training import Training
from app.run.watch import Watch

MAX_BLOCK = 256
BLOCK_PRODUCTS = 2**20
"""Multiplications a block may take: about a millisecond, so that no block holds up the others."""

Status = Literal["running", "finished", "learned", "diverged"]


@dataclass(frozen=True, slots=True)
class Stretch:
    """What happened in a block.

    Attributes
    ----------
    steps
        Update numbers, (n,).
    states
        Parameters after each of them, (n, n_parameters).
    losses
        (n,); NaN where nobody asked.
    """

    steps: IntArray
    states: FloatArray
    losses: FloatArray


class Run:
    """A run of an experiment.

    Parameters
    ----------
    experiment
        What the person set.
    checkpoint
        Where to take the run up; from the start without one.

    Attributes
    ----------
    step
        The update at which the run stands.
    parameters
        (n_parameters,) at that update, after the changes made there. Never written to.
    status
        Whether, and how, the run has ended.
    diverged_at, beyond
        For a diverged run: the first update whose result was not finite, and that result.
    """

    def __init__(self, experiment: Experiment, checkpoint: Checkpoint | None = None) -> None:
        self.experiment = experiment
        self._table = experiment.table()
        self._safe_size = safe_size(experiment.architecture, self._table)
        self._block = _block_size(experiment)
        self.status: Status = "running"
        self.diverged_at: int | None = None
        self.beyond: FloatArray | None = None
        self.step = checkpoint.step if checkpoint else 0
        made = len(checkpoint.made) if checkpoint else 0
        self._coming = list(experiment.changes[made:])
        parameters = checkpoint.parameters if checkpoint else experiment.start()
        self.parameters = self._with_changes(parameters)
        self.loss = self.loss_of(self.parameters)
        self.watch = replace(checkpoint.watch) if checkpoint else Watch(self.loss, self.loss)
        self._training = Training(
            experiment, self.parameters, experiment.alpha_at(self.step), self.step
        )
        if not np.isfinite(self.loss) or not np.isfinite(self.parameters).all():
            self._diverge(self.step, self.parameters)
        else:
            self._settle()

    def advance(self, limit: int, asked: range | None = None) -> Stretch:
        """Go on towards an update, one block at most, and tell what happened.

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
        states = self._training.advance(max(0, min(self._block, limit - self.step)))
        steps = np.arange(first, first + len(states), dtype=np.int64)
        if len(states) and self._coming and self._coming[0].step == steps[-1]:
            self.step = int(steps[-1])
            states[-1] = self._with_changes(states[-1])
            self._training.parameters[...] = states[-1]
            self._training.set_alpha(self.experiment.alpha_at(self.step))
        found = self._needed_losses(steps, states, asked)
        return self._take(Stretch(steps, states, found), first - 1)

    def checkpoint(self) -> Checkpoint:
        """Give what it takes to take this run up here again."""
        made = tuple(takewhile(lambda c: c.step <= self.step, self.experiment.changes))
        return Checkpoint(self.step, self.parameters, made, replace(self.watch))

    def peek(self) -> None:
        """Find out whether a run that stands still has in truth ended: its next update diverges."""
        if self.status == "running":
            ahead = Run(self.experiment, self.checkpoint())
            ahead.advance(self.step + 1)
            if ahead.diverged_at is not None and ahead.beyond is not None:
                self._diverge(ahead.diverged_at, ahead.beyond)

    def loss_of(self, parameters: FloatArray) -> float:
        """Give the loss of any parameters, (n_parameters,), on this run's data."""
        return float(self._losses(parameters[np.newaxis])[0])

    def _take(self, stretch: Stretch, before: int) -> Stretch:
        """Move to the end of a stretch, or to where in it the run ends."""
        n = len(stretch.steps)
        bad = np.flatnonzero(~_finite(stretch, self._safe_size))
        n_finite = int(bad[0]) if bad.size else n
        with np.errstate(invalid="ignore"):
            good = np.flatnonzero(stretch.losses[:n_finite] < self.experiment.until)
        taken = int(good[0]) + 1 if good.size else n_finite
        self.step = before + taken
        if taken:
            self.parameters = stretch.states[taken - 1].copy()
            loss = float(stretch.losses[taken - 1])  # NaN where nobody asked for it
            self.loss = self.loss_of(self.parameters) if isnan(loss) else loss
        if n_finite < n and not good.size:
            self._diverge(self.step + 1, stretch.states[n_finite].copy())
        per_epoch = self.experiment.updates_per_epoch
        for step, loss in zip(stretch.steps[:taken], stretch.losses[:taken], strict=True):
            if step % per_epoch == 0:
                self.watch.see(int(step) // per_epoch, float(loss), self.experiment.until)
        self._settle()
        return Stretch(stretch.steps[:taken], stretch.states[:taken], stretch.losses[:taken])

    def _settle(self) -> None:
        """See whether the run has come to its end where it stands."""
        if self.status == "running":
            if self.loss < self.experiment.until:
                self.status = "learned"
            elif self.step >= self.experiment.updates:
                self.status = "finished"

    def _diverge(self, at: int, beyond: FloatArray) -> None:
        self.status, self.diverged_at, self.beyond = "diverged", at, beyond

    def _with_changes(self, parameters: FloatArray) -> FloatArray:
        """Make the changes of this update to a copy of the parameters."""
        changed = parameters.copy()
        names = self.experiment.architecture.parameter_names
        now = list(takewhile(lambda change: change.step == self.step, self._coming))
        for change in now:
            if change.name != "alpha":
                changed[names.index(change.name)] = change.value
        del self._coming[: len(now)]
        return changed

    def _needed_losses(
        self, steps: IntArray, states: FloatArray, asked: range | None
    ) -> FloatArray:
        """Compute the losses that are asked for, or that could end the run or alarm the watch."""
        e = self.experiment
        found = np.full(len(steps), np.nan)
        if asked is None or e.until > 0:
            found[:] = self._losses(states)
            return found
        needed = (steps >= asked.start) & (steps < asked.stop)
        needed &= (steps - asked.start) % asked.step == 0
        needed |= steps % e.updates_per_epoch == 0
        needed |= ~_small(states, self._safe_size)
        needed[-1:] = True
        found[needed] = self._losses(states[needed])
        return found

    def _losses(self, states: FloatArray) -> FloatArray:
        return losses(self.experiment.architecture, states, self._table)


def _small(states: FloatArray, size: float) -> BoolArray:
    largest: FloatArray = np.abs(states).max(axis=1)
    return largest < size  # False for NaN, and for all where no size is safe


def _finite(stretch: Stretch, safe_size: float) -> BoolArray:
    """Say which updates left finite parameters and a finite loss, (n,)."""
    small = _small(stretch.states, safe_size)
    return small | (np.isfinite(stretch.states).all(axis=1) & np.isfinite(stretch.losses))


def _block_size(experiment: Experiment) -> int:
    """How many updates a block takes, 1 … MAX_BLOCK, by the multiplications in them."""
    n = experiment.architecture.n_parameters
    visits = 3 * experiment.batch_rows + experiment.rows
    if experiment.derivative == "numerical":
        visits = 2 * n * experiment.batch_rows + experiment.rows
    return max(1, min(MAX_BLOCK, BLOCK_PRODUCTS // (visits * n)))
