"""Looking at a run: each viewer's frames, paid for from a budget, so that looking costs nobody."""

from collections.abc import Callable
from dataclasses import replace
from math import inf
from time import monotonic

from app.insight.frame import Frame, frame
from app.insight.panels import FrameOptions, Panel, asked
from app.insight.pieces import PIECE
from app.live.job import Tick
from app.live.processor import Share

INCOME = 200e6
"""Multiplications a second that a viewer's panels may take: about a fifth of a core."""
SAVINGS = INCOME / 4
"""The most that is saved for a dear panel while nothing is asked for; debts have no limit."""
PETTY = PIECE
"""Multiplications of a panel that is shown even so: about a millisecond."""


class Viewer:
    """One viewer of a run.

    Parameters
    ----------
    options
        What is to be seen beside the run itself.
    share
        Of the processor; it pays for what is seen.
    clock
        Gives seconds.

    Notes
    -----
    A dear panel is shown as soon as the budget is not in debt, and its price is then taken from it:
    it comes as often as it can be paid for. A cheap one comes with every frame, words no oftener
    than they can be read.
    """

    def __init__(
        self, options: FrameOptions, share: Share, clock: Callable[[], float] = monotonic
    ) -> None:
        self.options, self.share = options, share
        self._clock, self._budget, self._seen_at = clock, SAVINGS, clock()
        self._shown_at: dict[str, float] = {}

    async def look(self, tick: Tick, *, last: bool = False) -> Frame:
        """Describe a tick to this viewer; the last one with all that was asked for."""
        now = self._clock()
        self._budget = min(SAVINGS, self._budget + (now - self._seen_at) * INCOME)
        self._seen_at = now
        shown = [panel for panel in asked(self.options) if self._pays(panel, tick, last)]
        seen = await self.share.in_turns(frame(tick.moment, tick.history, self.options, shown))
        if seen.slice is not None:
            self.options = replace(self.options, window=seen.slice.window)
        return seen

    def _pays(self, panel: Panel, tick: Tick, last: bool) -> bool:
        price, now = panel.price(tick.moment.experiment), self._seen_at
        if not last:
            soon = now < self._shown_at.get(panel.name, -inf) + panel.every
            if soon or (self._budget < 0 and price > PETTY):
                return False
        self._shown_at[panel.name] = now
        self._budget -= price
        return True
