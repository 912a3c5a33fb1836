"""Calls the application as a server does, message by message; no client stands between."""

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass
from typing import Any

from starlette.types import ASGIApp

Message = MutableMapping[str, Any]
HTMX = [(b"hx-request", b"true")]


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: status, headers in small letters, and the body."""

    status: int
    headers: dict[str, str]
    body: bytes


def sending(body: bytes) -> Callable[[], Awaitable[Message]]:
    """Give the body at once, then stay connected and say no more."""
    left = [body]

    async def receive() -> Message:
        if left:
            return {"type": "http.request", "body": left.pop()}
        await asyncio.Event().wait()
        raise AssertionError

    return receive


async def answer_of(
    app: ASGIApp,
    path: str,
    query: bytes = b"",
    *,
    method: str = "GET",
    headers: list[tuple[bytes, bytes]] | None = None,
    receive: Callable[[], Awaitable[Message]] | None = None,
    send: Callable[[Message], Awaitable[None]] | None = None,
) -> Answer:
    """Ask, listen to the end, and give the answer; `send` hears every message too."""
    told: list[Message] = []

    async def gather(message: Message) -> None:
        told.append(message)
        if send:
            await send(message)

    scope = {
        "type": "http",
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": path,
        "query_string": query,
        "headers": headers or [],
    }
    await app(scope, receive or sending(b""), gather)
    raw = told[0]["headers"] if told else []
    return Answer(
        told[0]["status"] if told else 0,
        {name.decode().lower(): value.decode() for name, value in raw},
        b"".join(message.get("body", b"") for message in told),
    )


def ask(
    app: ASGIApp,
    path: str,
    query: bytes = b"",
    *,
    form: bytes | None = None,
    headers: list[tuple[bytes, bytes]] | None = None,
) -> Answer:
    """Ask once, in a loop of its own; a form is posted."""
    method, body = ("GET", b"") if form is None else ("POST", form)
    wanted = answer_of(app, path, query, method=method, headers=headers, receive=sending(body))
    return asyncio.run(wanted)
