"""Blocks of updates."""

from app.experiment import Experiment
from app.run.run import Run


def test_a_block_can_be_shortened() -> None:
    block = Run(Experiment(weights=(1.0,), alpha=0.01)).advance(5)
    first = block.up_to(2)
    assert (len(block), len(first)) == (5, 2)
    assert first.steps.tolist() == [1, 2]
    assert first.parameters.tolist() == block.parameters[:2].tolist()
    assert first.losses.tolist() == block.losses[:2].tolist()
