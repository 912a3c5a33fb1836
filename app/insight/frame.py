"""What one frame of a run shows, and how a run's end is told, as values ready for the wire."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.fields import described, maybe
from app.insight.frame_history import (
    MAX_LOSSES,
    MAX_TRAIL,
    FrameHistory,
    LossPoint,
    ParametersPoint,
)
from app.insight.panels import FrameOptions, Panel, asked
from app.insight.pieces import Pieces
from app.insight.right import marks
from app.insight.rows import RowView, Tried, all_rows, deltas, predictions, rows_forward, view_row
from app.insight.slices import Slice
from app.insight.step_words import Words
from app.insight.verdict import verdict
from app.insight.wording import not_finite
from app.network.arrays import FloatArray
from app.run.moment import Moment
from app.run.watch import Notice


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """`event: frame`: the run as it stands, and what happened since the frame before."""

    step: int = described("the update; also the event's id")
    epoch: int = described("epochs that are complete there")
    loss: float = described("mean of the row errors")
    test_loss: float | None = described("the same of held-out rows; null where there are none")
    alpha: float = described("the learning rate of the coming update")
    weights: FloatArray = described("all parameters, in flat order")
    predictions: FloatArray = described("a list a training row, a number an output")
    deltas: FloatArray = described("prediction - goal, a list a training row, a number an output")
    row_errors: FloatArray = described(
        "the loss of each training row: the sum of its squared deltas"
    )
    right: list[bool | None] = described(
        "whether each row's prediction is right for its purpose; null where that cannot be said"
    )
    losses: list[LossPoint] = described(
        f"[update, loss] since the frame before, at most {MAX_LOSSES}, extremes kept"
    )
    trail: list[ParametersPoint] = described(
        f"[update, parameters] since the frame before, at most {MAX_TRAIL}"
    )
    notice: Notice = described("`out of hand`, `stuck`, `at rest`, `fitted` or null")
    row: RowView | None = maybe("with `row=`: one training row seen from inside the network")
    slice: Slice | None = maybe("with `w=`: the loss along one parameter")
    sum: list[Words] | None = maybe(
        "with `w=`: the coming update of that parameter, in parts that a pupil can check on paper; "
        "a few times a second while the run goes on"
    )
    tried: Tried | None = maybe("with `try=`: what the network answers to an input of its own")


@dataclass(frozen=True, slots=True, eq=False)
class Beyond:
    """The first state of a diverged run that is not finite; its numbers may be null."""

    step: int = described("the update that gave it")
    epoch: int = described("epochs that are complete there")
    loss: float = described("its loss")
    weights: FloatArray = described("all parameters, in flat order")
    predictions: FloatArray = described("a list a training row")
    row: RowView | None = described("one training row, if one was asked for")
    words: dict[str, str] = described(
        "what each number is that is not finite: NaN, ∞ or −∞, by the name of its parameter or "
        "unit, or `loss`"
    )


@dataclass(frozen=True, slots=True)
class Advice:
    """What to try next."""

    alpha: float = described(
        "a smaller learning rate; a run from the same start was trained with it, and got lower"
    )


@dataclass(frozen=True, slots=True, eq=False)
class End:
    """`event: end`, the last of a stream."""

    status: str = described("`finished`, `learned`, `diverged`, or `paused` at `to`")
    step: int = described("the update at which the run stands")
    epoch: int = described("epochs that are complete there")
    diverged_at: int | None = described("the first update whose result is not finite, or null")
    notice: Notice = described("`out of hand`, `stuck`, `at rest`, `fitted` or null")
    sentence: str = described("how it ended, in words")
    advice: Advice | None = described("after a divergence what to try next, else null")
    beyond: Beyond | None = described("after a divergence the first state that is not finite")


def frame(
    moment: Moment,
    history: FrameHistory,
    options: FrameOptions,
    panels: Sequence[Panel] | None = None,
) -> Pieces[Frame]:
    """Describe a moment of a run, and the way there since the frame before, in pieces.

    `panels` are those that are shown; all that are asked for, if left out.
    """
    e = moment.experiment
    seen = rows_forward(moment)
    predicted, missed, errors = predictions(seen), deltas(seen), seen.row_errors()[0]
    yield
    shown = {}
    for panel in asked(options) if panels is None else panels:
        shown[panel.name] = yield from panel.show(moment, history, options)
    return Frame(
        step=moment.step,
        epoch=moment.epoch,
        loss=moment.loss,
        test_loss=None,
        alpha=e.alpha_at(moment.step),
        weights=moment.parameters,
        predictions=predicted,
        deltas=missed,
        row_errors=errors,
        right=marks(e, predicted, errors, moment.loss),
        losses=history.losses() or [(moment.step, moment.loss)],
        trail=history.trail() or [(moment.step, moment.parameters)],
        notice=moment.notice,
        **shown,
    )


def ending(moment: Moment, options: FrameOptions) -> Pieces[End]:
    """Describe how the run ended, or that it paused, in a sentence and in numbers, in pieces."""
    told = yield from verdict(moment)
    return End(
        status="paused" if moment.status == "running" else moment.status,
        step=moment.step,
        epoch=moment.epoch,
        diverged_at=moment.diverged_at,
        notice=moment.notice,
        sentence=told.sentence,
        advice=None if told.alpha is None else Advice(told.alpha),
        beyond=None if moment.diverged_at is None else _beyond(moment, options.row),
    )


def _beyond(moment: Moment, index: int | None) -> Beyond | None:
    """Describe the first state that is not finite, and name what each such number is."""
    if moment.beyond is None or moment.diverged_at is None:
        return None
    e, parameters = moment.experiment, moment.beyond
    seen = all_rows(e, parameters)
    loss, predicted = float(seen.mean_loss()[0]), predictions(seen)
    row = None if index is None else view_row(e, parameters, index)
    values = dict(zip(e.architecture.parameter_names, parameters.tolist(), strict=True))
    values["loss"] = loss
    for names, layer in zip(
        e.architecture.unit_names, row.activations if row else [], strict=False
    ):
        values |= zip(names, layer.tolist(), strict=True)
    return Beyond(
        step=moment.diverged_at,
        epoch=moment.diverged_at // e.updates_per_epoch,
        loss=loss,
        weights=parameters,
        predictions=predicted,
        row=row,
        words={name: word for name, value in values.items() if (word := not_finite(value))},
    )
