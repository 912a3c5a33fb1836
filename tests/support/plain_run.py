"""A run made the plain way: one update at a time, every loss computed, nothing cut into blocks."""

from dataclasses import dataclass, field

import numpy as np

from app.experiment import Experiment, alters_state
from app.network.arrays import FloatArray
from app.network.mean_loss import mean_losses
from app.run.engine import ENGINES, REFERENCE
from app.run.run import Run
from app.run.training_state import TrainingState
from app.run.watch import GROWN, Watch, enough
from tests.support.engines import first_state


@dataclass
class Told:
    """What a run tells of itself: states and losses from the start on, and how it ended."""

    states: list[bytes] = field(default_factory=list)
    losses: list[float] = field(default_factory=list)
    status: str = "running"
    diverged_at: int | None = None
    watch: Watch | None = None

    @property
    def step(self) -> int:
        """The update at which it ended."""
        return len(self.states) - 1


def plain_run(e: Experiment) -> Told:
    """Make all updates of an experiment."""
    told, table, state, idle = Told(), e.table, first_state(e), 0
    for step in range(e.updates + 1):
        before = state
        if step > 0:
            engine = ENGINES[REFERENCE](e.as_of(step - 1), state, step - 1)
            state = engine.advance(1).at(0)
        parameters = state.parameters
        _change(e, parameters, step)
        loss = float(mean_losses(e.architecture, parameters[np.newaxis], table)[0])
        if not np.isfinite(parameters).all() or not np.isfinite(loss):
            told.status, told.diverged_at = "diverged", step
            return told
        told.states.append(parameters.tobytes())
        told.losses.append(loss)
        size, ends = float(np.abs(parameters).max()), step % e.updates_per_epoch == 0
        if told.watch is None or any(change.step == step for change in e.changes):
            told.watch, idle = Watch.begin(loss, size), 0
        else:
            idle = idle + 1 if _alike(before, state) else 0
            if ends or size > GROWN * told.watch.size:
                told.watch.see(loss, size, enough(e), ends=ends)
        told.watch.idle = idle
        if loss < e.until:
            told.status = "learned"
            return told
    told.status = "finished"
    return told


def _alike(one: TrainingState, other: TrainingState) -> bool:
    pairs = ((one.parameters, other.parameters), (one.memory, other.memory))
    return all(np.array_equal(a, b) for a, b in pairs)


def _change(e: Experiment, parameters: FloatArray, step: int) -> None:
    for change in e.changes:
        if change.step == step and alters_state(change):
            parameters[e.architecture.parameter_names.index(change.name)] = change.value


def told_by(run: Run, cuts: list[int] | None = None) -> Told:
    """Run to the end, cut into blocks of the given lengths, over and over."""
    told = Told()
    if run.diverged_at is None:
        told.states, told.losses = [run.parameters.tobytes()], [run.loss]
    lengths = cuts or [10**9]
    turn = 0
    while run.status == "running":
        block = run.advance(run.step + lengths[turn % len(lengths)])
        told.states += [state.tobytes() for state in block.parameters]
        told.losses += block.losses.tolist()
        turn += 1
    if told.states:
        assert told.states[-1] == run.parameters.tobytes()
        assert told.losses[-1] == run.loss
    told.status, told.diverged_at = run.status, run.diverged_at
    told.watch = run.watch if told.states else None
    return told
