"""The page's modules as they are served: lean, and what only one other needs comes inside of it.

The files under `static/js` stay as they are written, one noun each; there is no build, and nothing
to forget. A module that only one asks for, itself or through others inside of it, costs no request
of its own: it is the scope of a function there, so that no name of one meets a name of another.
"""

import re
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

from app.web.templating import folder

SCRIPTS = (folder("static") / "js").resolve()
MODULES: Mapping[str, Path] = MappingProxyType(
    {file.relative_to(SCRIPTS).as_posix(): file for file in sorted(SCRIPTS.rglob("*.js"))}
)
"""Path under `static/js` → file: what is not here is not there."""
INDENTATION = re.compile(r"^ +", re.MULTILINE)
COMMENT = re.compile(r"^ *(?:/\*\*?.*?\*/|//[^\n]*)$\n?", re.MULTILINE | re.DOTALL)
"""A comment in a module that has its lines for itself."""
REMARK = re.compile(r"(?<=[;{},(\[]) //[^\n]*$", re.MULTILINE)
"""A comment after code; what looks like one in a string is none of ours."""
IMPORT = re.compile(r'^import (\{[^}]*\}) from "(\.{1,2}/[\w./-]+)";\n', re.MULTILINE)
"""A module that another imports when it is loaded, with the names that it takes."""
LATER = re.compile(r'\bimport\("(\.{1,2}/[\w./-]+)"\)')
"""A module that is imported when it is used."""
EXPORT = re.compile(r"^export (?=(?:async )?(?:function|class|const) (\w+))", re.MULTILINE)
BLANK = re.compile(r"\n{2,}")


def lean(module: str) -> str:
    """Leave out a module's comments and indentation; each line that stays has its number."""
    code = COMMENT.sub(lambda comment: "\n" * comment[0].count("\n"), module)
    return INDENTATION.sub("", REMARK.sub("", code))


def served(path: Path) -> str:
    """Give a module's text, with those inside of it before it; without any it keeps its lines."""
    text = _text(path)
    inside = _inside(path)
    if not inside:
        return lean(text)
    wanted = [each for one in (*inside, path) for each in _imported(one)]
    apart = [each for each in dict.fromkeys(wanted) if each not in inside]
    names = {each: f"from{number}" for number, each in enumerate([*apart, *inside])}
    parts = [f'import * as {names[each]} from "{address(each)}";' for each in apart]
    for each in inside:
        given = ", ".join(EXPORT.findall(_text(each)))
        body = EXPORT.sub("", _taken(each, names))
        parts.append(f"const {names[each]} = (() => {{\n{body}return {{ {given} }};\n}})();")
    return BLANK.sub("\n", "\n".join([*parts, _taken(path, names)]))


def address(path: Path) -> str:
    """Give the address of a module."""
    return f"/static/js/{path.relative_to(SCRIPTS).as_posix()}"


def with_imports(paths: Iterable[Path]) -> list[Path]:
    """Give modules and all that they import, and these import, each once."""
    found: list[Path] = []
    waiting = list(paths)
    while waiting:
        path = waiting.pop(0)
        if path not in found:
            found.append(path)
            waiting += _imported(path)
    return found


@cache
def within() -> frozenset[Path]:
    """Give the modules that are served inside another."""
    return frozenset(path for path in MODULES.values() if _root(path) != path)


@cache
def _root(path: Path) -> Path:
    """Give the module in which one is served: all that import it are served there; or itself."""
    roots = {_root(each) for each in _importers().get(path, ())}
    return roots.pop() if len(roots) == 1 else path


@cache
def _importers() -> Mapping[Path, list[Path]]:
    """Give who imports each module at once; nobody where it is also imported later."""
    found: dict[Path, list[Path]] = {}
    for path in MODULES.values():
        for each in _imported(path):
            found.setdefault(each, []).append(path)
    for path in MODULES.values():
        for name in LATER.findall(_text(path)):
            found.pop(_named(path, name), None)
    return found


def _inside(path: Path) -> list[Path]:
    """Give the modules inside another, each after those that it imports itself."""
    found: list[Path] = []

    def add(each: Path) -> None:
        for one in _imported(each):
            if one != path and one not in found and _root(one) == _root(path):
                add(one)
                found.append(one)

    add(path)
    return found


def _taken(path: Path, names: Mapping[Path, str]) -> str:
    """Give a module's lean text, with what it imports taken from the scopes that have it."""

    def take(found: re.Match[str]) -> str:
        return f"const {found[1].replace(' as ', ': ')} = {names[_named(path, found[2])]};\n"

    text = IMPORT.sub(take, _text(path))
    return lean(LATER.sub(lambda found: f'import("{address(_named(path, found[1]))}")', text))


def _imported(path: Path) -> list[Path]:
    return [_named(path, name) for _, name in IMPORT.findall(_text(path))]


def _named(path: Path, name: str) -> Path:
    return (path.parent / name).resolve()


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")
