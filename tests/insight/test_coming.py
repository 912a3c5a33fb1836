"""The update that comes next, looked at beside the run."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given

from app.experiment import Experiment
from app.insight.coming import coming_update
from app.lessons import LESSONS
from app.options.changes import Change
from app.run.run import Run
from tests.support.strategies import trainings


@given(e=trainings(epochs=2))
def test_it_is_the_update_that_the_run_then_makes(e: Experiment) -> None:
    run = Run(e)
    while run.step < e.updates:
        coming = coming_update(run.moment)
        before = run.parameters.copy()
        after = run.advance(run.step + 1).parameters[0]
        assert coming.parameters.tobytes() == after.tobytes()
        assert (before - e.alpha * coming.gradient).tobytes() == after.tobytes()
        if run.status != "running":
            return


@pytest.mark.parametrize("batch", [1, 3, "full"])
def test_it_names_the_rows_of_every_batch_once_an_epoch(batch: int | str) -> None:
    size = 4 if batch == "full" else int(batch)
    e = replace(LESSONS["xor"].experiment, batch=size, order="shuffled", until=0.0)
    orders = set()
    for epoch in range(4):
        seen: list[int] = []
        for k in range(e.updates_per_epoch):
            seen += coming_update(Run(e).to(epoch * e.updates_per_epoch + k).moment).rows
        assert sorted(seen) == [0, 1, 2, 3]
        orders.add(tuple(seen))
    assert size == 4 or len(orders) > 1


def test_it_uses_what_was_changed_up_to_there() -> None:
    e = replace(LESSONS["one-weight"].experiment, changes=(Change(1, "alpha", 0.0),))
    assert coming_update(Run(e).moment).parameters[0] == 2.85
    assert coming_update(Run(e).to(1).moment).parameters[0] == 2.85


def test_looking_changes_nothing() -> None:
    run = Run(LESSONS["xor"].experiment)
    coming_update(run.moment)
    assert np.array_equal(run.parameters, LESSONS["xor"].experiment.start())
