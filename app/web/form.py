"""The form on the left: its texts as an experiment, and an experiment as its texts."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from itertools import chain

from markupsafe import escape
from starlette.datastructures import QueryParams

from app import address
from app.dataset import Table
from app.errors import InvalidAddress, Problem
from app.experiment import OPTIONS, Experiment
from app.insight.description import default_names
from app.insight.reach import out_of_reach
from app.limits import LONGEST_NAME, MAX_CELLS, MAX_INPUTS, MAX_OUTPUTS
from app.options.kinds import Number
from app.options.numbers import Rejected, whole, write_number
from app.pasted_table import (
    Cells,
    cells_of,
    is_number,
    numbered,
    pasted,
    require_even,
    require_few,
    tables,
    without_heading,
    without_labels,
)
from app.typed import as_in_address, typed_numbers

START = OPTIONS["weights"].name
PLAIN_KEYS = tuple(
    option.name
    for option in OPTIONS.values()
    if option.group not in ("data", "record") and option.name != START
)
"""Options with one field each; the start has two: a rule, and its numbers."""
DECIMAL_KEYS = tuple(key for key in PLAIN_KEYS if isinstance(OPTIONS[key].kind, Number))
"""Those whose texts are numbers that need not be whole."""
GIVEN = "given"
MANY_CELLS = 240
"""Tables with more cells are edited as text."""
MANY_COLUMNS = MAX_INPUTS + MAX_OUTPUTS + 2
"""So are wider ones; room is left for a column too many, which is told and can be taken back."""
MAX_GIVEN_BACK = 96 * 1024
"""Characters of an answer that may go into giving back what was typed."""
FIELD_MARKUP = 250
"""Characters of markup around a visible field of the table, about; a row has more."""
HIDDEN_MARKUP = 60
"""Characters of markup around a hidden field."""


@dataclass
class FormInput:
    """The form as a person filled it in: every text kept as typed."""

    texts: dict[str, str]
    cells: Cells
    n_inputs: int
    columns: list[str]
    labels: list[str]
    block: str = ""
    table: str | None = None
    notes: dict[str, str] = field(default_factory=dict)
    unread: tuple[Problem, ...] = ()
    """Why the table could not be split into cells; `cells` is then a blank row."""

    @staticmethod
    def of(e: Experiment) -> "FormInput":
        """Fill the form in with an experiment."""
        written = address.texts(e)
        texts = {key: written[key] for key in PLAIN_KEYS}
        texts["numbers"] = "" if isinstance(e.weights, str) else written["weights"]
        texts["weights"] = e.weights if isinstance(e.weights, str) else GIVEN
        cells = [
            [write_number(value) for value in (*inputs, *goals)]
            for inputs, goals in zip(e.inputs, e.goals, strict=True)
        ]
        filled = FormInput(texts, cells, e.dataset.n_inputs, list(e.names[0]), list(e.names[1]))
        filled.write_large_table()
        if beyond := out_of_reach(e):
            filled.notes["goals"] = beyond
        return filled

    @staticmethod
    def from_query(values: QueryParams) -> "FormInput":
        """Take the form's texts as htmx sends them; what is wrong with them is told later."""
        texts = {key: values.get(key, _unsent(key)) for key in (*PLAIN_KEYS, "weights")}
        texts["numbers"] = values.get("numbers", "")
        n_inputs, width = (_count(values.get(name, "")) for name in ("n_inputs", "n_columns"))
        cells, unread = _cells(values, width)
        cells = cells or [[""] * width]
        n_goals = max(1, width - n_inputs)
        names, labels = values.getlist("column"), values.getlist("label")
        labels = labels or values.get("labels", "").split(",")  # in one field beside a text
        return FormInput(
            texts,
            cells,
            max(0, len(cells[0]) - n_goals),
            names if any(names) and (unread or len(names) == len(cells[0])) else [],
            labels if any(labels) and (unread or len(labels) == len(cells)) else [],
            block=values.get("block", ""),
            table=values.get("table"),
            unread=unread,
        )

    def write_large_table(self) -> None:
        """Make a text of a table with too many cells or columns for a field each."""
        n_cells, width = sum(map(len, self.cells)), len(self.cells[0])
        if self.table is None and (n_cells > MANY_CELLS or width > MANY_COLUMNS):
            self.table = "\n".join("\t".join(row) for row in self.cells)

    @property
    def size(self) -> int:
        """About how many characters of an answer it takes to give this back."""
        names, texts = [*self.columns, *self.labels], list(self.texts.values())
        markup = HIDDEN_MARKUP * (len(self.columns) + 1)
        if self.table is None:
            texts += chain.from_iterable(self.cells)
            n_fields = len(names) + sum(len(row) + 1 for row in self.cells)  # and one to remove it
            markup = FIELD_MARKUP * n_fields
            # A column's name is repeated for each of its cells.
            markup += len(self.cells) * html_length(name[:LONGEST_NAME] for name in self.columns)
        # A table as text is written once, a value up to twice: it is also what was shown before.
        typed = html_length([self.block, self.table or ""]) + 2 * html_length([*texts, *names])
        return markup + typed

    @property
    def wrong(self) -> set[tuple[int, int]]:
        """Which cells hold no number, row and column counted from 0; none of a table as text."""
        if self.table is not None:
            return set()
        return {
            (row, column)
            for row, line in enumerate(self.cells)
            for column, cell in enumerate(line)
            if not is_number(cell)
        }

    def experiment(self, current: Experiment) -> Experiment:
        """Read an experiment from the texts; raises InvalidAddress with every problem."""
        problems: list[Problem] = []
        pairs = [(key, self.texts[key]) for key in PLAIN_KEYS if key not in DECIMAL_KEYS]
        pairs += [(key, as_in_address(self.texts[key])) for key in DECIMAL_KEYS]
        names = ",".join(self.columns) + (";" + ",".join(self.labels) if self.labels else "")
        fitting = [("names", names)]  # with the network, so not read without it
        try:
            inputs, goals = self._tables()
            fitting += [("inputs", OPTIONS["inputs"].write(inputs))]
            fitting += [("goals", OPTIONS["goals"].write(goals))]
        except InvalidAddress as error:
            problems += error.problems
        try:
            fitting += [("weights", self._weights(current))]
        except InvalidAddress as error:
            problems += error.problems
        try:
            e = address.read(pairs if problems else pairs + fitting)
        except InvalidAddress as error:
            problems += [self._as_typed(problem) for problem in error.problems]
        if problems:
            raise InvalidAddress(problems)
        return e

    def _tables(self) -> tuple[Table, Table]:
        """Read the cells as inputs and goals."""
        if self.unread:
            raise InvalidAddress(self.unread)
        require_even(self.cells, "inputs", numbers=False)
        width = len(self.cells[0])
        columns = self.columns or default_names(self.n_inputs, width - self.n_inputs)
        return tables(self.cells, self.n_inputs, columns)

    def _as_typed(self, problem: Problem) -> Problem:
        """Tell of a number as it was typed, not as an address would have it."""
        typed = problem.key in DECIMAL_KEYS
        return replace(problem, value=self.texts[problem.key]) if typed else problem

    def _weights(self, current: Experiment) -> str:
        """Give the start: a rule, or numbers; those made for another network give way to a rule."""
        if self.texts["weights"] != GIVEN:
            return self.texts["weights"]
        if not self.texts["numbers"].strip():
            self.texts["numbers"] = ",".join(map(write_number, current.start()))
        typed = self.texts["numbers"]
        try:
            values = typed_numbers(typed)
        except Rejected as rejected:
            given = typed if rejected.value is None else rejected.value
            raise InvalidAddress([Problem("weights", given, rejected.allowed)]) from None
        if typed == address.texts(current)["weights"] and not self._fits(len(values)):
            self.texts["weights"], self.texts["numbers"] = "uniform", ""
            self.notes["weights"] = "the numbers were for another network; now uniform"
            return "uniform"
        return ",".join(map(write_number, values))

    def _fits(self, count: int) -> bool:
        """Whether so many numbers would fill the network that the form describes."""
        pairs = [(key, self.texts[key]) for key in ("hidden", "bias")]
        try:
            e = address.read(pairs)
        except InvalidAddress:
            return True
        sizes = (self.n_inputs, *e.hidden, len(self.cells[0]) - self.n_inputs)
        shape = replace(e.architecture, sizes=sizes)
        return shape.n_parameters == count

    # What the buttons of the table do.

    def add_row(self) -> None:
        """Add a row of zeros."""
        self.cells.append(["0"] * len(self.cells[0]))
        if self.labels:
            self.labels.append("")

    def remove_row(self, row: int) -> None:
        """Remove a row, unless it is the last one left."""
        if len(self.cells) > 1:
            del self.cells[row]
            del self.labels[row : row + 1]

    def add_column(self, *, goal: bool) -> None:
        """Add an input column after the last one, or a goal column at the end."""
        at = len(self.cells[0]) if goal else self.n_inputs
        for line in self.cells:
            line.insert(at, "0")
        if self.columns:
            self.columns.insert(at, "")
        self.n_inputs += not goal

    def remove_column(self, column: int) -> None:
        """Remove a column, unless it is the last input or the last goal."""
        is_input = column < self.n_inputs
        left = self.n_inputs if is_input else len(self.cells[0]) - self.n_inputs
        if left > 1:
            for line in self.cells:
                del line[column : column + 1]
            del self.columns[column : column + 1]
            self.n_inputs -= is_input

    def paste(self, text: str, at: tuple[int, int] | None = None) -> None:
        """Put a block at a cell; without one it becomes the table.

        So it does at the first cell, if it has a heading, labels or another width than the table.
        """
        heading, block = without_heading(cells_of(text))
        labels, block = without_labels(block)
        lines = numbered(text)[-len(block) :]  # a heading is the first of all
        require_even(block, lines=lines, column=2 if labels else 1)
        if labels:  # there may be a heading over them too
            heading = heading[-len(block[0]) :]
        width, before = len(block[0]), len(self.cells[0])
        goals = before - self.n_inputs
        if width > MAX_INPUTS + goals:
            allowed = f"at most {MAX_INPUTS} columns of inputs and {goals} of goals wide"
            raise InvalidAddress([Problem("block", f"{width} columns", allowed)])
        new = at is None or (at == (0, 0) and (heading or labels or width != before))
        if new and width > goals:
            names = [_plain(name) for name in heading]
            if names or width != before:
                self.columns = [*names, *[""] * width][:width] if any(names) else []
            self.cells, self.n_inputs, self.table = block, width - goals, None
            self.labels = [_plain(label) for label in labels]
        else:
            row, column = at or (0, 0)
            self.cells = pasted(self.cells, block, row, column)
            if self.labels or labels:
                self.labels += [""] * (len(self.cells) - len(self.labels))
                self.labels[row : row + len(labels)] = [_plain(label) for label in labels]
        self.block = ""


def _plain(name: str) -> str:
    """Give a pasted name without what divides names in an address."""
    return name.replace(",", " ").replace(";", " ")


def _unsent(key: str) -> str:
    """Give the text of a field that the form did not send: a page of before may not have it."""
    return OPTIONS[key].write(OPTIONS[key].default)


def _cells(values: QueryParams, width: int) -> tuple[Cells, tuple[Problem, ...]]:
    """Take the table's cells, from its text if it has one; or none of them, and say why."""
    given = values.getlist("cell")
    try:
        if "table" in values:
            return cells_of(values["table"], "inputs"), ()
        require_few(len(given), "inputs")
    except InvalidAddress as error:
        return [], error.problems
    return [given[at : at + width] for at in range(0, len(given), width)], ()


def html_length(texts: Iterable[str]) -> int:
    """Count the characters that texts have in HTML, where a quotation mark has five."""
    return sum(len(escape(text)) for text in texts)


def _count(text: str) -> int:
    """Read a number of columns that the form itself wrote; at least an input and a goal."""
    try:
        return whole(text, 1, MAX_CELLS)
    except Rejected:
        return 2
