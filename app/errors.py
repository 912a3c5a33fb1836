"""Everything that can be wrong in the world of this product.

PlaygroundError
├── InvalidAddress (ValueError)   something in an address is not allowed; holds its problems
│   └── TooLarge                  a form so long that no answer gives it back
├── UnknownThing (LookupError)    a fragment, lesson or page that does not exist
└── Busy (RuntimeError)           this process holds as many streams as it may

A run that diverges is a result, not an error.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

LONGEST_SHOWN = 60
"""Characters of a value in a sentence."""
LONGEST_VALUE = 500
"""Characters of a value that is given back as data."""
MOST_TOLD = 20
"""Problems that one answer lists; of the others it says how many they are."""

CALLED = {"block": "The pasted table"}
"""What a sentence calls a key that is no word of the page."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One value that is not allowed: under which key, what was given, what is allowed."""

    key: str
    value: str
    allowed: str

    @property
    def message(self) -> str:
        """Say it in one sentence."""
        subject = CALLED.get(self.key, self.key)
        return f"{subject} must be {self.allowed}, got {_cut(self.value, LONGEST_SHOWN)!r}"

    def as_dict(self) -> dict[str, str]:
        """Give key, value, allowed and the message, for JSON."""
        value = _cut(self.value, LONGEST_VALUE)
        return {**asdict(self), "value": value, "message": self.message}


@dataclass(frozen=True, slots=True)
class UnknownKey(Problem):
    """A key that no address has; `allowed` lists those there are."""

    @property
    def message(self) -> str:
        """Say it in one sentence."""
        return f"there is no key {self.key!r}; the keys are {self.allowed}"


@dataclass(frozen=True, slots=True)
class MoreProblems(Problem):
    """Stands for all the problems that are not listed; `value` says how many."""

    @property
    def message(self) -> str:
        """Say it in one sentence."""
        return f"and {self.value} more"


def told(problems: Sequence[Problem]) -> list[Problem]:
    """Give the first problems, and after them how many more there are."""
    listed, more = list(problems[:MOST_TOLD]), len(problems) - MOST_TOLD
    if more > 0:
        listed.append(MoreProblems("more", str(more), f"at most {MOST_TOLD} problems are listed"))
    return listed


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else text[:longest] + "…"


class PlaygroundError(Exception):
    """The root of the tree."""


class InvalidAddress(PlaygroundError, ValueError):
    """Raised where an address names something unknown or out of its range."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(problem.message for problem in told(self.problems)))


class TooLarge(InvalidAddress):
    """Raised where a form is longer than an answer may be; the page keeps it as it was typed."""


class UnknownThing(PlaygroundError, LookupError):
    """Raised where a name leads nowhere."""

    def __init__(self, kind: str, name: str, known: Sequence[str]) -> None:
        self.problem = Problem(kind, name, "one of " + ", ".join(known))
        super().__init__(self.problem.message)


class Busy(PlaygroundError, RuntimeError):
    """Raised where one more stream would be too many; try again in `retry_after` seconds."""

    def __init__(self, retry_after: int) -> None:
        self.retry_after = retry_after
        super().__init__(f"The server is busy; trying again in {retry_after} s.")
