"""How a run stands or ended, in a sentence, and what to try next."""

from collections.abc import Mapping
from types import MappingProxyType

from app.experiment import Experiment
from app.insight.stability import stable_alpha
from app.insight.wording import counted, short
from app.run.moment import Moment
from app.run.watch import OUT_OF_HAND_FACTOR, OUT_OF_HAND_RISES, STUCK_EPOCHS

NOTICES: Mapping[str, str] = MappingProxyType(
    {
        "out of hand": "Getting out of hand: the loss rose "
        f"{OUT_OF_HAND_RISES} times on end, and is more than "
        f"{counted(round(OUT_OF_HAND_FACTOR))} times what it was before. Alpha is too large here.",
        "stuck": f"Stuck: the loss is where it was {STUCK_EPOCHS} epochs before. "
        "Pause, and it is told why.",
        "fitted": "Fitted: the loss is the lowest that this network can reach with these rows.",
    }
)
"""What each notice of the watch means, while the run goes on."""


def place(experiment: Experiment, step: int) -> str:
    """Say where in a run an update is: in epochs, and in updates where these differ."""
    epoch = f"epoch {counted(step // experiment.updates_per_epoch)}"
    if experiment.updates_per_epoch == 1:
        return epoch
    return f"{epoch} (update {counted(step)})"


def advised_alpha(experiment: Experiment, step: int) -> float:
    """Give a smaller alpha to try after a divergence: half the stable one, else a tenth."""
    alpha, stable = experiment.alpha_at(step), stable_alpha(experiment)
    if stable is not None and stable <= alpha:
        return float(f"{stable / 2:.1g}")
    return float(f"{alpha / 10:.1g}")


def sentence(moment: Moment) -> str:
    """Say how the run stands: why it diverged, what it learned, or where it paused."""
    e, where = moment.experiment, place(moment.experiment, moment.step)
    if moment.status == "diverged":
        return _why_diverged(moment)
    if moment.status == "learned":
        return f"Learned at {where}: the loss fell below {short(e.until)}."
    stuck = ""
    if moment.notice == "stuck":
        stuck = f" It is stuck: the loss no longer changes. {_why_stuck(moment)}"
    if moment.status == "finished":
        return f"Finished: {counted(e.epochs)} epochs done, loss {short(moment.loss)}.{stuck}"
    return f"Paused at {where}, loss {short(moment.loss)}.{stuck}"


def _why_diverged(moment: Moment) -> str:
    e = moment.experiment
    alpha, stable = e.alpha_at(moment.step), stable_alpha(e)
    where = place(e, moment.diverged_at or 0)
    if moment.diverged_at == 0:
        return (
            "Diverged at the start: with these numbers the loss is more than a computer can hold. "
            "Take smaller inputs, goals or weights."
        )
    opening = f"Diverged at {where}: the numbers grew past what a computer can hold."
    if stable is not None and alpha >= stable:
        exact = e.updates_per_epoch == 1  # with several batches the limit is a cautious one
        limit = f"must stay below {short(stable)}" if exact else f"is safe below {short(stable)}"
        return (
            f"{opening} With alpha {short(alpha)} every update overshoots the goal by more than "
            f"the one before; with these inputs alpha {limit}."
        )
    return (
        f"{opening} Alpha {short(alpha)} makes steps so large that each overshoots further than "
        f"the last. Try an alpha below {short(alpha)}, then Reset."
    )


def _why_stuck(moment: Moment) -> str:
    if moment.experiment.alpha_at(moment.step) == 0:
        return "Alpha is 0, so no update changes anything."
    if "relu" in moment.experiment.architecture.activations:
        return "Some ReLU units may be off for every row, so that no gradient reaches them."
    return "The weights are large or balanced, and the gradients nearly 0."
