"""Optimizers: how a gradient moves the parameters, and what is remembered."""

import numpy as np
import pytest

from app.network.arrays import perform
from app.network.optimizers import OPTIMIZERS, Optimizer

every_optimizer = pytest.mark.parametrize("optimizer", OPTIMIZERS.values(), ids=OPTIMIZERS)


def test_each_optimizer_stands_under_its_own_name() -> None:
    assert [entry.name for entry in OPTIMIZERS.values()] == list(OPTIMIZERS)


def test_sgd_takes_alpha_times_the_gradient_away() -> None:
    parameters, gradient = np.array([1.0, 2.0]), np.array([0.5, -3.0])
    perform(OPTIMIZERS["sgd"].calls(np.array(0.1), gradient, parameters, []))
    assert parameters.tolist() == [1.0 - 0.1 * 0.5, 2.0 - 0.1 * -3.0]


@every_optimizer
def test_first_update_goes_against_the_gradient(optimizer: Optimizer) -> None:
    parameters = np.zeros(2)
    memory = [np.full(2, value) for value in optimizer.memory]
    perform(optimizer.calls(np.array(0.1), np.array([2.0, -2.0]), parameters, memory))
    assert parameters[0] < 0 < parameters[1]


@every_optimizer
def test_alpha_0_changes_nothing(optimizer: Optimizer) -> None:
    parameters = np.ones(2)
    memory = [np.full(2, value) for value in optimizer.memory]
    perform(optimizer.calls(np.array(0.0), np.array([2.0, -2.0]), parameters, memory))
    assert parameters.tolist() == [1.0, 1.0]
