"""Many runs at once: one network from 256 starts, along the runs axis."""

from statistics import median

import numpy as np

from app.experiment import Experiment
from app.lessons import LESSONS
from app.network.initializers import initial_parameters
from app.network.optimizers import OPTIMIZERS
from app.run.numpy_engine import NumpyEngine
from app.run.training_state import TrainingState
from benchmarks.report import Table, at_most
from benchmarks.side_by_side import ROUNDS, Turn, ratio, side_by_side

GOAL = 4.0
RUNS = 256
UPDATES, BLOCK = 2048, 64
NETWORKS = {
    "2-2-1 sigmoid, biases": "heights",
    "3-4-1 ReLU, no biases": "streetlights",
}


def measure() -> Table:
    """Measure what 256 runs cost, in runs."""
    head = (
        "network, a row an update",
        "1 run µs",
        f"{RUNS} runs µs",
        "ratio",
        "middle half",
        "goal",
    )
    table = Table(f"{RUNS} runs at once: CPU time of an update of all of them", head)
    for label, preset in NETWORKS.items():
        e = LESSONS[preset].experiment
        rule = e.weights if isinstance(e.weights, str) else "uniform"
        starts = np.array([initial_parameters(e.architecture, rule, seed) for seed in range(RUNS)])
        seconds = side_by_side({"one": turn(e, e.start()), "many": turn(e, starts)})
        times, spread = ratio(seconds["many"], seconds["one"])
        costs = [f"{median(seconds[name]) * 1e6:.1f}" for name in ("one", "many")]
        table.add(label, *costs, f"{times:.2f}×", spread, at_most(times, GOAL, "×"))
    table.note = f"{ROUNDS} rounds of {UPDATES} updates each, in blocks of {BLOCK}."
    return table


def turn(e: Experiment, parameters: np.ndarray) -> Turn:
    """Train one run, (n_parameters,), or many, (runs, n_parameters), from the start."""

    def train() -> int:
        training = NumpyEngine(e, TrainingState.first(parameters, OPTIMIZERS[e.optimizer]))
        for _ in range(UPDATES // BLOCK):
            training.advance(BLOCK)
        return UPDATES

    return train
