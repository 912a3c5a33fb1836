"""A few places for dear answers: who finds them taken is told to come back."""

from collections.abc import Iterator
from contextlib import contextmanager

from app.errors import Busy
from app.experiment import Experiment
from app.run.checkpoints import Checkpoints
from app.run.work import training_work

DEAR = 2_000_000_000
"""Multiplications above which an answer is dear: about a tenth of a second."""


class Places:
    """Places for dear answers.

    Parameters
    ----------
    most
        How many there are.
    retry_after
        Seconds after which to come back.
    """

    def __init__(self, most: int, retry_after: int) -> None:
        self._free, self._retry_after = most, retry_after

    @contextmanager
    def taken(self, work: int) -> Iterator[None]:
        """Hold a place for an answer of so much work, if it is dear; Busy where there is none."""
        if work <= DEAR:
            yield
            return
        if not self._free:
            raise Busy(self._retry_after)
        self._free -= 1
        try:
            yield
        finally:
            self._free += 1


def work_left(work: int, e: Experiment, update: int, checkpoints: Checkpoints) -> int:
    """Give what is left of the work of an answer, as the way to an update is remembered in part."""
    nearest = checkpoints.nearest(e, update)
    return work - (training_work(e, nearest.step) if nearest else 0)
