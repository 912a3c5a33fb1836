"""`python -m benchmarks` measures everything; `python -m benchmarks one_run page` some of it."""

import sys
from collections.abc import Callable

from benchmarks import frame, many_runs, one_run, page, server, stream
from benchmarks.report import Table, print_tables

TOPICS: dict[str, Callable[[], Table]] = {
    "one_run": one_run.measure,
    "many_runs": many_runs.measure,
    "frame": frame.measure,
    "stream": stream.measure,
    "server": server.measure,
    "page": page.measure,
}

if __name__ == "__main__":
    print_tables(TOPICS, sys.argv[1:])
