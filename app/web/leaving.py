"""An answer is computed only as long as someone waits for it."""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

from fastapi import Request
from starlette.requests import ClientDisconnect
from starlette.types import Receive

from app.errors import Busy
from app.web.state import RETRY_AFTER, State

T = TypeVar("T")


async def while_connected(request: Request, work: Coroutine[Any, Any, T]) -> T:
    """Do the work of an answer; stop it where it gives others their turn, once nobody wants it.

    Parameters
    ----------
    request
        Its body has been read.
    work
        Cancelled, and awaited to its end, before anything is raised.

    Raises
    ------
    ClientDisconnect
        When the client has gone.
    Busy
        When the process has been told to stop; another may answer.
    """
    working = asyncio.ensure_future(work)
    gone = asyncio.ensure_future(_gone(request.receive))
    stopping = asyncio.ensure_future(State.of(request.app).stopping.wait())
    tasks = (working, gone, stopping)
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        told_to_stop = stopping.done()
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    if not working.cancelled():
        return working.result()
    raise Busy(RETRY_AFTER) if told_to_stop else ClientDisconnect


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        await asyncio.sleep(0)  # a receive that never waits must not stop the work
