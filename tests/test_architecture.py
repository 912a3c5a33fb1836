"""The house keeps its shape: imports point one way, and functions stay small."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
FILES = sorted((ROOT / "app").rglob("*.py"))
MODULES = {".".join(file.relative_to(ROOT).with_suffix("").parts): file for file in FILES}
SCRIPTS = sorted((ROOT / "static" / "js").rglob("*.js"))
LONGEST_FUNCTION = 40
LONGEST_SCRIPT = 300
ENGINE = (
    "network",
    "options",
    "run",
    "insight",
    "live",
    "dataset",
    "experiment",
    "address",
    "errors",
)
FORBIDDEN_NAMES = {"utils", "util", "helpers", "helper", "common", "manager", "misc"}

LEVELS = (
    ("app", "app.errors", "app.glossary", "app.fields", "app.limits", "app.settings"),
    ("app.network",),
    ("app.dataset",),
    ("app.options",),
    ("app.rules",),
    ("app.experiment",),
    ("app.address",),
    ("app.typed",),
    ("app.pasted_table", "app.lesson"),
    ("app.lessons",),
    ("app.run",),
    ("app.insight",),
    ("app.live",),
    ("app.web",),
    ("app.main", "app.connection"),
    ("app.__main__",),
)
"""Imports go up this list only, or stay within a package."""


def named(file: Path) -> str:
    return str(file.relative_to(ROOT))


every_file = pytest.mark.parametrize("file", FILES, ids=named)
every_script = pytest.mark.parametrize("file", SCRIPTS, ids=named)
every_module = pytest.mark.parametrize("module", MODULES)


def imports(file: Path) -> Iterator[str]:
    """Give the full name of everything that a file imports when it runs, not for types alone."""
    tree = ast.parse(file.read_text())
    for_types = {
        inner
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
        for inner in ast.walk(node)
    }
    for node in ast.walk(tree):
        if node in for_types:
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file}: relative import"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def level(name: str) -> int:
    """Say where in `LEVELS` a module stands, by the longest name that fits."""
    known = [
        (len(entry), at)
        for at, entries in enumerate(LEVELS)
        for entry in entries
        if name == entry or (name.startswith(f"{entry}.") and entry != "app")
    ]
    assert known, f"{name} has no place in LEVELS"
    return max(known)[1]


def package(module: str) -> str:
    return module.split(".")[1] if module.count(".") > 1 else module


@every_module
def test_every_module_has_its_place(module: str) -> None:
    assert level(module.removesuffix(".__init__")) >= 0


@every_module
def test_imports_point_one_way(module: str) -> None:
    own = module.removesuffix(".__init__")
    for name in imports(MODULES[module]):
        imported = name if name in MODULES else name.rpartition(".")[0]
        if name.split(".")[0] != "app" or name == "app.__version__":
            continue
        imported = imported if imported in MODULES or f"{imported}.__init__" in MODULES else name
        inside = package(own) == package(imported) != imported
        assert inside or level(imported) < level(own), f"{own} imports {name}"


@pytest.mark.parametrize("module", [m for m in MODULES if m.split(".")[1] in ENGINE])
def test_the_engine_needs_numpy_and_the_standard_library_only(module: str) -> None:
    allowed = {*sys.stdlib_module_names, "app", "numpy"}
    assert {name.split(".")[0] for name in imports(MODULES[module])} <= allowed


@pytest.mark.parametrize("module", [m for m in MODULES if m.startswith(("app.web.", "app.live."))])
def test_web_and_live_do_no_arithmetic_with_arrays(module: str) -> None:
    assert "numpy" not in {name.split(".")[0] for name in imports(MODULES[module])}


@every_file
def test_functions_stay_small(file: Path) -> None:
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert node.end_lineno is not None
            assert node.end_lineno - node.lineno + 1 < LONGEST_FUNCTION, f"{file}: {node.name}"


@every_script
def test_scripts_stay_small(file: Path) -> None:
    assert len(file.read_text().splitlines()) < LONGEST_SCRIPT


@pytest.mark.parametrize("file", [*FILES, *SCRIPTS], ids=named)
def test_names_say_what_a_file_holds(file: Path) -> None:
    assert not FORBIDDEN_NAMES & set(file.relative_to(ROOT).with_suffix("").parts)


@every_module
def test_the_engine_has_a_test_for_every_module(module: str) -> None:
    folder, name = module.split(".")[-2], module.split(".")[-1]
    if folder in ("network", "run", "insight", "live") and name not in ("__init__", "arrays"):
        assert (ROOT / "tests" / folder / f"test_{name}.py").is_file()
