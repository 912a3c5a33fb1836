"""An answer is computed only as long as someone waits for it, and the process is not to end."""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

from fastapi import Request
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.errors import Busy
from app.web.errors import busy_response
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
    """
    working = asyncio.ensure_future(work)
    gone = asyncio.ensure_future(_gone(request.receive))
    tasks = (working, gone)
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    if working.cancelled():
        raise ClientDisconnect
    return working.result()


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        await asyncio.sleep(0)  # a receive that never waits must not stop the work


class Ending:
    """Sends to another process, and at once, who waits for an answer of one that is to stop.

    A plain ASGI middleware. What has begun to be answered may go on: streams end by themselves.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; whatever it waits for is given up when the process is to stop."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        state, task = State.of(scope["app"]), asyncio.current_task()
        assert task is not None

        async def begin(message: Message) -> None:
            state.unanswered.discard(task)
            await send(message)

        state.unanswered.add(task)
        try:
            if state.stopping.is_set():
                raise asyncio.CancelledError
            await self._app(scope, receive, begin)
        except asyncio.CancelledError:
            if not state.stopping.is_set():
                raise
            task.uncancel()
            if task in state.unanswered:
                await busy_response(Request(scope), Busy(RETRY_AFTER))(scope, receive, send)
        finally:
            state.unanswered.discard(task)
