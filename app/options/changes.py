"""What a person changed during a run, and when."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.limits import MAX_UPDATE
from app.options.kinds import Plain
from app.options.numbers import Rejected, number, whole, write_number


@dataclass(frozen=True, slots=True)
class Change:
    """One change: made when the run stands at update `step`.

    `name` is that of a parameter or of an option that may change in mid-run.
    """

    step: int
    name: str
    value: float

    def __str__(self) -> str:
        return f"{self.step}:{self.name}={write_number(self.value)}"


Changes = tuple[Change, ...]
"""In the order in which they are made."""


def with_change(changes: Sequence[Change], change: Change) -> Changes:
    """Add a change; one of the same name at the same update gives way."""
    kept = [c for c in changes if (c.step, c.name) != (change.step, change.name)]
    return tuple(sorted((*kept, change), key=lambda c: c.step))


@dataclass(frozen=True)
class ChangeList(Plain):
    """Changes divided by ';'."""

    @property
    def allowed(self) -> str:
        """Say how a change is written."""
        return "update:name=number, divided by ';', as 120:alpha=0.5"

    def read(self, text: str) -> Changes:
        """Read the changes; of two that set the same at the same update the later one counts."""
        changes: dict[tuple[int, str], Change] = {}
        for part in text.split(";") if text else ():
            change = self._read_one(part)
            changes.pop((change.step, change.name), None)
            changes[change.step, change.name] = change
        return tuple(sorted(changes.values(), key=lambda change: change.step))

    def _read_one(self, part: str) -> Change:
        step, colon, setting = part.partition(":")
        name, equals, value = setting.partition("=")
        if not colon or not equals:
            raise Rejected(self.allowed, part)
        try:
            return Change(whole(step, 0, MAX_UPDATE), name.strip(), number(value))
        except Rejected:
            raise Rejected(self.allowed, part) from None

    def write(self, value: Changes) -> str:
        """Write the changes."""
        return ";".join(map(str, value))

    def json(self, value: Changes) -> object:
        """Give [update, name, value] of each."""
        return [[c.step, c.name, c.value] for c in value]
