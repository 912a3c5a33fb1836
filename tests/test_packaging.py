"""What is built around the code stays true: locks, vendor files, version, Makefile, CI."""

import hashlib
import json
import re
import subprocess
from pathlib import Path

import pytest

from app import __version__

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
    assert re.findall(r"make (\w+)  ", listed.stdout) == phony[1].split()
