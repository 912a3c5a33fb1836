"""What an update leaves behind, the optimizer's memory included."""

from dataclasses import replace

import numpy as np
import pytest

from app.experiment import FULL, Experiment
from app.network.optimizers import OPTIMIZERS
from app.options.changes import Change
from app.run.checkpoints import Checkpoints
from app.run.run import Run
from app.run.training_state import TrainingState
from tests.support.engines import first_state, numpy_engine
from tests.support.momentum import MOMENTUM, with_momentum
from tests.support.plain_run import plain_run, told_by

E = Experiment(
    inputs=((1.0, 2.0), (0.5, -1.0), (2.0, 0.0)),
    goals=((1.0,), (0.0,), (0.5,)),
    hidden=(3,),
    activation=("tanh",),
    alpha=0.05,
    order="shuffled",
    optimizer=MOMENTUM.name,
    epochs=30,
    changes=(Change(20, "alpha", 0.02), Change(40, "h1.x2", 0.25)),
)


@pytest.fixture(autouse=True)
def registered(monkeypatch: pytest.MonkeyPatch) -> None:
    with_momentum(monkeypatch)


def test_plain_descent_remembers_nothing() -> None:
    state = TrainingState.first(np.zeros(4), OPTIMIZERS["sgd"])
    assert state.memory.shape == (0, 4)


def test_memory_begins_as_the_optimizer_says_and_is_filled() -> None:
    state = first_state(E)
    assert state.memory.shape == (1, E.architecture.n_parameters)
    assert not state.memory.any()
    assert numpy_engine(E).advance(1).at(0).memory.any()


def test_memory_moves_the_parameters() -> None:
    plain = Run(replace(E, optimizer="sgd")).to(9)
    assert (plain.parameters != Run(E).to(9).parameters).any()


@pytest.mark.parametrize("left", [1, 19, 20, 21, 40, 57, 90])
def test_a_resumed_run_has_the_bits_of_one_never_interrupted(left: int) -> None:
    checkpoints, straight = Checkpoints(), Run(E).to(90)
    checkpoints.keep(E, Run(E).to(left).checkpoint())
    kept = checkpoints.nearest(E, 90)
    assert kept is not None
    assert kept.step == left
    resumed = Run(E, kept).to(90)
    assert resumed.parameters.tobytes() == straight.parameters.tobytes()
    assert resumed.state.memory.tobytes() == straight.state.memory.tobytes()


@pytest.mark.parametrize("cuts", [[1], [7, 2], [64]])
def test_the_run_is_the_same_however_it_is_cut(cuts: list[int]) -> None:
    assert told_by(Run(E), cuts) == plain_run(E)


def test_many_runs_remember_each_their_own() -> None:
    e = replace(E, changes=(), batch=FULL)
    starts = np.array([e.start(), e.start() + 0.1])
    together = numpy_engine(e, starts).advance(10)
    assert together.memory.shape == (10, 1, 2, e.architecture.n_parameters)
    for run in (0, 1):
        alone = numpy_engine(e, starts[run]).advance(10)
        assert together.memory[:, :, run] == pytest.approx(alone.memory, rel=1e-12)
        assert together.parameters[:, run] == pytest.approx(alone.parameters, rel=1e-12)


def test_one_of_many_is_a_copy() -> None:
    states = numpy_engine(E).advance(3)
    one = states.at(1)
    states.parameters[...], states.memory[...] = 9.0, 9.0
    assert not (one.parameters == 9.0).any()
    assert not (one.memory == 9.0).any()


def test_a_changed_parameter_leaves_the_state_before_as_it_was() -> None:
    state = first_state(E)
    changed = state.with_parameter(2, 7.0)
    assert changed.parameters[2] == 7.0
    assert state.parameters[2] != 7.0
