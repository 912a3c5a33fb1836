"""The real server as a process of its own, on a free port; always stopped."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, sleep

import httpx

ROOT = Path(__file__).parent.parent.parent
DEADLINE = 20.0
"""Seconds that a server may take to be there, on a busy machine."""


@dataclass(frozen=True)
class Server:
    """A running server."""

    url: str
    process: "subprocess.Popen[bytes]"
    log: Path


@contextmanager
def live_server(folder: Path, **settings: str) -> Iterator[Server]:
    """Start uvicorn as `make run` does; with settings as PLAYGROUND_… and its log in a folder."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = os.environ | {f"PLAYGROUND_{key.upper()}": v for key, v in settings.items()}
    command = [sys.executable, "-m", "uvicorn", "app.main:app", "--port", str(port)]
    log = folder / "server.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [*command, "--timeout-graceful-shutdown", "3"],
            cwd=ROOT,
            env=environment,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        server = Server(f"http://127.0.0.1:{port}", process, log)
        try:
            _wait_for(server)
            yield server
        except BaseException as error:
            error.add_note(f"The server said:\n{log.read_text()[-4000:]}")
            raise
        finally:
            process.kill()
            process.wait()


def _wait_for(server: Server) -> None:
    until = monotonic() + DEADLINE
    while monotonic() < until:
        assert server.process.poll() is None, "the server ended at once"
        try:
            httpx.get(f"{server.url}/health").raise_for_status()
        except httpx.TransportError:
            sleep(0.05)
        else:
            return
    raise TimeoutError(f"no server within {DEADLINE} s")
