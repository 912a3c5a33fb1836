"""A stretch of a run: its steps and losses, and as much of its weights as need not wait."""

from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass
from typing import Any

from app.experiment import OPTIONS, Experiment
from app.fields import described
from app.insight.record import Record
from app.insight.rows import all_rows, predictions
from app.live.processor import Share
from app.live.replays import Replays
from app.network.arrays import FloatArray
from app.run.checkpoints import Checkpoint, Checkpoints
from app.run.moment import Status
from app.run.run import Run
from app.run.work import BLOCK, NUMBER, loss_work, training_work

KEPT = 2**14
"""Numbers of weights that are kept for a client that reads slowly; the others are made again."""


@dataclass(frozen=True, slots=True, eq=False)
class History:
    """`/api/history`: points of a run; what is not finite is null."""

    experiment: dict[str, Any] = described("every option, as a JSON value")
    updates_per_epoch: int = described("updates in an epoch")
    parameters: list[str] = described("names of the parameters, in flat order")
    steps: Sequence[int] = described("the updates, a point each")
    losses: FloatArray = described("the loss at each point")
    test_losses: list[float] | None = described(
        "the same of held-out rows; null where there are none"
    )
    weights: FloatArray = described("all parameters at each point")
    predictions: FloatArray = described("a list a training row, at the last point")
    status: Status = described("`running`, `finished`, `learned` or `diverged`, at the last point")
    diverged_at: int | None = described("the first update whose result is not finite, or null")


@dataclass(frozen=True, slots=True, eq=False)
class Past:
    """A stretch of a run, of which only the first weights are kept.

    Attributes
    ----------
    told
        All of it but the weights that are not kept.
    missing
        The updates of those.
    rest
        Where the run is taken up to make them again.
    experiment
        What is run.
    """

    told: History
    missing: range
    rest: Checkpoint
    experiment: Experiment

    async def weights(self, share: Share) -> AsyncGenerator[FloatArray]:
        """Give the weights of all points, some at a time; nothing else is held on to."""
        yield self.told.weights
        missing, rest = self.missing, self.rest
        while missing:
            await share.turn()
            part = missing[: _points_kept(self.experiment)]
            run, record = Run(self.experiment, rest), Record(part, len(part))
            while run.step < part[-1]:
                record.add(run.advance(part[-1], range(0)))
                await share.turn()
            missing, rest = missing[len(part) :], run.checkpoint()
            del run  # it is large beside what waits to be sent
            yield record.weights


def history_work(e: Experiment, wanted: range) -> int:
    """Count what the answer takes: the way to its last point, twice in part, and its numbers."""
    numbers = len(wanted) * (e.architecture.n_parameters + 1) + e.rows * e.dataset.n_outputs
    work = training_work(e, wanted.stop - 1, len(wanted)) + NUMBER * numbers
    if again := wanted[_points_kept(e) :]:
        taken_up = -(-len(again) // _points_kept(e)) * (BLOCK + 2 * loss_work(e))
        work += training_work(e, again.stop - 1) - training_work(e, again.start) + taken_up
    return work


async def history(
    e: Experiment, wanted: range, checkpoints: Checkpoints, replays: Replays, share: Share
) -> Past:
    """Compute the points; a run that ends before the last gives what there is."""
    run = await replays.run_at(e, wanted.start, share)
    record, rest = Record(wanted, _points_kept(e)), run.checkpoint()
    if run.step == wanted.start:
        record.begin(run.loss, run.parameters)
    try:
        while run.status == "running" and run.step < wanted.stop - 1:
            if not record.is_full:
                rest = run.checkpoint()
            record.add(run.advance(wanted.stop - 1, wanted))
            await share.turn()
    finally:  # whoever asks again goes on from here
        checkpoints.keep(e, run.checkpoint())
    steps, weights = wanted[: len(record)], record.weights
    last = run.parameters if record.last is None else record.last
    told = History(
        experiment=echo(e),
        updates_per_epoch=e.updates_per_epoch,
        parameters=e.architecture.parameter_names,
        steps=steps,
        losses=record.losses,
        test_losses=None,
        weights=weights,
        predictions=predictions(all_rows(e, last)),
        status=run.status,
        diverged_at=run.diverged_at,
    )
    return Past(told, steps[len(weights) :], rest, e)


def _points_kept(e: Experiment) -> int:
    return max(1, KEPT // e.architecture.n_parameters)


def echo(e: Experiment) -> dict[str, Any]:
    """Give what the person set, each option as a JSON value; `address` has them as texts."""
    shown = {name: option.kind.json(getattr(e, name)) for name, option in OPTIONS.items()}
    shown["activation"] = list(e.architecture.activations[:-1]) or list(e.activation)
    return shown
