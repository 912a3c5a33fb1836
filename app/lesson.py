"""A lesson: a named experiment with a goal in a line, and chips, the experiments to try in it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from urllib.parse import parse_qsl

from app import address
from app.experiment import Experiment


@dataclass(frozen=True)
class Chip:
    """One thing to try in a lesson.

    Attributes
    ----------
    label
        What its button says.
    speed
        Updates a second at which it is worth watching.
    changes
        What it sets differently from the lesson, as a query.
    says
        What the lesson adds when the run has ended, a sentence or two that are true of it.
    shows
        Keys of the page that it sets, and their values.
    """

    label: str
    speed: str
    changes: str = ""
    says: str = ""
    shows: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Lesson:
    """A lesson: its name in addresses, its title, its goal, its address, and what to try in it."""

    name: str
    title: str
    goal: str
    query: str
    chips: tuple[Chip, ...]

    @cached_property
    def experiment(self) -> Experiment:
        """The experiment at this address."""
        return self.experiments[0]

    @cached_property
    def experiments(self) -> tuple[Experiment, ...]:
        """The experiment of each chip; the first is the lesson's own."""
        return tuple(address.read(self._pairs(chip)) for chip in self.chips)

    def chip_of(self, e: Experiment) -> int | None:
        """Give the number of the chip whose experiment this is, counted from 0, or None."""
        return self.experiments.index(e) if e in self.experiments else None

    def has_data_of(self, e: Experiment) -> bool:
        """Whether an experiment has the data of the lesson, or of one of its chips."""
        return any((own.inputs, own.goals) == (e.inputs, e.goals) for own in self.experiments)

    def _pairs(self, chip: Chip) -> list[tuple[str, str]]:
        return list((dict(_read(self.query)) | dict(_read(chip.changes))).items())


def _read(query: str) -> list[tuple[str, str]]:
    """Take a query apart; an empty one has nothing in it."""
    return parse_qsl(query, keep_blank_values=True, strict_parsing=True) if query else []
