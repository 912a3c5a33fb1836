"""Requests come in one by one, however many arrive at once."""

from fastapi import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from app.errors import Busy
from app.web.errors import busy_response
from app.web.state import RETRY_AFTER, State

STREAM = "/api/stream"
CROWD = 64
"""Requests that wait for their turn, beyond which a stream is told to come back at once."""


class Arrival:
    """Lets a request begin when it is its turn, so that a rush holds up nobody who is here.

    A plain ASGI middleware. Where nobody else computes, that is at once.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Wait for a turn and pass the request on."""
        if scope["type"] == "http":
            requests = State.of(scope["app"]).requests
            if scope.get("path") == STREAM and len(requests.line) >= CROWD:
                await busy_response(Request(scope), Busy(RETRY_AFTER))(scope, receive, send)
                return
            await requests.turn()
        await self._app(scope, receive, send)
