"""Networks, data and experiments for Hypothesis to try."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from hypothesis import strategies as st

from app.dataset import Table
from app.experiment import FULL, Experiment
from app.limits import MAX_ALPHA, MAX_SEED
from app.network.activations import ACTIVATIONS
from app.network.architecture import Architecture
from app.network.arrays import FloatArray
from app.network.initializers import INITIALIZERS
from app.options.changes import Change

seeds = st.integers(0, MAX_SEED)
activation_names = st.sampled_from(list(ACTIVATIONS))
finite = st.floats(allow_nan=False, allow_infinity=False)
positive = st.floats(0, MAX_ALPHA)
rows_in_batch = st.integers(1, 7)


def numbers(seed: int, *shape: int, size: float = 1.5) -> FloatArray:
    """Give numbers between -size and size that one seed decides."""
    return np.random.default_rng(seed).uniform(-size, size, shape)


@st.composite
def architectures(draw: st.DrawFn) -> Architecture:
    """Draw the shape of a small network."""
    depth, units = draw(st.integers(0, 3)), st.integers(1, 5)
    return Architecture(
        sizes=tuple(draw(units) for _ in range(depth + 2)),
        activations=tuple(draw(activation_names) for _ in range(depth + 1)),
        bias=draw(st.booleans()),
    )


any_shape = architectures()


@dataclass(frozen=True)
class Case:
    """A network of some numbers before some data."""

    architecture: Architecture
    parameters: FloatArray
    table: FloatArray

    @property
    def rows(self) -> list[tuple[list[float], list[float]]]:
        """Each row's inputs and goals."""
        n_inputs, n_outputs = self.architecture.sizes[0], self.architecture.sizes[-1]
        columns = self.table.T.tolist()
        return [(column[:n_inputs], column[-n_outputs:]) for column in columns]


def table_of(architecture: Architecture, seed: int, rows: int, size: float = 1.5) -> FloatArray:
    """Give random data for a network, with the line of ones where it has biases."""
    n_inputs, bias = architecture.sizes[0], int(architecture.bias)
    table = numbers(seed, n_inputs + bias + architecture.sizes[-1], rows, size=size)
    table[n_inputs : n_inputs + bias] = 1.0
    return table


@st.composite
def cases(draw: st.DrawFn, shapes: st.SearchStrategy[Architecture] = any_shape) -> Case:
    """Draw a network with parameters and up to seven rows of data."""
    architecture = draw(shapes)
    parameters = numbers(draw(seeds), architecture.n_parameters)
    return Case(architecture, parameters, table_of(architecture, draw(seeds), draw(rows_in_batch)))


def rounded(values: FloatArray) -> Table:
    """Give an array as the rows of a table, in short numbers."""
    return tuple(tuple(round(float(value), 3) for value in row) for row in values)


@st.composite
def trainings(draw: st.DrawFn, /, **fixed: Any) -> Experiment:
    """Draw an experiment with up to six rows that trains without blowing up at once."""
    rows, hidden = draw(st.integers(1, 6)), draw(st.lists(st.integers(1, 4), max_size=2))
    n_inputs, n_outputs = draw(st.integers(1, 3)), draw(st.integers(1, 2))
    drawn: dict[str, Any] = {
        "inputs": rounded(numbers(draw(seeds), rows, n_inputs)),
        "goals": rounded(numbers(draw(seeds), rows, n_outputs)),
        "hidden": tuple(hidden),
        "activation": tuple(draw(activation_names) for _ in hidden) or ("relu",),
        "output": draw(activation_names),
        "bias": draw(st.booleans()),
        "weights": draw(st.sampled_from(["uniform", "xavier", "he"])),
        "seed": draw(seeds),
        "alpha": draw(st.sampled_from([0.0, 0.01, 0.05])),
        "batch": draw(st.sampled_from([1, 2, 3, 4, FULL])),
        "order": draw(st.sampled_from(["given", "shuffled"])),
        "rule": draw(st.sampled_from(["gradient", "delta"])),
        "reduce": draw(st.sampled_from(["mean", "sum"])),
        "epochs": draw(st.integers(1, 12)),
    }
    return Experiment(**{**drawn, **fixed})


@st.composite
def changes(
    draw: st.DrawFn, e: Experiment, values: Sequence[float] = (0.0, 0.02, 0.5), first: int = 0
) -> tuple[Change, ...]:
    """Draw what a person might change during an experiment's run, from one update on."""
    names = st.sampled_from(["alpha", *e.architecture.parameter_names])
    keys = st.lists(st.tuples(st.integers(first, e.updates), names), max_size=4, unique=True)
    drawn = [Change(*key, draw(st.sampled_from(values))) for key in draw(keys)]
    drawn = [c for c in drawn if c.name != "alpha" or 0 <= c.value <= MAX_ALPHA]
    return tuple(sorted(drawn, key=lambda change: change.step))


name_texts = st.text(
    st.characters(exclude_categories=("C", "Z"), exclude_characters=",;") | st.just(" "),
    max_size=40,
).map(str.strip)


@st.composite
def experiments(draw: st.DrawFn) -> Experiment:
    """Draw any experiment in the form in which addresses give it back."""
    rows, n_inputs, n_outputs = (draw(st.integers(1, most)) for most in (4, 4, 3))
    hidden = tuple(draw(st.lists(st.integers(1, 3), max_size=6)))
    mixed = tuple(draw(activation_names) for _ in hidden)
    drawn: dict[str, Any] = {
        "inputs": _table(draw, rows, n_inputs),
        "goals": _table(draw, rows, n_outputs),
        "names": (_names(draw, n_inputs + n_outputs), _names(draw, rows)),
        "hidden": hidden,
        "activation": mixed if len(set(mixed)) > 1 else (draw(activation_names),),
        "output": draw(activation_names),
        "bias": draw(st.booleans()),
        "seed": draw(seeds),
        "alpha": draw(positive),
        "batch": draw(st.just(FULL) | st.integers(1, 5_000)),
        "order": draw(st.sampled_from(["given", "shuffled"])),
        "rule": draw(st.sampled_from(["gradient", "delta"])),
        "reduce": draw(st.sampled_from(["mean", "sum"])),
        "derivative": draw(st.sampled_from(["analytic", "numerical"])),
        "epochs": draw(st.integers(1, 1_000_000)),
        "until": draw(st.floats(0, allow_infinity=False)),
    }
    e = Experiment(**drawn)
    n = e.architecture.n_parameters
    drawn["weights"] = draw(st.sampled_from(list(INITIALIZERS)))
    if draw(st.booleans()):
        drawn["weights"] = tuple(draw(st.lists(finite, min_size=n, max_size=n)))
    return Experiment(**drawn, changes=draw(changes(e)))


def _table(draw: st.DrawFn, rows: int, columns: int) -> Table:
    row = st.tuples(*[finite] * columns)
    return tuple(draw(row) for _ in range(rows))


def _names(draw: st.DrawFn, count: int) -> tuple[str, ...]:
    names = tuple(draw(name_texts) for _ in range(count))
    return names if draw(st.booleans()) and (count > 1 or names[0]) else ()
