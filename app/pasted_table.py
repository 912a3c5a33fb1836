"""A block of text from a spreadsheet or a CSV file, as cells."""

import csv
from collections.abc import Iterator, Sequence

from app.dataset import Table
from app.errors import InvalidAddress, Problem
from app.limits import LONGEST_NAME, MAX_CELLS
from app.options.numbers import Rejected
from app.typed import commas_are_decimal, typed_number

Cells = list[list[str]]


def cells_of(text: str, key: str = "block") -> Cells:
    """Split a block into rows of cells: by tabs if there is one, else ';', ',' or spaces.

    Commas divide nothing where each line that has one has its numbers between spaces.
    The cells are counted before any is kept; raises InvalidAddress under `key` for too many.
    """
    lines = [line.strip(" ") for line in text.removeprefix("\ufeff").splitlines() if line.strip()]
    separator = next((s for s in "\t;," if any(s in line for line in lines)), " ")
    if separator == "," and all(commas_are_decimal(line) for line in lines if "," in line):
        separator = " "

    def rows() -> Iterator[list[str]]:
        return csv.reader(lines, delimiter=separator, skipinitialspace=separator != "\t")

    try:
        require_few(sum(map(len, rows())), key)
        return [[cell.strip() for cell in row] for row in rows()]
    except csv.Error as error:  # a cell of more than 128 KiB
        raise InvalidAddress([Problem(key, text, f"rows of numbers ({error})")]) from None


def require_few(n_cells: int, key: str) -> None:
    """Raise InvalidAddress for more cells than a table may have."""
    if n_cells > MAX_CELLS:
        raise InvalidAddress([Problem(key, f"{n_cells} cells", f"at most {MAX_CELLS} cells")])


def numbered(text: str) -> list[int]:
    """Give the numbers of the lines of a block that are not empty, as they were typed."""
    lines = text.removeprefix("\ufeff").splitlines()
    return [at for at, line in enumerate(lines, start=1) if line.strip()]


def is_number(cell: str) -> bool:
    """Whether a cell holds a finite number."""
    try:
        typed_number(cell)
    except Rejected:
        return False
    return True


def without_heading(block: Cells) -> tuple[list[str], Cells]:
    """Take off a first line that holds no number at all, and give it as column names."""
    if len(block) > 1 and not any(is_number(cell) for cell in block[0]):
        return block[0], block[1:]
    return [], block


def without_labels(block: Cells) -> tuple[list[str], Cells]:
    """Take off a first column that holds no number at all, and give it as row labels.

    A single row may have text where a number was meant, so it has none.
    """
    if len(block) > 1 and all(len(row) > 1 and not is_number(row[0]) for row in block):
        return [row[0] for row in block], [row[1:] for row in block]
    return [], block


def require_even(
    block: Cells,
    key: str = "block",
    *,
    numbers: bool = True,
    lines: Sequence[int] = (),
    column: int = 1,
) -> None:
    """Raise InvalidAddress for a block that is empty, ragged, or holds text; say which cells.

    Its rows were typed in `lines`, 1, 2, 3 … unless told, from `column` on.
    """
    if not block:
        raise InvalidAddress([Problem(key, "", "rows of numbers")])
    rows = list(zip(lines or range(1, len(block) + 1), block, strict=True))
    (first, top), *others = rows
    had = f"rows of equal length: row {first} has {_count(len(top) + column - 1)}, row"
    problems = [
        Problem(key, " ".join(row), f"{had} {at} has {len(row) + column - 1}")
        for at, row in others
        if len(row) != len(top)
    ]
    if numbers and not problems:
        allowed = "rows of finite numbers; row {}, column {} is not"
        problems = [
            Problem(key, cell, allowed.format(at, place))
            for at, row in rows
            for place, cell in enumerate(row, start=column)
            if not is_number(cell)
        ]
    if problems:
        raise InvalidAddress(problems)


def _count(cells: int) -> str:
    return "1 cell" if cells == 1 else f"{cells} cells"


def pasted(cells: Cells, block: Cells, row: int, column: int) -> Cells:
    """Put a block into the cells with its corner at a row and column, counted from 0.

    Rows are added where the block reaches below; raises InvalidAddress where it reaches beyond the
    last column, or makes more cells than a table may have.
    """
    width = len(cells[0])
    if column + len(block[0]) > width:
        allowed = f"at most {width - column} columns wide from here: the table has {width}"
        raise InvalidAddress([Problem("block", f"{len(block[0])} columns", allowed)])
    require_few(max(len(cells), row + len(block)) * width, "block")
    result = [list(line) for line in cells]
    while len(result) < row + len(block):
        result.append(["0"] * width)
    for at, line in enumerate(block, start=row):
        result[at][column : column + len(line)] = line
    return result


def tables(cells: Cells, n_inputs: int, column_names: Sequence[str]) -> tuple[Table, Table]:
    """Read the cells as inputs and goals; raises InvalidAddress naming every cell that is wrong."""
    problems, numbers = [], []
    for row, line in enumerate(cells, start=1):
        values = []
        for column, cell in enumerate(line):
            try:
                values.append(typed_number(cell))
            except Rejected:
                key = "inputs" if column < n_inputs else "goals"
                name = column_names[column][:LONGEST_NAME]
                problems.append(Problem(key, cell, f"a finite number in row {row}, {name}"))
        numbers.append(tuple(values))
    if problems:
        raise InvalidAddress(problems)
    return tuple(row[:n_inputs] for row in numbers), tuple(row[n_inputs:] for row in numbers)
