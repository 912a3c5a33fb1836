"""Which part of what was due came late."""

import pytest

from app.live.punctuality import BEARABLE, FEWEST, LATE, MEMORY, Punctuality
from tests.support.clock import Clock, stopped_clock


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return stopped_clock(monkeypatch)


def after(late: int, on_time: int) -> Punctuality:
    kept = Punctuality()
    for _ in range(on_time):
        kept.note(LATE)
    for _ in range(late):
        kept.note(1.01 * LATE)
    return kept


@pytest.mark.parametrize(
    ("late", "on_time", "suffers"),
    [(0, 1000, False), (49, 951, False), (51, 949, True), (1000, 0, True)],
)
def test_a_few_may_be_late_of_many(clock: Clock, late: int, on_time: int, suffers: bool) -> None:
    assert BEARABLE == 0.05
    assert after(late, on_time).suffers == suffers


def test_of_few_nothing_is_said(clock: Clock) -> None:
    assert not after(int(FEWEST) - 1, 0).suffers
    assert after(int(FEWEST), 0).suffers


def test_what_was_is_forgotten(clock: Clock) -> None:
    kept = after(300, 0)
    clock.now += 2 * MEMORY
    assert not kept.suffers  # for want of beats
    for _ in range(1000):
        kept.note(0.0)
    assert not kept.suffers
