"""`python -m benchmarks.load` measures everything; `python -m benchmarks.load rush` some of it."""

import sys
from collections.abc import Callable
from time import process_time

from app.run.run import Run
from benchmarks.load import (
    answers,
    capacity,
    crowding,
    ending,
    memory,
    neighbours,
    restart,
    runs,
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

UPDATES = 20_000


def mood() -> float:
    """Give microseconds of CPU for an update of XOR: what all figures here hang on."""
    run, began = Run(runs.XOR), process_time()
    while run.step < UPDATES:
        run.advance(UPDATES)
    return (process_time() - began) / UPDATES * 1e6


if __name__ == "__main__":
    print(f"An update of XOR takes {mood():.1f} µs here and now.")
    print_tables(TOPICS, sys.argv[1:])
