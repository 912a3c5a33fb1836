"""Goals that the outputs can never give, whatever the parameters."""

from math import inf

from app.experiment import Experiment
from app.insight.wording import short
from app.network.activations import ACTIVATIONS
from app.options.numbers import write_number

NAMED = 3
"""How many such goals are named."""


def out_of_reach(experiment: Experiment) -> str | None:
    """Tell which goals lie beyond the range of the output, or None where none does."""
    low, high = ACTIVATIONS[experiment.output].range
    goals = sorted({goal for row in experiment.goals for goal in row if not low <= goal <= high})
    if not goals:
        return None
    span = f"{short(low)} … {short(high)}" if high < inf else f"{short(low)} and more"
    names = ", ".join(write_number(goal).replace("-", "−") for goal in goals[:NAMED])
    more = f" and {len(goals) - NAMED} more" if len(goals) > NAMED else ""
    return f"the output gives {span}; goal{'s' * (len(goals) > 1)} {names}{more} cannot be reached"
