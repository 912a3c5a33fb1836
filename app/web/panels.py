"""The panels of the page: a registry, from which markup, style and modules follow.

A panel has a name; its template, style and module are the files of that name under
`templates/panels`, `static/css/panels` and `static/js/panels`.
"""

from dataclasses import dataclass
from functools import cache
from typing import Literal

from app.web.modules import SCRIPTS, address, with_imports, within


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
    known = {*with_imports([SCRIPTS / "main.js"]), *within()}
    wanted = with_imports(SCRIPTS / panel.module for panel in PANELS)
    return tuple(address(path) for path in wanted if path not in known)
