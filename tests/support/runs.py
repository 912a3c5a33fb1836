"""Runs brought to where a test wants them."""

from app.experiment import Experiment
from app.run.run import Run


def trained(e: Experiment, updates: int | None = None) -> Run:
    """Run to an update, or to the end."""
    return Run(e).to(e.updates if updates is None else updates)
