"""What waits unsent is bounded, and who reads nothing is let go."""

import asyncio
import socket
from collections.abc import Awaitable, Callable

import pytest
from starlette.types import Receive, Scope, Send
from uvicorn import Config
from uvicorn.server import ServerState

from app.connection import PATIENCE, UNSENT, Connection
from app.main import create_app

PIECE = bytes(32 * 1024)
CLIENTS = 16 * 1024
"""Bytes that the client's system takes for it, about."""


async def served(app: Callable[[Scope, Receive, Send], Awaitable[None]]) -> asyncio.Server:
    """Serve an application on loopback, one connection a client."""
    config = Config(app, log_level="critical", lifespan="off", ws="none")
    config.load()
    state = ServerState()
    return await asyncio.get_running_loop().create_server(
        lambda: Connection(config, state, {}), "127.0.0.1", 0
    )


async def asked(server: asyncio.Server) -> socket.socket:
    """Ask for a page over a connection that takes little, and read nothing."""
    client = socket.socket()
    client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, CLIENTS)
    client.setblocking(False)
    loop = asyncio.get_running_loop()
    await loop.sock_connect(client, server.sockets[0].getsockname())
    await loop.sock_sendall(client, b"GET / HTTP/1.1\r\nHost: here\r\n\r\n")
    return client


def test_who_never_reads_is_sent_a_few_hundred_kilobytes_and_no_more() -> None:
    sent, calm = 0, asyncio.Event()

    async def endless(scope: Scope, receive: Receive, send: Send) -> None:
        nonlocal sent
        await send({"type": "http.response.start", "status": 200, "headers": []})
        while True:
            await send({"type": "http.response.body", "body": PIECE, "more_body": True})
            sent += len(PIECE)
            calm.set()

    async def watch() -> int:
        server = await served(endless)
        client = await asked(server)
        await calm.wait()
        before = -1
        while sent > before:  # until nothing more goes
            before = sent
            for _ in range(200):
                await asyncio.sleep(0)
        client.close()
        server.close()
        return sent

    assert 0 < asyncio.run(watch()) <= 4 * UNSENT + 8 * CLIENTS


def test_the_system_is_told_how_long_to_wait_and_for_how_much(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    told: dict[int, int] = {}
    setsockopt = socket.socket.setsockopt

    def note(kept: socket.socket, level: int, option: int, value: int) -> None:
        told[option] = value
        setsockopt(kept, level, option, value)

    class Noting(socket.socket):
        setsockopt = note  # type: ignore[assignment]

    class Transport(asyncio.Transport):
        def get_extra_info(self, name: str, default: object = None) -> object:
            return kept if name == "socket" else default

    async def connect() -> None:
        config = Config(create_app, factory=True, log_level="critical", ws="none")
        Connection(config, ServerState(), {}).connection_made(Transport())

    with Noting() as kept:
        asyncio.run(connect())
    patience = getattr(socket, "TCP_USER_TIMEOUT", None)
    wanted = {socket.SO_SNDBUF: UNSENT} | ({patience: 1000 * PATIENCE} if patience else {})
    assert told == wanted


@pytest.mark.parametrize(
    ("head", "status"),
    [
        (b"GET /" + b"a" * 300_000, b"431"),
        (b"GET / HTTP/1.1\r\nA: " + b"a" * 300_000, b"431"),
        (b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 400000\r\n\r\n" + bytes(400_000), b"200"),
        (2 * (b"GET /" + b"a" * 60_000 + b" HTTP/1.1\r\nHost: a\r\n\r\n"), b"200"),
    ],
    ids=["address", "header", "body", "two"],
)
def test_a_head_without_an_end_is_not_read(head: bytes, status: bytes) -> None:
    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        while (await receive()).get("more_body"):
            pass
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    async def told() -> bytes:
        server = await served(answer)
        reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
        writer.write(head)
        line = await reader.readline()
        writer.close()
        server.close()
        return line

    assert asyncio.run(told()).split()[1] == status
