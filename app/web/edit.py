"""What becomes of a run when the person edits the form: goes on, goes on changed, or starts anew.

A run that stands at its start or has ended, or is paused, takes an edit at once. A run that is
going takes alpha at once, as a change at the update it has reached; what needs another start
waits for Reset, in `following`.
"""

from dataclasses import dataclass, fields, replace
from typing import Literal

from app.address import with_change
from app.experiment import Change, Experiment

RunState = Literal["fresh", "running", "paused", "ended"]
STATES: tuple[RunState, ...] = ("fresh", "running", "paused", "ended")
KEPT = ("epochs", "until", "names")
"""Keys that may change without another way there."""


@dataclass(frozen=True, slots=True)
class Edited:
    """The run to go on with, the one that Reset starts, and whether to start at once."""

    current: Experiment
    following: Experiment
    restart: bool = False

    @property
    def waiting(self) -> set[str]:
        """Keys whose new value takes effect on Reset."""
        now = replace(self.current, alpha=self.following.alpha)
        return {
            field.name
            for field in fields(Experiment)
            if field.name != "changes"
            and getattr(now, field.name) != getattr(self.following, field.name)
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
    kept = {key: getattr(wanted, key) for key in KEPT}
    if state == "fresh":
        return Edited(_with_first_changes(wanted, current), wanted, restart=True)
    alpha_now = current.alpha_at(at)
    if _way(wanted) == _way(current) or state == "running":
        going = current
        if current.rows == wanted.rows and _fits(current, kept, at):
            going = replace(current, **kept)
        if wanted.alpha == alpha_now:
            return Edited(going, wanted)
        if state != "ended":
            return Edited(with_change(going, Change(at, "alpha", wanted.alpha)), wanted)
    return Edited(wanted, wanted, restart=True)


def _way(e: Experiment) -> Experiment:
    """Leave what decides each update, alpha aside."""
    return replace(e, names=((), ()), epochs=1, until=0.0, alpha=0.0, changes=())


def _fits(current: Experiment, kept: dict[str, object], at: int) -> bool:
    """Whether the kept keys suit the current table, the changes, and the updates made so far."""
    names, epochs = kept["names"], kept["epochs"]
    assert isinstance(names, tuple)
    assert isinstance(epochs, int)
    columns = len(current.inputs[0]) + len(current.goals[0])
    last = max((at, *(c.step for c in current.changes)))
    return len(names[0]) in (0, columns) and epochs * current.updates_per_epoch >= last


def _with_first_changes(wanted: Experiment, current: Experiment) -> Experiment:
    """Keep weights that were set at the start by hand, if it is still the same start."""
    if wanted.architecture != current.architecture or (wanted.weights, wanted.seed) != (
        current.weights,
        current.seed,
    ):
        return wanted
    first = tuple(c for c in current.changes if c.step == 0 and c.name != "alpha")
    return replace(wanted, changes=first)
