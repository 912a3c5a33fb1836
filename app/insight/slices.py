"""The loss along one parameter, all others held: the curve under the ball."""

from dataclasses import dataclass

from app.experiment import Experiment
from app.fields import described
from app.insight.coming import find_coming
from app.insight.curve import PROBES, SAMPLES, Curve, Landing, parabola_bottom, told
from app.insight.frame_history import MAX_HOPS, FrameHistory, Hop
from app.insight.pieces import Pieces
from app.insight.rows import rows_through
from app.insight.step_words import Words, note, note_at_the_end
from app.insight.window import Window
from app.network.arrays import FloatArray
from app.network.optimizers import OPTIMIZERS
from app.run.moment import Moment


@dataclass(frozen=True, slots=True, eq=False)
class Slice:
    """The loss along one parameter; losses may be infinite."""

    parameter: str = described("which parameter")
    value: float = described("where it stands")
    weights: FloatArray = described("values of it, over the whole window")
    losses: FloatArray = described("the loss of all rows at each of them")
    rows: list[int] = described("the rows of the coming update's batch, counted from 1")
    batch_losses: FloatArray = described("the mean loss of those rows at each of them")
    batch_loss: float = described("the mean loss of those rows at `value`")
    slope: float = described("derivative of the loss of all rows at `value`")
    used: float = described("the gradient that the coming update uses")
    step: float = described("by how much it moves the parameter: −alpha × `used`")
    landing: Landing = described("where the coming update takes it")
    bottom: float | None = described(
        "where in the window the loss is lowest; null where that is at its edge"
    )
    hops: list[Hop] = described(
        "[update, parameter, loss] since the frame before: the newest, at most "
        f"{MAX_HOPS}, none left out"
    )
    note: Words = described("slope and step in words")

    @property
    def window(self) -> Window:
        """The window, to be kept for the frame to come."""
        return Window(float(self.weights[0]), float(self.weights[-1]))


def slice_price(e: Experiment) -> int:
    """Multiplications of a slice: samples, probes, landing, the slope, the coming update."""
    n = e.architecture.n_parameters
    update = 2 * n if e.derivative == "numerical" else 3
    return e.rows * n * (SAMPLES + len(PROBES) + 2 + 3) + e.batch_rows * n * update


def slice_along(
    moment: Moment, history: FrameHistory, name: str, before: Window | None = None
) -> Pieces[Slice]:
    """Compute the true loss along the parameter of a name, over a window that it chooses.

    The window `before` is kept while the parameter's start, value, last hops and landing, and the
    bottom of the curve, are in it.
    """
    e, coming = moment.experiment, (yield from find_coming(moment))
    index = e.architecture.places[name]
    value, used = float(moment.parameters[index]), float(coming.gradient[index])
    lands = float(coming.parameters[index])
    yield
    seen = rows_through(moment)
    slope = float(seen.gradient[0, index]) / e.rows
    bottom = parabola_bottom(e, seen, index, value, slope)
    yield
    hops = history.hops(index)
    story = [value, lands, e.start_of(index), *(weight for _, weight, _ in hops)]
    drawn = yield from Curve(moment, index, coming.rows).drawn(story, bottom, before)
    alpha, rows = e.alpha_at(moment.step), [row + 1 for row in coming.rows]
    going = moment.status == "running"
    step = lands - value if OPTIMIZERS[e.optimizer].memory else 0.0 - alpha * used
    return Slice(
        parameter=name,
        value=value,
        weights=drawn.weights,
        losses=drawn.losses,
        rows=rows,
        batch_losses=drawn.batch_losses,
        batch_loss=drawn.batch_loss,
        slope=slope,
        used=used,
        step=step,
        landing=drawn.landing,
        bottom=drawn.bottom if bottom is None or e.hidden else told(bottom, value),
        hops=hops,
        note=note(e, rows, slope, used, alpha, step) if going else note_at_the_end(slope),
    )
