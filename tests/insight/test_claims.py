"""Runs that come to an end by the hundred: whatever is said of one is measured another way."""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain, pairwise
from typing import Any

import numpy as np
import pytest

from app.experiment import FULL, Experiment
from app.insight.description import unit_labels
from app.insight.pieces import whole
from app.insight.verdict import verdict
from app.network.activations import ACTIVATIONS
from app.network.arrays import FloatArray
from app.network.passes import backward, forward
from app.run.run import Run
from tests.support.runs import trained


def anything(random: np.random.Generator) -> Experiment:
    """Draw a small run that may learn, stand still, jump, or be held by its rows."""

    def table(columns: int) -> tuple[tuple[float, ...], ...]:
        values = random.integers(-2, 3, (rows, columns)).tolist()
        return tuple(tuple(map(float, row)) for row in values)

    def one_of(*values: Any) -> Any:
        return values[int(random.integers(len(values)))]

    rows = int(random.integers(1, 5))
    return Experiment(
        inputs=table(int(random.integers(1, 3))),
        goals=table(1),
        hidden=one_of((), (), (1,), (2,), (3,)),
        activation=(one_of("relu", "relu", "sigmoid", "tanh", "linear"),),
        output=one_of("linear", "linear", "relu", "sigmoid", "tanh"),
        bias=one_of(True, False),
        weights=one_of("uniform", "uniform", "normal", "zeros"),
        seed=int(random.integers(1000)),
        alpha=one_of(0.0, 0.01, 0.1, 0.1, 0.25, 0.5, 1.0),
        batch=one_of(1, FULL, FULL),
        rule=one_of("gradient", "delta"),
        epochs=one_of(12, 30, 210, 210, 450),
        until=one_of(0.0, 0.0, 0.01),
    )


@dataclass
class Ended:
    """A run at its end, measured without what its sentence was made by."""

    e: Experiment

    @cached_property
    def run(self) -> Run:
        return trained(self.e)

    @cached_property
    def text(self) -> str:
        return whole(verdict(self.run.moment)).sentence

    def later(self, epochs: int) -> Run:
        per_epoch, going = self.e.updates_per_epoch, replace(self.e, until=0.0)
        longer = replace(going, epochs=self.e.epochs + epochs)
        return Run(longer).to(self.run.step + epochs * per_epoch)

    def before(self, epochs: int) -> Run:
        return trained(self.e, self.run.step - epochs * self.e.updates_per_epoch)

    @cached_property
    def way(self) -> FloatArray:
        """All parameters from the start to the end, (updates + 1, n_parameters)."""
        run, states = Run(self.e), [Run(self.e).parameters[np.newaxis]]
        while run.status == "running":
            states.append(run.advance(self.e.updates).parameters)
        return np.concatenate(states)

    @property
    def deltas(self) -> FloatArray:
        """What is missing to the goal of the only row, after each update."""
        predictions = forward(self.e.architecture, self.way, self.e.table).prediction
        gaps: FloatArray = predictions[:, 0, 0] - self.e.goals[0][0]
        return gaps

    @property
    def least(self) -> float:
        """The loss of the best plane, of the mean of equal rows, or of the end of the range."""
        inputs, goals = self.e.table[:-1].T, self.e.table[-1]
        if {*self.e.architecture.activations} == {"linear"}:
            best = inputs @ np.linalg.pinv(inputs) @ goals
        else:
            best = np.array([goals[(inputs == row).all(axis=1)].mean() for row in inputs]).clip(
                *ACTIVATIONS[self.e.output].range
            )
        return float(np.mean((best - goals) ** 2))

    @property
    def gradients(self) -> FloatArray:
        """The gradient of each row, (rows, n_parameters)."""
        e, p = self.e, self.run.parameters
        columns = range(e.rows)
        rows = [backward(e.architecture, p, e.table[:, at : at + 1]).gradient[0] for at in columns]
        return np.array(rows)

    def given_by(self, names: str) -> list[FloatArray]:
        """What the named units give to each row."""
        wanted = re.split(", | and ", names)
        seen = forward(self.e.architecture, self.run.parameters, self.e.table).activations()
        labels = list(chain.from_iterable(unit_labels(self.e)[1:]))
        given = [unit for layer in seen[1:] for unit in layer[0]]
        return [given[labels.index(name)] for name in wanted if "more" not in name]

    def units(self, kind: str) -> list[FloatArray]:
        names = re.search(rf"([^.]+) (?:is|are) {kind}", self.text)
        assert names
        return self.given_by(names[1].strip())

    def comes_back(self) -> bool:
        now, soon, later = (self.later(epochs).parameters for epochs in (0, 1, 2))
        far = np.abs(soon - now).max()
        return bool(far > 1e-6 * np.abs(now).max() and np.abs(later - now).max() < 1e-4 * far)

    def is_undone(self) -> bool:
        now, later = self.run.parameters, self.later(1).parameters
        longer = replace(self.e, epochs=self.e.epochs + 1, until=0.0)
        between = [Run(longer).to(self.run.step + at) for at in range(self.e.updates_per_epoch)]
        far = max(np.abs(run.parameters - now).max() for run in between)
        return bool(far > 0 and np.abs(later - now).max() < 1e-5 * far)

    def jumped(self, low: float, high: float) -> bool:
        pairs = list(pairwise(self.deltas.tolist()))
        return all(now * then < 0 and low <= abs(then / now) <= high for now, then in pairs)


