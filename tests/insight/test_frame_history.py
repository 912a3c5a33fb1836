"""The history to a frame is thinned as it grows, and keeps its extremes and its end."""

import tracemalloc
from itertools import pairwise

import pytest

from app.experiment import Experiment
from app.insight.frame_history import MAX_LOSSES, MAX_TRAIL, MAX_TRAIL_NUMBERS, FrameHistory
from app.run.run import Run


def walk(e: Experiment, *stops: int) -> tuple[Run, FrameHistory]:
    """Train from stop to stop, a block each."""
    run, history = Run(e), FrameHistory(e.architecture.n_parameters)
    for stop in stops:
        history.add(run.advance(stop))
    return run, history


def gap(steps: list[int]) -> list[int]:
    """Give the updates from each point to the next."""
    return [after - before for before, after in pairwise(steps)]


def test_nothing_has_happened_at_first() -> None:
    history = FrameHistory(1)
    assert (history.losses(), history.trail()) == ([], [])


def test_a_short_way_is_told_whole() -> None:
    _, history = walk(Experiment(weights=(1.0,), alpha=0.01, rule="delta"), 2, 3)
    assert history.losses() == [(1, 770.0625), (2, 433.16015625), (3, 243.6525878906251)]
    assert next((step, state.tolist()) for step, state in history.trail()) == (1, [2.85])
    assert [step for step, _ in history.trail()] == [1, 2, 3]  # the last one once


def test_a_long_way_is_thinned_and_keeps_its_extremes_and_its_end() -> None:
    e = Experiment(weights=(1.0,), alpha=0.01, rule="delta")
    run, history = walk(e, 250, 500, 750, 1000)
    assert len(history.losses()) <= MAX_LOSSES
    assert history.losses()[0] == (1, 770.0625)
    assert MAX_TRAIL / 2 < len(history.trail()) <= MAX_TRAIL
    steps = [step for step, _ in history.trail()]
    assert max(gap(steps)) <= 2 * steps[-1] / len(steps)  # evenly, the old as well as the new
    assert min(gap(steps)) >= 1
    assert steps[-1] == history.losses()[-1][0] == run.step


def test_the_way_of_a_large_network_keeps_few_parameters() -> None:
    e = Experiment(inputs=((0.5,) * 10,), hidden=(32,), goals=((0.0,) * 10,), epochs=50)
    _, history = walk(e, *range(1, 51))
    kept = [state for _, state in history.trail()]
    assert 1 <= len(kept) <= MAX_TRAIL_NUMBERS / e.architecture.n_parameters
    assert all(state.base is None for state in kept)  # copies, which hold no block in memory


def test_a_history_of_any_length_takes_little_memory() -> None:
    e = Experiment(inputs=((0.5,) * 20,), hidden=(32,), alpha=1e-4, epochs=4_000)
    run, history = Run(e), FrameHistory(e.architecture.n_parameters)
    Run(e).advance(e.updates)  # the buffers that all runs share are there
    tracemalloc.start()
    while run.status == "running":
        history.add(run.advance(e.updates))
    kept, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    everything = 8 * e.updates * e.architecture.n_parameters
    assert everything > 20e6
    assert kept < everything / 20
    assert len(history.trail()) == 1


@pytest.mark.parametrize("until", [49, 50, 51, 99, 100, 101, 128, 150, 250])
def test_no_update_is_told_twice_however_long_the_way(until: int) -> None:
    _, history = walk(Experiment(alpha=0.01, rule="delta"), *range(7, until, 7), until)
    steps = [step for step, _ in history.trail()]
    assert steps == sorted(set(steps))
    assert steps[-1] == until
