"""Why a run stands still, by measurement: what the coming updates do, and what each row wants."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from app.experiment import Experiment
from app.insight.coming import next_update
from app.insight.description import unit_labels
from app.insight.pieces import PIECE, Pieces
from app.insight.trials import update_price
from app.insight.wording import counted, short
from app.network.arrays import FloatArray
from app.network.mean_loss import mean_losses
from app.network.passes import Pass, backward
from app.run.engine import ENGINES, REFERENCE
from app.run.moment import Moment

EPOCHS_AHEAD = 8
"""Epochs that are trained ahead, to see whether the run goes round."""
WORK = 30 * PIECE
"""Multiplications that training ahead may take."""
SAME = 1e-6
"""Share of a way, or of the rows' gradients, that counts as nothing."""
STILL = 1e-9
"""Share of the largest parameter that counts as no way at all."""
FLAT = 1e-3
"""Share of the steepest slope below which an activation is flat."""
FIRST_SHARE = 0.01
"""Share of the loss that a step is to take off, to see whether there is a way down."""
LARGER = 1e4
"""How many times alpha such a step must be, at least, where alpha is to blame."""
SLOPES: Mapping[str, Callable[[FloatArray], FloatArray]] = MappingProxyType(
    {"sigmoid": lambda a: 4 * a * (1 - a), "tanh": lambda a: 1 - a * a}
)
"""Activations with flat ends → their slope, by what they give, as a share of their steepest."""
MOST_NAMES = 4


@dataclass(frozen=True, slots=True)
class Ahead:
    """What the coming epochs do to the parameters.

    Attributes
    ----------
    period
        After how many epochs the run is where it was, or 0 where it does not come back.
    turns
        Whether it leaves its place on the way there.
    points
        The parameters now, and after each of these epochs, (period + 1, n_parameters).
    """

    period: int
    turns: bool
    points: FloatArray


def why_still(moment: Moment) -> Pieces[str]:
    """Say why the loss of a run stands still; nothing where no cause can be measured."""
    e = moment.experiment
    if e.alpha_at(moment.step) == 0:
        return "Alpha is 0, so no update changes anything."
    ahead = yield from _ahead(moment)
    if ahead and ahead.period > 1 and ahead.turns:
        return _jumping(e, ahead)
    seen = backward(e.architecture, moment.parameters, e.table)
    yield
    saturated = _saturated(e, seen)
    tiny = "" if saturated else _too_small(moment, seen)
    reasons = [reason for reason in (tiny, _off(e, seen), saturated) if reason]
    pulls, gradient = float(seen.pulls().max()), float(np.abs(seen.gradient).max())
    if ahead and ahead.turns:
        reasons.append(
            "The rows pull against each other: what the update of one does, the others undo within "
            "the epoch."
        )
    elif e.rows > 1 and pulls > 0 and gradient <= SAME * pulls:
        reasons.append("The rows pull against each other: their gradients add up to nothing.")
    return " ".join(reasons) or _without_gradient(moment, ahead, pulls, gradient / e.rows)


