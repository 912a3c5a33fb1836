"""Points of a run as a list."""

import pytest

from app.experiment import Experiment
from app.insight.record import points
from app.run.run import Run


@pytest.mark.parametrize(
    ("wanted", "steps"),
    [
        (range(1, 7), [1, 2, 3, 4, 5, 6]),
        (range(0, 7, 3), [3, 6]),
        (range(5, 100, 2), [5]),
        (range(2, 4), [2, 3]),
        (range(7, 9), []),
    ],
    ids=str,
)
def test_points_are_the_wanted_updates(wanted: range, steps: list[int]) -> None:
    run = Run(Experiment(weights=(1.0,), alpha=0.01, rule="delta"))
    block = run.advance(6, wanted)
    found = list(points(block, wanted))
    assert [step for step, _, _ in found] == steps
    for step, loss, state in found:
        assert loss == run.loss_of(state)
        assert state.tolist() == block.parameters[step - 1].tolist()
