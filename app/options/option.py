"""An option: one key of the address with everything that is known of it, said once.

The fields of `app.experiment.Experiment` are made by `option()`. From them come the address, the
form with its choices and folds, what "takes effect on Reset", OpenAPI, and the tables of
ARCHITECTURE.md.
"""

from collections.abc import Mapping
from dataclasses import MISSING, dataclass, field, fields
from types import MappingProxyType
from typing import Any, Literal, TypeVar, cast

from app.options.kinds import Kind

Group = Literal["data", "alpha", "network", "run", "more", "record"]
"""Where the page shows an option: `data` in the table, `alpha` beside its slider, `network` and
`run` in sight, `more` in the fold; `record` in no field."""

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Option:
    """One thing that a person can set.

    Attributes
    ----------
    name
        The key in addresses, and the field of the experiment.
    default
        The value where the address has none.
    kind
        How its text is read and written, and what is allowed.
    label
        What the field on the page is called.
    help
        What it means, in a sentence without a full stop.
    group
        Where the page shows it.
    decides
        Whether it decides the way of a run. One that does not, as its end or its names, may change
        without starting anew.
    live
        Whether it may change in mid-run, as a change in the address. Its value is then a number.
    """

    name: str
    default: Any
    kind: Kind
    label: str
    help: str
    group: Group
    decides: bool = True
    live: bool = False

    @property
    def choices(self) -> Mapping[str, str] | None:
        """Word in the address → word on the page, for one that is chosen; None for others."""
        words = getattr(self.kind, "words", None)
        return None if words is None else cast(Mapping[str, str], words())

    @property
    def is_settled(self) -> bool:
        """Whether there is nothing to choose: the page then shows no field."""
        return self.choices is not None and len(self.choices) == 1

    def write(self, value: Any) -> str:
        """Write a value as it stands in an address."""
        return self.kind.write(value)


def option(
    default: Value,
    kind: Kind,
    label: str,
    help: str,
    group: Group,
    *,
    decides: bool = True,
    live: bool = False,
) -> Value:
    """Make the field of a dataclass an option; for the parameters see `Option`."""
    known = {"kind": kind, "label": label, "help": help, "group": group}
    metadata = {"option": {**known, "decides": decides, "live": live}}
    return field(default=default, metadata=metadata)


def options_of(kind: type) -> Mapping[str, Option]:
    """Give the options of a dataclass by name, in the order of its fields."""
    found = {}
    for each in fields(kind):
        assert each.default is not MISSING
        found[each.name] = Option(each.name, each.default, **each.metadata["option"])
    return MappingProxyType(found)
