"""An update that takes long is made in parts, and is the same update."""

from dataclasses import replace
from typing import Any
from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.experiment import Experiment
from app.network.numerical import numerical_gradient
from app.run.run import Run
from app.run.work import PART, nudge_work
from tests.support.addresses import ROWS, experiment
from tests.support.engines import numpy_engine
from tests.support.plain_run import told_by
from tests.support.strategies import trainings

NUDGED = experiment(f"{ROWS}&hidden=4,3&bias=1&batch=2&derivative=numerical&alpha=0.01&epochs=4")
LARGEST = experiment("hidden=18,18,18,18,18,18&bias=1&derivative=numerical&alpha=0.01&epochs=2")

in_parts = patch("app.run.numpy_engine.PART", 100_000)
"""Parts in which even a small update does not fit."""


@settings(max_examples=60)
@given(e=trainings(), derivative=st.sampled_from(["analytic", "numerical"]))
def test_a_run_in_parts_is_the_run(e: Experiment, derivative: Any) -> None:
    e = replace(e, derivative=derivative)
    whole = told_by(Run(e))
    with in_parts:
        assert told_by(Run(e)) == whole


@settings(max_examples=25)
@given(e=trainings(derivative="numerical"), runs=st.integers(1, 4))
def test_many_runs_in_parts_are_the_runs(e: Experiment, runs: int) -> None:
    starts = np.tile(e.start(), (runs, 1)) * np.arange(1, runs + 1)[:, np.newaxis]
    whole = numpy_engine(e, starts).advance(3).parameters
    with in_parts:
        engine = numpy_engine(e, starts)
    made = [state for _ in range(500) for state in engine.advance(1).parameters]
    assert np.array(made[:3]).tobytes() == np.ascontiguousarray(whole).tobytes()


def test_a_part_leaves_the_run_where_it_stands() -> None:
    with in_parts:
        run = Run(NUDGED)
    before, parts = run.parameters.tobytes(), 0
    while not len(block := run.advance(9)):
        parts += 1
        assert (run.step, run.status, run.parameters.tobytes()) == (0, "running", before)
        kept = run.checkpoint()
        assert (kept.step, kept.state.parameters.tobytes()) == (0, before)
    assert parts > 1
    assert block.steps.tolist() == [1]
    assert block.parameters.tobytes() == Run(NUDGED).advance(1).parameters.tobytes()


def test_a_run_can_be_taken_up_while_an_update_is_underway() -> None:
    with in_parts:
        run = Run(NUDGED).to(3)
        while run.advance(9).steps.size:
            pass
        taken_up = Run(NUDGED, run.checkpoint()).to(NUDGED.updates)
    assert taken_up.parameters.tobytes() == Run(NUDGED).to(NUDGED.updates).parameters.tobytes()


def test_the_largest_update_by_nudging_is_made_in_many_parts() -> None:
    run, parts = Run(LARGEST), 1
    while not len(run.advance(1)):
        parts += 1
    work = nudge_work(LARGEST, LARGEST.batch_rows) * LARGEST.architecture.n_parameters
    assert work / PART <= parts <= 2 * work / PART


def test_a_small_update_is_made_at_once() -> None:
    assert len(Run(NUDGED).advance(9)) > 1


@pytest.mark.parametrize("part", [slice(0, 1), slice(3, 7), slice(20, 99)])
def test_a_part_of_the_nudges_has_the_bits_of_all(part: slice) -> None:
    given = NUDGED.architecture, NUDGED.start(), NUDGED.table
    assert (
        numerical_gradient(*given, part=part).tobytes()
        == numerical_gradient(*given)[part].tobytes()
    )
