"""Who may come in: as many as the process can keep on time."""

from app.live.processor import ENTITLED, Processor, Share

EXPECTED = 1 / 96
"""The part of the processor that a stream is thought to take at least, until it is known: what the
page asks for at 20 updates a second, nearly."""
FULL = 0.85
"""The part of the processor that may be kept for those who are here."""


class House:
    """The places of a process.

    Parameters
    ----------
    processor
        Whose time is shared by those who are here.
    most
        How many there may be, however little they take.
    """

    def __init__(self, processor: Processor, most: int) -> None:
        self._processor, self._most = processor, most
        self.taken = 0

    @property
    def has_no_place(self) -> bool:
        """Whether every place is taken."""
        return self.taken >= self._most

    def enter(self, *, glance: bool = False) -> "Place | None":
        """Give a place, or None where one more would make those late who are here.

        Whoever takes but a glance is let in for as long as there are places.
        """
        expected = 0.0 if glance else max(EXPECTED, self._processor.typical)
        if self.has_no_place or not (glance or self._keeps_time(expected)):
            return None
        return Place(self, self._processor.share(ENTITLED, expected))

    def _keeps_time(self, expected: float) -> bool:
        """Whether all are on time who are here, and would be with one more."""
        punctual = self.taken == 0 or not self._processor.punctuality.suffers
        return punctual and self._processor.claimed + expected <= FULL


class Place:
    """A place that is taken until it is left.

    Attributes
    ----------
    share
        Of the processor, for whatever is computed for who has the place.
    """

    def __init__(self, house: House, share: Share) -> None:
        self.share = share
        self._house: House | None = house
        house.taken += 1

    def leave(self) -> None:
        """Give the place back; a second time is nothing."""
        if self._house is not None:
            self._house.taken -= 1
            self._house = None
