"""A block of text from a spreadsheet or a CSV file, as cells."""

import csv
from collections.abc import Sequence

from app.dataset import Table
from app.errors import InvalidAddress, Problem
from app.options.numbers import Rejected, number

Cells = list[list[str]]


def cells_of(text: str) -> Cells:
    """Split a block into rows of cells: by tabs if there is one, else ';', ',' or spaces."""
    lines = [line.strip(" ") for line in text.removeprefix("\ufeff").splitlines() if line.strip()]
    separator = next((s for s in "\t;," if any(s in line for line in lines)), " ")
    rows = csv.reader(lines, delimiter=separator, skipinitialspace=separator != "\t")
    try:
        return [[cell.strip() for cell in row] for row in rows]
    except csv.Error as error:  # a cell of more than 128 KiB
        raise InvalidAddress([Problem("block", text, f"rows of numbers ({error})")]) from None


def is_number(cell: str) -> bool:
    """Whether a cell holds a finite number."""
    try:
        cell_number(cell)
    except Rejected:
        return False
    return True


def cell_number(cell: str) -> float:
    """Read a cell; a decimal comma counts as a point, as spreadsheets of many countries have it."""
    plain = cell.replace("−", "-")  # as the page writes it
    return number(plain.replace(",", ".") if plain.count(",") == 1 else plain)


def without_heading(block: Cells) -> tuple[list[str], Cells]:
    """Take off a first line that holds no number at all, and give it as column names."""
    if len(block) > 1 and not any(is_number(cell) for cell in block[0]):
        return block[0], block[1:]
    return [], block


def require_even(block: Cells, key: str = "block", *, numbers: bool = True) -> None:
    """Raise InvalidAddress for a block that is empty, ragged, or holds text; say which cell."""
    if not block:
        raise InvalidAddress([Problem(key, "", "rows of numbers")])
    for at, row in enumerate(block, start=1):
        if len(row) != len(block[0]):
            lengths = f"row 1 has {len(block[0])} cells, row {at} has {len(row)}"
            allowed = f"rows of equal length: {lengths}"
            raise InvalidAddress([Problem(key, " ".join(row), allowed)])
        for column, cell in enumerate(row, start=1):
            if numbers and not is_number(cell):
                allowed = f"a finite number in every cell; row {at}, column {column} is not"
                raise InvalidAddress([Problem(key, cell, allowed)])


def pasted(cells: Cells, block: Cells, row: int, column: int) -> Cells:
    """Put a block into the cells with its corner at a row and column, counted from 0.

    Rows are added where the block reaches below; raises InvalidAddress where it reaches beyond the
    last column.
    """
    width = len(cells[0])
    if column + len(block[0]) > width:
        allowed = f"at most {width - column} columns wide from here: the table has {width}"
        raise InvalidAddress([Problem("block", f"{len(block[0])} columns", allowed)])
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
                values.append(cell_number(cell))
            except Rejected:
                key = "inputs" if column < n_inputs else "goals"
                place = f"a finite number in row {row}, {column_names[column]}"
                problems.append(Problem(key, cell, place))
        numbers.append(tuple(values))
    if problems:
        raise InvalidAddress(problems)
    return tuple(row[:n_inputs] for row in numbers), tuple(row[n_inputs:] for row in numbers)
