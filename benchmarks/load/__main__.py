"""`python -m benchmarks.load` measures everything; `python -m benchmarks.load rush` some of it."""

import sys
from collections.abc import Callable

from benchmarks.load import (
    answers,
    capacity,
    crowding,
    ending,
    memory,
    neighbours,
    restart,
    rush,
    silent,
)
from benchmarks.report import Table, print_tables

TOPICS: dict[str, Callable[[], Table]] = {
    "answers": answers.measure,
    "neighbours": neighbours.measure,
    "crowding": crowding.measure,
    "capacity": capacity.measure,
    "rush": rush.measure,
    "restart": restart.measure,
    "silent": silent.measure,
    "ending": ending.measure,
    "memory": memory.measure,
}

if __name__ == "__main__":
    print_tables(TOPICS, sys.argv[1:])
