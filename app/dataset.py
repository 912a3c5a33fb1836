"""The data of an experiment as arrays: what is trained on, what is held out, and their names."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from app.network.arrays import FloatArray

Table = tuple[tuple[float, ...], ...]
"""Rows of numbers as a value that can be compared and hashed."""


@dataclass(frozen=True, eq=False)
class Examples:
    """Rows with what they should give; both arrays are read-only.

    Attributes
    ----------
    inputs
        (rows, n_inputs).
    goals
        (rows, n_outputs).
    """

    inputs: FloatArray
    goals: FloatArray

    @property
    def rows(self) -> int:
        """How many there are."""
        return len(self.inputs)

    @cached_property
    def _tables(self) -> dict[bool, FloatArray]:
        return {}

    def table(self, *, bias: bool) -> FloatArray:
        """Give (n_inputs + bias + n_outputs, rows), as a pass reads it: inputs, ones, goals.

        Built once and read-only.
        """
        if bias not in self._tables:
            ones = np.ones((int(bias), self.rows))
            table = np.concatenate([self.inputs.T, ones, self.goals.T])
            self._tables[bias] = _read_only(table)
        return self._tables[bias]


@dataclass(frozen=True, eq=False)
class Dataset:
    """Everything that a network is shown.

    Attributes
    ----------
    train
        The rows that updates are made from, at least one.
    test
        The rows that are held out: shown, never trained on; there may be none.
    columns
        Names of the input columns, then of the goal columns; none where nobody gave any.
    labels
        Names of the training rows; none where nobody gave any.
    """

    train: Examples
    test: Examples
    columns: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()

    @staticmethod
    def of_tables(
        inputs: Table, goals: Table, names: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())
    ) -> "Dataset":
        """Make a data set of typed rows, none of them held out."""
        n_inputs, n_outputs = len(inputs[0]), len(goals[0])
        nothing = examples(np.empty((0, n_inputs)), np.empty((0, n_outputs)))
        return Dataset(examples(inputs, goals), nothing, *names)

    @property
    def n_inputs(self) -> int:
        """How many numbers go into the network."""
        return int(self.train.inputs.shape[1])

    @property
    def n_outputs(self) -> int:
        """How many numbers come out of it."""
        return int(self.train.goals.shape[1])


def examples(
    inputs: FloatArray | Iterable[Iterable[float]], goals: FloatArray | Iterable[Iterable[float]]
) -> Examples:
    """Make examples of rows of inputs and rows of goals, both of equal length; copied."""
    return Examples(*(_read_only(np.array(rows, dtype=np.float64)) for rows in (inputs, goals)))


def inputs_alone(inputs: Iterable[Iterable[float]], n_outputs: int) -> Examples:
    """Make examples of inputs whose goals nobody knows: 0, and not to be read."""
    rows = np.array(inputs, dtype=np.float64)
    return examples(rows, np.zeros((len(rows), n_outputs)))


def _read_only(array: FloatArray) -> FloatArray:
    array.flags.writeable = False
    return array
