"""Why a run diverged, and an alpha that was tried before it is offered."""

from dataclasses import dataclass, replace

from app.experiment import Experiment, alters_state
from app.insight.description import parameters
from app.insight.pieces import PIECE, Pieces
from app.insight.stability import alpha_limit
from app.insight.trials import Trials, smaller_alphas, try_alphas, update_price
from app.insight.wording import place, short
from app.options.changes import Changes
from app.run.moment import Moment
from app.run.run import Run

WORK = 50 * PIECE
"""Multiplications that a run without its edits may take."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is said of a run where it stands, and an alpha to try next, if one is offered."""

    sentence: str
    alpha: float | None = None


def divergence(moment: Moment) -> Pieces[Verdict]:
    """Find out why a run diverged, and what to try next."""
    e, at = moment.experiment, moment.diverged_at
    if not at:
        return Verdict(
            "Diverged at the start: with these numbers the loss is more than a computer can hold. "
            "Take smaller inputs, goals or weights."
        )
    told = f"Diverged at {place(e, at)}: the numbers grew past what a computer can hold."
    edits = yield from _edits_to_blame(e, at)
    if edits:
        return Verdict(f"{told} {_blamed(e, edits)}")
    alpha = e.alpha_at(moment.step)
    trials = yield from try_alphas(e, _alphas(e, alpha, moment.step))
    parts = (told, _why(e, alpha, trials), _tried(e, trials))
    found = trials.found.alpha if trials.found else None
    return Verdict(" ".join(filter(None, parts)), found)


def _edits_to_blame(e: Experiment, at: int) -> Pieces[Changes]:
    """Give the weights that were set by hand if without them the run would have passed here."""
    edits = tuple(c for c in e.changes if alters_state(c) and c.step <= at)
    price = update_price(e)
    if not edits or at * price > WORK:
        return ()
    run = Run(replace(e, changes=tuple(c for c in e.changes if not alters_state(c))))
    while run.status == "running" and run.step < at:
        run.advance(min(at, run.step + max(1, PIECE // price)), range(0))
        yield
    return () if run.status == "diverged" or run.notice == "out of hand" else edits


def _blamed(e: Experiment, edits: Changes) -> str:
    last = edits[-1]
    label = next(p.label for p in parameters(e) if p.name == last.name)
    which, them = "", "it"
    if len(edits) > 1:
        which, them = "weights being set by hand, the last ", "them"
    return (
        f"That came of {which}{label} being set to {short(last.value)} at {place(e, last.step)}: "
        f"without {them} the numbers would still be finite here. Reset starts without {them}."
    )


def _alphas(e: Experiment, alpha: float, step: int) -> list[float]:
    """Give the alphas to try: smaller ones, and the one in force if a larger one came before."""
    largest = _largest(e, step)
    if alpha == 0:
        return smaller_alphas(e, largest)
    return [alpha] * (largest > alpha) + smaller_alphas(e, alpha)


def _largest(e: Experiment, step: int) -> float:
    """Give the largest alpha that has been in force."""
    made = (c.value for c in e.changes if c.name == "alpha" and c.step <= step)
    return max(e.alpha, *made, 0.0)


def _why(e: Experiment, alpha: float, trials: Trials) -> str:
    limit = alpha_limit(e)
    if limit and alpha >= limit.value:
        if not limit.exact:
            return (
                f"These inputs may not bear alpha {short(alpha)}: "
                f"it is safe below {short(limit.value)}."
            )
        more = "the updates overshoot by more and more"
        if e.rows == 1:
            jumps = "jumps" if e.changes else "jumped"
            more = f"each update {jumps} farther past the goal than the one before"
        return f"With alpha {short(alpha)} {more}; alpha must stay below {short(limit.value)}."
    if trials.found is None:
        return ""
    if trials.found.alpha >= alpha:
        return "An alpha of before threw it off."
    return f"Alpha {short(alpha)} is too large here."


def _tried(e: Experiment, trials: Trials) -> str:
    """Say what came of the trials."""
    if found := trials.found:
        end = found.end
        what = f"Tried from the start: alpha {short(found.alpha)}"
        if end.status == "learned":
            return f"{what} learns at {place(e, end.step)}."
        if found.is_whole:
            return f"{what} stays finite to the end, where the loss is {short(end.loss)}."
        so_far = f"up to {place(e, end.step)}, as far as it was tried, and can never diverge"
        return f"{what} stays finite {so_far}; the loss is {short(end.loss)} there."
    parts = []
    if trials.failed:
        least, most = short(trials.failed[-1]), short(trials.failed[0])
        several = f"alphas from {most} to {least}"
        which = f"alpha {most}" if least == most else several
        parts.append(f"Tried from the start: {which} did no better.")
    if trials.cut:
        first, up_to = short(trials.cut[0].alpha), place(e, trials.cut[0].end.step)
        which, they, one = "Smaller alphas stay", "they were", "one"
        if len(trials.cut) == 1:
            which, they, one = "A smaller alpha stays", "it was", "it"
        parts.append(
            f"{which} finite as far as {they} tried ({first} up to {up_to}), but this run "
            f"is too long to try {one} to its end."
        )
    return " ".join(parts) or "There is no smaller alpha to try."
