"""Kinds of values: each reads and writes its text, and says what is allowed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import inf
from typing import Any, Protocol

from app.options.numbers import Rejected, number, whole, write_number


class Kind(Protocol):
    """How a value stands in an address.

    `read` raises `Rejected` for a text that is not allowed; `write` gives a text that reads back as
    the same value; `json` is the value as the API echoes it.
    """

    @property
    def allowed(self) -> str:
        """What may be given, to be read after "must be"."""

    def read(self, text: str) -> Any:
        """Read a text."""

    def write(self, value: Any) -> str:
        """Write a value."""

    def json(self, value: Any) -> object:
        """Give a value for JSON."""


class Plain:
    """What kinds have in common unless they say otherwise."""

    def write(self, value: Any) -> str:
        """Write a value as it stands."""
        return str(value)

    def json(self, value: Any) -> object:
        """Give the value as it is."""
        return value


@dataclass(frozen=True)
class Number(Plain):
    """A finite number from low to high."""

    low: float = -inf
    high: float = inf

    @property
    def allowed(self) -> str:
        """Name the bounds there are."""
        if self.low == -inf:
            return "a finite number"
        end = "" if self.high == inf else f" to {self.high:.0f}"
        return f"a number from {self.low:.0f}{end}"

    def read(self, text: str) -> float:
        """Read a number."""
        return number(text, self.allowed, self.low, self.high)

    def write(self, value: float) -> str:
        """Write the shortest text that reads back as the same number."""
        return write_number(value)

    def holds(self, value: float) -> bool:
        """Say whether a number lies within the bounds."""
        return self.low <= value <= self.high


@dataclass(frozen=True)
class Whole(Plain):
    """A whole number from low to high."""

    low: int
    high: int

    @property
    def allowed(self) -> str:
        """Name the bounds."""
        return f"a whole number from {self.low} to {self.high}"

    def read(self, text: str) -> int:
        """Read a whole number."""
        return whole(text, self.low, self.high)


@dataclass(frozen=True)
class WholeOr(Plain):
    """A whole number, or a word that stands for one more."""

    word: str
    stands_for: int
    low: int
    high: int

    @property
    def allowed(self) -> str:
        """Name the word and the bounds."""
        return f"{self.word}, or a whole number from {self.low} to {self.high}"

    def read(self, text: str) -> int:
        """Read the word or a number."""
        try:
            return self.stands_for if text == self.word else whole(text, self.low, self.high)
        except Rejected:
            raise Rejected(self.allowed) from None

    def write(self, value: int) -> str:
        """Write the word or the number."""
        return self.word if value == self.stands_for else str(value)

    def json(self, value: int) -> object:
        """Give the word or the number."""
        return self.word if value == self.stands_for else value


@dataclass(frozen=True)
class Choice(Plain):
    """One of some words.

    Attributes
    ----------
    words
        Gives word → how it is called on the page; asked each time, as registries may grow.
    """

    words: Callable[[], Mapping[str, str]]

    @property
    def allowed(self) -> str:
        """List the words."""
        return "one of " + ", ".join(self.words())

    def read(self, text: str) -> str:
        """Read one of the words."""
        if text not in self.words():
            raise Rejected(self.allowed)
        return text


def one_of(*words: str, **named: str) -> Choice:
    """Choose from these words; a named one is called otherwise on the page."""
    known = {**{word: word for word in words}, **named}
    return Choice(lambda: known)


def registered(registry: Mapping[str, object]) -> Choice:
    """Choose from the names of a registry."""
    return Choice(lambda: {name: name for name in registry})


@dataclass(frozen=True)
class Switch(Plain):
    """On or off: 1 or 0."""

    @property
    def allowed(self) -> str:
        """List the two."""
        return "one of 0, 1"

    def words(self) -> Mapping[str, str]:
        """Name both for the page."""
        return {"0": "off", "1": "on"}

    def read(self, text: str) -> bool:
        """Read 1 or 0."""
        if text not in self.words():
            raise Rejected(self.allowed)
        return text == "1"

    def write(self, value: bool) -> str:
        """Write 1 or 0."""
        return str(int(value))
