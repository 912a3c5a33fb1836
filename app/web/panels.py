"""The panels of the page: a registry, from which markup, style and modules follow.

A panel has a name; its template, style and module are the files of that name under
`templates/panels`, `static/css/panels` and `static/js/panels`.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from app.web.templating import folder

SCRIPTS = (folder("static") / "js").resolve()
IMPORTED = re.compile(r'^(?:import|export)\b[^"(;]*"(\.{1,2}/[\w./-]+)"', re.MULTILINE)
"""A module that another imports when it is loaded, not when it is used."""


@dataclass(frozen=True, slots=True)
class Panel:
    """One card of the page: its name, the column in which it stands, in this order, and its tab."""

    name: str
    column: Literal["middle", "right"]
    tab: str

    @property
    def template(self) -> str:
        """Where its markup is."""
        return f"panels/{self.name}.html"

    @property
    def style(self) -> str:
        """Where its style is, under `static/css`."""
        return f"panels/{self.name}.css"

    @property
    def module(self) -> str:
        """Where its module is, under `static/js`."""
        return f"panels/{self.name}.js"


PANELS = (
    Panel("network", "middle", "Network"),
    Panel("valley", "middle", "Valley"),
    Panel("loss", "right", "Loss"),
    Panel("weights", "right", "Weights"),
    Panel("predictions", "right", "Rows"),
)
"""Those that are open when the page is."""


@cache
def preloaded() -> tuple[str, ...]:
    """Give the paths of the modules that the panels need at once, and `main.js` does not name."""
    known = _with_imports([SCRIPTS / "main.js"])
    wanted = _with_imports(SCRIPTS / panel.module for panel in PANELS)
    return tuple(f"/static/js/{path.relative_to(SCRIPTS)}" for path in wanted if path not in known)


def _with_imports(paths: Iterable[Path]) -> list[Path]:
    """Give modules and all that they import, and these import, each once."""
    found: list[Path] = []
    waiting = list(paths)
    while waiting:
        path = waiting.pop(0)
        if path not in found:
            found.append(path)
            names = IMPORTED.findall(path.read_text(encoding="utf-8"))
            waiting += [(path.parent / name).resolve() for name in names]
    return found
