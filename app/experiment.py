"""What the person set: one frozen value. Each field is an option, and stands here alone."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Literal

import numpy as np

from app import rules
from app.dataset import Dataset, Table
from app.limits import (
    MAX_ALPHA,
    MAX_CELLS,
    MAX_EPOCHS,
    MAX_INPUTS,
    MAX_OUTPUTS,
    MAX_SEED,
)
from app.network.activations import ACTIVATIONS
from app.network.architecture import Architecture
from app.network.arrays import FloatArray
from app.network.initializers import initial_parameters
from app.network.losses import LOSSES
from app.network.optimizers import OPTIMIZERS
from app.options.changes import Change, ChangeList, Changes, with_change
from app.options.kinds import Number, Switch, Whole, WholeOr, one_of, registered
from app.options.layers import LayerActivations, Sizes, Start
from app.options.option import Option, option, options_of
from app.options.tables import Cells, ColumnAndRowNames, Names

FULL = 0  # `batch`: all rows


@dataclass(frozen=True)
class Experiment:
    """Everything that decides a run. An option's place here is its place in the address."""

    inputs: Table = option(
        ((5.0,),),
        Cells(MAX_INPUTS),
        "Inputs",
        "one row per example, a column for each input",
        "data",
    )
    goals: Table = option(
        ((42.0,),), Cells(MAX_OUTPUTS), "Goals", "what each row should give", "data"
    )
    names: Names = option(
        ((), ()), ColumnAndRowNames(), "Names", "names of columns and rows, for show", "data",
        decides=False,
    )  # fmt: skip
    hidden: tuple[int, ...] = option(
        (), Sizes(), "Hidden size", "units of each hidden layer, input side first", "network"
    )
    activation: tuple[str, ...] = option(
        ("relu",), LayerActivations(), "Activation", "how hidden units answer", "network"
    )
    output: str = option(
        "linear", registered(ACTIVATIONS), "Output", "how output units answer", "network"
    )
    bias: bool = option(False, Switch(), "Biases", "whether every unit has a bias", "network")
    weights: str | tuple[float, ...] = option(
        "uniform", Start(), "Start", "a rule for the first weights, or all of them", "more"
    )
    seed: int = option(
        1, Whole(0, MAX_SEED), "Seed", "decides the first weights and the shuffling", "run"
    )
    alpha: float = option(
        0.1, Number(0, MAX_ALPHA), "Alpha (learning rate)",
        "the learning rate: how much of the gradient an update takes", "alpha", live=True,
    )  # fmt: skip
    batch: int = option(
        1, WholeOr("full", FULL, 1, MAX_CELLS), "Batch (rows, or full)", "rows an update", "more"
    )
    order: Literal["given", "shuffled"] = option(
        "given", one_of("given", "shuffled"), "Row order", "order of the rows in an epoch", "more"
    )
    rule: Literal["gradient", "delta"] = option(
        "gradient", one_of("gradient", delta="delta rule"), "Rule",
        "the true gradient of the error, or half of it, the book's delta rule", "more",
    )  # fmt: skip
    reduce: Literal["mean", "sum"] = option(
        "mean", one_of("mean", "sum"), "Batch takes the",
        "whether the gradients of a batch are averaged or summed", "more",
    )  # fmt: skip
    derivative: Literal["analytic", "numerical"] = option(
        "analytic", one_of("analytic", "numerical"), "Derivative",
        "how the gradient is found: by the chain rule, or by nudging each weight by 1e-4", "more",
    )  # fmt: skip
    loss: str = option("squared", registered(LOSSES), "Loss", "what is made small", "more")
    optimizer: str = option(
        "sgd", registered(OPTIMIZERS), "Optimizer", "how the gradient moves the parameters", "more"
    )
    epochs: int = option(
        1000, Whole(1, MAX_EPOCHS), "Epochs", "where the run stops by itself", "run", decides=False
    )
    until: float = option(
        0.0, Number(0), "Stop below loss", "the run has learned below this loss; 0: never", "more",
        decides=False,
    )  # fmt: skip
    changes: Changes = option(
        (), ChangeList(), "Changes",
        "what was changed during the run: made when it stands at that update, and shown there",
        "record",
    )  # fmt: skip

    @cached_property
    def dataset(self) -> Dataset:
        """The data as arrays, read-only and built once."""
        return Dataset.of_tables(self.inputs, self.goals, self.names)

    @cached_property
    def architecture(self) -> Architecture:
        """The network's shape."""
        repeated = len(self.hidden) if len(self.activation) == 1 else 1
        return Architecture(
            sizes=(len(self.inputs[0]), *self.hidden, len(self.goals[0])),
            activations=(*self.activation * repeated, self.output),
            bias=self.bias,
            loss=self.loss,
        )

    @cached_property
    def rows(self) -> int:
        """How many training rows there are."""
        return len(self.inputs)

    @cached_property
    def table(self) -> FloatArray:
        """The training rows as a pass reads them, (n_inputs + bias + n_outputs, rows)."""
        return self.dataset.train.table(bias=self.bias)

    @cached_property
    def batch_rows(self) -> int:
        """Rows in an update, all but the last of an epoch."""
        return self.rows if self.batch == FULL else min(self.batch, self.rows)

    @cached_property
    def updates_per_epoch(self) -> int:
        """Updates in an epoch; the last batch may be smaller, and its rows count in full."""
        return -(-self.rows // self.batch_rows)

    @cached_property
    def updates(self) -> int:
        """Where the run stops by itself."""
        return self.epochs * self.updates_per_epoch

    def row_visits(self, updates: int) -> int:
        """How many rows that many updates train on, counted from the start."""
        epochs, rest = divmod(updates, self.updates_per_epoch)
        return epochs * self.rows + rest * self.batch_rows

    def start(self) -> FloatArray:
        """Give the first parameters, (n_parameters,), before any change."""
        return self._start.copy()

    def start_of(self, index: int) -> float:
        """Give the first value of one parameter, by its place, before any change."""
        return float(self._start[index])

    @cached_property
    def _start(self) -> FloatArray:
        if isinstance(self.weights, str):
            return initial_parameters(self.architecture, self.weights, self.seed)
        return np.array(self.weights, dtype=np.float64)

    def as_of(self, step: int) -> "Experiment":
        """Give the experiment with its options as they stand for the update that leaves `step`."""
        made = tuple(k for k, c in enumerate(self.changes) if c.step <= step and c.name in LIVE)
        if not made:
            return self
        if made not in self._then:
            values: dict[str, Any] = {self.changes[k].name: self.changes[k].value for k in made}
            self._then.clear()
            self._then[made] = replace(self, **values, changes=())
        return self._then[made]

    @cached_property
    def _then(self) -> dict[tuple[int, ...], "Experiment"]:
        """The newest answer of `as_of`, by the places of the changes in it."""
        return {}

    def alpha_at(self, step: int) -> float:
        """Give the learning rate of the update that leaves `step`, with the changes made so far."""
        return self.as_of(step).alpha

    def with_change(self, change: Change) -> "Experiment":
        """Add a change to the run; one of the same name at the same update gives way."""
        return replace(self, changes=with_change(self.changes, change))

    def without_ends(self) -> "Experiment":
        """Give what decides the way of the run, without its changes: defaults for all the rest."""
        rest = {o.name: o.default for o in OPTIONS.values() if not o.decides}
        return replace(self, **rest, changes=())

    @cached_property
    def way(self) -> "Experiment":
        """What decides the way, and `until`: with another, the run may have ended before."""
        return replace(self.without_ends(), until=self.until)

    def __post_init__(self) -> None:
        rules.check(self, LIVE)


OPTIONS: Mapping[str, Option] = options_of(Experiment)
"""Every option by its key, in the canonical order of the address."""

LIVE: Mapping[str, Number] = {
    o.name: o.kind for o in OPTIONS.values() if o.live and isinstance(o.kind, Number)
}
"""Those that may change in mid-run; every other name in a change is a parameter's."""


def alters_state(change: Change) -> bool:
    """Say whether a change alters what is seen of the update where it is made.

    A parameter does; an option concerns only the updates to come.
    """
    return change.name not in LIVE
