"""An experiment as a query string, and back: a registry of keys in canonical order."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields, replace
from math import inf, isfinite, nan
from types import MappingProxyType
from typing import Any
from urllib.parse import quote

from app.errors import InvalidAddress, Problem, UnknownKey
from app.experiment import (
    FULL,
    MAX_ALPHA,
    MAX_CELLS,
    MAX_EPOCHS,
    MAX_INPUTS,
    MAX_LAYERS,
    MAX_OUTPUTS,
    MAX_SEED,
    MAX_UNITS,
    Change,
    Experiment,
    Table,
)
from app.network.activations import ACTIVATIONS
from app.network.starts import STARTS

MAX_ADDRESS = 32 * 1024
LONGEST_NAME = 40
NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?", re.ASCII)
WHOLE = re.compile(r"\d{1,15}", re.ASCII)
UNESCAPED = ",;:=.-*()/ "
"""Characters that a query string may hold as they are, and that keep it readable."""


class Rejected(Exception):
    """Raised by a reader with what is allowed instead."""

    def __init__(self, allowed: str, value: str | None = None) -> None:
        self.allowed, self.value = allowed, value
        super().__init__(allowed)


@dataclass(frozen=True, slots=True)
class Key:
    """One key of the address: how its value is read and written, and what is allowed."""

    name: str
    read: Callable[[str], Any]
    allowed: str
    write: Callable[[Any], str] = str


def write_number(number: float) -> str:
    """Write the shortest text that reads back as the same float64, without a plus sign."""
    return re.sub(r"\.0$", "", repr(float(number)).replace("e+", "e"))


def number(
    text: str, allowed: str = "a finite number", low: float = -inf, high: float = inf
) -> float:
    """Read a finite number from low to high; a '+' that the query string made a space counts."""
    plain = text.strip().lower().replace("e ", "e+")
    value = float(plain) if NUMBER.fullmatch(plain) else nan
    if not isfinite(value) or not low <= value <= high:
        raise Rejected(allowed)
    return value


def whole(text: str, low: int, high: int) -> int:
    """Read a whole number from low to high."""
    value = int(text) if WHOLE.fullmatch(text.strip()) else -1
    if not low <= value <= high:
        raise Rejected(f"a whole number from {low} to {high}")
    return value


def _number_to(high: float) -> Callable[[str], float]:
    allowed = "a number from 0" if high == inf else f"a number from 0 to {high:.0f}"
    return lambda text: number(text, allowed, 0.0, high)


def _whole_in(low: int, high: int) -> Callable[[str], int]:
    return lambda text: whole(text, low, high)


def _one_of(*words: str) -> Callable[[str], str]:
    def read(text: str) -> str:
        if text not in words:
            raise Rejected("one of " + ", ".join(words))
        return text

    return read


def _read_table(text: str) -> Table:
    n_cells = text.count(",") + text.count(";") + 1
    if n_cells > MAX_CELLS:
        raise Rejected(f"at most {MAX_CELLS} cells", f"{n_cells} cells")
    table = []
    for row, line in enumerate(text.split(";"), start=1):
        cells = []
        for column, cell in enumerate(line.split(","), start=1):
            allowed = f"a finite number in every cell (row {row}, column {column} is not)"
            try:
                cells.append(number(cell))
            except Rejected:
                raise Rejected(allowed, cell) from None
        table.append(tuple(cells))
        if len(cells) != len(table[0]):
            lengths = f"row {row} has {len(cells)} values, row 1 has {len(table[0])}"
            raise Rejected(f"rows of equal length ({lengths})", line)
    return tuple(table)


def _write_numbers(numbers: Iterable[float]) -> str:
    return ",".join(map(write_number, numbers))


def _write_table(table: Table) -> str:
    return ";".join(map(_write_numbers, table))


def _read_names(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    if text.count(";") > 1:
        raise Rejected("column names, then after one ';' row labels, each divided by commas")
    columns, _, labels = text.partition(";")
    return _names_in(columns), _names_in(labels)


def _names_in(text: str) -> tuple[str, ...]:
    names = tuple(name.strip() for name in text.split(",")) if text.strip() else ()
    for name in names:
        if len(name) > LONGEST_NAME or not name.isprintable():
            raise Rejected(f"names of at most {LONGEST_NAME} printable characters", name)
    return names


def _write_names(names: tuple[tuple[str, ...], tuple[str, ...]]) -> str:
    columns, labels = (",".join(part) for part in names)
    return f"{columns};{labels}" if labels else columns


def _read_hidden(text: str) -> tuple[int, ...]:
    allowed = f"empty, or up to {MAX_LAYERS} layer sizes of 1 to {MAX_UNITS} units, as 4 or 4,2"
    parts = [part.strip() for part in text.split(",")] if text.strip() else []
    if len(parts) > MAX_LAYERS:
        raise Rejected(allowed)
    try:
        return tuple(whole(part, 1, MAX_UNITS) for part in parts)
    except Rejected:
        raise Rejected(allowed) from None


def _write_hidden(sizes: tuple[int, ...]) -> str:
    return ",".join(map(str, sizes))


def _read_activations(text: str) -> tuple[str, ...]:
    read = _one_of(*ACTIVATIONS)
    names = tuple(read(part.strip()) for part in text.split(","))
    if len(names) > MAX_LAYERS:
        raise Rejected(f"at most {MAX_LAYERS} activations")
    return names


def _read_bias(text: str) -> bool:
    return _one_of("0", "1")(text) == "1"


def _read_weights(text: str) -> str | tuple[float, ...]:
    if text in STARTS:
        return text
    allowed = f"one of {', '.join(STARTS)}, or all parameters as numbers divided by commas"
    try:
        return tuple(number(part) for part in text.split(","))
    except Rejected:
        raise Rejected(allowed) from None


def _write_weights(weights: str | tuple[float, ...]) -> str:
    return weights if isinstance(weights, str) else _write_numbers(weights)


def _read_batch(text: str) -> int:
    try:
        return FULL if text == "full" else whole(text, 1, MAX_CELLS)
    except Rejected:
        raise Rejected(f"full, or a whole number from 1 to {MAX_CELLS}") from None


def _write_batch(rows: int) -> str:
    return "full" if rows == FULL else str(rows)


def _read_changes(text: str) -> tuple[Change, ...]:
    changes: dict[tuple[int, str], Change] = {}
    for part in text.split(";") if text else ():
        step, colon, setting = part.partition(":")
        name, equals, value = setting.partition("=")
        try:
            change = Change(whole(step, 0, 10**15), name.strip(), number(value))
        except Rejected:
            colon = ""
        if not colon or not equals:
            raise Rejected("update:name=number, divided by ';', as 120:alpha=0.5", part)
        changes.pop((change.step, change.name), None)
        changes[change.step, change.name] = change
    return tuple(sorted(changes.values(), key=lambda change: change.step))


def _write_changes(changes: tuple[Change, ...]) -> str:
    return ";".join(f"{c.step}:{c.name}={write_number(c.value)}" for c in changes)


TABLE = "rows divided by ';', their finite numbers by ','"
KEYS: Mapping[str, Key] = MappingProxyType(
    {
        key.name: key
        for key in (
            Key("inputs", _read_table, f"{TABLE}; 1 to {MAX_INPUTS} columns", _write_table),
            Key("goals", _read_table, f"{TABLE}; 1 to {MAX_OUTPUTS} columns", _write_table),
            Key("names", _read_names, "column names, then after ';' row labels", _write_names),
            Key("hidden", _read_hidden, "layer sizes, input side first, as 4,2", _write_hidden),
            Key("activation", _read_activations, "of the hidden layers", ",".join),
            Key("output", _one_of(*ACTIVATIONS), "activation of the output layer"),
            Key("bias", _read_bias, "1 or 0", lambda on: str(int(on))),
            Key("weights", _read_weights, "a rule, or all parameters as numbers", _write_weights),
            Key("seed", _whole_in(0, MAX_SEED), f"0 to {MAX_SEED}"),
            Key("alpha", _number_to(MAX_ALPHA), "learning rate", write_number),
            Key("batch", _read_batch, "rows an update, or full", _write_batch),
            Key("order", _one_of("given", "shuffled"), "order of rows in an epoch"),
            Key("rule", _one_of("gradient", "delta"), "true gradient, or the book's delta rule"),
            Key("reduce", _one_of("mean", "sum"), "rows of a batch are averaged or summed"),
            Key("derivative", _one_of("analytic", "numerical"), "how the gradient is found"),
            Key("epochs", _whole_in(1, MAX_EPOCHS), "where the run stops by itself"),
            Key("until", _number_to(inf), "stop below this loss; 0: never", write_number),
            Key("changes", _read_changes, "update:name=number divided by ';'", _write_changes),
        )
    }
)


def read(pairs: Iterable[tuple[str, str]], others: Iterable[str] = ()) -> Experiment:
    """Read an experiment from the keys and values of a query string.

    Parameters
    ----------
    others
        Keys that are known elsewhere, to be named beside these where one is unknown.

    Raises
    ------
    InvalidAddress
        With a problem for every key that is unknown, given twice or out of its range.
    """
    values: dict[str, Any] = {}
    problems: list[Problem] = []
    for name, text in pairs:
        if name not in KEYS:
            known = ", ".join((*KEYS, *others))
            problems.append(UnknownKey(name[:LONGEST_NAME] or "(none)", text, known))
        elif name in values:
            problems.append(Problem(name, text, "given once"))
        else:
            try:
                values[name] = KEYS[name].read(text)
            except Rejected as rejected:
                values[name] = None
                given = text if rejected.value is None else rejected.value
                problems.append(Problem(name, given, rejected.allowed))
    if problems:
        raise InvalidAddress(problems)
    e = Experiment(**values)
    return replace(e, activation=e.activation[:1]) if len(set(e.activation)) == 1 else e


DEFAULTS = MappingProxyType({field.name: field.default for field in fields(Experiment)})


def write(experiment: Experiment) -> str:
    """Write the canonical query string: keys in order, defaults left out."""
    return "&".join(
        f"{key.name}={quote(key.write(value), safe=UNESCAPED).replace(' ', '+')}"
        for key in KEYS.values()
        if (value := getattr(experiment, key.name)) != DEFAULTS[key.name]
    )


def texts(experiment: Experiment) -> dict[str, str]:
    """Write every key's value, defaults too, as it stands in an address."""
    return {key.name: key.write(getattr(experiment, key.name)) for key in KEYS.values()}


def with_change(experiment: Experiment, change: Change) -> Experiment:
    """Add a change to the run; one of the same name at the same update gives way."""
    kept = [c for c in experiment.changes if (c.step, c.name) != (change.step, change.name)]
    return replace(experiment, changes=tuple(sorted((*kept, change), key=lambda c: c.step)))
