"""What `make bench-load` reckons with: frames on time, gaps, events, connections, legal runs."""

from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app import address
from app.experiment import Experiment
from app.limits import MAX_ADDRESS
from benchmarks.load import runs
from benchmarks.load.clients import Client, path
from benchmarks.load.sockets import Connection, parse
from benchmarks.load.timing import DUE, longest_gap, on_time, within

STEADY = [DUE * at for at in range(20)]  # a second
EVENTS = (
    b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n"
    b'2c\r\nevent: replay\ndata: {"share":0.5,"step":1}\n\n\r\n'
    b'2e\r\nid: 1\nevent: frame\ndata: {"a":"event: frame"}\n\n\r\n'
    b"1e\r\nid: 2\nevent: frame\ndata: {}\n\n\r\n1c\r\nid: 2\nevent: end\ndata: {}\n\n\r\n0\r\n\r\n"
)
REFUSED = b"HTTP/1.1 503 Service Unavailable\r\nRetry-After: 5\r\ncontent-length: 2\r\n\r\n{}"
TABLE = """\
  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:2018 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 21 1
   1: 0100007F:2018 0100007F:D431 01 0001E240:00000007 01:00000014 00000000     0        0 22 2
   2: 0100007F:D431 0100007F:2018 01 00000009:0001E240 00:00000000 00000000     0        0 23 2
   3: 0100007F:2018 0100007F:D432 04 00000001:00000000 01:00000014 00000000     0        0 0 2
"""


def test_steady_frames_are_all_on_time() -> None:
    assert on_time(STEADY, 0.0, 1.0) == 1.0
    assert on_time([time + 0.04 for time in STEADY], 0.0, 1.0) == 1.0


def test_a_little_late_is_on_time_and_catches_up() -> None:
    shaken = [time + 0.049 * (at % 2) for at, time in enumerate(STEADY)]
    assert on_time(shaken, 0.0, 1.0) == 1.0


def test_late_frames_are_not_and_what_follows_counts_from_them() -> None:
    one_late = STEADY[:10] + [time + 0.051 for time in STEADY[10:-1]]
    assert on_time(one_late, 0.0, 1.0) == pytest.approx(18 / 20)  # one late, one not there
    slow = [0.11 * at for at in range(9)]
    assert on_time(slow, 0.0, 1.0) == pytest.approx(1 / 20)


def test_frames_that_never_come_are_late() -> None:
    assert on_time([], 0.0, 1.0) == 0.0
    assert on_time(STEADY[:10], 0.0, 1.0) == pytest.approx(0.5)


@given(waits=st.lists(st.floats(0.0, 1.0), max_size=40))
def test_a_part_is_between_nothing_and_all(waits: list[float]) -> None:
    times = list(accumulate(waits))
    assert 0.0 <= on_time(times, 0.0, 2.0) <= 1.0
    assert 0.0 < longest_gap(times, 0.0, 2.0) <= 2.0


def test_the_longest_gap_may_be_at_either_edge() -> None:
    assert longest_gap([0.2, 0.5, 0.9], 0.0, 1.0) == pytest.approx(0.4)
    assert longest_gap([0.5, 0.9], 0.0, 1.0) == pytest.approx(0.5)
    assert longest_gap([0.2, 0.5], 0.0, 1.5) == pytest.approx(1.0)
    assert longest_gap([], 0.0, 1.0) == 1.0
    assert within([0.0, 0.5, 1.0], 0.0, 1.0) == [0.0, 0.5]


@pytest.mark.parametrize("size", [1, 2, 7, 64, len(EVENTS)])
def test_events_are_counted_however_they_are_cut(size: int) -> None:
    client = Client(b"")
    for at in range(0, len(EVENTS), size):
        client.data_received(EVENTS[at : at + size])
    assert client.status == 200
    assert (len(client.frames), client.replays) == (2, 1)
    assert client.size == len(EVENTS.partition(b"\r\n\r\n")[2])
    assert not client.retry_after


def test_who_is_refused_is_told_when_to_come_back() -> None:
    told, silent = Client(b""), Client(b"")
    told.data_received(REFUSED)
    silent.data_received(REFUSED.replace(b"Retry-After: 5\r\n", b""))
    assert (told.status, told.retry_after) == (503, True)
    assert (silent.status, silent.retry_after) == (503, False)


def test_only_the_ends_of_the_server_are_its_connections() -> None:
    ended, waiting = Connection(0xD432, False, 1), Connection(0xD431, True, 123_456)
    assert parse(TABLE, 0x2018) == [waiting, ended]
    assert parse(TABLE, 0x2019) == []


HEAVY = ["SMALLEST", "DEEP", "LARGEST", "MANY_ROWS", "SHUFFLED", "LEARNING", "NUMERICAL"]


@pytest.mark.parametrize("name", [*HEAVY, "LONG_PAST"])
def test_every_run_is_legal_and_fits_into_an_address(name: str) -> None:
    e: Experiment = getattr(runs, name)
    written = path("history", e, from_=7, to=7)
    assert "&from=7&to=7" in written
    assert len(written) < MAX_ADDRESS
    assert len({address.write(each) for each in runs.seeds(e, 3)}) == 3
