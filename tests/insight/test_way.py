"""The way to a frame is thinned as it grows, and keeps its extremes and its end."""

from itertools import pairwise

from app.experiment import Experiment
from app.insight.way import MAX_LOSSES, MAX_TRAIL, MAX_TRAIL_NUMBERS, Way
from app.run.run import Run


def walk(e: Experiment, *stops: int) -> tuple[Run, Way]:
    """Train from stop to stop, a stretch each."""
    run, way = Run(e), Way(e.architecture.n_parameters)
    for stop in stops:
        way.add(run.advance(stop))
    return run, way


def gap(steps: list[int]) -> list[int]:
    """Give the updates from each point to the next."""
    return [after - before for before, after in pairwise(steps)]


def test_nothing_has_happened_at_first() -> None:
    way = Way(1)
    assert (way.losses(), way.trail()) == ([], [])


def test_a_short_way_is_told_whole() -> None:
    _, way = walk(Experiment(weights=(1.0,), alpha=0.01, rule="delta"), 2, 3)
    assert way.losses() == [[1, 770.0625], [2, 433.16015625], [3, 243.6525878906251]]
    assert next((step, state.tolist()) for step, state in way.trail()) == (1, [2.85])


def test_a_long_way_is_thinned_and_keeps_its_extremes_and_its_end() -> None:
    e = Experiment(weights=(1.0,), alpha=0.01, rule="delta")
    run, way = walk(e, 250, 500, 750, 1000)
    assert len(way.losses()) <= MAX_LOSSES
    assert way.losses()[0] == [1, 770.0625]
    assert MAX_TRAIL / 2 < len(way.trail()) <= MAX_TRAIL
    steps = [step for step, _ in way.trail()]
    assert max(gap(steps)) <= 2 * steps[-1] / len(steps)  # evenly, the old as well as the new
    assert min(gap(steps)) >= 1
    assert steps[-1] == way.losses()[-1][0] == run.step


def test_the_way_of_a_large_network_keeps_few_parameters() -> None:
    e = Experiment(inputs=((0.5,) * 10,), hidden=(32,), goals=((0.0,) * 10,), epochs=50)
    _, way = walk(e, *range(1, 51))
    kept = [state for _, state in way.trail()]
    assert 1 <= len(kept) <= MAX_TRAIL_NUMBERS / e.architecture.n_parameters
    assert all(state.base is None for state in kept)  # copies, which hold no block in memory
