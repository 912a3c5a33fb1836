"""A real Chromium before a real server; a test fails on any error in the console and any request
that leaves this machine.
"""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import ConsoleMessage, Page, Request

ROOT = Path(__file__).parents[2]
DEADLINE = 20.0  # seconds for the server to come up
FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()


class Server:
    """The playground as a process of its own, to be killed and started again."""

    def __init__(self) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it and wait until it answers."""
        command = [sys.executable, "-m", "uvicorn", "app.main:app", "--port", str(self.port)]
        command += ["--log-level", "warning", "--timeout-graceful-shutdown", "3"]
        self._process = subprocess.Popen(command, cwd=ROOT)
        limit = time.monotonic() + DEADLINE
        while time.monotonic() < limit:
            assert self._process.poll() is None, "the server ended by itself"
            try:
                urllib.request.urlopen(f"{self.url}/health").close()
            except OSError:
                time.sleep(0.05)
            else:
                return
        raise AssertionError(f"the server did not answer within {DEADLINE} s")

    def kill(self) -> None:
        """End it as `kill -9` does."""
        if self._process:
            self._process.kill()
            self._process.wait()
            self._process = None


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """One server for all tests that leave it alone."""
    running = Server()
    running.start()
    yield running
    running.kill()


@pytest.fixture
def own_server() -> Iterator[Server]:
    """A server that a test may kill."""
    running = Server()
    running.start()
    yield running
    running.kill()


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """Debian's Chromium, or the one that the environment names."""
    path = os.environ.get("CHROMIUM")
    if not path:
        found = subprocess.run(
            [ROOT / "scripts" / "chromium"], capture_output=True, text=True, check=False
        )
        assert found.returncode == 0, found.stderr
        path = found.stdout.strip()
    return {"executable_path": path, "args": FLAGS}


@pytest.fixture
def allowed_errors() -> list[str]:
    """Parts of console messages that a test expects; it appends to the list."""
    return []


@pytest.fixture(autouse=True)
def watched(page: Page, allowed_errors: list[str]) -> Iterator[None]:
    """Fail on errors in the console, errors of scripts, and requests to another host."""
    seen: list[str] = []

    def note(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            seen.append(message.text)

    def leave(request: Request) -> None:
        if not request.url.startswith(("http://127.0.0.1:", "data:")):
            seen.append(f"left this machine: {request.url}")

    def watch(opened: Page) -> None:
        opened.on("console", note)
        opened.on("pageerror", lambda error: seen.append(str(error)))
        opened.on("request", leave)

    watch(page)
    page.context.on("page", watch)
    yield
    assert [text for text in seen if not any(part in text for part in allowed_errors)] == []
