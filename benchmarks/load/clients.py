"""Clients on loopback, each with one request: what came of its answer, and when."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from time import monotonic
from typing import cast
from urllib.parse import urlencode

from app import address
from app.experiment import Experiment
from benchmarks.live import Server

CONNECTING = 5.0  # seconds
LOOK = 0.01  # seconds between two looks whether it is there


class Client(asyncio.Protocol):
    """One request, and what came of its answer.

    Attributes
    ----------
    status
        0 until there is an answer.
    frames
        When each frame came, in seconds of the monotonic clock.
    replays
        How often progress on the way to the first frame was told.
    ended
        When the connection was ended; None as long as it is open.
    """

    def __init__(self, request: bytes) -> None:
        self._request, self._head, self._line = request, b"", b""
        self._transport: asyncio.Transport | None = None
        self.asked, self.answered = monotonic(), 0.0
        self.status, self.retry_after = 0, False
        self.frames: list[float] = []
        self.replays, self.size = 0, 0
        self.ended: float | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)
        self._transport.write(self._request)

    def data_received(self, data: bytes) -> None:
        if not self.status:
            self._head += data
            head, ended, data = self._head.partition(b"\r\n\r\n")
            if not ended:
                return
            self.answered = monotonic()
            self.status = int(head[9:12])
            self.retry_after = b"\r\nretry-after:" in head.lower()
        self.size += len(data)
        for name in self._events(data):
            if name == b"frame":
                self.frames.append(monotonic())
            self.replays += name == b"replay"

    def _events(self, data: bytes) -> Iterable[bytes]:
        """Give the names of the events whose lines end in this part, however it was cut."""
        *lines, self._line = (self._line + data).split(b"\n")
        return [line[7:] for line in lines if line.startswith(b"event: ")]

    def connection_lost(self, exc: Exception | None) -> None:
        self.ended = monotonic()

    def leave(self) -> None:
        if self._transport is not None:
            self._transport.abort()


class Crowd:
    """The clients of one server."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._clients: list[Client] = []

    async def ask(self, path: str, method: str = "GET", headers: str = "") -> Client:
        """Send a request; who is not even let in at the door stays without an answer."""
        request = (
            f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n{headers}\r\n"
        )
        client = Client(request.encode())
        self._clients.append(client)
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(CONNECTING):
                await loop.create_connection(lambda: client, "127.0.0.1", self._server.port)
        except OSError:
            client.ended = monotonic()
        return client

    async def whole(self, path: str, seconds: float, method: str = "GET") -> Client:
        """Send a request, and wait for the end of its answer, but no longer than that."""
        client = await self.ask(path, method)
        await until(lambda: client.ended is not None, seconds)
        return client

    async def watch(self, e: Experiment, **own: str | int) -> Client:
        """Open a stream."""
        return await self.ask(path("stream", e, **own))

    async def all(self, asking: Iterable["asyncio._CoroutineLike[Client]"]) -> list[Client]:
        """Ask all at once."""
        return await asyncio.gather(*asking)

    def leave(self) -> None:
        for client in self._clients:
            client.leave()


def path(what: str, e: Experiment, **own: str | int) -> str:
    """Write an address of the API; `from_` is `from`."""
    asked = {name.rstrip("_"): value for name, value in own.items()}
    return f"/api/{what}?{address.write(e)}&{urlencode(asked)}"


@asynccontextmanager
async def crowd(server: Server) -> AsyncIterator[Crowd]:
    """Let clients come to a server; all leave in the end."""
    clients = Crowd(server)
    try:
        yield clients
    finally:
        clients.leave()


async def until(condition: Callable[[], bool], seconds: float) -> bool:
    """Wait until something is so, for some seconds at most; tell whether it is."""
    deadline = monotonic() + seconds
    while not condition() and monotonic() < deadline:
        await asyncio.sleep(LOOK)
    return condition()
