"""The coming update of one parameter as a pupil would write it down, and its arrow in words."""

from collections.abc import Callable
from dataclasses import dataclass
from math import isclose

import numpy as np

from app.experiment import Experiment
from app.fields import described
from app.insight.coming import coming_update
from app.insight.description import unit_labels
from app.insight.rows import rows_forward, rows_through
from app.insight.wording import counted, exact, short
from app.network.activations import ACTIVATIONS
from app.network.arrays import FloatArray, perform
from app.network.glance import glance
from app.network.numerical import STEP
from app.run.moment import Moment

MOST_TERMS = 4
"""Products that are written out one by one; more are only counted."""

WHOLE_DIGITS, ROUNDED_DIGITS = 7, 4
"""Digits of a number in a sum that so many tell whole, and of any other."""
NOISE = 1e-14
"""What lies nearer to a number than this share of it is left behind by float64."""

Write = Callable[[float], str]


@dataclass(frozen=True, slots=True)
class Words:
    """Words with numbers in them, for reading and to the last digit."""

    text: str = described("with some digits a number; sums with ≈ where they had to be rounded")
    exact: str = described("with every digit")

    @staticmethod
    def of(words: Callable[[Write], str]) -> "Words":
        """Write the same twice; `words` is given how to write a number."""
        return Words(words(short), words(exact))

    @staticmethod
    def checked(words: Callable[[Write], str]) -> "Words":
        """Write a sum twice: with ≈ where the numbers for reading had to be rounded."""
        rounded = False

        def write(number: float) -> str:
            nonlocal rounded
            if isclose(float(f"{number:.{WHOLE_DIGITS}g}"), number, rel_tol=NOISE):
                return short(number, WHOLE_DIGITS)
            rounded = True
            return short(number, ROUNDED_DIGITS)

        text = words(write)
        if rounded:
            left, _, right = text.rpartition(" = ")
            text = f"{left} ≈ {right}"
        return Words(text, words(exact))


def note(
    e: Experiment, rows: list[int], slope: float, used: float, alpha: float, step: float
) -> Words:
    """Say how the slope of the curve and the step along it belong together.

    Parameters
    ----------
    rows
        Of the coming update, counted from 1.
    slope
        Of the loss of all rows.
    used
        The gradient that the update uses, so that `step` is -alpha × used.
    """
    every = len(rows) == e.rows

    def words(write: Write) -> str:
        moved = ("+" if step > 0 else "") + write(step)
        if every and e.rule == "gradient" and (e.reduce == "mean" or e.rows == 1):
            return f"loss slope {write(slope)} · {write(-alpha)} × {write(used)} = {moved}"
        if every:
            parts = [f"loss slope {write(slope)}"]
            if e.rule == "delta":
                parts += [f"the delta rule uses half, {write(used)}"]
            if e.reduce == "sum" and e.rows > 1:
                parts[1:] = [
                    f"{'half of it, ' if e.rule == 'delta' else ''}summed over {e.rows} rows: "
                    f"{write(used)}"
                ]
            return " · ".join([*parts, f"{write(-alpha)} × {write(used)} = {moved}"])
        half = "half the slope of " if e.rule == "delta" else ""
        summed = ", summed" if e.reduce == "sum" and len(rows) > 1 else ""
        return (
            f"slope of the loss {write(slope)} (all rows) · this step uses {half}"
            f"{rows_named(rows)}{summed}: −alpha × {write(used)} = {moved}"
        )

    return Words.of(words)


def note_at_the_end(slope: float) -> Words:
    """Say how steep the curve is where no step is coming."""
    return Words.of(lambda write: f"slope of the loss {write(slope)}")


def rows_named(rows: list[int]) -> str:
    """Name rows, counted from 1, as row 3, rows 1 and 2, rows 1 to 8, or 12 rows."""
    if len(rows) == 1:
        return f"row {rows[0]}"
    if len(rows) == 2:
        return f"rows {rows[0]} and {rows[1]}"
    if rows == list(range(rows[0], rows[0] + len(rows))):
        return f"rows {rows[0]} to {rows[-1]}"
    if len(rows) <= MOST_TERMS:
        return f"rows {', '.join(map(str, rows[:-1]))} and {rows[-1]}"
    return f"{counted(len(rows))} rows"


def worked_price(e: Experiment) -> int:
    """Multiplications of the sum: two nudges; its passes and the update are the slice's."""
    return 2 * e.batch_rows * e.architecture.n_parameters


