"""Tables of numbers, and the names of their columns and rows."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from math import isfinite

from app.dataset import Table
from app.limits import LONGEST_NAME, MAX_CELLS
from app.options.kinds import Plain
from app.options.numbers import Rejected, number, write_number

PLAIN = re.compile(r"[-+0-9.,;eE]*")
"""A table in which every cell that Python reads as a number is one by `numbers.NUMBER` too."""

Names = tuple[tuple[str, ...], tuple[str, ...]]
"""Of columns, of rows."""


def write_numbers(numbers: Iterable[float]) -> str:
    """Write numbers divided by commas."""
    return ",".join(map(write_number, numbers))


@dataclass(frozen=True)
class Cells(Plain):
    """Rows of numbers, equally long, of at most so many columns."""

    columns: int

    @property
    def allowed(self) -> str:
        """Say how rows and cells are divided."""
        return f"rows divided by ';', their finite numbers by ','; 1 to {self.columns} columns"

    def read(self, text: str) -> Table:
        """Read a table; its cells are counted before any is read."""
        n_cells = text.count(",") + text.count(";") + 1
        if n_cells > MAX_CELLS:
            raise Rejected(f"at most {MAX_CELLS} cells", f"{n_cells} cells")
        if (plain := _read_plain(text)) is not None:
            return plain
        table: list[tuple[float, ...]] = []
        for row, line in enumerate(text.split(";"), start=1):
            table.append(_read_row(row, line))
            if len(table[-1]) != len(table[0]):
                lengths = f"row {row} has {len(table[-1])} values, row 1 has {len(table[0])}"
                raise Rejected(f"rows of equal length ({lengths})", line)
        return tuple(table)

    def write(self, value: Table) -> str:
        """Write a table."""
        return _written(value)


@lru_cache(maxsize=8)
def _written(table: Table) -> str:
    """Write a table; once for all that an answer says of it."""
    return ";".join(map(write_numbers, table))


def _read_plain(text: str) -> Table | None:
    """Read a table as they are mostly written, at once; None where a cell may not be right."""
    if not PLAIN.fullmatch(text):
        return None
    try:
        table = tuple(
            tuple(float(cell) + 0.0 for cell in line.split(",")) for line in text.split(";")
        )
    except ValueError:
        return None
    finite = all(map(isfinite, chain.from_iterable(table)))
    return table if finite and len(set(map(len, table))) == 1 else None


def _read_row(row: int, line: str) -> tuple[float, ...]:
    cells = []
    for column, cell in enumerate(line.split(","), start=1):
        try:
            cells.append(number(cell))
        except Rejected:
            allowed = f"a finite number in every cell (row {row}, column {column} is not)"
            raise Rejected(allowed, cell) from None
    return tuple(cells)


@dataclass(frozen=True)
class ColumnAndRowNames(Plain):
    """Names for show: of columns, then after one ';' of rows."""

    @property
    def allowed(self) -> str:
        """Say how names are divided."""
        return "column names, then after one ';' row labels, each divided by commas"

    def read(self, text: str) -> Names:
        """Read both."""
        if text.count(";") > 1:
            raise Rejected(self.allowed)
        columns, _, labels = text.partition(";")
        return _names_in(columns), _names_in(labels)

    def write(self, value: Names) -> str:
        """Write both."""
        columns, labels = (",".join(part) for part in value)
        return f"{columns};{labels}" if labels else columns

    def json(self, value: Names) -> object:
        """Give them as they stand in the address."""
        return self.write(value)


def _names_in(text: str) -> tuple[str, ...]:
    names = tuple(name.strip() for name in text.split(",")) if text.strip() else ()
    for name in names:
        if len(name) > LONGEST_NAME or not name.isprintable():
            raise Rejected(f"names of at most {LONGEST_NAME} printable characters", name)
    return names
