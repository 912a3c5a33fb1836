"""What the person set: one frozen value, with every limit as a named constant.

`app.address` turns it into a query string and back; this module says what is allowed.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import Literal

import numpy as np

from app.errors import InvalidAddress, Problem
from app.network.architecture import Architecture
from app.network.arrays import FloatArray
from app.network.starts import start

MAX_INPUTS = 20
MAX_OUTPUTS = 10
MAX_CELLS = 5_000
MAX_LAYERS = 6
MAX_UNITS = 32
MAX_PARAMETERS = 2_000
MAX_SEED = 2**32 - 1
MAX_ALPHA = 1e6
MAX_EPOCHS = 1_000_000
MAX_ROW_VISITS = 10_000_000
MAX_NUMERICAL_VISITS = 20_000
FULL = 0  # `batch`: all rows

Table = tuple[tuple[float, ...], ...]


@dataclass(frozen=True, slots=True)
class Change:
    """What the person changed during the run: made when the run stands at update `step`."""

    step: int
    name: str  # "alpha" or a parameter's name
    value: float


@dataclass(frozen=True)
class Experiment:
    """Everything that decides a run. The defaults are those of the address, see design.md."""

    inputs: Table = ((5.0,),)
    goals: Table = ((42.0,),)
    names: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())  # of columns, of rows
    hidden: tuple[int, ...] = ()
    activation: tuple[str, ...] = ("relu",)
    output: str = "linear"
    bias: bool = False
    weights: str | tuple[float, ...] = "uniform"
    seed: int = 1
    alpha: float = 0.1
    batch: int = 1
    order: Literal["given", "shuffled"] = "given"
    rule: Literal["gradient", "delta"] = "gradient"
    reduce: Literal["mean", "sum"] = "mean"
    derivative: Literal["analytic", "numerical"] = "analytic"
    epochs: int = 1000
    until: float = 0.0
    changes: tuple[Change, ...] = ()  # in the order in which they are made

    @cached_property
    def architecture(self) -> Architecture:
        """The network's shape."""
        repeated = len(self.hidden) if len(self.activation) == 1 else 1
        return Architecture(
            sizes=(len(self.inputs[0]), *self.hidden, len(self.goals[0])),
            activations=(*self.activation * repeated, self.output),
            bias=self.bias,
        )

    @property
    def rows(self) -> int:
        """How many training rows there are."""
        return len(self.inputs)

    @property
    def batch_rows(self) -> int:
        """Rows in an update, all but the last of an epoch."""
        return self.rows if self.batch == FULL else min(self.batch, self.rows)

    @property
    def updates_per_epoch(self) -> int:
        """Updates in an epoch; the last batch may be smaller, and its rows count in full."""
        return -(-self.rows // self.batch_rows)

    @property
    def updates(self) -> int:
        """Where the run stops by itself."""
        return self.epochs * self.updates_per_epoch

    def row_visits(self, updates: int) -> int:
        """How many rows that many updates train on, counted from the start."""
        epochs, rest = divmod(updates, self.updates_per_epoch)
        return epochs * self.rows + rest * self.batch_rows

    def table(self, inputs: Table | None = None) -> FloatArray:
        """Give (n_inputs + bias + n_outputs, rows): inputs, ones, goals, as a pass reads them.

        With `inputs`, any rows instead of the training rows; their goals are then 0.
        """
        given = self.inputs if inputs is None else inputs
        goals = self.goals if inputs is None else ((0.0,) * len(self.goals[0]),) * len(given)
        ones = np.ones((int(self.bias), len(given)))
        return np.concatenate([np.array(given).T, ones, np.array(goals).T])

    def start(self) -> FloatArray:
        """Give the first parameters, (n_parameters,), before any change."""
        if isinstance(self.weights, str):
            return start(self.architecture, self.weights, self.seed)
        return np.array(self.weights, dtype=np.float64)

    def alpha_at(self, step: int) -> float:
        """Give the learning rate of the update that leaves `step`, with the changes made so far."""
        made = [c.value for c in self.changes if c.step <= step and c.name == "alpha"]
        return made[-1] if made else self.alpha

    def __post_init__(self) -> None:
        problems = _broken(_table_rules(self))
        problems = problems or _broken(chain(_network_rules(self), _change_rules(self)))
        if problems:
            raise InvalidAddress(problems)


# What must fit together; single values were checked where they were read.

Rule = tuple[bool, str, object, str]
"""Whether it holds, and if not: the key, what was given, what is allowed."""


def _broken(rules: Iterable[Rule]) -> list[Problem]:
    return [Problem(key, str(value), allowed) for holds, key, value, allowed in rules if not holds]


def _table_rules(e: Experiment) -> Iterator[Rule]:
    n_inputs, n_outputs = len(e.inputs[0]), len(e.goals[0])
    columns, labels = e.names
    width, cells = n_inputs + n_outputs, e.rows * (n_inputs + n_outputs)
    allowed = f"1 to {MAX_INPUTS} columns"
    yield n_inputs <= MAX_INPUTS, "inputs", f"{n_inputs} columns", allowed
    allowed = f"1 to {MAX_OUTPUTS} columns"
    yield n_outputs <= MAX_OUTPUTS, "goals", f"{n_outputs} columns", allowed
    allowed = f"as many rows as inputs, {e.rows}"
    yield len(e.goals) == e.rows, "goals", f"{len(e.goals)} rows", allowed
    allowed = f"at most {MAX_CELLS} cells, goals included"
    yield cells <= MAX_CELLS, "inputs", f"{cells} cells", allowed
    allowed = f"a name for each of the {width} columns, or none"
    yield len(columns) in (0, width), "names", f"{len(columns)} column names", allowed
    allowed = f"a label for each of the {e.rows} rows, or none"
    yield len(labels) in (0, e.rows), "names", f"{len(labels)} row labels", allowed
    allowed = f"one, or one for each of the {len(e.hidden)} hidden layers"
    yield len(e.activation) in (1, len(e.hidden)), "activation", ",".join(e.activation), allowed


def _network_rules(e: Experiment) -> Iterator[Rule]:
    n = e.architecture.n_parameters
    allowed = f"layers with at most {MAX_PARAMETERS} parameters in all, these have {n}"
    yield n <= MAX_PARAMETERS, "hidden", ",".join(map(str, e.hidden)), allowed
    if not isinstance(e.weights, str):
        allowed = f"a rule, or {n} numbers for this network"
        yield len(e.weights) == n, "weights", f"{len(e.weights)} numbers", allowed
    most = MAX_ROW_VISITS // e.rows
    allowed = f"at most {most} for {e.rows} rows (epochs × rows ≤ {MAX_ROW_VISITS})"
    yield e.epochs <= most, "epochs", e.epochs, allowed
    work = f"2 × {n} parameters × {e.batch_rows} rows"
    allowed = f"analytic for so large an update ({work} is more than {MAX_NUMERICAL_VISITS})"
    small = 2 * n * e.batch_rows <= MAX_NUMERICAL_VISITS
    yield e.derivative == "analytic" or small, "derivative", e.derivative, allowed


def _change_rules(e: Experiment) -> Iterator[Rule]:
    names = e.architecture.parameter_names
    known, last = {"alpha", *names}, f"made at update 0 to {e.updates}"
    which = f"of alpha or one of this network's parameters, {names[0]} to {names[-1]}"
    for change in e.changes:
        given = f"{change.step}:{change.name}={change.value:g}"
        yield change.name in known, "changes", given, which
        yield change.step <= e.updates, "changes", given, last
        in_range = change.name != "alpha" or 0 <= change.value <= MAX_ALPHA
        yield in_range, "changes", given, f"alpha from 0 to {MAX_ALPHA:g}"
