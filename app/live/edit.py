"""What becomes of a run when the person edits the form: goes on, goes on changed, or starts anew.

A run that stands at its start or has ended, or is paused, takes an edit at once. A run that is
going takes live options, as alpha, at once, as changes at the update it has reached; what needs
another start waits for Reset, in `following`.
"""

from dataclasses import dataclass, replace
from typing import Literal

from app.errors import InvalidAddress
from app.experiment import LIVE, OPTIONS, Experiment, alters_state
from app.options.changes import Change

RunState = Literal["fresh", "running", "paused", "ended"]
STATES: tuple[RunState, ...] = ("fresh", "running", "paused", "ended")


@dataclass(frozen=True, slots=True)
class Edited:
    """The run to go on with, the one that Reset starts, and whether to start at once."""

    current: Experiment
    following: Experiment
    restart: bool = False

    @property
    def waiting(self) -> set[str]:
        """Options whose new value takes effect on Reset."""
        return {
            option.name
            for option in OPTIONS.values()
            if not option.live
            and option.group != "record"
            and getattr(self.current, option.name) != getattr(self.following, option.name)
        }


def edit(current: Experiment, wanted: Experiment, state: RunState, at: int) -> Edited:
    """Bring together the run as it is and the form as it was filled in.

    Parameters
    ----------
    current
        The run's experiment, with its changes.
    wanted
        What the form says, without changes.
    at
        The update that the run has reached.
    """
    if state == "fresh":
        return Edited(_with_first_changes(wanted, current), wanted, restart=True)
    if _way(wanted) == _way(current) or state == "running":
        going = _with_new_ends(current, wanted, at)
        now, then = ({name: getattr(e, name) for name in LIVE} for e in (wanted, current.as_of(at)))
        if now == then:
            return Edited(going, wanted)
        if state != "ended":
            for name, value in now.items():
                if value != then[name]:
                    going = going.with_change(Change(at, name, value))
            return Edited(going, wanted)
    return Edited(wanted, wanted, restart=True)


def _way(e: Experiment) -> Experiment:
    """Leave what decides each update, live options aside."""
    defaults = {name: OPTIONS[name].default for name in LIVE}
    return replace(e.without_ends(), **defaults)


def _with_new_ends(current: Experiment, wanted: Experiment, at: int) -> Experiment:
    """Take over what does not decide the way, where it suits the run and the updates so far."""
    kept = {o.name: getattr(wanted, o.name) for o in OPTIONS.values() if not o.decides}
    try:
        going = replace(current, **kept)
    except InvalidAddress:  # other names for another table, or an end before a change
        return current
    same_rows = current.rows == wanted.rows
    return going if same_rows and going.updates >= at else current


def _with_first_changes(wanted: Experiment, current: Experiment) -> Experiment:
    """Keep weights that were set at the start by hand, if it is still the same start."""
    if wanted.architecture != current.architecture or (wanted.weights, wanted.seed) != (
        current.weights,
        current.seed,
    ):
        return wanted
    first = tuple(c for c in current.changes if c.step == 0 and alters_state(c))
    return replace(wanted, changes=first)
