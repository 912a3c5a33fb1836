"""Listeners that never read: what they cost, and for how long."""

import asyncio
import socket
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from time import monotonic

from benchmarks.live import Server, server
from benchmarks.load import runs
from benchmarks.load.clients import crowd, path, until
from benchmarks.load.sockets import connections
from benchmarks.report import Table, at_most, promised
from benchmarks.server import resident

LISTENERS = 40
BUFFER = 4_096  # bytes that a listener's own kernel takes in, or a little more
PATIENCE, RETURNING = 40.0, 15.0  # seconds
LOOK = 0.25  # seconds
ENDED_GOAL, UNSENT_GOAL, GROWTH_GOAL = 20.0 + 4 * LOOK, 500.0, 50.0  # seconds, KB each, MB in all
PAST = {"to": runs.LAST_OF_PAST}
ASKED = {
    "a history of 10 MB": [
        path("history", e, **PAST) for e in runs.seeds(runs.LONG_PAST, LISTENERS)
    ],
    "a stream at max": [
        path("stream", e, speed="max", **runs.PAGE_LARGE)
        for e in runs.seeds(runs.LARGEST, LISTENERS)
    ],
}


@dataclass(slots=True)
class Listener:
    """One that never reads; what its server's end of the connection was like.

    Attributes
    ----------
    status
        0 until there is an answer: that much can be seen without reading.
    unsent, most
        Bytes that wait in the server's kernel, now and at most.
    moved
        When that last changed.
    waited
        Seconds from then to the end of the connection; None as long as it is open.
    """

    opened: socket.socket
    peer: int
    status: int = 0
    unsent: int = 0
    most: int = 0
    moved: float = field(default_factory=monotonic)
    waited: float | None = None

    def look(self, waiting: dict[int, int]) -> None:
        """Take in what waits for each peer whose connection is open."""
        if not self.status:
            self.status = _peek(self.opened)
        if self.waited is not None:
            return
        if self.peer not in waiting:
            self.waited = monotonic() - self.moved
        elif waiting[self.peer] != self.unsent:
            self.unsent, self.moved = waiting[self.peer], monotonic()
            self.most = max(self.most, self.unsent)


def measure() -> Table:
    """Watch both kinds at the same time, each at a server of its own."""
    head = (f"{LISTENERS} ask for", "let in", "memory", "goal")
    table = Table(
        "Listeners that never read",
        (*head, "unsent each", "goal", "ended after", "goal", "again", "goal"),
    )
    with ExitStack() as stack:
        live = [stack.enter_context(server(max_streams=LISTENERS)) for _ in ASKED]
        asyncio.run(_watch_all(table, live))
    table.note = (
        "Unsent: the most in the server's kernel for one connection. Ended after: the longest that "
        "one stood still. Again: who asked anew afterwards, and read."
    )
    return table


async def _watch_all(table: Table, live: list[Server]) -> None:
    pairs = zip(live, ASKED.items(), strict=True)
    await asyncio.gather(*(_watch(one, table, name, paths) for one, (name, paths) in pairs))


async def _watch(live: Server, table: Table, name: str, paths: list[str]) -> None:
    await _warm(live, paths[0])
    fresh = peak = resident(live.pid)
    with _listening(live, paths) as listeners:
        deadline = monotonic() + PATIENCE
        while monotonic() < deadline and any(one.waited is None for one in listeners):
            await asyncio.sleep(LOOK)
            waiting = {c.peer: c.unsent for c in connections(live.port) if c.open}
            peak = max(peak, resident(live.pid))
            for listener in listeners:
                listener.look(waiting)
    here = [listener for listener in listeners if listener.status == 200]
    _add(table, name, here, peak - fresh, await _again(live, paths[: len(here)]))


def _add(table: Table, name: str, here: list[Listener], growth: float, again: int) -> None:
    unsent = max((listener.most for listener in here), default=0) / 1e3
    waits = [listener.waited for listener in here if listener.waited is not None]
    ended = max(waits) if len(waits) == len(here) and waits else float("inf")
    table.add(
        name,
        f"{len(here)}",
        f"+ {growth:.0f} MB",
        at_most(growth, GROWTH_GOAL, " MB"),
        f"{unsent:.0f} KB",
        at_most(unsent, UNSENT_GOAL, " KB"),
        f"{ended:.1f} s" if waits else f"not in {PATIENCE:.0f} s",
        at_most(ended, ENDED_GOAL, " s"),
        f"{again} of {len(here)}",
        promised("all", kept=again == len(here)),
    )


async def _warm(live: Server, path: str) -> None:
    """Let a server do once what it will be asked for, so that its memory is what it needs."""
    async with crowd(live) as here:
        client = await here.ask(path)
        await until(lambda: client.ended is not None or len(client.frames) > 20, RETURNING)


async def _again(live: Server, paths: list[str]) -> int:
    """Ask for the same again, and count who is let in."""
    async with crowd(live) as here:
        clients = await here.all(here.ask(path) for path in paths)
        await until(lambda: all(client.status for client in clients), RETURNING)
    return sum(client.status == 200 for client in clients)


@contextmanager
def _listening(live: Server, paths: list[str]) -> Iterator[list[Listener]]:
    with ExitStack() as stack:
        listeners = []
        for each in paths:
            opened = stack.enter_context(closing(socket.socket()))
            opened.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, BUFFER)
            opened.connect(("127.0.0.1", live.port))
            opened.sendall(f"GET {each} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
            opened.setblocking(False)
            listeners.append(Listener(opened, opened.getsockname()[1]))
        yield listeners


def _peek(opened: socket.socket) -> int:
    """See the status of an answer without reading it; 0 as long as there is none."""
    try:
        return int(opened.recv(12, socket.MSG_PEEK)[9:] or 0)
    except OSError:
        return 0
