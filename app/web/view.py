"""What the templates are given: the page and its form, ready to be written down."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log10
from typing import Any

from app import address
from app.address import LONGEST_NAME
from app.experiment import Experiment
from app.insight.portrait import column_names, default_names, portrait
from app.network.activations import ACTIVATIONS
from app.network.starts import STARTS
from app.presets import PRESETS
from app.web.edit import Edited
from app.web.form import GIVEN, Filled

SPEEDS = ("1", "2", "5", "10", "20", "50", "100", "200", "500", "1000", "5000", "max")
LOWEST_ALPHA, HIGHEST_ALPHA = -6, 6  # powers of ten on the slider

CHOICES: Mapping[str, Sequence[str | tuple[str, str]]] = {
    "activation": list(ACTIVATIONS),
    "output": list(ACTIVATIONS),
    "weights": [*STARTS, GIVEN],
    "bias": [("0", "off"), ("1", "on")],
    "order": ["given", "shuffled"],
    "rule": [("gradient", "gradient"), ("delta", "delta rule")],
    "reduce": ["mean", "sum"],
    "derivative": ["analytic", "numerical"],
}


@dataclass(frozen=True, slots=True)
class FormView:
    """Everything that `_setup.html` reads."""

    lessons: list[tuple[str, str]]
    lesson: str
    lesson_text: str
    title: str
    filled: Filled
    choices: dict[str, list[tuple[str, str]]]
    speeds: tuple[str, ...]
    speed: str
    problems: dict[str, list[str]]
    waiting: set[str]
    column_names: list[str]
    alpha_position: float
    run: dict[str, Any]
    restart: bool


def form_view(
    edited: Edited,
    filled: Filled,
    lesson: str,
    speed: str,
    problems: dict[str, list[str]] | None = None,
) -> FormView:
    """Describe the form for a run, with what was typed and what is wrong with it."""
    preset = PRESETS.get(lesson)
    current = edited.current
    sizes = "–".join(map(str, current.architecture.sizes))
    title = f"{preset.title.split(':')[0] if preset else 'Your network'}, {sizes}"
    run = {
        "address": address.write(current) or "inputs=5",
        "next": address.write(edited.following) or "inputs=5",
        "lesson": lesson,
        "title": title,
        **portrait(current),
    }
    return FormView(
        lessons=[("", "Your own")] * (preset is None)
        + [(name, entry.title) for name, entry in PRESETS.items()],
        lesson=lesson,
        lesson_text=preset.text if preset else "Your own network: press Run and watch it learn.",
        title=title,
        filled=filled,
        choices={key: _choices(key, filled.texts[key]) for key in CHOICES},
        speeds=SPEEDS if speed in SPEEDS else (speed, *SPEEDS),
        speed=speed,
        problems=problems or {},
        waiting=edited.waiting,
        column_names=_shown_names(filled, edited.following),
        alpha_position=_slider(edited.following.alpha),
        run=run,
        restart=edited.restart,
    )


def lesson_of(e: Experiment) -> str:
    """Give the lesson whose experiment this is, changes aside, or none."""
    for name, preset in PRESETS.items():
        known = preset.experiment
        if (
            (known.inputs, known.goals) == (e.inputs, e.goals)
            and known.hidden == e.hidden
            and (address.write(known) == address.write(e).split("&changes=")[0])
        ):
            return name
    return ""


def _choices(key: str, chosen: str) -> list[tuple[str, str]]:
    """Pair values with words; a value that no choice has, as mixed activations, joins them."""
    pairs = [(c, c) if isinstance(c, str) else c for c in CHOICES[key]]
    return pairs if any(value == chosen for value, _ in pairs) else [(chosen, chosen), *pairs]


def _shown_names(filled: Filled, e: Experiment) -> list[str]:
    """Name the columns of the table as it is filled in."""
    inputs, goals = column_names(e)
    width = len(filled.cells[0])
    defaults = default_names(filled.n_inputs, width - filled.n_inputs)
    if len(inputs) == filled.n_inputs and len(inputs) + len(goals) == width:
        defaults = inputs + goals
    given = filled.columns or [""] * width
    names = zip(given, defaults, strict=False)
    return [name[:LONGEST_NAME] or default for name, default in names]  # each cell repeats it


def _slider(alpha: float) -> float:
    """Where alpha stands on the slider of powers of ten."""
    return max(LOWEST_ALPHA, min(HIGHEST_ALPHA, log10(alpha))) if alpha > 0 else LOWEST_ALPHA