CLAIMS: dict[str, Callable[[Ended], bool]] = {
    "It was still falling": lambda r: r.later(1).loss < r.run.loss,
    "It was no longer falling": lambda r: r.later(1).loss > r.run.loss,
    "It no longer moves": lambda r: r.later(1).loss == pytest.approx(r.run.loss, rel=1e-8),
    "changed no weight": lambda r: (
        (r.before(1).parameters == r.run.parameters).all()
        and (r.later(50).parameters == r.run.parameters).all()
    ),
    "200 epochs before": lambda r: r.before(200).loss == pytest.approx(r.run.loss, rel=1e-6),
    "the lowest loss": lambda r: r.run.loss == pytest.approx(r.least, rel=1e-5),
    "The lowest that": lambda r: r.least <= r.run.loss <= 1.051 * r.least,
    "cannot fall below": lambda r: r.least <= r.run.loss * (1 + 1e-9),
    "cannot be reached": lambda r: (
        not all(
            ACTIVATIONS[r.e.output].range[0] <= goal[0] <= ACTIVATIONS[r.e.output].range[1]
            for goal in r.e.goals
        )
    ),
    "each time by less": lambda r: r.jumped(0, 1 - 1e-9),
    "each time as far": lambda r: r.jumped(1 - 1e-6, 1 + 1e-6),
    "Each update jumped farther": lambda r: r.jumped(1 + 1e-9, 1e9),
    "off for every row": lambda r: not any(unit.any() for unit in r.units("off")),
    "saturated": lambda r: all(
        min(np.abs(unit[row] - end) for end in (-1, 0, 1)) < 1e-3
        for unit in r.units("saturated")
        for row in range(r.e.rows)
    ),
    "Alpha is 0": lambda r: r.e.alpha == 0,
    "All weights are 0": lambda r: not r.run.parameters.any() and not r.gradients.any(),
    "No row has a gradient": lambda r: not r.gradients.any(),
    "add up to nothing": lambda r: bool(
        np.abs(r.gradients.sum(axis=0)).max() <= 2e-6 * np.abs(r.gradients).sum(axis=0).max()
    ),
    "the others undo": lambda r: r.is_undone(),
    "jumps between": lambda r: r.comes_back(),
    "jump between two points": lambda r: r.comes_back(),
    "out of hand": lambda r: (
        r.run.loss > 10 * min(Run(r.e).to(at).loss for at in range(0, r.run.step, 3))
    ),
    "not below": lambda r: r.run.loss >= r.e.until > 0,
    "Learned": lambda r: r.run.loss < r.e.until,
}


def hold(e: Experiment) -> set[str]:
    """Hold every claim of a run's sentence against what is measured; tell which there were."""
    ended = Ended(e)
    made = {claim for claim in CLAIMS if claim in ended.text}
    for claim in made:
        assert CLAIMS[claim](ended), (claim, ended.text, e)
    return made


@pytest.mark.slow
def test_no_claim_of_a_run_that_ended_is_false() -> None:
    random, made = np.random.default_rng(6), Counter[str]()
    for _ in range(150):
        e = anything(random)
        if trained(e).status != "diverged":
            made.update(hold(e))
    assert len(made) >= 14, made
