"""One table a topic, each figure beside its goal."""

import platform
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from time import process_time

import numpy as np

MET, MISSED = "met", "MISSED"
TURNS = 2_000_000


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


def promised(words: str, *, kept: bool) -> str:
    """Write a goal that is no figure, and whether it was reached."""
    return f"{words}  {MET if kept else MISSED}"


def _turn() -> float:
    """Give seconds of CPU: what the machine's mood is."""
    began = process_time()
    for _ in range(TURNS):
        pass
    return (process_time() - began) / TURNS


def print_tables(topics: Mapping[str, Callable[[], Table]], names: Sequence[str]) -> None:
    """Measure the named topics, or all, and print a table of each as soon as it is there."""
    if unknown := set(names) - set(topics):
        raise SystemExit(f"no topic {', '.join(sorted(unknown))}; there are {', '.join(topics)}")
    print(f"Python {platform.python_version()}, NumPy {np.__version__}, {platform.platform()}")
    print(f"One turn of an empty loop takes {_turn() * 1e9:.0f} ns here and now.")
    missed = []
    for name in names or topics:
        table = topics[name]()
        print(table, flush=True)
        missed += table.missed
    print("\nGoals missed:", *(missed or ["none"]), sep="\n  ")
