"""Blocks of updates."""

import numpy as np
import pytest

from app.experiment import Experiment
from app.run.block import Block
from app.run.run import Run


def test_a_block_can_be_shortened() -> None:
    block = Run(Experiment(weights=(1.0,), alpha=0.01)).advance(5)
    first = block.up_to(2)
    assert (len(block), len(first)) == (5, 2)
    assert first.steps.tolist() == [1, 2]
    assert first.parameters.tolist() == block.parameters[:2].tolist()
    assert first.losses.tolist() == block.losses[:2].tolist()


def losing(*losses: float) -> Block:
    """Make a block with these losses, of one parameter that is infinite after the third update."""
    block = Run(Experiment(weights=(1.0,), alpha=0.01)).advance(len(losses))
    block.parameters[2] = np.inf
    return Block(block.steps, block.states, np.array(losses))


@pytest.mark.parametrize(
    ("losses", "small", "count"),
    [
        ((5.0, 4.0, 3.0, 2.0), (0, 0, 0, 0), 2),  # the parameter
        ((5.0, np.nan, 3.0, 2.0), (0, 0, 0, 0), 1),  # a loss that nobody knows
        ((5.0, np.nan, 3.0, 2.0), (1, 1, 0, 0), 2),  # and that is sure to be finite
        ((5.0, np.nan, 3.0, 2.0), (1, 1, 1, 1), 4),
    ],
)
def test_a_block_counts_up_to_what_is_not_finite(
    losses: tuple[float, ...], small: tuple[int, ...], count: int
) -> None:
    assert losing(*losses).n_finite(np.array(small, dtype=bool)) == count


def test_a_block_counts_up_to_a_loss_below() -> None:
    block = losing(5.0, np.nan, 3.0, 2.0)
    assert [block.up_to_below(until, 4) for until in (0.0, 2.0, 2.5, 3.5, 9.0)] == [0, 0, 4, 3, 1]
    assert block.up_to_below(2.5, 3) == 0
