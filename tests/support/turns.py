"""Whether others get their turn: a task that does nothing but count how often it has it."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest

from app.run.run import Run, Stretch


class Turns:
    """How many turns the others have had so far."""

    def __init__(self) -> None:
        self.taken = 0

    async def take(self) -> None:
        while True:
            self.taken += 1
            await asyncio.sleep(0)


@asynccontextmanager
async def others() -> AsyncIterator[Turns]:
    """Let another task have every turn that it is given, and count them."""
    turns = Turns()
    task = asyncio.create_task(turns.take())
    try:
        yield turns
    finally:
        task.cancel()


class Blocks:
    """How many blocks of updates have been made by any run; before the one `at`, it acts."""

    def __init__(
        self, monkeypatch: pytest.MonkeyPatch, at: int = 0, act: Callable[[], None] | None = None
    ) -> None:
        self.made = 0
        advance = Run.advance

        def counted(run: Run, limit: int, asked: range | None = None) -> Stretch:
            self.made += 1
            if act and self.made == at:
                act()
            return advance(run, limit, asked)

        monkeypatch.setattr(Run, "advance", counted)
