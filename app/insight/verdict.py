"""How a run stands or ended, in a sentence, and what to try next: all of it measured."""

from math import isclose

import numpy as np

from app.insight.coming import next_update
from app.insight.divergence import Verdict, divergence
from app.insight.pieces import PIECE, Pieces
from app.insight.reach import out_of_reach
from app.insight.stability import alpha_limit
from app.insight.standstill import why_still
from app.insight.trials import update_price
from app.insight.wording import counted, place, short
from app.network.lowest_loss import lowest_loss
from app.network.mean_loss import mean_losses
from app.run.engine import ENGINES, REFERENCE
from app.run.moment import Moment
from app.run.watch import FITTED, OUT_OF_HAND_FACTOR, STUCK_CHANGE, STUCK_EPOCHS, enough

LOWEST = 1 + 1e-6
"""How many times the lowest possible loss is said to be the lowest."""
ROUNDED = 1e-20
"""Share of the squared sums below which a loss is rounding, and the jumps over the goal end."""
EPOCHS_AHEAD = 16
"""Epochs after the end by which a trend is told, at most."""
CLEAR = 2.5
"""How many times their spread the means of two stretches are apart where that is a trend."""
STILL = {
    "stuck": f"It is stuck: the loss is where it was {STUCK_EPOCHS} epochs before.",
    "at rest": "It is stuck: a whole epoch of updates changed no weight.",
}
"""The notices of a run that stands still, in the words for one that is not going on."""
WORK = 10 * PIECE
"""Multiplications that the epochs after the end may take."""


def verdict(moment: Moment) -> Pieces[Verdict]:
    """Say how the run stands: why it diverged, what it learned, or where it paused."""
    if moment.status == "diverged":
        return (yield from divergence(moment))
    if moment.status == "learned":
        parts = [_learned(moment), _jumps(moment)]
    else:
        parts = [_finished(moment) if moment.status == "finished" else _paused(moment)]
        parts += yield from _motion(moment)
    return Verdict(" ".join(filter(None, parts)))


def _learned(moment: Moment) -> str:
    until = short(moment.experiment.until)
    if moment.step == 0:
        return f"Learned at the start: the loss is below {until} already."
    return f"Learned at {place(moment.experiment, moment.step)}: the loss fell below {until}."


def _finished(moment: Moment) -> str:
    e, loss = moment.experiment, short(moment.loss)
    epochs = f"{counted(e.epochs)} epoch{'s' * (e.epochs != 1)}"
    if e.until > 0:
        not_below = f"not below {short(e.until)}"
        return f"Finished without having learned: after {epochs} the loss is {loss}, {not_below}."
    return f"Finished: {epochs} done, loss {loss}."


def _paused(moment: Moment) -> str:
    return f"Paused at {place(moment.experiment, moment.step)}, loss {short(moment.loss)}."


def _motion(moment: Moment) -> Pieces[list[str]]:
    """Say where the loss of a run that has not learned is going, and what holds it."""
    finished = moment.status == "finished" and moment.loss > enough(moment.experiment)
    low = _low(moment) if finished or moment.notice else ""
    if moment.notice == "out of hand":
        parts = [_out_of_hand(moment), _jumps(moment)]
    elif moment.notice in STILL:
        parts = [STILL[moment.notice], low or (yield from why_still(moment))]
    elif low:
        parts = [low]
    else:
        parts = [_jumps(moment)]
        if finished:
            parts += yield from _next_epochs(moment)
    beyond = out_of_reach(moment.experiment)
    if beyond and not low and (finished or moment.notice):
        parts.append(f"{beyond[0].upper()}{beyond[1:]}.")
    return parts


def _out_of_hand(moment: Moment) -> str:
    alpha = short(moment.experiment.alpha_at(moment.step))
    return (
        f"It is getting out of hand: the loss is more than {OUT_OF_HAND_FACTOR:g} times what it "
        f"was; alpha {alpha} is too large here."
    )


def _low(moment: Moment) -> str:
    """Say that the loss is the lowest, or near it, where it is."""
    e = moment.experiment
    lowest = lowest_loss(e.architecture, e.table)
    if moment.loss > FITTED * lowest:
        return ""
    if beyond := out_of_reach(e):
        return f"It cannot fall below {short(lowest)}: {beyond}."
    if moment.loss <= LOWEST * lowest:
        return "That is the lowest loss that this network can reach with these rows."
    return f"The lowest that this network can reach with these rows is {short(lowest)}."


def _next_epochs(moment: Moment) -> Pieces[list[str]]:
    """Train some epochs more, and say whether the loss was falling, or why it moves no more.

    Nothing is said where that cannot be told: an epoch in another order is no trend.
    """
    e = moment.experiment.as_of(moment.step)
    epochs = min(EPOCHS_AHEAD, WORK // (e.updates_per_epoch * update_price(e)))
    if epochs < (EPOCHS_AHEAD if e.order == "shuffled" else 1):
        return []
    engine, losses = ENGINES[REFERENCE](e, moment.state, moment.step), [moment.loss]
    for _ in range(epochs):
        for _ in range(e.updates_per_epoch):
            after = yield from next_update(engine)
            yield
        losses.append(float(mean_losses(e.architecture, after[np.newaxis], e.table)[0]))
    return (
        ["It no longer moves.", (yield from why_still(moment))]
        if _rests(losses)
        else _trend(losses, e.order == "shuffled")
    )


def _rests(losses: list[float]) -> bool:
    return max(abs(loss - losses[0]) for loss in losses) <= STUCK_CHANGE * losses[0]


def _trend(losses: list[float], scatter: bool) -> list[str]:
    """Say which way losses go: all one way, or, if they `scatter`, by more than they do so."""
    ways, least = np.diff(losses), STUCK_CHANGE * losses[0]
    early, late = np.array_split(np.array(losses), 2)
    apart = float(early.mean() - late.mean())
    clear = scatter and abs(apart) > CLEAR * max(early.std(), late.std())
    if losses[-1] < losses[0] and ((ways <= least).all() or (clear and apart > 0)):
        return ["It was still falling."]
    if losses[-1] > losses[0] and ((ways >= -least).all() or (clear and apart < 0)):
        return ["It was no longer falling."]
    return []


def _jumps(moment: Moment) -> str:
    """Say that every update jumped over the goal, where one row makes that a matter of course.

    An update multiplies the row's delta by 1 - 2·alpha/limit.
    """
    e, limit = moment.experiment, alpha_limit(moment.experiment)
    known = limit and e.rows == 1 and e.derivative == "analytic" and not e.changes
    if not known or limit is None or moment.step < 2:
        return ""
    size = (1 + np.abs(moment.parameters).max()) * np.abs(e.table).sum()
    if moment.loss <= ROUNDED * float(size * size):
        return ""
    if isclose(e.alpha, limit.value, rel_tol=1e-9):
        return "Every update jumped over the goal, each time as far as before."
    if e.alpha > limit.value:
        return "Each update jumped farther past the goal than the one before."
    if e.alpha > limit.value / 2 * (1 + 1e-9):
        return "Every update jumped over the goal, each time by less."
    return ""
