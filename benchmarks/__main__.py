"""`python -m benchmarks` measures everything; `python -m benchmarks one_run page` some of it."""

import platform
import sys
from collections.abc import Callable

import numpy as np

from benchmarks import frame, many_runs, one_run, page, server
from benchmarks.report import Table

TOPICS: dict[str, Callable[[], Table]] = {
    "one_run": one_run.measure,
    "many_runs": many_runs.measure,
    "frame": frame.measure,
    "server": server.measure,
    "page": page.measure,
}


def main(names: list[str]) -> None:
    """Measure the named topics, or all, and print a table of each as soon as it is there."""
    if unknown := set(names) - set(TOPICS):
        raise SystemExit(f"no topic {', '.join(sorted(unknown))}; there are {', '.join(TOPICS)}")
    print(f"Python {platform.python_version()}, NumPy {np.__version__}, {platform.platform()}")
    missed = []
    for name in names or TOPICS:
        table = TOPICS[name]()
        print(table, flush=True)
        missed += table.missed
    print("\nGoals missed:", *(missed or ["none"]), sep="\n  ")


if __name__ == "__main__":
    main(sys.argv[1:])
