"""The way of a run from one frame to the next, thinned as it grows."""

from typing import Any

import numpy as np

from app.insight.thinning import spread, thinned
from app.network.arrays import FloatArray, IntArray
from app.run.run import Stretch

MAX_LOSSES = 50
MAX_TRAIL = 50
MAX_TRAIL_NUMBERS = 1_000


class Way:
    """Losses and parameters since the frame before.

    Parameters
    ----------
    n_parameters
        How many parameters the network has: the more, the fewer points the trail keeps.

    Notes
    -----
    All losses are kept until they are asked for, so that their extremes are; parameters are copied
    out of their blocks, at most twice as many as will be shown, so that a frame of a large network
    takes no more memory than it has to show.
    """

    def __init__(self, n_parameters: int) -> None:
        self._most = min(MAX_TRAIL, max(1, MAX_TRAIL_NUMBERS // n_parameters))
        self._steps: list[IntArray] = []
        self._losses: list[FloatArray] = []
        self._trail: list[list[Any]] = []

    def add(self, stretch: Stretch) -> None:
        """Take in the next block of updates."""
        self._steps.append(stretch.steps)
        self._losses.append(stretch.losses)
        self._trail += [
            [int(stretch.steps[k]), stretch.states[k].copy()]
            for k in spread(len(stretch.steps), self._most)
        ]
        if len(self._trail) > 2 * self._most:
            self._trail = self.trail()

    def losses(self) -> list[list[float]]:
        """Give [update, loss], at most `MAX_LOSSES`, extremes and the last kept; in order."""
        if not self._steps:
            return []
        steps, losses = np.concatenate(self._steps), np.concatenate(self._losses)
        return [[int(steps[k]), float(losses[k])] for k in thinned(losses, MAX_LOSSES)]

    def trail(self) -> list[list[Any]]:
        """Give [update, parameters (n_parameters,)], thinned, the last kept; in order."""
        return [self._trail[k] for k in spread(len(self._trail), self._most)]
