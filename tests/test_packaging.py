"""What is built around the code stays true: locks, vendor files, version, Makefile, CI."""

import hashlib
import json
import re
import shlex
import socket
import subprocess
import sys
from pathlib import Path
from threading import Thread

import pytest

from app import __version__
from tests.support.server import DEADLINE, live_server

ROOT = Path(__file__).parent.parent
PYTHON_LOCKS = sorted(ROOT.glob("requirements*.lock"))
NPM_LOCK = ROOT / "package-lock.json"


def pins(lock: Path) -> set[str]:
    """Give a lock's pins with their markers, as `numpy==2.5.5 ; python_full_version >= '3.12'`."""
    return set(re.findall(r"^([\w.-]+==.*?) *\\$", lock.read_text(), re.MULTILINE))


@pytest.mark.parametrize("lock", [*PYTHON_LOCKS, NPM_LOCK], ids=lambda lock: lock.name)
def test_lock_names_no_host(lock: Path) -> None:
    assert "://" not in lock.read_text()


@pytest.mark.parametrize("lock", PYTHON_LOCKS, ids=lambda lock: lock.name)
def test_every_python_pin_has_a_hash(lock: Path) -> None:
    text = lock.read_text()
    assert pins(lock)
    assert len(re.findall(r"==.*\\\n    --hash=sha256:[0-9a-f]{64}", text)) == len(pins(lock))


def test_every_npm_pin_has_a_checksum() -> None:
    packages = json.loads(NPM_LOCK.read_text())["packages"]
    del packages[""]  # the project itself
    assert all(package["integrity"].startswith("sha512-") for package in packages.values())


def test_tests_run_on_the_versions_that_are_served() -> None:
    assert pins(ROOT / "requirements.lock") <= pins(ROOT / "requirements-dev.lock")


def test_npm_packages_are_pinned_exactly() -> None:
    versions = json.loads((ROOT / "package.json").read_text())["dependencies"].values()
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in versions)


def test_vendor_files_are_the_ones_that_were_fetched() -> None:
    vendor = {*json.loads((ROOT / "package.json").read_text())["vendor"].values(), "libraries.js"}
    lines = (ROOT / "static/vendor/SHA256SUMS").read_text().splitlines()
    sums = {path: digest for digest, path in (line.split("  ") for line in lines)}
    assert {f"static/vendor/{name}" for name in vendor} <= set(sums)
    for path, digest in sums.items():
        assert hashlib.sha256((ROOT / path).read_bytes()).hexdigest() == digest, path


def test_version_is_the_newest_in_the_changelog() -> None:
    versions = re.findall(r"^## \[?(\d[^\]\s]*)", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE)
    assert versions[0] == __version__


def test_ci_runs_the_tests_as_the_readme_says() -> None:
    assert "\nmake test\n" in (ROOT / ".ci/run").read_text()


def test_ci_runs_the_engine_with_the_kernels_of_other_processors() -> None:
    assert "\nmake cores\n" in (ROOT / ".ci/run").read_text()


def test_every_make_target_has_help() -> None:
    makefile = (ROOT / "Makefile").read_text()
    phony = re.search(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)
    assert phony
    listed = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True)
    assert re.findall(r"make ([\w-]+)  ", listed.stdout) == phony[1].split()


# The image.

UNUSED = {"websockets", "watchfiles", "pyyaml", "python-dotenv", "pydantic-settings", "pip"}
"""What uvicorn's extra and others would bring along."""
DOCKERFILE = ROOT / "Dockerfile"


def instruction(name: str) -> str:
    """Give what stands behind the last instruction of that name, in one line."""
    text = DOCKERFILE.read_text().replace("\\\n", " ")
    return str(re.findall(rf"^{name} +(.*)$", text, re.MULTILINE)[-1])


def test_only_what_runs_goes_into_the_image() -> None:
    served = {re.split("==", pin)[0] for pin in pins(ROOT / "requirements.lock")}
    assert {"uvicorn", "uvloop", "httptools"} <= served
    assert not served & UNUSED


def test_image_stands_on_a_full_version() -> None:
    bases = re.findall(r"^FROM (\S+)(?: AS (\w+))?$", DOCKERFILE.read_text(), re.MULTILINE)
    stages = {stage for _, stage in bases}
    (base,) = {name for name, _ in bases if name not in stages}
    assert re.fullmatch(r"python:3\.\d+\.\d+-slim-[a-z]+", base)


def test_image_starts_the_server_as_make_does() -> None:
    assert json.loads(instruction("CMD")) == ["python", "-m", "app", "--host", "0.0.0.0"]
    assert "$(PYTHON) -m app " in (ROOT / "Makefile").read_text()


@pytest.mark.parametrize(
    "path",
    ["Makefile", "Dockerfile", "README.md", "CONTRIBUTING.md", "benchmarks", "tests", "scripts"],
)
def test_server_is_started_in_one_way(path: str) -> None:
    where = ROOT / path
    for file in [where] if where.is_file() else where.rglob("*.py"):
        assert "uvicorn app" + ".main" not in file.read_text()
        assert '"uvicorn", "app' + ".main" not in file.read_text()


def health(port: int) -> int:
    """Ask as the image does, and give the status that the command ends with."""
    words = json.loads(instruction("HEALTHCHECK").partition("CMD ")[2])
    command = [word.replace("8000", str(port)) for word in words]
    assert command != words
    assert command[0] == "python"
    done = subprocess.run([sys.executable, *command[1:]], capture_output=True, check=False)
    return done.returncode


def test_health_check_finds_a_server_healthy(tmp_path: Path) -> None:
    with live_server(tmp_path) as server:
        assert health(server.port) == 0
    assert health(server.port) != 0


def test_health_check_finds_a_server_sick_that_answers_otherwise() -> None:
    def answer() -> None:
        opened, _ = listening.accept()
        with opened:
            opened.recv(1000)
            opened.sendall(b"HTTP/1.1 503 Service Unavailable\r\n\r\n")

    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(DEADLINE)
        answering = Thread(target=answer)
        answering.start()
        assert health(listening.getsockname()[1]) != 0
        answering.join()


def test_health_check_is_patient_with_a_full_house() -> None:
    words = shlex.split(instruction("HEALTHCHECK").partition(" CMD")[0])
    given = dict(word.removeprefix("--").split("=") for word in words)
    assert int(given["timeout"].removesuffix("s")) >= 10
    assert int(given["retries"]) >= 3
