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


def opened(stack: ExitStack, server: Server, path: str = SLOW) -> Iterator[Event]:
    """Open a stream, wait for its first event, and give those that follow."""
    response = stack.enter_context(httpx.stream("GET", server.url + path))
    assert response.status_code == 200
    coming = events(response.iter_lines())
    next(coming)
    return coming


def status(server: Server) -> int:
    """Ask for a stream, leave it at once, and give the status of the answer."""
    with httpx.stream("GET", server.url + SLOW) as response:
        return response.status_code


def test_settings_are_those_given() -> None:
    app = create_app(Settings(max_streams=7, checkpoint_runs=0))
    assert State.of(app).settings.max_streams == 7
    assert State.of(app).house.taken == 0


def test_streams_are_told_when_the_application_ends() -> None:
    app = create_app()
    with TestClient(app):
        assert not State.of(app).stopping.is_set()
    assert State.of(app).stopping.is_set()


def test_listeners_who_leave_make_room_for_others(server: Server) -> None:
    with ExitStack() as stack:
        listened = [opened(stack, server) for _ in range(3)]
        assert status(server) == 503
        assert [next(coming).name for coming in listened] == ["frame"] * 3
    until = monotonic() + SOON
    while status(server) == 503:
        assert monotonic() < until, "the streams of listeners who left are still open"


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT])
def test_process_ends_soon_with_streams_open_and_without_their_end(
    server: Server, sign: signal.Signals
) -> None:
    with ExitStack() as stack:
        far = f"{SLOW}&from=900000"  # is still on its way there
        listened = [opened(stack, server, path) for path in (SLOW, SLOW, far)]
        server.process.send_signal(sign)
        until = monotonic() + SOON
        for coming in listened:
            assert {event.name for event in coming} <= {"frame", "replay"}
        server.process.wait(max(0.1, until - monotonic()))
    log = server.log.read_text()
    assert "Traceback" not in log
    assert "Application shutdown complete" in log
