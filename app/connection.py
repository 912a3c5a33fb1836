"""A connection of a client: what waits unsent is bounded, and who reads nothing is let go."""

import asyncio
import socket

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

PATIENCE = 20
"""Seconds without any progress of what is sent, after which the connection ends."""
UNSENT = 128 * 1024
"""Bytes that wait in the system for a client to read them; it takes twice as many for itself."""


LONGEST_HEAD = 256 * 1024
"""Bytes of a request before its body; the addresses of the page are much shorter."""
TOO_LONG = (
    b"HTTP/1.1 431 Request Header Fields Too Large\r\n"
    b"Content-Length: 0\r\nConnection: close\r\n\r\n"
)


class Connection(HttpToolsProtocol):
    """uvicorn's protocol with two bounds, both kept by the operating system.

    What is more than `UNSENT` waits in the process, where asyncio lets no answer write more than
    64 KiB ahead. Systems without `TCP_USER_TIMEOUT` have their own patience, of many minutes.
    """

    _head: int | None = 0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Bound what is sent over it."""
        super().connection_made(transport)
        made = transport.get_extra_info("socket")
        if made is None or made.family not in (socket.AF_INET, socket.AF_INET6):
            return
        made.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, UNSENT)
        if hasattr(socket, "TCP_USER_TIMEOUT"):
            made.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, 1000 * PATIENCE)

    def data_received(self, data: bytes) -> None:
        """Read on, as long as a head is not too long."""
        if self._head is not None:
            self._head += len(data)
            if self._head > LONGEST_HEAD:
                self.transport.write(TOO_LONG)
                self.transport.close()
                return
        super().data_received(data)

    def on_headers_complete(self) -> None:
        """Count no further: what follows is a body."""
        self._head = None
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """Count anew, for the request that may follow."""
        self._head = 0
        super().on_message_complete()
