"""A stretch of a run as lists."""

from dataclasses import dataclass
from typing import Any

from app.experiment import OPTIONS, Experiment
from app.fields import described
from app.insight.record import points
from app.insight.rows import all_rows, predictions
from app.live.processor import Share
from app.live.replays import Replays
from app.network.arrays import FloatArray
from app.run.checkpoints import Checkpoints
from app.run.moment import Status
from app.run.work import NUMBER, training_work


@dataclass(frozen=True, slots=True, eq=False)
class History:
    """`/api/history`: points of a run; what is not finite is null."""

    experiment: dict[str, Any] = described("every option, as a JSON value")
    updates_per_epoch: int = described("updates in an epoch")
    parameters: list[str] = described("names of the parameters, in flat order")
    steps: list[int] = described("the updates, a point each")
    losses: list[float] = described("the loss at each point")
    test_losses: list[float] | None = described(
        "the same of held-out rows; null where there are none"
    )
    weights: list[FloatArray] = described("all parameters at each point")
    predictions: FloatArray = described("a list a training row, at the last point")
    status: Status = described("`running`, `finished`, `learned` or `diverged`, at the last point")
    diverged_at: int | None = described("the first update whose result is not finite, or null")


def history_work(e: Experiment, wanted: range) -> int:
    """Count what the answer takes: the way to its last point, and its numbers."""
    numbers = len(wanted) * (e.architecture.n_parameters + 1) + e.rows * e.dataset.n_outputs
    return training_work(e, wanted.stop - 1, len(wanted)) + NUMBER * numbers


async def history(
    e: Experiment, wanted: range, checkpoints: Checkpoints, replays: Replays, share: Share
) -> History:
    """Compute the points; a run that ends before the last gives what there is."""
    run = await replays.run_at(e, wanted.start, share)
    steps, losses, weights = [], [], []
    if run.step == wanted.start:
        steps, losses, weights = [run.step], [run.loss], [run.parameters]
    try:
        while run.status == "running" and run.step < wanted.stop - 1:
            for step, loss, parameters in points(run.advance(wanted.stop - 1, wanted), wanted):
                steps.append(step)
                losses.append(loss)
                weights.append(parameters)
            await share.turn()
    finally:  # whoever asks again goes on from here
        checkpoints.keep(e, run.checkpoint())
    seen = all_rows(e, weights[-1] if weights else run.parameters)
    return History(
        experiment=echo(e),
        updates_per_epoch=e.updates_per_epoch,
        parameters=e.architecture.parameter_names,
        steps=steps,
        losses=losses,
        test_losses=None,
        weights=weights,
        predictions=predictions(seen),
        status=run.status,
        diverged_at=run.diverged_at,
    )


def echo(e: Experiment) -> dict[str, Any]:
    """Give what the person set, each option as a JSON value; `address` has them as texts."""
    shown = {name: option.kind.json(getattr(e, name)) for name, option in OPTIONS.items()}
    shown["activation"] = list(e.architecture.activations[:-1]) or list(e.activation)
    return shown
