"""Everything that can be wrong in the world of this product.

PlaygroundError
├── InvalidAddress (ValueError)   something in an address is not allowed; holds its problems
├── UnknownThing (LookupError)    a fragment, lesson or page that does not exist
└── Busy (RuntimeError)           this process holds as many streams as it may

A run that diverges is a result, not an error.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

LONGEST_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Problem:
    """One value that is not allowed: under which key, what was given, what is allowed."""

    key: str
    value: str
    allowed: str

    @property
    def message(self) -> str:
        """Say it in one sentence."""
        shown = self.value
        if len(shown) > LONGEST_SHOWN:
            shown = shown[:LONGEST_SHOWN] + "…"
        return f"{self.key} must be {self.allowed}, got {shown!r}"

    def as_dict(self) -> dict[str, str]:
        """Give key, value, allowed and the message, for JSON."""
        return {**asdict(self), "message": self.message}


@dataclass(frozen=True, slots=True)
class UnknownKey(Problem):
    """A key that no address has; `allowed` lists those there are."""

    @property
    def message(self) -> str:
        """Say it in one sentence."""
        return f"there is no key {self.key!r}; the keys are {self.allowed}"


class PlaygroundError(Exception):
    """The root of the tree."""


class InvalidAddress(PlaygroundError, ValueError):
    """Raised where an address names something unknown or out of its range."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(problem.message for problem in problems))


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
