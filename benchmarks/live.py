"""A server process and a Chromium of our own, on loopback only, started and surely ended."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, sleep
from typing import IO
from urllib.error import URLError
from urllib.request import urlopen

from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 20.0  # seconds for a server to answer, or to end
POLL = 0.005  # seconds
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@dataclass(frozen=True, slots=True)
class Server:
    """A server that answers: where, its process, and how long it took to its first answer."""

    port: int
    process: "subprocess.Popen[bytes]"
    started_in: float

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def pid(self) -> int:
        return self.process.pid


@contextmanager
def server(said: IO[bytes] | None = None, **settings: int) -> Iterator[Server]:
    """Start the app on a free port, wait until it is healthy, and end it afterwards.

    Settings go as PLAYGROUND_… into its environment; what it says to `said`, or to our own stderr.
    """
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "app", "--port", str(port), "--log-level", "warning"]
    named = {f"PLAYGROUND_{name.upper()}": str(value) for name, value in settings.items()}
    started = monotonic()
    with subprocess.Popen(command, cwd=ROOT, env=os.environ | named, stderr=said) as process:
        try:
            _wait_until_healthy(f"http://127.0.0.1:{port}", process, started + PATIENCE)
            yield Server(port, process, monotonic() - started)
        finally:
            process.terminate()
            try:
                process.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                process.kill()


def _wait_until_healthy(url: str, process: subprocess.Popen[bytes], deadline: float) -> None:
    while monotonic() < deadline:
        if process.poll() is not None:
            raise SystemExit(f"the server ended with status {process.returncode}")
        try:
            with urlopen(f"{url}/health", timeout=PATIENCE):
                return
        except URLError:
            sleep(POLL)
    raise SystemExit(f"the server did not answer within {PATIENCE:.0f} s")


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start the Chromium of `$CHROMIUM` or the one that scripts/chromium finds."""
    path = os.environ.get("CHROMIUM") or _found()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        try:
            yield browser
        finally:
            browser.close()


def _found() -> str:
    found = subprocess.run(
        ["sh", "scripts/chromium"], cwd=ROOT, stdout=subprocess.PIPE, text=True, check=False
    )
    if found.returncode:
        raise SystemExit(found.returncode)
    return found.stdout.strip()
