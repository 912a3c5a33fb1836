"""The update that comes next: which rows it is made from, what it uses, where it leads."""

from dataclasses import dataclass
from functools import lru_cache

from app.insight.pieces import Pieces, whole
from app.network.arrays import FloatArray
from app.run.batches import rows_of_update
from app.run.engine import ENGINES, REFERENCE, Engine
from app.run.moment import Moment
from app.run.numpy_engine import update_beside
from app.run.training_state import Update


@dataclass(frozen=True, slots=True, eq=False)
class Coming:
    """The update that a moment of a run is followed by, made by the run's own engine.

    Attributes
    ----------
    rows
        The rows of its batch, counted from 0.
    gradient
        What it uses, (n_parameters,): averaged or summed over its rows, halved for the delta rule.
    parameters
        What it leaves, (n_parameters,).
    """

    rows: list[int]
    gradient: FloatArray
    parameters: FloatArray


def coming_update(moment: Moment) -> Coming:
    """Give the update that comes next, at once."""
    return whole(find_coming(moment))


def find_coming(moment: Moment) -> Pieces[Coming]:
    """Make the update that comes next beside the run, in pieces; once for all that show it."""
    beside = _beside(moment)
    while (coming := beside.coming or beside.go_on()) is None:
        yield
    return coming


def next_update(engine: Engine) -> Pieces[FloatArray]:
    """Let an engine make one update, in pieces, and give the parameters that it leaves."""
    while not len(made := engine.advance(1)):
        yield
    left: FloatArray = made.parameters[0]
    return left


class _Beside:
    """An engine beside a run, for the one update that comes next."""

    def __init__(self, moment: Moment) -> None:
        e = moment.experiment.as_of(moment.step)
        self._rows = rows_of_update(e, moment.step)
        self.coming = self._told(update_beside(e, moment.state, moment.step))
        if not self.coming:
            self._engine = ENGINES[REFERENCE](e, moment.state, moment.step)

    def go_on(self) -> Coming | None:
        """Make a part of an update that takes long; None where there are more."""
        self.coming = self._told(self._engine.update())
        return self.coming

    def _told(self, made: Update | None) -> Coming | None:
        return Coming(self._rows, made.gradient, made.state.parameters) if made else None


@lru_cache(maxsize=8)
def _beside(moment: Moment) -> _Beside:
    return _Beside(moment)
