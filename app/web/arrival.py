"""Requests come in one by one, however many arrive at once."""

from starlette.types import ASGIApp, Receive, Scope, Send

from app.web.state import State


class Arrival:
    """Lets a request begin when it is its turn, so that a rush holds up nobody who is here.

    A plain ASGI middleware. Where nobody else computes, that is at once.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Wait for a turn and pass the request on."""
        if scope["type"] == "http":
            await State.of(scope["app"]).requests.turn()
        await self._app(scope, receive, send)
