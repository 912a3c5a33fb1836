"""Which rows each update trains on."""

from itertools import chain, islice

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.random import RandomState

from app.experiment import FULL, Experiment
from app.network.arrays import FloatArray
from app.run.batches import batches, row_order
from tests.support.strategies import trainings


def experiment(rows: int, **settings: object) -> Experiment:
    """Make an experiment whose inputs are the row numbers."""
    table = tuple((float(row),) for row in range(rows))
    return Experiment(inputs=table, goals=table, **settings)  # type: ignore[arg-type]


def rows_of(e: Experiment, step: int, updates: int) -> list[list[int]]:
    """Give the row numbers of each batch."""
    found = islice(batches(e, step, lambda batch: batch), updates)
    return [[int(row) for row in batch[0]] for batch in found]


@pytest.mark.parametrize(
    ("batch", "expected"),
    [
        (1, [[0], [1], [2], [3], [4], [0]]),
        (2, [[0, 1], [2, 3], [4], [0, 1]]),
        (4, [[0, 1, 2, 3], [4], [0, 1, 2, 3]]),
        (5, [[0, 1, 2, 3, 4], [0, 1, 2, 3, 4]]),
        (99, [[0, 1, 2, 3, 4], [0, 1, 2, 3, 4]]),
        (FULL, [[0, 1, 2, 3, 4], [0, 1, 2, 3, 4]]),
    ],
)
def test_rows_come_in_the_given_order(batch: int, expected: list[list[int]]) -> None:
    assert rows_of(experiment(5, batch=batch), 0, len(expected)) == expected


def test_shuffled_order_is_the_contracts() -> None:
    e = experiment(7, order="shuffled", seed=12, batch=7)
    for epoch, rows in enumerate(rows_of(e, 0, 5)):
        assert rows == RandomState([12, epoch]).permutation(7).tolist()
        assert rows == row_order(e, epoch)


@pytest.mark.parametrize("seed", [0, 1, 2**32 - 1])
def test_any_seed_shuffles(seed: int) -> None:
    order = row_order(experiment(9, order="shuffled", seed=seed), 10**6 - 1)
    assert sorted(order) == list(range(9))


@given(e=trainings())
def test_each_epoch_visits_every_row_once(e: Experiment) -> None:
    rows = experiment(e.rows, batch=e.batch, order=e.order, seed=e.seed)
    per_epoch = e.updates_per_epoch
    for epoch in range(3):
        found = rows_of(rows, epoch * per_epoch, per_epoch)
        assert sorted(chain.from_iterable(found)) == list(range(e.rows))


@given(e=trainings(), step=st.integers(0, 30))
def test_batches_can_be_taken_up_anywhere(e: Experiment, step: int) -> None:
    rows = experiment(e.rows, batch=e.batch, order=e.order, seed=e.seed)
    assert rows_of(rows, step, 10) == rows_of(rows, 0, step + 10)[step:]


def test_a_batch_is_what_a_pass_reads() -> None:
    e = Experiment(inputs=((1.0, 2.0), (3.0, 4.0)), goals=((5.0,), (6.0,)), bias=True, batch=FULL)
    batch = next(batches(e, 0, lambda batch: batch))
    assert batch.tolist() == [[1, 3], [2, 4], [1, 1], [5, 6]]
    assert batch.flags.c_contiguous


def test_batches_in_given_order_are_prepared_once() -> None:
    prepared: list[FloatArray] = []

    def prepare(batch: FloatArray) -> None:
        prepared.append(np.array(batch))

    for _ in islice(batches(experiment(5, batch=2), 0, prepare), 30):
        pass
    assert len(prepared) == 3
