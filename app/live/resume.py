"""What may be computed for one answer."""

from app.experiment import Experiment

MAX_VISITS = 2_000_000
"""Rows that may be passed forward for a request that is answered at once."""


def visits(e: Experiment, updates: int) -> int:
    """How many rows go through the network on the way to an update, every nudge counted."""
    passes = 1 + 2 * e.architecture.n_parameters * (e.derivative == "numerical")
    return e.row_visits(min(updates, e.updates)) * passes
