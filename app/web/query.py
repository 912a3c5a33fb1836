"""What requests may ask for beside the experiment: the keys of the page and of the API."""

from collections.abc import Collection, Iterable, Mapping
from math import inf
from types import MappingProxyType
from typing import Any

from starlette.requests import Request

from app import address
from app.address import MAX_ADDRESS, Rejected, number, whole
from app.errors import InvalidAddress, Problem
from app.experiment import Experiment

MAX_SPEED = 1e6
PAGE_KEYS: Mapping[str, str | int] = MappingProxyType(
    {"lesson": "", "at": 0, "speed": "", "row": 1, "w": "", "scale": "log", "display": ""}
)
"""The keys of the page alone, in canonical order, with what an address leaves out."""
SCALES = ("log", "linear")
DISPLAYS = ("auto", "light", "dark", "projector")
UNPACED = inf  # speed=max


class Query:
    """A request's query string, split into the experiment's keys and the others.

    Parameters
    ----------
    request
        Its query string is at most 32 KiB.
    known
        The keys that are allowed beside those of the experiment.

    Raises
    ------
    InvalidAddress
        For an address that is too long; for anything in the experiment that is not allowed.
    """

    def __init__(self, request: Request, known: Collection[str] = ()) -> None:
        length = len(request.scope["query_string"])
        if length > MAX_ADDRESS:
            allowed = f"at most {MAX_ADDRESS} bytes long"
            raise InvalidAddress([Problem("address", f"{length} bytes", allowed)])
        pairs, self._known = request.query_params.multi_items(), known
        self._own: dict[str, str] = {}
        self._problems: list[Problem] = []
        for name, text in pairs:
            if name in known and name in self._own:
                self._problems.append(Problem(name, text, "given once"))
            elif name in known:
                self._own[name] = text
        self.experiment_pairs = [(name, text) for name, text in pairs if name not in known]
        self._experiment: Experiment | None = None

    @property
    def experiment(self) -> Experiment:
        """The experiment in the address."""
        if self._experiment is None:
            self._experiment = address.read(self.experiment_pairs, self._known)
        return self._experiment

    def text(self, name: str) -> str | None:
        """Give a value as it stands, or None."""
        return self._own.get(name)

    def _read(self, name: str, default: Any, read: Any) -> Any:
        text = self._own.get(name)
        if text is None or text == "":
            return default
        try:
            return read(text)
        except Rejected as rejected:
            self._problems.append(Problem(name, text, rejected.allowed))
            return default

    def whole(self, name: str, default: int, low: int, high: int) -> int:
        """Read a whole number from low to high."""
        value: int = self._read(name, default, lambda text: whole(text, low, high))
        return value

    def number(self, name: str) -> float | None:
        """Read a finite number, or None."""
        value: float | None = self._read(name, None, number)
        return value

    def choice(self, name: str, words: Iterable[str]) -> str:
        """Read one of some words; without it, or with another, what the page takes then."""
        allowed = tuple(words)

        def read(text: str) -> str:
            if text not in allowed:
                raise Rejected("one of " + ", ".join(allowed))
            return text

        value: str = self._read(name, PAGE_KEYS[name], read)
        return value

    def speed(self) -> float:
        """Read updates a second: a number, or `UNPACED` for max."""
        allowed = f"max, or updates a second from 1 to {MAX_SPEED:.0f}"
        value: float = self._read(
            "speed",
            20.0,
            lambda text: UNPACED if text == "max" else number(text, allowed, 1.0, MAX_SPEED),
        )
        return value

    def row(self, e: Experiment) -> int | None:
        """Read a training row, counted from 1 in addresses, from 0 here."""
        value: int | None = self._read("row", None, lambda text: whole(text, 1, e.rows) - 1)
        return value

    def parameter(self, e: Experiment) -> str | None:
        """Read a parameter's name."""
        names = e.architecture.parameter_names

        def read(text: str) -> str:
            if text not in names:
                raise Rejected(f"a parameter of this network, {names[0]} to {names[-1]}")
            return text

        value: str | None = self._read("w", None, read)
        return value

    def refuse(self, name: str, value: object, allowed: str) -> None:
        """Note one more problem."""
        self._problems.append(Problem(name, str(value), allowed))

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Everything read so far that was not allowed."""
        return tuple(self._problems)

    def check(self) -> None:
        """Raise InvalidAddress if anything read so far was not allowed."""
        if self._problems:
            raise InvalidAddress(self._problems)
