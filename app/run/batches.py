"""Which rows each update trains on, from any update on."""

from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import chain, count, cycle, islice
from typing import TypeVar

import numpy as np
from numpy.random import RandomState

from app.experiment import Experiment
from app.network.arrays import FloatArray


def row_order(experiment: Experiment, epoch: int) -> list[int]:
    """Give the rows in the order of an epoch, counted from 0.

    A shuffled order is `RandomState([seed, epoch]).permutation(rows)`, so that any epoch can be
    found without those before it.
    """
    if experiment.order == "given":
        return list(range(experiment.rows))
    return list(_shuffled(experiment.seed, epoch, experiment.rows))


@lru_cache(maxsize=64)
def _shuffled(seed: int, epoch: int, rows: int) -> tuple[int, ...]:
    return tuple(RandomState([seed, epoch]).permutation(rows).tolist())


def rows_of_update(experiment: Experiment, step: int) -> list[int]:
    """Give the rows, counted from 0, that the update which leaves `step` is made from."""
    epoch, update = divmod(step, experiment.updates_per_epoch)
    size = experiment.batch_rows
    return row_order(experiment, epoch)[update * size : (update + 1) * size]


Prepared = TypeVar("Prepared")


def batches(
    experiment: Experiment, step: int, prepare: Callable[[FloatArray], Prepared]
) -> Iterator[Prepared]:
    """Give, without end, the batch of each update from `step` on, prepared once an epoch at most.

    Parameters
    ----------
    prepare
        Is given the batch, (n_inputs + bias + n_outputs, rows of the batch) as `Pass.table` reads
        it. The last batch of an epoch may be smaller.
    """
    table, size = experiment.table, experiment.batch_rows

    def of_epoch(number: int) -> Iterator[Prepared]:
        ordered = table[:, row_order(experiment, number)]
        for at in range(0, experiment.rows, size):
            yield prepare(np.ascontiguousarray(ordered[:, at : at + size]))

    epoch, first = divmod(step, experiment.updates_per_epoch)
    if experiment.order == "given":
        every_epoch: Iterator[Prepared] = cycle(of_epoch(0))
    else:
        every_epoch = chain.from_iterable(of_epoch(number) for number in count(epoch))
    return islice(every_epoch, first, None)
