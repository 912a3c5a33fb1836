"""Looking has a price, paid from each viewer's budget."""

import asyncio
from math import inf

import pytest

from app.experiment import Experiment
from app.insight.frame import Frame
from app.insight.frame_history import FrameHistory
from app.insight.panels import PANELS, FrameOptions
from app.insight.window import Window
from app.live.job import Tick
from app.live.look import INCOME, SAVINGS, Viewer
from app.run.run import Run
from tests.support.shows import share

SMALL = Experiment(hidden=(4,), weights="xavier")
LARGE = Experiment(
    inputs=((0.5,) * 4,) * 1000, goals=((1.0,),) * 1000, hidden=(32, 32), weights="xavier"
)
FRAME = 1 / 24


def tick(e: Experiment) -> Tick:
    return Tick(Run(e).moment, FrameHistory(e.architecture.n_parameters))


def looks(e: Experiment, seconds: list[float], last: bool = False) -> list[Frame]:
    """Look at a run at some times."""
    now = iter([0.0, *seconds])
    name = e.architecture.parameter_names[0]
    viewer = Viewer(FrameOptions(row=0, parameter=name), share(), clock=lambda: next(now))

    async def watch() -> list[Frame]:
        seen = tick(e)
        return [await viewer.look(seen, last=last) for _ in seconds]

    return asyncio.run(watch())


def test_a_cheap_slice_comes_with_every_frame() -> None:
    frames = looks(SMALL, [n * FRAME for n in range(48)])
    assert all(frame.slice is not None for frame in frames)


def test_a_dear_slice_comes_as_often_as_it_can_be_paid_for() -> None:
    price = PANELS["slice"].price(LARGE)
    assert price > SAVINGS
    frames = looks(LARGE, [n * FRAME for n in range(48)])
    shown = sum(frame.slice is not None for frame in frames)
    assert frames[0].slice is not None
    assert 1 + 2 * INCOME // price <= shown + 1 <= 3 + 2 * INCOME / price
    assert shown < 40
    assert all(frame.row is not None for frame in frames)  # which is cheap


def test_words_come_no_oftener_than_they_can_be_read() -> None:
    frames = looks(SMALL, [n / 20 for n in range(60)])
    assert [n for n, frame in enumerate(frames) if frame.sum] == list(range(0, 60, 5))
    slow = looks(SMALL, [n / 4 for n in range(12)])
    assert all(frame.sum for frame in slow)
    assert all(frame.sum for frame in looks(SMALL, [n / 20 for n in range(9)], last=True))


def test_the_last_frame_has_all_that_was_asked_for() -> None:
    frames = looks(LARGE, [0.0] * 3, last=True)
    assert all(frame.slice is not None and frame.row is not None for frame in frames)


def test_nothing_is_saved_for_ever() -> None:
    frames = looks(LARGE, [1e9, 1e9, 1e9])
    assert [frame.slice is not None for frame in frames] == [True, False, False]


def test_the_window_is_carried_from_frame_to_frame() -> None:
    viewer = Viewer(
        FrameOptions(parameter="o1.x1", window=Window(-10, 20)), share(), clock=lambda: inf
    )
    run = Run(Experiment(weights=(1.0,), alpha=0.09, rule="delta"))
    history, windows = FrameHistory(1), []
    for step in (0, 1, 20, 21):
        seen = asyncio.run(viewer.look(Tick(run.to(step).moment, history), last=True))
        assert seen.slice is not None
        assert viewer.options.window == seen.slice.window
        windows.append(seen.slice.window)
    assert windows[:2] == [Window(-10, 20)] * 2
    assert windows[2].high > 500
    assert windows[3] == windows[2]


@pytest.mark.parametrize("row", [None, 0])
def test_what_nobody_asked_for_is_not_shown(row: int | None) -> None:
    viewer = Viewer(FrameOptions(row=row), share())
    seen = asyncio.run(viewer.look(tick(SMALL)))
    assert (seen.row is None) == (row is None)
    assert seen.slice is None
