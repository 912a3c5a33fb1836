"""One table a topic, each figure beside its goal."""

from collections.abc import Sequence
from dataclasses import dataclass, field

MET, MISSED = "met", "MISSED"


@dataclass(slots=True)
class Table:
    """A topic's figures; the first column is words, the others are numbers."""

    title: str
    head: tuple[str, ...]
    rows: list[tuple[str, ...]] = field(default_factory=list)
    note: str = ""

    def add(self, *cells: str) -> None:
        self.rows.append(cells)

    @property
    def missed(self) -> list[str]:
        """The rows whose goal was missed."""
        return [f"{self.title}: {row[0]}" for row in self.rows if any(MISSED in c for c in row)]

    def __str__(self) -> str:
        lines = [self.head, *self.rows]
        widths = [max(len(line[at]) for line in lines) for at in range(len(self.head))]
        written = [_line(line, widths) for line in lines]
        rule = "─" * max(map(len, written))
        note = [f"  {self.note}"] if self.note else []
        return "\n".join(["", self.title, rule, written[0], rule, *written[1:], *note])


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    words = cells[0].ljust(widths[0])
    pairs = zip(cells[1:], widths[1:], strict=True)
    return "   ".join([words, *(cell.rjust(width) for cell, width in pairs)])


def at_least(measured: float, goal: float, unit: str = "") -> str:
    """Write a goal and whether it was reached."""
    return f"≥ {goal:g}{unit}  {MET if measured >= goal else MISSED}"


def at_most(measured: float, goal: float, unit: str = "") -> str:
    """Write a goal and whether it was kept."""
    return f"≤ {goal:g}{unit}  {MET if measured <= goal else MISSED}"


def under(measured: float, goal: float, unit: str = "") -> str:
    """Write a goal and whether the figure stayed below it."""
    return f"< {goal:g}{unit}  {MET if measured < goal else MISSED}"
