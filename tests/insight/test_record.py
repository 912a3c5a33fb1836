"""Points of a run as a list."""

import pytest

from app.experiment import Experiment
from app.insight.record import Record, points
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


def test_a_record_keeps_all_losses_and_the_first_weights() -> None:
    e = Experiment(weights=(1.0,), alpha=0.01, epochs=40)
    wanted, run, whole = range(0, 31, 3), Run(e), Run(e)
    record = Record(wanted, 4)
    record.begin(run.loss, run.parameters)
    while run.step < 30:
        assert record.is_full == (len(record) >= 4)
        record.add(run.advance(run.step + 5, wanted))
    block = whole.advance(40)
    assert len(record) == len(wanted)
    assert record.losses[1:].tolist() == block.losses[2:30:3].tolist()
    assert record.weights[1:].tolist() == block.parameters[[2, 5, 8]].tolist()
    assert record.last is not None
    assert record.last.tolist() == block.parameters[29].tolist()


def test_a_record_without_points_is_empty() -> None:
    record = Record(range(50, 60), 4)
    record.add(Run(Experiment(alpha=0.01)).advance(20))
    assert (len(record), record.losses.tolist(), record.weights.tolist()) == (0, [], [])
    assert record.last is None
