"""Smaller alphas, tried by training before one is offered.

All are screened together along the runs axis; those that stay finite are then trained as the run
that Reset would start, the largest first. One is found only where its run came to its own end with
a lower loss, or where it can never diverge: at half the known limit. The work is bounded in
multiplications, not in seconds, so that an answer depends on its address alone.
"""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import ceil, inf

import numpy as np

from app.experiment import Experiment
from app.insight.pieces import PIECE, Pieces
from app.insight.stability import stable_alpha
from app.network.optimizers import OPTIMIZERS
from app.run.moment import Moment
from app.run.numpy_engine import NumpyEngine
from app.run.run import Run
from app.run.training_state import TrainingState

LADDER = (1.0, 0.3, 0.1, 0.03, 0.01, 3e-3, 1e-3, 1e-4, 1e-5, 1e-7)
"""The alphas to try, as shares of the largest."""
WORK = 100 * PIECE
"""Multiplications that all trials may take together: about a tenth of a second."""
SCREENED = 256
"""Updates for which all alphas are tried together, at most."""
CALLS = 10_000
"""What the calls of a layer cost an update beside its multiplications, in multiplications."""
SHUFFLE = 100_000
"""The same of an epoch's order, where the rows are shuffled."""
KEPT = 256
"""Answers that are remembered."""
NOTHING = range(0)


@dataclass(frozen=True, slots=True)
class Trial:
    """An alpha with which the run stayed finite as far as it was tried.

    Attributes
    ----------
    alpha
        The learning rate.
    end
        The run where its trial ended: at its own end, or as far as the work allowed.
    """

    alpha: float
    end: Moment

    @property
    def is_whole(self) -> bool:
        """Whether it was tried to the run's own end."""
        return self.end.status != "running"


@dataclass(frozen=True, slots=True)
class Trials:
    """What came of them.

    Attributes
    ----------
    found
        The one to offer, if any: tried to the run's own end, or sure to stay finite.
    failed
        The alphas that diverged or ended no lower, the largest first.
    cut
        Those of which nobody knows how they would have ended, the largest first.
    """

    found: Trial | None
    failed: tuple[float, ...] = ()
    cut: tuple[Trial, ...] = ()


def update_price(e: Experiment, runs: int = 1) -> int:
    """Multiplications of an update, and of the loss beside it, for so many runs."""
    n = e.architecture.n_parameters
    visits = 2 * n * e.batch_rows if e.derivative == "numerical" else 3 * e.batch_rows
    shuffling = SHUFFLE // e.updates_per_epoch if e.order == "shuffled" else 0
    return shuffling + CALLS * len(e.architecture.shapes) + runs * n * (visits + e.rows)


def smaller_alphas(e: Experiment, alpha: float) -> list[float]:
    """Give the alphas to try, largest first, each with one significant digit.

    The first is a third; half the limit where that is known: a larger one jumps over the goal.
    """
    half = (stable_alpha(e) or inf) / 2
    most = half if half < alpha else alpha / 3
    rounded = {float(f"{most * share:.1g}") for share in LADDER}
    return sorted((a for a in rounded if 0 < a < alpha), reverse=True)


def try_alphas(e: Experiment, alphas: Sequence[float]) -> Pieces[Trials]:
    """Train an experiment with each of the alphas, the largest first, until one does better.

    The experiment's changes are left out, as Reset does.
    """
    e = replace(e, changes=())
    key = (e, tuple(alphas))
    if key not in _kept:
        _kept[key] = yield from _try(e, sorted(alphas, reverse=True))
        if len(_kept) > KEPT:
            _kept.popitem(last=False)
    return _kept[key]


_kept: OrderedDict[tuple[Experiment, tuple[float, ...]], Trials] = OrderedDict()


def _try(e: Experiment, alphas: Sequence[float]) -> Pieces[Trials]:
    start = Run(e).loss
    finite, left = yield from _screen(e, alphas)
    failed, cut = [alpha for alpha in alphas if alpha not in finite], list[Trial]()
    sure = (stable_alpha(e) or 0.0) / 2
    for alpha in finite:
        run = Run(replace(e, alpha=alpha))
        left = yield from _train(run, left)
        trial = Trial(alpha, run.moment)
        known = trial.is_whole or alpha <= sure
        if known and run.loss < start and run.status != "diverged" and run.notice != "out of hand":
            return Trials(trial, tuple(sorted(failed, reverse=True)), tuple(cut))
        if trial.is_whole:
            failed.append(alpha)
        else:
            cut.append(trial)
    return Trials(None, tuple(sorted(failed, reverse=True)), tuple(cut))


def _screen(e: Experiment, alphas: Sequence[float]) -> Pieces[tuple[list[float], int]]:
    """Train all together for a while; give those that stay finite, and the work that is left."""
    price = update_price(e, len(alphas))
    updates = min(e.updates, SCREENED, WORK // 4 // price)
    done = updates * price
    start = np.tile(e.start(), (len(alphas), 1))
    state = TrainingState.first(start, OPTIMIZERS[e.optimizer])
    engine = NumpyEngine(e, state, 0, np.array(alphas))
    last, left, size = start, updates, max(1, PIECE // price)
    while left > 0:
        made = engine.advance(min(size, left))
        left -= len(made)
        last = made.parameters[-1] if made else last
        yield
    return [a for a, p in zip(alphas, last, strict=True) if np.isfinite(p).all()], WORK - done


def _train(run: Run, left: int) -> Pieces[int]:
    """Train a run to its end, or with half the work that is left if all is not enough for it."""
    price = update_price(run.experiment)
    enough = run.experiment.updates * price <= left
    size, stop = max(1, PIECE // price), ceil((left if enough else left // 2) / price)
    while run.status == "running" and run.step < stop:
        run.advance(min(stop, run.step + size), NOTHING)
        yield
    return left - run.step * price
