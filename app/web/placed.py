"""Answers that take a while: each holds its place until it is sent, or nobody waits for it."""

from collections.abc import AsyncGenerator, Callable, Coroutine
from contextlib import aclosing
from typing import Any

from fastapi import Request, Response
from fastapi.responses import StreamingResponse
from starlette.types import Receive, Scope, Send

from app.live.places import Places
from app.live.processor import Share
from app.web.leaving import while_connected

PIECE = 64 * 1024
"""Bytes that are handed to the server at once; it waits while the client does not read."""


class Placed(Response):
    """An answer that is computed when it is sent, in a place of its own if it is dear.

    Parameters
    ----------
    places, work
        Where it takes its place, and how much is left to be done for it.
    answer
        Computes it.
    """

    def __init__(
        self, places: Places, work: int, answer: Callable[[], Coroutine[Any, Any, Response]]
    ) -> None:
        super().__init__()
        self._places, self._work, self._answer = places, work, answer

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Take the place, compute, send, and give the place back whatever happens."""
        with self._places.taken(self._work):
            answer = await while_connected(Request(scope, receive), self._answer())
            await answer(scope, receive, send)


async def streamed(parts: AsyncGenerator[bytes], share: Share, media_type: str) -> Response:
    """Send parts piece by piece, each when the client takes it; what is one piece as it is."""
    pieces = _pieces(parts, share)
    first = await anext(pieces)
    if len(first) == PIECE:
        return _Streamed(first, pieces, media_type)
    await pieces.aclose()
    return Response(first, media_type=media_type)


class _Streamed(StreamingResponse):
    """Pieces, given up when the client has gone."""

    def __init__(self, first: bytes, others: AsyncGenerator[bytes], media_type: str) -> None:
        self._all = _with_first(first, others)
        self._others = others
        super().__init__(self._all, media_type=media_type)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async with aclosing(self._others), aclosing(self._all):
            await super().__call__(scope, receive, send)


async def _with_first(first: bytes, others: AsyncGenerator[bytes]) -> AsyncGenerator[bytes]:
    yield first
    async for piece in others:
        yield piece


async def _pieces(parts: AsyncGenerator[bytes], share: Share) -> AsyncGenerator[bytes]:
    """Cut and join parts into pieces of the same size, but for the last."""
    held = bytearray()
    async with aclosing(parts):
        async for part in parts:
            held += part
            while len(held) >= PIECE:
                yield bytes(held[:PIECE])
                del held[:PIECE]
                await share.turn()
    yield bytes(held)
