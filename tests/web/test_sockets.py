"""Clients that speak for themselves, to a real server: who leaves, who babbles, who waits."""

import signal
import socket
import struct
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import httpx
import pytest

from tests.support.server import DEADLINE, Server, live_server

FAR = "alpha=0.0001&epochs=900000"
HOST = "Host: 127.0.0.1\r\n"
POST = f"POST /fragments/setup HTTP/1.1\r\n{HOST}"
HALF = f"{POST}Content-Length: 1000\r\n\r\nrun=inputs"
CHUNK = f"{POST}Transfer-Encoding: chunked\r\n\r\n9\r\nrun="
HISTORY = f"GET /api/history?{FAR}&from=899999&to=900000 HTTP/1.1\r\n{HOST}\r\n"
PREDICTION = f"GET /api/predict?{FAR}&step=900000 HTTP/1.1\r\n{HOST}\r\n"
STREAM = f"GET /api/stream?{FAR}&speed=max HTTP/1.1\r\n{HOST}\r\n"
FILE = f"GET /static/vendor/swagger-ui-bundle.js HTTP/1.1\r\n{HOST}\r\n"
UPGRADE = "Connection: Upgrade\r\nUpgrade: websocket\r\n\r\n"
GARBAGE = (
    b"what is this\r\n\r\n",
    b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc",
    b"GET /\xff\xfe HTTP/1.1\r\n\r\n",
    b"GET http://[::1 HTTP/1.1\r\n\r\n",
    b"GET / HTTP/9.9\r\n\r\n",
    b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    b"GET / HTTP/1.1\r\nContent-Length: -5\r\n\r\n",
    f"{POST}Content-Length: 5\r\n\r\nrun=inputs".encode(),
    f"{POST}Transfer-Encoding: chunked\r\n\r\nzz\r\nrun=".encode(),
    f"CONNECT evil.example:80 HTTP/1.1\r\n{HOST}\r\n".encode(),
    f"OPTIONS * HTTP/1.1\r\n{HOST}\r\n".encode(),
    b"GET /%ff%00%zz HTTP/1.1\r\nHost: \xff\r\nHX-Request: \xff\r\nLast-Event-ID: \xff\r\n\r\n",
    f"GET /static/%00 HTTP/1.1\r\n{HOST}Range: bytes=5-1\r\n\r\n".encode(),
    f"GET /api/stream HTTP/1.1\r\n{HOST}{UPGRADE}".encode(),
)
RESET = struct.pack("ii", 1, 0)
"""For SO_LINGER: who leaves says no goodbye."""


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    with live_server(tmp_path) as running:
        yield running


def asking(server: Server, text: str | bytes) -> socket.socket:
    """Connect, and say something."""
    opened = socket.create_connection(("127.0.0.1", server.port), timeout=DEADLINE)
    opened.sendall(text if isinstance(text, bytes) else text.encode())
    return opened


def read(opened: socket.socket) -> bytes:
    """Read to the end of the connection."""
    parts = []
    while part := opened.recv(65536):
        parts.append(part)
    return b"".join(parts)


def is_heard(server: Server) -> None:
    """Wait until all that was said before has been heard: the server listens in turn."""
    httpx.get(f"{server.url}/health", timeout=DEADLINE).raise_for_status()


def check_silence(server: Server) -> None:
    """End the server as a container's host does, and look at all that it had to say."""
    server.process.terminate()
    assert server.process.wait(DEADLINE) in (0, -signal.SIGTERM)
    log = server.log.read_text()
    assert "Application shutdown complete" in log
    for failure in ("Traceback", "ERROR", "500 Internal"):
        assert failure not in log


def test_process_that_ends_tells_who_waits_to_come_back(server: Server) -> None:
    with ExitStack() as stack:
        texts = (HISTORY, PREDICTION, HALF)
        waiting = [stack.enter_context(closing(asking(server, text))) for text in texts]
        is_heard(server)
        server.process.terminate()
        for opened in waiting:
            head, _, body = read(opened).partition(b"\r\n\r\n")
            status, *headers = head.decode().lower().split("\r\n")
            assert status == "http/1.1 503 service unavailable"
            assert "retry-after: 5" in headers
            assert b"busy" in body
    check_silence(server)


def test_client_who_leaves_in_the_middle_is_no_failure(server: Server) -> None:
    for text in (HALF, CHUNK, HISTORY, PREDICTION, STREAM, FILE):
        for goodbye in (True, False):
            with closing(asking(server, text)) as opened:
                is_heard(server)
                if not goodbye:
                    opened.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
    is_heard(server)
    check_silence(server)


def test_what_is_no_request_is_no_failure_and_hears_no_name(server: Server) -> None:
    for text in GARBAGE:
        with closing(asking(server, text)) as opened:
            opened.shutdown(socket.SHUT_WR)
            answered = read(opened)
            assert b" 500 " not in answered[:20]
            assert b"uvicorn" not in answered
    for path in ("/", "/health", "/api/history", "/static/icon.svg", "/nothing"):
        assert "server" not in httpx.get(server.url + path, timeout=DEADLINE).headers
    check_silence(server)
