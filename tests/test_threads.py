"""NumPy multiplies in one thread, whoever starts the playground, and wherever."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from app import THREADS

ROOT = Path(__file__).parent.parent
TASKS = Path("/proc/self/task")
MULTIPLY = """
import numpy
large = numpy.ones((600, 600))
large @ large
numpy.dot(large, large)
"""
COUNT = """
from pathlib import Path
print(len(list(Path("/proc/self/task").iterdir())))
"""


def python(program: str, **settings: str) -> list[str]:
    """Run a program in a fresh process, in which nobody but itself limits the threads."""
    environment = {name: value for name, value in os.environ.items() if name not in THREADS}
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env=environment | settings,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.split()


needs_proc = pytest.mark.skipif(not TASKS.exists(), reason="threads are counted in /proc")


@needs_proc
@pytest.mark.parametrize("first", ["app.main", "app.run.run", "tests.conftest", "benchmarks"])
def test_multiplying_starts_no_thread(first: str) -> None:
    assert python(f"import {first}\n{MULTIPLY}{COUNT}") == ["1"]


@needs_proc
def test_nor_does_it_where_the_environment_asks_for_threads() -> None:
    asked = dict.fromkeys(THREADS, "4")
    assert python(f"import app.main\n{MULTIPLY}{COUNT}", **asked) == ["1"]


@needs_proc
def test_threads_would_be_seen() -> None:
    assert int(python(f"{MULTIPLY}{COUNT}", OPENBLAS_NUM_THREADS="4")[0]) > 1


def test_tests_themselves_run_on_one_thread() -> None:
    assert {os.environ[name] for name in THREADS} == {"1"}


@pytest.mark.parametrize("name", ["Makefile", "Dockerfile"])
def test_what_starts_the_server_says_so_too(name: str) -> None:
    text = (ROOT / name).read_text()
    for variable in THREADS:
        if name == "Makefile" or variable != "VECLIB_MAXIMUM_THREADS":  # macOS has no containers
            assert f"{variable} = 1" in text or f"{variable}=1" in text
