"""Points of a run as a list: which of the updates made are wanted, and what they left."""

from collections.abc import Iterator

from app.network.arrays import FloatArray
from app.run.block import Block


def points(block: Block, wanted: range) -> Iterator[tuple[int, float, FloatArray]]:
    """Give update, loss and parameters, (n_parameters,), of the wanted updates of a block.

    Copies, so that a few wanted points do not keep whole blocks in memory.
    """
    for k, step in enumerate(block.steps.tolist()):
        if step in wanted:
            yield step, float(block.losses[k]), block.parameters[k].copy()
