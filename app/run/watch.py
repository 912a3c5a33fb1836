"""What is said of a run that goes on: out of hand, stuck, at rest, or fitted.

The watch looks at the loss at the end of every epoch, and wherever the parameters have grown
by much since it looked last, so that a run that blows up within a long epoch is seen. It depends on
the run alone and not on who looked at it when; a checkpoint carries it along. After every change
made by hand it starts anew: what was before says nothing of what comes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from app.experiment import Experiment

OUT_OF_HAND_RISES = 5
OUT_OF_HAND_FACTOR = 10.0
HURRY_LOOKS = 20
"""Looks for which a run out of hand can be watched at the chosen speed, before it hurries."""
GROWN = 1.4
"""Growth of the largest parameter after which the watch looks again."""
STUCK_EPOCHS = 200
STUCK_CHANGE = 1e-9
"""Share of the loss that counts as no change."""
FITTED = 1.05
"""How many times the lowest possible loss is near enough to it."""
LEARNED_ENOUGH = 1e-6
"""A loss that counts as learned where the person named none, as a share of the goals' square; of 1
where all goals are 0."""

Notice = Literal["out of hand", "stuck", "at rest", "fitted"] | None


def enough(experiment: Experiment) -> float:
    """Give the loss that counts as learned: the person's, or a share of the mean squared goal."""
    with np.errstate(over="ignore"):
        goals = experiment.dataset.train.goals
        return experiment.until or LEARNED_ENOUGH * (float(np.mean(goals * goals)) or 1.0)


@dataclass(slots=True)
class Watch:
    """What the losses have shown so far.

    Attributes
    ----------
    first
        Loss of the start, or after the newest change.
    last, size
        Loss and largest parameter, in absolute value, at the newest look.
    base, rises
        For how many looks on end the loss rose, and the loss from which it did.
    alarm, alarmed
        Where it is out of hand: the loss below which it is so no longer, and for how many looks it
        has been.
    epochs
        Ends of epochs seen.
    anchor, low, high
        Loss at the newest of them that is a multiple of `STUCK_EPOCHS`, and the least and largest
        since.
    still, stood
        The loss that the newest did not leave, and for how many epochs: whoever comes to rest
        between two such multiples is told so as soon as it has rested for as long.
    idle
        Updates on end that changed nothing.
    rest
        The least and largest loss of the `STUCK_EPOCHS` after which the loss was where it had been
        before; None where it moves, or counts as learned.
    """

    first: float
    last: float
    size: float
    base: float
    anchor: float
    low: float
    high: float
    still: float
    stood: int = 0
    rises: int = 0
    alarm: float | None = None
    alarmed: int = 0
    epochs: int = 0
    idle: int = 0
    rest: tuple[float, float] | None = None

    @staticmethod
    def begin(loss: float, size: float) -> "Watch":
        """Begin at a loss, with parameters up to a size."""
        return Watch(loss, loss, size, loss, loss, loss, loss, loss)

    def looks(self, sizes: list[float], ends: range) -> Sequence[int]:
        """Say at which of the coming updates to look, counted from 0, in order.

        Parameters
        ----------
        sizes
            The largest parameter, in absolute value, after each.
        ends
            Which of them, and of those that come later, end an epoch.
        """
        if ends.step == 1:
            return range(len(sizes))
        looks, size = [], self.size
        for at, now in enumerate(sizes):
            if now > GROWN * size or at in ends:
                looks.append(at)
                size = now
        return looks

    def has_grown(self, size: float) -> bool:
        """Whether the largest parameter has grown by so much that it has to look again."""
        return size > GROWN * self.size

    def see(self, loss: float, size: float, enough: float, *, ends: bool) -> None:
        """Take in what is there at a look; `enough` counts as learned, `ends` an epoch."""
        if loss > self.last:
            self.rises += 1
        else:
            self.rises, self.base = 0, loss
        self.last, self.size = loss, size
        self._see_growth(loss)
        if ends:
            self._see_epoch(loss, enough)

    def _see_growth(self, loss: float) -> None:
        self.alarmed += self.alarm is not None
        if self.alarm is not None and loss < self.alarm:
            self.alarm, self.alarmed = None, 0
        high = OUT_OF_HAND_FACTOR * self.base
        if self.alarm is None and self.rises >= OUT_OF_HAND_RISES and loss >= high:
            self.alarm = high if loss > self.first else None

    def _see_epoch(self, loss: float, enough: float) -> None:
        self.epochs += 1
        self.low, self.high = min(self.low, loss), max(self.high, loss)
        same = STUCK_CHANGE * loss
        if self.rest and not self.rest[0] - same <= loss <= self.rest[1] + same:
            self.rest = None
        if abs(loss - self.still) <= same:
            self.stood += 1
        else:
            self.still, self.stood = loss, 0
        if self.epochs % STUCK_EPOCHS == 0:
            back = abs(loss - self.anchor) <= same and loss > enough
            if not self.stood or back:
                self.rest = (self.low, self.high) if back else None
            self.anchor = self.low = self.high = loss
        if self.stood >= STUCK_EPOCHS:
            self.rest = (loss, loss) if loss > enough else None
            self.still, self.stood = loss, 1  # so that who creeps is not told to have left

    @property
    def notice(self) -> Notice:
        """The word for the status chip, or None."""
        if self.rest:
            return "stuck"
        return "out of hand" if self.alarm is not None else None

    @property
    def hurries(self) -> bool:
        """Whether it has been out of hand for so long that only the overflow is waited for."""
        return self.notice == "out of hand" and self.alarmed >= HURRY_LOOKS
