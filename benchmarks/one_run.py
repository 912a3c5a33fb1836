"""One run: our updates against the textbook's."""

from statistics import median

import numpy as np

from app.experiment import Experiment
from app.lessons import LESSONS
from app.network.mean_loss import mean_losses
from app.network.optimizers import OPTIMIZERS
from app.run.numpy_engine import NumpyEngine
from app.run.training_state import TrainingState
from app.run.work import MAX_BLOCK
from benchmarks.report import Table, at_least
from benchmarks.side_by_side import ROUNDS, Turn, ratio, side_by_side
from benchmarks.textbook import Textbook

GOAL = 1.5
UPDATES = 8 * MAX_BLOCK
NETWORKS = {
    "2-2-1 sigmoid, biases, a row an update": ("heights", GOAL),
    "3-4-1 ReLU, no biases, a row an update": ("streetlights", GOAL),
    "3-1 sigmoid, no biases, 4 rows an update": ("perceptron", None),
}


def measure() -> Table:
    """Measure updates a second."""
    head = ("network", "textbook /s", "ours /s", "with losses", "ratio", "middle half", "goal")
    table = Table("One run: updates a second", head)
    for label, (preset, goal) in NETWORKS.items():
        e = LESSONS[preset].experiment
        check_equal(e)
        turns = {"textbook": textbook(e), "ours": ours(e), "with losses": with_losses(e)}
        seconds = side_by_side(turns)
        times, spread = ratio(seconds["textbook"], seconds["ours"])
        rates = [f"{1 / median(seconds[name]):,.0f}" for name in turns]
        table.add(
            label, *rates, f"{times:.2f}×", spread, at_least(times, goal, "×") if goal else "–"
        )
    table.note = (
        f"CPU time, {ROUNDS} rounds of {UPDATES} updates each. Ours keeps the parameters after "
        "every update, the textbook only the last;\n  with losses: and the loss after every update."
    )
    return table


def engine(e: Experiment) -> NumpyEngine:
    """Make the engine at an experiment's start."""
    return NumpyEngine(e, TrainingState.first(e.start(), OPTIMIZERS[e.optimizer]))


def textbook(e: Experiment) -> Turn:
    """Train from the start, the textbook's way."""
    epochs = UPDATES // e.updates_per_epoch

    def turn() -> int:
        Textbook(e).train(epochs)
        return UPDATES

    return turn


def ours(e: Experiment) -> Turn:
    """Train from the start as a run does, in blocks."""

    def turn() -> int:
        training = engine(e)
        for _ in range(UPDATES // MAX_BLOCK):
            training.advance(MAX_BLOCK)
        return UPDATES

    return turn


def with_losses(e: Experiment) -> Turn:
    """Train so, and compute the losses of each block together."""
    table = e.table

    def turn() -> int:
        training = engine(e)
        for _ in range(UPDATES // MAX_BLOCK):
            mean_losses(e.architecture, training.advance(MAX_BLOCK).parameters, table)
        return UPDATES

    return turn


def check_equal(e: Experiment, epochs: int = 50) -> None:
    """Make sure that both compute the same thing."""
    book = Textbook(e)
    book.train(epochs)
    states = engine(e).advance(epochs * e.updates_per_epoch)
    np.testing.assert_allclose(states.parameters[-1], book.parameters(), rtol=1e-9)
