"""A real Chromium before a real server; a test fails on any error in the console and any request
that leaves this machine.
"""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import ConsoleMessage, Page, Request

from tests.browser.playground import Playground
from tests.support.server import ROOT, Server, live_server

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One server for all tests that leave it alone."""
    with live_server(tmp_path_factory.mktemp("server")) as running:
        yield running


@pytest.fixture
def own_server(tmp_path: Path) -> Iterator[Server]:
    """A server that a test may kill."""
    with live_server(tmp_path) as running:
        yield running


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
def playground(page: Page, server: Server) -> Playground:
    """The page on the shared server."""
    return Playground(page, server.url)


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
