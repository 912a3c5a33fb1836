"""Write the lists of ARCHITECTURE.md from the code that they describe: python -m scripts.reference.

Each stands between `<!-- made of NAME -->` and `<!-- end -->`; a test holds them to the code.
"""

import re
from collections.abc import Callable, Mapping
from pathlib import Path

from app.experiment import OPTIONS
from app.fields import descriptions
from app.insight.curve import Landing
from app.insight.description import RunDescription
from app.insight.frame import Beyond, End, Frame
from app.insight.rows import RowView
from app.insight.slices import Slice
from app.insight.step_words import Words
from app.live.past import History
from app.live.show import Replay
from app.options.option import Option
from app.web.api import Answered
from app.web.keys import HISTORY, KEYS, PAGE, PREDICT, STREAM
from app.web.view import RunAddress

ARCHITECTURE = Path(__file__).parent.parent / "ARCHITECTURE.md"
MADE = re.compile(r"(<!-- made of (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)


def options() -> str:
    """Write a table of the options, in canonical order."""
    rows = ["| key | meaning | values | default |", "|---|---|---|---|"]
    rows += [
        f"| `{o.name}` | {_meaning(o)} | {_allowed(o)} | {_default(o)} |" for o in OPTIONS.values()
    ]
    return "\n".join(rows)


def _meaning(option: Option) -> str:
    notes = [] if option.decides else ["may change without a new start"]
    notes += ["may change in mid-run"] if option.live else []
    return option.help + "".join(f"; {note}" for note in notes)


def _allowed(option: Option) -> str:
    if option.choices is None:
        return option.kind.allowed
    words = " ".join(f"`{word}`" for word in option.choices)
    return option.kind.allowed.replace("one of " + ", ".join(option.choices), words)


def _default(option: Option) -> str:
    text = option.write(option.default)
    return f"`{text}`" if text else "none"


def request_keys() -> str:
    """List the keys that a request may have beside the options, and who takes them."""
    routes = {"/": PAGE, "/api/history": HISTORY, "/api/stream": STREAM, "/api/predict": PREDICT}
    lines = []
    for key in KEYS.values():
        takers = ", ".join(f"`{route}`" for route, names in routes.items() if key.name in names)
        lines.append(f"- `{key.name}` ({takers}): {key.help}")
    return "\n".join(lines)


def fields_of(*kinds: type) -> Callable[[], str]:
    """List the fields of dataclasses, each with what it holds."""

    def write() -> str:
        return "\n".join(
            f"- `{name}`: {help}" for kind in kinds for name, help in descriptions(kind).items()
        )

    return write


SECTIONS: Mapping[str, Callable[[], str]] = {
    "options": options,
    "keys": request_keys,
    "frame": fields_of(Frame),
    "row": fields_of(RowView),
    "slice": fields_of(Slice),
    "landing": fields_of(Landing),
    "words": fields_of(Words),
    "replay": fields_of(Replay),
    "end": fields_of(End),
    "beyond": fields_of(Beyond),
    "history": fields_of(History),
    "predict": fields_of(Answered),
    "run": fields_of(RunAddress, RunDescription),
}


def written(text: str) -> str:
    """Give a document with its lists made anew."""
    return MADE.sub(lambda found: f"{found[1]}{SECTIONS[found[2]]()}\n{found[3]}", text)


if __name__ == "__main__":
    ARCHITECTURE.write_text(written(ARCHITECTURE.read_text()))