def _ahead(moment: Moment) -> Pieces[Ahead | None]:
    """Train on from a moment, for some epochs; None where that is too much work."""
    e, per_epoch = moment.experiment.as_of(moment.step), moment.experiment.updates_per_epoch
    price = per_epoch * update_price(e)
    epochs = min(EPOCHS_AHEAD, WORK // price)
    if epochs == 0:
        return None
    engine = ENGINES[REFERENCE](e, moment.state, moment.step)
    points, widest = [moment.parameters], 0.0
    for epoch in range(1, epochs + 1):
        way = 0.0
        for _ in range(per_epoch):
            place = yield from next_update(engine)
            way = max(way, float(np.abs(place - points[0]).max()))
            yield
        points.append(place)
        widest = max(widest, way)
        if np.abs(place - points[0]).max() <= SAME * widest:
            turns = widest > STILL * np.abs(points[0]).max()
            return Ahead(epoch, bool(turns), np.array(points))
    return Ahead(0, False, np.array(points))


def _jumping(e: Experiment, ahead: Ahead) -> str:
    """Say between which points the run jumps."""
    by_updates = e.updates_per_epoch == 1
    here, there = (short(float(point[0])) for point in ahead.points[:2])
    if by_updates and ahead.period == 2 and ahead.points.shape[1] == 1:
        how = (
            f"The weight jumps between {here} and {there}: each update overshoots as far as the "
            "one before."
        )
    elif by_updates and ahead.period == 2:
        how = "The weights jump between two points: every second update takes them back."
    else:
        unit = "an update" if by_updates else "an epoch"
        how = f"The weights jump round among {counted(ahead.period)} points, one {unit}."
    return f"{how} Take a smaller alpha."


def _too_small(moment: Moment, seen: Pass) -> str:
    """Say that alpha is too small, where steps along the gradient lower the loss as they should.

    The steps are to take a hundredth of the loss off, and a tenth of that; where the loss is at
    its lowest so long a step leads elsewhere.
    """
    e, alpha, slope = moment.experiment, moment.experiment.alpha_at(moment.step), seen.gradient[0]
    squared = float(slope @ slope)
    if squared == 0 or moment.loss == 0:
        return ""
    step = FIRST_SHARE * moment.loss * e.rows / squared
    if not np.isfinite(step) or step < LARGER * alpha:
        return ""
    points = moment.parameters - step * np.array([[1.0], [0.1]]) * slope
    long, little = moment.loss - mean_losses(e.architecture, points, e.table)
    if not (long > FIRST_SHARE / 4 * moment.loss and 5 < long / little < 20):
        return ""
    return (
        f"Alpha {short(alpha)} is so small that the loss does not move, though the gradient is "
        "not 0: with a larger alpha it would fall."
    )


def _off(e: Experiment, seen: Pass) -> str:
    """Name the ReLU units that give 0 for every row."""
    off = [unit for unit, name, given in _units(e, seen) if name == "relu" and not given.any()]
    if not off:
        return ""
    are, their = ("is", "its") if len(off) == 1 else ("are", "their")
    return f"{_listed(off)} {are} off for every row, so no gradient reaches {their} weights."


def _saturated(e: Experiment, seen: Pass) -> str:
    """Name the units that stand on the flat ends of their curves for every row."""
    flat = [
        unit
        for unit, name, given in _units(e, seen)
        if name in SLOPES and float(SLOPES[name](given).max()) <= FLAT
    ]
    if not flat:
        return ""
    are, they = ("is", "it stands") if len(flat) == 1 else ("are", "they stand")
    return (
        f"{_listed(flat)} {are} saturated: for every row {they} where the curve is flat, so that "
        "hardly any gradient passes."
    )


def _without_gradient(moment: Moment, ahead: Ahead | None, pulls: float, gradient: float) -> str:
    """Say that nothing moves the weights, where that is so."""
    if pulls == 0 and not moment.parameters.any():
        return "All weights are 0: nothing passes through them, so no gradient comes back."
    if pulls == 0:
        return "No row has a gradient here, so no update changes anything."
    if ahead and ahead.period and not ahead.turns:
        return f"No update moves the weights any more: the largest gradient is {short(gradient)}."
    return ""


def _units(e: Experiment, seen: Pass) -> Iterator[tuple[str, str, FloatArray]]:
    """Give every unit but the inputs: its name, its activation, and what it gives, (rows,)."""
    layers = zip(
        unit_labels(e)[1:], e.architecture.activations, seen.activations()[1:], strict=True
    )
    for units, activation, given in layers:
        for at, unit in enumerate(units):
            yield unit, activation, given[0, at]


def _listed(names: list[str]) -> str:
    """Join names, as h₁, h₂ and h₃; many are cut short."""
    if len(names) > MOST_NAMES:
        names = [*names[: MOST_NAMES - 1], f"{len(names) - MOST_NAMES + 1} more"]
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))
