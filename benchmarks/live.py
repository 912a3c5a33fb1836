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

    url: str
    pid: int
    started_in: float


@contextmanager
def server() -> Iterator[Server]:
    """Start the app on a free port, wait until it is healthy, and end it afterwards."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "app", "--port", str(port), "--log-level", "warning"]
    command += ["--timeout-graceful-shutdown", "1"]
    url, started = f"http://127.0.0.1:{port}", monotonic()
    with subprocess.Popen(command, cwd=ROOT) as process:
        try:
            _wait_until_healthy(url, process, started + PATIENCE)
            yield Server(url, process.pid, monotonic() - started)
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
