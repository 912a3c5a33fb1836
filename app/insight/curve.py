"""The loss along one parameter as it is drawn: over which window, and what it is there."""

from dataclasses import dataclass

import numpy as np

from app.experiment import Experiment
from app.fields import described
from app.insight.pieces import Pieces, parts
from app.insight.window import Window, window_round
from app.network.arrays import FloatArray
from app.network.glance import glance_along
from app.network.passes import Pass
from app.run.moment import Moment

SAMPLES = 61
LEAST = 4.0
"""How far a window reaches at least where the curve moves or bends as the network learns."""
FAR = 4.0
"""Where there are several weights, a bottom farther than this from the value is not waited for: the
other weights will have moved the curve long before."""
PROBES = np.array([-4.0, -2, -1, -0.5, -0.25, 0, 0.25, 0.5, 1, 2, 4])
"""How far from its value a parameter is tried to find the bottom of a curve that is no parabola."""


@dataclass(frozen=True, slots=True)
class Landing:
    """Where the coming update takes a parameter."""

    weight: float = described("the parameter after the coming update")
    loss: float = described("the loss of all rows along the curve there")
    batch_loss: float = described("the loss of the coming update's rows there")


@dataclass(frozen=True, slots=True, eq=False)
class Drawn:
    """What a slice shows of a curve."""

    weights: FloatArray
    losses: FloatArray
    batch_losses: FloatArray
    landing: Landing
    batch_loss: float
    bottom: float | None
    """Where the lowest of its points lies, None where that is the first or the last."""


class Curve:
    """The loss along one parameter, of all rows and of some."""

    def __init__(self, moment: Moment, index: int, rows: list[int]) -> None:
        self._e, self._parameters, self._index = moment.experiment, moment.parameters, index
        self._rows = np.array(rows) if len(rows) < self._e.rows else None

    def drawn(
        self, story: list[float], bottom: float | None, before: Window | None
    ) -> "Pieces[Drawn]":
        """Compute it over a window that holds the whole story.

        Parameters
        ----------
        story
            The parameter's value, where it lands, and whatever else must be in sight.
        bottom
            Of a parabola; None where it has to be looked for.
        before
            The window so far, or None.
        """
        value, lands = story[:2]
        least = LEAST if bottom is None or self._e.hidden else 0.0
        if bottom is None and (before is None or not before.holds(story)):
            bottom = yield from self._beyond(value)
        window = window_round(story, bottom, before, least)
        drawn = yield from self._over(window, lands, value)
        if not np.isfinite(drawn.landing.loss):  # what cannot be drawn needs no room
            story = [value, *story[2:]]
        elif bottom is None and drawn.bottom is None:
            bottom = yield from self._beyond(value)
        better = window_round(story, bottom, before, least)
        if better != window:
            drawn = yield from self._over(better, lands, value)
        finite = np.logical_and.reduce(np.isfinite(drawn.losses))
        if not finite and min(story) < max(story):  # no room for walls
            drawn = yield from self._over(Window(min(story), max(story)), lands, value)
        return drawn

    def _over(self, window: Window, lands: float, value: float) -> "Pieces[Drawn]":
        """Compute it over a window, where the parameter lands, and where it stands."""
        values = np.concatenate([window.points(SAMPLES), (lands, value)])
        losses, of_batch = yield from self._at(values)
        return Drawn(
            values[:SAMPLES],
            losses[:SAMPLES],
            of_batch[:SAMPLES],
            Landing(lands, float(losses[SAMPLES]), float(of_batch[SAMPLES])),
            float(of_batch[SAMPLES + 1]),
            _lowest(values[:SAMPLES], losses[:SAMPLES]),
        )

    def _beyond(self, value: float) -> Pieces[float | None]:
        """Give about where the curve is lowest near a value, in the window or not."""
        with np.errstate(over="ignore"):
            near = value + PROBES
        losses, _ = yield from self._at(near)
        return _lowest(near, losses)

    def _at(self, values: FloatArray) -> Pieces[tuple[FloatArray, FloatArray]]:
        """Give the loss of all rows, and that of some, at each value."""
        e, total = self._e, len(values)
        along = np.empty((2, total))
        for part in parts(total, e.rows * self._parameters.size):
            seen = glance_along(
                e.architecture, self._parameters, self._index, values[part], e.table
            )
            with np.errstate(over="ignore", invalid="ignore"):
                errors = seen.row_errors()
                along[0, part] = np.add.reduce(errors, axis=-1) / e.rows
                if self._rows is not None:
                    some = errors[:, self._rows]
                    along[1, part] = np.add.reduce(some, axis=-1) / len(self._rows)
            yield
        return along[0], along[0 if self._rows is None else 1]


def parabola_bottom(
    e: Experiment, seen: Pass, index: int, value: float, slope: float
) -> float | None:
    """Give the bottom of the parabola that a weight to a linear output makes; None for others.

    With x what the weight is multiplied by, the loss bends by 2·mean(x²).
    """
    units, incoming = e.architecture.shapes[-1]
    place = index - (e.architecture.n_parameters - units * incoming)
    if place < 0 or (e.output, e.loss) != ("linear", "squared"):
        return None
    source, below = place % incoming, seen.activations()[-2]
    x = below.reshape(-1, e.rows)[source] if source < len(below.reshape(-1, e.rows)) else 1.0
    with np.errstate(over="ignore", invalid="ignore"):
        bend = 2.0 * float(np.mean(np.square(x)))
        bottom = value - slope / bend if bend > 0 else np.inf
    near = e.architecture.n_parameters <= 2 or abs(bottom - value) <= FAR
    return bottom if near and np.isfinite(bottom) else None


def told(bottom: float, value: float) -> float | None:
    """Give a parabola's bottom; None where it was reckoned from so far that no digit is left."""
    return bottom if abs(bottom) > abs(value) * 1e-12 or abs(value) < 1 else None


def _lowest(weights: FloatArray, losses: FloatArray) -> float | None:
    """Give where the loss is lowest; None where it falls on to an end."""
    lowest = int(losses.argmin())
    return float(weights[lowest]) if 0 < lowest < len(weights) - 1 else None
