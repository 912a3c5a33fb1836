"""What a process holds: settings, a cache, and who shares its time. No session of anyone."""

import asyncio
import signal
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from types import FrameType
from typing import Any, cast

from fastapi import FastAPI

from app.live.house import House
from app.live.places import Places
from app.live.processor import Processor
from app.live.replays import Replays
from app.live.show import Shows
from app.run.checkpoints import Checkpoints
from app.settings import Settings

REQUESTS = 1 / 8
"""The part of the processor that pages, files and answers can count on, all of them together: a
crowd of them must not come before those whose runs go on."""
RETRY_AFTER = 5
"""Seconds after which to ask a busy or ending process again."""


class State:
    """The state of one process; `State.of(app)` finds it."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.checkpoints = Checkpoints(runs=settings.checkpoint_runs)
        self.stopping = asyncio.Event()
        self.unanswered: set[asyncio.Task[Any]] = set()
        self.processor = Processor()
        self.requests = self.processor.share(REQUESTS)
        self.house = House(self.processor, settings.max_streams)
        self.places = Places(settings.max_answers, RETRY_AFTER)
        self.replays = Replays(self.checkpoints)
        self.shows = Shows(self.processor, self.replays, self.checkpoints, self.stopping.is_set)

    def stop(self) -> None:
        """Let streams end by themselves, and give up every answer that has not begun."""
        self.stopping.set()
        for task in self.unanswered:
            task.cancel()

    @staticmethod
    def of(app: FastAPI) -> "State":
        """Give the state that `create_app` put there."""
        return cast("State", app.state.playground)


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    """Let open streams end by themselves when the process is told to stop.

    uvicorn waits for open answers before it shuts down; so its signal handlers, which it has
    installed by now, are preceded by one that tells the streams, and whoever waits for an answer.
    """
    state, loop = State.of(app), asyncio.get_running_loop()
    before = {}
    if threading.current_thread() is threading.main_thread():
        for number in (signal.SIGTERM, signal.SIGINT):
            previous = before[number] = signal.getsignal(number)

            def handle(number: int, frame: FrameType | None, previous: object = previous) -> None:
                loop.call_soon_threadsafe(state.stop)
                if callable(previous):
                    previous(number, frame)

            signal.signal(number, handle)
    yield
    state.stop()
    for number, previous in before.items():
        signal.signal(number, previous)
