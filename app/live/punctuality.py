"""How punctual a process is: which part of what was due lately came late."""

from math import exp
from time import monotonic

LATE = 0.025
"""Seconds after which what was due is late: half of what lies between frames at 20 a second."""
MEMORY = 3.0
"""Seconds after which a beat counts for 1/e."""
FEWEST = 100.0
"""Beats, of some seconds, with fewer of which nothing is said: one hitch is no full house."""
BEARABLE = 0.05
"""The part of the beats that may be late."""


class Punctuality:
    """Counts beats that were late, and all; the older they are the less they count."""

    def __init__(self) -> None:
        self._late = self._all = 0.0
        self._at = monotonic()

    def note(self, late: float) -> None:
        """Take in a beat that came so many seconds after it was due."""
        self._fade()
        self._all += 1
        self._late += late > LATE

    @property
    def suffers(self) -> bool:
        """Whether too much came late."""
        self._fade()
        return self._all >= FEWEST and self._late > BEARABLE * self._all

    def _fade(self) -> None:
        now = monotonic()
        kept = exp((self._at - now) / MEMORY)
        self._late, self._all, self._at = kept * self._late, kept * self._all, now
