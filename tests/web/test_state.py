"""What a process holds, with a real server: leaving listeners, and stopping with streams open."""

import signal
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from time import monotonic

import httpx
import pytest
from starlette.testclient import TestClient

from app.main import create_app
from app.settings import Settings
from app.web.security import HEADERS
from app.web.state import State
from tests.support.server import Server, live_server
from tests.support.wire import Event, events

SLOW = "/api/stream?alpha=0.0001&epochs=900000"
SOON = 3.0
"""Seconds within which a process that is told to stop has to end."""


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    with live_server(tmp_path, max_streams="3") as running:
        yield running


def opened(stack: ExitStack, server: Server, path: str = SLOW) -> tuple[httpx.Response, Event]:
    """Open a stream and wait for its first event."""
    response = stack.enter_context(httpx.stream("GET", server.url + path))
    assert response.status_code == 200
    return response, next(events(response.iter_lines()))


def test_settings_are_those_given() -> None:
    app = create_app(Settings(max_streams=7, checkpoint_runs=0))
    assert State.of(app).settings.max_streams == 7
    assert State.of(app).streams == 0


def test_streams_are_told_when_the_application_ends() -> None:
    app = create_app()
    with TestClient(app):
        assert not State.of(app).stopping.is_set()
    assert State.of(app).stopping.is_set()


def test_listeners_who_leave_make_room_for_others(server: Server) -> None:
    with ExitStack() as stack:
        for _ in range(3):
            response, first = opened(stack, server)
            assert first.name == "frame"
            assert HEADERS.items() <= dict(response.headers.items()).items() or all(
                response.headers[name] == value for name, value in HEADERS.items()
            )
        assert httpx.get(server.url + SLOW).status_code == 503
    until = monotonic() + SOON
    while httpx.get(f"{server.url}{SLOW}&to=0").status_code == 503:
        assert monotonic() < until, "the streams of listeners who left are still open"


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT])
def test_process_ends_soon_with_streams_open_and_without_their_end(
    server: Server, sign: signal.Signals
) -> None:
    with ExitStack() as stack:
        responses = [opened(stack, server)[0] for _ in range(2)]
        far = f"{SLOW}&from=900000"  # is still on its way there
        responses.append(stack.enter_context(httpx.stream("GET", server.url + far)))
        server.process.send_signal(sign)
        told = monotonic()
        for response in responses:
            last = "".join(response.iter_text())
            assert "event: end" not in last
            assert last.endswith("\n\n") or last == ""
        server.process.wait(SOON)
        assert monotonic() - told < SOON
    log = server.log.read_text()
    assert "Traceback" not in log
    assert "Application shutdown complete" in log
