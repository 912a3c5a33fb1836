"""The real server as a process of its own, on a free port; always stopped."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep

import httpx

ROOT = Path(__file__).parent.parent.parent
DEADLINE = 60.0
"""Seconds that a server may take to be there, on a busy machine."""


class Server:
    """A server that can be killed and started again at the same address.

    Parameters
    ----------
    folder
        Where its log goes.
    settings
        As PLAYGROUND_… in its environment.
    """

    process: "subprocess.Popen[bytes]"

    def __init__(self, folder: Path, **settings: str) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port: int = free.getsockname()[1]
        self._settings = {f"PLAYGROUND_{key.upper()}": v for key, v in settings.items()}
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = folder / "server.log"

    def start(self) -> None:
        """Start it as `make run` does, and wait until it answers."""
        command = [sys.executable, "-m", "app", "--port", str(self.port)]
        with self.log.open("ab") as output:
            self.process = subprocess.Popen(
                command,
                cwd=ROOT,
                env=os.environ | self._settings,
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        until = monotonic() + DEADLINE
        while monotonic() < until:
            assert self.process.poll() is None, "the server ended before it answered"
            try:
                httpx.get(f"{self.url}/health").raise_for_status()
            except httpx.TransportError:
                sleep(0.05)
            else:
                return
        raise AssertionError(f"the server did not answer within {DEADLINE} s")

    def kill(self) -> None:
        """End it as `kill -9` does."""
        self.process.kill()
        self.process.wait()


@contextmanager
def live_server(folder: Path, **settings: str) -> Iterator[Server]:
    """Start a server, and kill it in the end; a failure tells what it said."""
    server = Server(folder, **settings)
    try:
        server.start()
        yield server
    except BaseException as error:
        error.add_note(f"The server said:\n{server.log.read_text()[-4000:]}")
        raise
    finally:
        server.kill()
