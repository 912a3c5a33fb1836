"""Points of a run as a list: which of the updates made are wanted, and what they left."""

from collections.abc import Iterator

import numpy as np

from app.network.arrays import FloatArray
from app.run.block import Block


def points(block: Block, wanted: range) -> Iterator[tuple[int, float, FloatArray]]:
    """Give update, loss and parameters, (n_parameters,), of the wanted updates of a block.

    Copies, so that a few wanted points do not keep whole blocks in memory.
    """
    for k, step in enumerate(block.steps.tolist()):
        if step in wanted:
            yield step, float(block.losses[k]), block.parameters[k].copy()


class Record:
    """Wanted points of a run, as they come: all losses, and the weights of the first.

    Parameters
    ----------
    wanted
        The updates.
    most
        Points of which the weights are kept.

    Attributes
    ----------
    last
        The parameters at the newest point, None before there is one.
    """

    def __init__(self, wanted: range, most: int) -> None:
        self._wanted, self._most = wanted, most
        self._losses: list[float] = []
        self._weights: list[FloatArray] = []
        self.last: FloatArray | None = None

    def __len__(self) -> int:
        """How many points there are."""
        return len(self._losses)

    @property
    def is_full(self) -> bool:
        """Whether the weights of further points are not kept."""
        return len(self._losses) >= self._most

    def begin(self, loss: float, parameters: FloatArray) -> None:
        """Take in where the run stands."""
        if not self.is_full:
            self._weights.append(parameters)
        self._losses.append(loss)
        self.last = parameters

    def add(self, block: Block) -> None:
        """Take in the wanted points of a block."""
        for _, loss, parameters in points(block, self._wanted):
            self.begin(loss, parameters)

    @property
    def losses(self) -> FloatArray:
        """The loss at each point, (points,)."""
        return np.array(self._losses)

    @property
    def weights(self) -> FloatArray:
        """The parameters at the points whose weights are kept, (points, n_parameters)."""
        return np.array(self._weights)
