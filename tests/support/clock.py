"""A clock of one's own, for whatever happens in time."""

from types import SimpleNamespace

import pytest

TIMED = ("pace", "processor", "punctuality", "replays", "show")
SLEEPING = ("pace",)


class Clock:
    """Time that passes while someone sleeps, and a little with every look at it."""

    def __init__(self, tick: float = 0.0) -> None:
        self.now, self.tick, self.stall = 0.0, tick, 0.0

    def read(self) -> float:
        """Tell the time, in seconds."""
        self.now += self.tick
        return self.now

    async def sleep(self, seconds: float) -> None:
        """Let the time pass; longer than it should, once, if there is to be a stall."""
        self.now += seconds + self.stall * (seconds > 0)
        self.stall *= seconds == 0


def stopped_clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Put `app.live` under a clock that stands still unless somebody sleeps."""
    made = Clock()
    for module in TIMED:
        monkeypatch.setattr(f"app.live.{module}.monotonic", made.read)
    monkeypatch.setattr("app.live.processor.thread_time", made.read)
    for module in SLEEPING:
        monkeypatch.setattr(f"app.live.{module}.asyncio", SimpleNamespace(sleep=made.sleep))
    return made