def worked(moment: Moment, name: str) -> list[Words]:
    """Write the coming update of one parameter in parts, so that it can be checked on paper.

    The last part gives the parameter's new value.
    """
    e, coming = moment.experiment, coming_update(moment)
    index = e.architecture.places[name]
    value, used = float(moment.parameters[index]), float(coming.gradient[index])
    alpha, becomes = e.alpha_at(moment.step), float(coming.parameters[index])
    if e.derivative == "numerical":
        parts = _nudged(moment, index, e.table[:, coming.rows], used)
    elif len(e.architecture.shapes) == 1 and len(coming.rows) == 1:
        parts = _from_the_input(moment, _Place.of(e, index), coming.rows[0], used)
    else:
        parts = _from_delta(moment, _Place.of(e, index), coming.rows, used)
    return [
        *parts,
        Words.checked(lambda w: f"{w(value)} − {w(alpha)} × {w(used)} = {w(becomes)}"),
    ]


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a parameter stands: its layer after the inputs, its unit, and what it multiplies."""

    layer: int
    unit: int
    source: int | None

    @staticmethod
    def of(e: Experiment, index: int) -> "_Place":
        for layer, (units, incoming) in enumerate(e.architecture.shapes):
            if index < units * incoming:
                unit, source = divmod(index, incoming)
                is_bias = e.bias and source == incoming - 1
                return _Place(layer, unit, None if is_bias else source)
            index -= units * incoming
        raise IndexError


def _from_the_input(moment: Moment, place: _Place, row: int, used: float) -> list[Words]:
    """Write one row's way through a single layer: sum, activation, delta, gradient."""
    e, seen = moment.experiment, rows_forward(moment)
    inputs, outputs = (layer.reshape(-1, e.rows)[:, row] for layer in seen.activations())
    weights = e.architecture.matrices(moment.parameters)[0][place.unit]
    bias = float(weights[-1]) if e.bias else None
    products = [(float(x), float(w)) for x, w in zip(inputs, weights, strict=False)]
    answer, goal = float(outputs[place.unit]), float(seen.goals[place.unit, row])
    z, slope = _sum_and_slope(moment, inputs, place.unit, answer)

    def summed(w: Write) -> str:
        terms = [f"{w(x)} × {w(weight)}" for x, weight in products]
        if len(terms) > MOST_TERMS:
            terms = [f"{len(terms)} products of input and weight"]
        return " + ".join(terms + ([] if bias is None else [w(bias)])) + f" = {w(z)}"

    parts = [Words.checked(summed)]
    if e.output != "linear":
        parts.append(Words.checked(lambda w: f"{e.output} of {w(z)} = {w(answer)}"))
    parts.append(Words.checked(lambda w: f"{w(answer)} − {w(goal)} = {w(answer - goal)}"))

    def gradient(w: Write) -> str:
        factors = ["2"] if e.rule == "gradient" else []
        factors.append(w(answer - goal))
        factors += [w(slope)] if e.output != "linear" else []
        factors += [] if place.source is None else [w(float(inputs[place.source]))]
        return " × ".join(factors) + f" = {w(used)}"

    alone = e.rule == "delta" and e.output == "linear" and place.source is None  # it is delta
    return [*parts, *([] if alone else [Words.checked(gradient)])]


def _sum_and_slope(
    moment: Moment, inputs: FloatArray, unit: int, answer: float
) -> tuple[float, float]:
    """Give an output unit's sum z, and its activation's slope there."""
    e = moment.experiment
    below = np.concatenate([inputs, np.ones(int(e.bias))])
    weights = e.architecture.matrices(moment.parameters)[-1][unit]
    with np.errstate(over="ignore", invalid="ignore"):
        z, back = weights @ below, np.ones((1, 1))
        activation = ACTIVATIONS[e.output]
        perform(activation.backward(np.array([[z]]), np.array([[answer]]), back))
    return float(z), float(back[0, 0])


def _from_delta(moment: Moment, place: _Place, rows: list[int], used: float) -> list[Words]:
    """Write the gradient of a weight as its unit's delta times its input, row by row."""
    e, seen = moment.experiment, rows_through(moment)
    labels = unit_labels(e)
    unit = labels[place.layer + 1][place.unit]
    every = seen.deltas()[place.layer].reshape(-1, e.rows)[place.unit, rows]
    deltas = (every / 2.0 if e.rule == "delta" else every).tolist()
    if place.source is None:
        inputs, product = [1.0] * len(rows), f"delta of {unit}"
    else:
        below = seen.activations()[place.layer].reshape(-1, e.rows)
        inputs = below[place.source, rows].tolist()
        product = f"delta of {unit} × {labels[place.layer][place.source]}"
    pushes = [delta * x for delta, x in zip(deltas, inputs, strict=True)]

    def push(k: int) -> Words:
        row = f"row {rows[k] + 1}: " if len(rows) > 1 else ""

        def words(w: Write) -> str:
            if place.source is None:
                return f"{row or product + ' = '}{w(deltas[k])}"
            opening = row or product + ": "
            return f"{opening}{w(deltas[k])} × {w(inputs[k])} = {w(pushes[k])}"

        return Words.checked(words)

    if len(rows) == 1:
        return [push(0)]
    joined = "sum" if e.reduce == "sum" else "mean"
    if len(rows) > MOST_TERMS:
        over = f"{joined} of {product} over {counted(len(rows))} rows"
        return [Words.checked(lambda w: f"{over} = {w(used)}")]
    first = Words(f"{product}, {push(0).text}", f"{product}, {push(0).exact}")
    return [
        first,
        *(push(k) for k in range(1, len(rows))),
        Words.checked(lambda w: f"their {joined} = {w(used)}"),
    ]


def _nudged(moment: Moment, index: int, table: FloatArray, used: float) -> list[Words]:
    """Write the gradient as the loss a little above and a little below, divided by the way."""
    e = moment.experiment
    tried = np.tile(moment.parameters, (2, 1))
    tried[:, index] += [STEP, -STEP]
    with np.errstate(over="ignore", invalid="ignore"):
        errors = np.add.reduce(glance(e.architecture, tried, table).row_errors(), axis=-1)
    above, below = errors.tolist()
    way = 2 * STEP
    if e.rule == "delta":
        way *= 2
    if e.reduce == "mean":
        way *= table.shape[1]

    def words(w: Write) -> str:
        digits = exact if w is exact else (lambda x: short(x, 9))
        return (
            f"nudged up and down by {w(STEP)}: ({digits(above)} − {digits(below)}) ÷ {w(way)}"
            f" = {w(used)}"
        )

    return [Words.checked(words)]
