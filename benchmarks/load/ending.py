"""A process that is told to stop while it computes, and clients that leave: all in silence."""

import asyncio
import os
import signal
import socket
import struct
from math import inf
from tempfile import TemporaryFile
from time import monotonic

from benchmarks.live import Server, server
from benchmarks.load import runs
from benchmarks.load.clients import Client, crowd, path, until
from benchmarks.report import Table, promised, under

COMPUTING, PATIENCE = 1.0, 10.0  # seconds
ANSWER_GOAL = 1.0  # seconds
LEAVERS = 20
FAR = 400_000
"""An update of XOR, some seconds away."""
HALF = (
    b"POST /fragments/setup HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1000\r\n\r\nrun=inputs"
)
RESET = struct.pack("ii", 1, 0)
"""For SO_LINGER: who leaves says no goodbye."""


def measure() -> Table:
    """Let clients leave in the middle of a form, then stop the process during a history."""
    table = Table("SIGTERM during a history", ("what", "measured", "goal"))
    with TemporaryFile() as said:
        with server(said) as live:
            for goodbye in (True, False):
                for _ in range(LEAVERS):
                    _leave(live, goodbye=goodbye)
            client, ended = asyncio.run(_stop(live))
        said.seek(0)
        lines = said.read().decode().splitlines()
    told = "with" if client.retry_after else "without"
    kept = client.status == 503 and client.retry_after
    table.add("status", f"{client.status or 'none'} {told} Retry-After", promised("503", kept=kept))
    wait = client.answered - client.asked - COMPUTING if client.status else inf
    table.add("answered after", f"{wait:.2f} s", under(wait, ANSWER_GOAL, " s"))
    table.add("process ended after", f"{ended:.2f} s", "–")
    table.add("lines on stderr", f"{len(lines)}", promised("none", kept=not lines))
    table.note = f"Before it, {2 * LEAVERS} clients left in the middle of a POST."
    if lines:
        table.note += f" Said at last: {lines[-1]}"
    return table


async def _stop(live: Server) -> tuple[Client, float]:
    """Give the client that waited, and the seconds until the process had ended."""
    async with crowd(live) as here:
        client = await here.ask(path("history", runs.XOR, from_=FAR, to=FAR))
        await asyncio.sleep(COMPUTING)
        os.kill(live.pid, signal.SIGTERM)
        told = monotonic()
        await until(lambda: live.process.poll() is not None, PATIENCE)
        return client, monotonic() - told


def _leave(live: Server, *, goodbye: bool) -> None:
    with socket.create_connection(("127.0.0.1", live.port)) as opened:
        opened.sendall(HALF)
        if not goodbye:
            opened.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
