"""Engines to train with, as the tests want them."""

from app.experiment import Experiment
from app.network.arrays import FloatArray
from app.network.optimizers import OPTIMIZERS
from app.run.numpy_engine import NumpyEngine
from app.run.training_state import TrainingState


def first_state(e: Experiment, parameters: FloatArray | None = None) -> TrainingState:
    """Give the state before any update, of one run or of many."""
    given = e.start() if parameters is None else parameters
    return TrainingState.first(given, OPTIMIZERS[e.optimizer])


def numpy_engine(
    e: Experiment,
    parameters: FloatArray | None = None,
    alpha: float | FloatArray | None = None,
    step: int = 0,
) -> NumpyEngine:
    """Make the reference engine, from an experiment's start or from parameters of one's own."""
    return NumpyEngine(e, first_state(e, parameters), step, alpha)
