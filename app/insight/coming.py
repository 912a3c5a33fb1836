"""The update that comes next: which rows it is made from, what it uses, where it leads."""

from dataclasses import dataclass
from functools import lru_cache

from app.network.arrays import FloatArray
from app.run.batches import rows_of_update
from app.run.engine import ENGINES, REFERENCE
from app.run.moment import Moment


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


@lru_cache(maxsize=8)
def coming_update(moment: Moment) -> Coming:
    """Make the update that comes next beside the run; once for all that show it."""
    e = moment.experiment
    made = ENGINES[REFERENCE](e.as_of(moment.step), moment.state, moment.step).update()
    return Coming(rows_of_update(e, moment.step), made.gradient, made.state.parameters)
