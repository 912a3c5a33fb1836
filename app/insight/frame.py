"""What one frame of a run shows, as plain values ready to be written as JSON."""

from dataclasses import dataclass
from typing import Any

from app.insight.rows import RowView, predictions, row_errors, view_row
from app.insight.slices import slice_along
from app.insight.verdict import advised_alpha, sentence
from app.insight.way import Way
from app.insight.wording import not_finite
from app.run.run import Run


@dataclass(slots=True)
class Asked:
    """What a page wants to see beside the frame itself.

    Attributes
    ----------
    row
        A training row, counted from 0, or None.
    parameter
        A parameter whose slice is wanted, or None.
    centre
        The middle of the slice's window so far; moved on by each frame.
    """

    row: int | None = None
    parameter: str | None = None
    centre: float | None = None


def frame(run: Run, way: Way, asked: Asked) -> dict[str, Any]:
    """Describe the run as it stands, and the way there since the frame before."""
    e = run.experiment
    shown: dict[str, Any] = {
        "step": run.step,
        "epoch": run.step // e.updates_per_epoch,
        "loss": run.loss,
        "test_loss": None,
        "alpha": e.alpha_at(run.step),
        "weights": run.parameters,
        "predictions": predictions(e, run.parameters),
        "row_errors": row_errors(e, run.parameters),
        "losses": way.losses() or [[run.step, run.loss]],
        "trail": way.trail() or [[run.step, run.parameters]],
        "notice": run.watch.notice,
    }
    if asked.row is not None:
        shown["row"] = _row(view_row(e, run.parameters, asked.row))
    if asked.parameter is not None:
        shown["slice"] = _slice(run, asked)
    return shown


def ending(run: Run, status: str, asked: Asked) -> dict[str, Any]:
    """Describe how the run ended, or that it paused, in a sentence and in numbers."""
    diverged = status == "diverged"
    return {
        "status": status,
        "step": run.step,
        "epoch": run.step // run.experiment.updates_per_epoch,
        "diverged_at": run.diverged_at,
        "notice": run.watch.notice,
        "sentence": sentence(run),
        "advice": {"alpha": advised_alpha(run.experiment, run.step)} if run.diverged_at else None,
        "beyond": _beyond(run, asked) if diverged else None,
    }


def _row(seen: RowView) -> dict[str, Any]:
    return {"index": seen.index, "activations": seen.activations, "gradient": seen.gradient}


def _slice(run: Run, asked: Asked) -> dict[str, Any]:
    assert asked.parameter is not None
    seen = slice_along(run, asked.parameter, asked.centre)
    asked.centre = seen.centre
    return {
        "parameter": seen.parameter,
        "value": seen.value,
        "weights": seen.weights,
        "losses": seen.losses,
        "slope": seen.slope,
        "step": seen.coming - seen.value,
        "landing": {"weight": seen.coming, "loss": seen.landing_loss},
        "centre": seen.centre,
    }


def _beyond(run: Run, asked: Asked) -> dict[str, Any] | None:
    """Describe the first state that is not finite, and name what each such number is."""
    if run.beyond is None:
        return None
    e, parameters = run.experiment, run.beyond
    loss = run.loss_of(parameters)
    row = None if asked.row is None else view_row(e, parameters, asked.row)
    values = dict(zip(e.architecture.parameter_names, parameters.tolist(), strict=True))
    values["loss"] = loss
    for names, layer in zip(
        e.architecture.unit_names, row.activations if row else [], strict=False
    ):
        values |= zip(names, layer.tolist(), strict=True)
    return {
        "step": run.diverged_at,
        "epoch": (run.diverged_at or 0) // e.updates_per_epoch,
        "loss": loss,
        "weights": parameters,
        "predictions": predictions(e, parameters),
        "row": row and _row(row),
        "words": {name: word for name, value in values.items() if (word := not_finite(value))},
    }
