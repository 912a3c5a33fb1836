"""What waits in the kernel to be sent, as Linux tells of its connections."""

from dataclasses import dataclass
from pathlib import Path

TABLE = Path("/proc/net/tcp")
ESTABLISHED, LISTENING = 0x01, 0x0A


@dataclass(frozen=True, slots=True)
class Connection:
    """The server's end of one connection.

    Attributes
    ----------
    peer
        The port of the client.
    open
        Whether the server has not ended it.
    unsent
        Bytes in the kernel that were not received.
    """

    peer: int
    open: bool
    unsent: int


def connections(port: int) -> list[Connection]:
    """Give the connections of a server; none where the system does not tell."""
    return parse(TABLE.read_text(), port) if TABLE.exists() else []


def parse(table: str, port: int) -> list[Connection]:
    """Read the table of /proc/net/tcp."""
    found = []
    for line in table.splitlines()[1:]:
        _, local, remote, state, queues = line.split()[:5]
        if int(local.partition(":")[2], 16) == port and int(state, 16) != LISTENING:
            peer = int(remote.partition(":")[2], 16)
            unsent = int(queues.partition(":")[0], 16)
            found.append(Connection(peer, int(state, 16) == ESTABLISHED, unsent))
    return found
