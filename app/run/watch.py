"""What is said of a run that goes on but goes wrong: out of hand, or stuck.

The watch sees the loss at the end of every epoch, so it depends on the run alone and not on who
looked at it when; a checkpoint carries it along.
"""

from dataclasses import dataclass
from typing import Literal

OUT_OF_HAND_FACTOR = 1e6
OUT_OF_HAND_EPOCHS = 20
STUCK_EPOCHS = 200
STUCK_CHANGE = 1e-9
LEARNED_ENOUGH = 1e-4
"""A loss that counts as learned where the person named none."""

Notice = Literal["out of hand", "stuck"] | None


@dataclass(slots=True)
class Watch:
    """What the losses at the ends of epochs have shown so far.

    Attributes
    ----------
    first
        Loss of the start.
    anchor
        Loss at the newest epoch that is a multiple of `STUCK_EPOCHS`.
    high_epochs
        For how many epochs on end the loss was `OUT_OF_HAND_FACTOR` times the first or more.
    stuck
        Whether the loss changed by less than `STUCK_CHANGE` between the two newest anchors while
        above what counts as learned.
    """

    first: float
    anchor: float
    high_epochs: int = 0
    stuck: bool = False

    def see(self, epoch: int, loss: float, until: float) -> None:
        """Take in the loss after an epoch, counted from 1."""
        high = loss > OUT_OF_HAND_FACTOR * self.first > 0
        self.high_epochs = self.high_epochs + 1 if high else 0
        if epoch % STUCK_EPOCHS == 0:
            changed = abs(loss - self.anchor)
            self.stuck = changed < STUCK_CHANGE and loss > (until or LEARNED_ENOUGH)
            self.anchor = loss

    @property
    def notice(self) -> Notice:
        """The word for the status chip, or None."""
        if self.high_epochs >= OUT_OF_HAND_EPOCHS:
            return "out of hand"
        return "stuck" if self.stuck else None
