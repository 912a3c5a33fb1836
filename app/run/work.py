"""What training costs, counted in multiplications, so that no bound depends on the machine.

A multiplication is one of a large product: twenty million took about a millisecond where all the
rest was measured against them. Counted is the whole way from the start, as if nothing of it were
remembered.
"""

from functools import lru_cache

import numpy as np

from app.experiment import Experiment
from app.network.activations import ACTIVATIONS
from app.network.architecture import Architecture

PART = 40_000_000
"""What others can wait for: a millisecond or two. A block takes no more, if its updates do not."""
MAX_BLOCK = 256
"""Updates that a block may have, however little they take."""
CALL = 14_000
"""A call of NumPy, however small its arrays."""
UPDATE = 75_000
"""An update beside its calls: its batch, its copy, and looking whether it is finite."""
PARAMETER = 36
"""A parameter, moved, copied and looked at."""
VALUE = 100
"""A value of a unit for a row, written and read, beside what its activation takes."""
ERROR = 100
"""The error of a row in an output."""
RUN = 3_000
"""A layer of one of many runs that are computed together, beside its values."""
LAYER = 260_000
"""A layer of a pass, made ready."""
BLOCK = 2_000_000
"""A block of updates, taken in and looked at, with its pass made ready."""
LOOK = 25_000
"""The watch's look at the end of an epoch."""
ORDER = 4_000_000
"""The shuffled order of an epoch."""
ROW = 6_000
"""A row put into its place in it."""
NUDGING = 800_000
"""A part of an update by nudging, beside its runs."""
CHANGE = 20_000_000
"""A change in mid-run: what trains is made anew."""
NUMBER = 2_000
"""A number of an answer, kept and written."""


@lru_cache(maxsize=256)
def _layers(architecture: Architecture) -> tuple[int, int]:
    """Count the calls of an update, and the multiplications that one row's values take."""
    some, calls, values = np.ones((1, 1)), 0, 0
    for units, name in zip(architecture.sizes[1:], architecture.activations, strict=True):
        activation = ACTIVATIONS[name]
        calls += 3 + len(activation.forward(some, some))
        calls += len(activation.backward(some, some, some))
        values += units * (VALUE + activation.price)
    return calls, values


def pass_work(architecture: Architecture, rows: int) -> int:
    """Count one of many runs, forward, with the loss of its rows."""
    n, (_, values) = architecture.n_parameters, _layers(architecture)
    row = n + values + ERROR * architecture.sizes[-1]
    return RUN * len(architecture.shapes) + PARAMETER * n + rows * row


def gradient_work(e: Experiment, rows: int) -> int:
    """Count the gradient of a batch, by the chain rule."""
    calls, values = _layers(e.architecture)
    return CALL * calls + rows * (3 * e.architecture.n_parameters + values)


def nudge_work(e: Experiment, rows: int) -> int:
    """Count the two runs of one parameter that is nudged."""
    return 2 * pass_work(e.architecture, rows)


def update_work(e: Experiment) -> int:
    """Count one update, from its batch to the copy of what it left."""
    n, rows = e.architecture.n_parameters, e.batch_rows
    work = UPDATE + PARAMETER * n
    if e.order == "shuffled":
        work += ORDER // e.updates_per_epoch + ROW * rows
    if e.derivative == "analytic":
        return work + gradient_work(e, rows)
    nudging = n * nudge_work(e, rows)
    return work + nudging + (1 + nudging // PART) * NUDGING


def loss_work(e: Experiment) -> int:
    """Count the loss after one update, computed together with others."""
    return pass_work(e.architecture, e.rows)


def block_size(e: Experiment) -> int:
    """Give how many updates a block takes, by the work in them, 1 … `MAX_BLOCK`."""
    return max(1, min(MAX_BLOCK, PART // (update_work(e) + loss_work(e))))


def training_work(e: Experiment, updates: int, losses: int = 0) -> int:
    """Count the way from the start to an update, with so many losses asked for.

    The end of each epoch and of each block has a loss too, and every update where a run may learn.
    """
    updates = min(updates, e.updates)
    ends, blocks = updates // e.updates_per_epoch, updates // block_size(e) + 1
    wanted = updates if e.until > 0 else min(updates, losses + ends + blocks)
    changes = sum(change.step <= updates for change in e.changes)
    return (
        updates * update_work(e)
        + wanted * loss_work(e)
        + ends * LOOK
        + (blocks + changes) * (BLOCK + LAYER * len(e.architecture.shapes))
        + changes * CHANGE
    )
