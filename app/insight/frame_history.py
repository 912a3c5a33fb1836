"""What happened in a run from one frame to the next, thinned as it grows."""

from collections import deque

import numpy as np

from app.insight.thinning import spread, thinned
from app.network.arrays import FloatArray, IntArray
from app.run.block import Block

LossPoint = tuple[int, float]
"""(update, loss)"""
ParametersPoint = tuple[int, FloatArray]
"""(update, parameters (n_parameters,))"""
Hop = tuple[int, float, float]
"""(update, one parameter, loss)"""

_Stretch = tuple[list[int], FloatArray, list[float]]
"""(updates, parameters after each, losses)"""

MAX_LOSSES = 50
MAX_TRAIL = 50
MAX_TRAIL_NUMBERS = 1_000
MAX_HOPS = 40
MAX_HOP_NUMBERS = 8_000


class FrameHistory:
    """Losses and parameters since the frame before.

    Parameters
    ----------
    n_parameters
        How many parameters the network has: the more, the fewer points the trail keeps.

    Notes
    -----
    All losses are kept until they are asked for, so that their extremes are. Parameters are copied
    out of their blocks, evenly, at most twice as many as will be shown: when there are more, every
    second one goes. So a frame of a large network takes little more memory than it has to show.
    """

    def __init__(self, n_parameters: int) -> None:
        self._most = min(MAX_TRAIL, max(1, MAX_TRAIL_NUMBERS // n_parameters))
        self._most_hops = min(MAX_HOPS, max(1, MAX_HOP_NUMBERS // n_parameters))
        self._tail: deque[_Stretch] = deque()
        self._steps: list[IntArray] = []
        self._losses: list[FloatArray] = []
        self._trail: list[ParametersPoint] = []
        self._newest: list[ParametersPoint] = []
        self._seen, self._stride = 0, 1

    def add(self, block: Block) -> None:
        """Take in the next block of updates."""
        n, before = len(block.steps), self._seen
        if not n:
            return
        self._steps.append(block.steps)
        self._losses.append(block.losses)
        self._seen += n
        while -(-self._seen // self._stride) > 2 * self._most:
            self._trail, self._stride = self._trail[::2], 2 * self._stride
        self._trail += [_point(block, k) for k in range(-before % self._stride, n, self._stride)]
        self._newest = [_point(block, n - 1)]
        self._add_hops(block)

    def _add_hops(self, block: Block) -> None:
        steps, losses = block.steps[-self._most_hops :], block.losses[-self._most_hops :]
        after = block.parameters[-self._most_hops :].copy()
        self._tail.append((steps.tolist(), after, losses.tolist()))
        kept = sum(len(steps) for steps, *_ in self._tail)
        while kept - len(self._tail[0][0]) >= self._most_hops:
            kept -= len(self._tail.popleft()[0])

    def losses(self) -> list[LossPoint]:
        """Give (update, loss), at most `MAX_LOSSES`, extremes and the last kept; in order."""
        if not self._steps:
            return []
        steps, losses = np.concatenate(self._steps), np.concatenate(self._losses)
        chosen = thinned(losses, MAX_LOSSES)
        if len(chosen) < len(steps):
            steps, losses = steps[chosen], losses[chosen]
        return list(zip(steps.tolist(), losses.tolist(), strict=True))

    def trail(self) -> list[ParametersPoint]:
        """Give (update, parameters (n_parameters,)), thinned, the last kept; in order."""
        older = [point for point in self._trail if point[0] < self._newest[0][0]]
        points = older + self._newest
        return [points[k] for k in spread(len(points), self._most)]

    def hops(self, index: int) -> list[Hop]:
        """Give the newest updates, one after the other, as one parameter went through them."""
        hops = [
            hop
            for steps, parameters, losses in self._tail
            for hop in zip(steps, parameters[:, index].tolist(), losses, strict=True)
        ]
        return hops[-self._most_hops :]


def _point(block: Block, k: int) -> ParametersPoint:
    return int(block.steps[k]), block.parameters[k].copy()
