"""What requests may ask for beside the experiment: the keys of the page and of the API."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import isfinite
from types import MappingProxyType
from typing import Any

from app.experiment import Experiment
from app.insight.window import Window
from app.lessons import LESSONS
from app.limits import MAX_UPDATE
from app.live.pace import UNPACED
from app.options.kinds import Kind, Plain, Whole, one_of, registered
from app.options.numbers import Rejected, number, whole, write_number

MAX_SPEED = 1e6
DEFAULT_SPEED = 20.0


@dataclass(frozen=True, slots=True)
class RequestKey:
    """One key.

    Attributes
    ----------
    name
        The key.
    help
        What it asks for, without a full stop.
    kind
        How it is read; some depend on the experiment.
    default
        The value where the request has none.
    blank
        Whether an empty text means that there is none.
    """

    name: str
    help: str
    kind: Callable[[Experiment], Kind]
    default: Callable[[Experiment], Any]
    blank: bool = True


@dataclass(frozen=True)
class Speed(Plain):
    """Updates a second, or max."""

    @property
    def allowed(self) -> str:
        """Name the bounds."""
        return f"max, or updates a second from 1 to {MAX_SPEED:.0f}"

    def read(self, text: str) -> float:
        """Read a speed; max is `UNPACED`."""
        return UNPACED if text == "max" else number(text, self.allowed, 1.0, MAX_SPEED)

    def write(self, value: float) -> str:
        """Write a speed."""
        return "max" if value == UNPACED else write_number(value)


@dataclass(frozen=True)
class Row(Plain):
    """A training row, counted from 1 in addresses and from 0 here."""

    rows: int

    @property
    def allowed(self) -> str:
        """Name the bounds."""
        return f"a whole number from 1 to {self.rows}"

    def read(self, text: str) -> int:
        """Read a row."""
        return whole(text, 1, self.rows) - 1


@dataclass(frozen=True)
class Parameter(Plain):
    """A parameter's name."""

    names: list[str]

    @property
    def allowed(self) -> str:
        """Name the first and the last."""
        return f"a parameter of this network, {self.names[0]} to {self.names[-1]}"

    def read(self, text: str) -> str:
        """Read a name."""
        if text not in self.names:
            raise Rejected(self.allowed)
        return text


@dataclass(frozen=True)
class Input(Plain):
    """One number for each input column."""

    columns: int

    @property
    def allowed(self) -> str:
        """Say how many."""
        return f"{self.columns} finite numbers divided by commas"

    def read(self, text: str) -> tuple[float, ...]:
        """Read the numbers."""
        try:
            values = tuple(number(cell) for cell in text.split(","))
        except Rejected:
            values = ()
        if len(values) != self.columns:
            raise Rejected(self.allowed)
        return values


@dataclass(frozen=True)
class Ends(Plain):
    """The two ends of a window."""

    @property
    def allowed(self) -> str:
        """Say which."""
        return "its lowest and its highest number, divided by a comma"

    def read(self, text: str) -> Window:
        """Read a window."""
        low, comma, high = text.partition(",")
        try:
            window = Window(number(low), number(high))
        except Rejected:
            raise Rejected(self.allowed) from None
        if not comma or not isfinite(window.high - window.low) or window.low >= window.high:
            raise Rejected(self.allowed)
        return window


def _always(value: Any) -> Callable[[Experiment], Any]:
    return lambda _: value


_UPDATE = Whole(0, MAX_UPDATE)

KEYS: Mapping[str, RequestKey] = MappingProxyType(
    {
        key.name: key
        for key in (
            RequestKey("from", "update to begin at", _always(_UPDATE), _always(0)),
            RequestKey("to", "update to stop at", _always(_UPDATE), _always(None)),
            RequestKey(
                "every",
                "distance between points, in updates",
                _always(Whole(1, MAX_UPDATE)),
                _always(1),
            ),
            RequestKey("step", "update at which to predict", _always(_UPDATE), _always(0)),
            RequestKey(
                "input",
                "one number a column, divided by commas; the first row without it",
                lambda e: Input(e.dataset.n_inputs),
                lambda e: e.dataset.train.inputs[0].tolist(),
                blank=False,
            ),
            RequestKey(
                "speed",
                f"updates a second, {DEFAULT_SPEED:.0f} without it; max for no pacing",
                _always(Speed()),
                _always(DEFAULT_SPEED),
            ),
            RequestKey(
                "row",
                "training row, counted from 1, whose activations and gradient each frame shows",
                lambda e: Row(e.rows),
                _always(None),
            ),
            RequestKey(
                "w",
                "parameter along which each frame shows the loss, as h1.x2",
                lambda e: Parameter(e.architecture.parameter_names),
                _always(None),
            ),
            RequestKey(
                "window",
                "window of that parameter so far",
                _always(Ends()),
                _always(None),
            ),
            RequestKey(
                "try",
                "an input to try: one number a column, divided by commas; each frame answers it",
                lambda e: Input(e.dataset.n_inputs),
                _always(None),
            ),
            RequestKey("lesson", "lesson to open", _always(registered(LESSONS)), _always("")),
            RequestKey("at", "update that is shown", _always(_UPDATE), _always(0)),
            RequestKey(
                "scale", "scale of the loss", _always(one_of("log", "linear")), _always("log")
            ),
            RequestKey("digits", "digits of a number", _always(one_of("3", "all")), _always("3")),
            RequestKey(
                "display",
                "colours of the page",
                _always(one_of("auto", "light", "dark", "projector")),
                _always(None),
            ),
        )
    }
)

STREAM = ("from", "to", "speed", "row", "w", "window", "try")
HISTORY = ("from", "to", "every")
PREDICT = ("step", "input")
PAGE: Mapping[str, str | int] = MappingProxyType(
    {
        "lesson": "",
        "at": 0,
        "speed": "",
        "row": 1,
        "w": "",
        "try": "",
        "scale": "log",
        "digits": "3",
        "display": "",
    }
)
"""The keys of the page alone, in canonical order, with what its address leaves out."""
