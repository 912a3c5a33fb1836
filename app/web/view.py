"""What the templates are given: the page and its form, ready to be written down."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Any

from app import address
from app.errors import Problem
from app.experiment import OPTIONS, Experiment
from app.fields import as_dict, described
from app.glossary import GLOSSARY
from app.insight.description import column_names, default_names, describe
from app.lesson import Lesson
from app.lessons import LESSONS, after
from app.limits import LONGEST_NAME
from app.live.edit import Edited
from app.options.kinds import Number, Whole
from app.options.option import Group, Option
from app.web.form import GIVEN, START, FormInput
from app.web.messages import MOST_UNDER

SPEEDS = ("1", "2", "5", "10", "20", "50", "100", "200", "500", "1000", "2000", "5000", "max")

ROW_WIDTHS: Mapping[Group, int] = {"network": 2, "more": 2, "run": 3}
"""Groups of options that stand in rows, and how many fields a row has."""


@dataclass(frozen=True, slots=True)
class RunAddress:
    """Where the run of the form is found, and what it is called; stands in `data-run` too."""

    address: str = described("the run's address, with what was changed on the way")
    next: str = described("the address of the run that Reset starts")
    lesson: str = described("the lesson that it belongs to, or nothing")
    left: str = described("the lesson that it belonged to before its data were edited, or nothing")
    title: str = described("what the page calls it")
    chip: int | None = described("which of the lesson's chips it is, counted from 0, or null")
    says: str = described("what the lesson adds when it has ended")
    shows: Mapping[str, str] = described("keys of the page that the chip sets")


@dataclass(frozen=True, slots=True)
class StripView:
    """Everything that `_strip.html` reads: the goal, the chips, and where to go from here.

    Attributes
    ----------
    back
        The lesson to go back to, where its data were edited, or nothing.
    following
        The lesson that comes next.
    """

    goal: str
    chips: list[str]
    back: str
    following: Lesson


@dataclass(frozen=True, slots=True)
class Field:
    """One option as the form shows it.

    Attributes
    ----------
    choices
        Word and what it is called, for one that is chosen; None for one that is typed.
    mode
        Which keyboard suits it: `text`, `decimal` or `numeric`.
    hint
        What it means: its word in the glossary, or the option's help.
    """

    name: str
    label: str
    text: str
    choices: list[tuple[str, str]] | None
    mode: str
    hint: str


@dataclass(frozen=True, slots=True)
class FormView:
    """Everything that `_setup.html` reads."""

    lessons: list[tuple[str, str]]
    lesson: str
    left: str
    strip: StripView
    title: str
    filled: FormInput
    fields: dict[str, Field]
    groups: dict[Group, list[list[str]]]
    folded: list[str]
    speeds: tuple[str, ...]
    speed: str
    problems: dict[str, list[str]]
    waiting: set[str]
    column_names: list[str]
    cell_problems: dict[tuple[int, int], str]
    run: dict[str, Any]
    restart: bool


def form_view(
    edited: Edited,
    filled: FormInput,
    lesson: str,
    speed: str,
    problems: dict[str, list[str]] | None = None,
) -> FormView:
    """Describe the form for a run, with what was typed and what is wrong with it."""
    names, told = _shown_names(filled, edited.following), problems or {}
    where = _run_address(edited, LESSONS.get(lesson))
    preset = LESSONS.get(where.lesson)
    return FormView(
        lessons=[("", "Your own")] * (preset is None)
        + [(name, entry.title) for name, entry in LESSONS.items()],
        lesson=where.lesson,
        left=where.left,
        strip=_strip(where),
        title=where.title,
        filled=filled,
        fields={name: _field(OPTIONS[name], text) for name, text in _texts(filled)},
        groups={group: _rows(group, width) for group, width in ROW_WIDTHS.items()},
        folded=["numbers", *chain.from_iterable(_rows("more", 1)), START],
        speeds=SPEEDS if speed in SPEEDS else (speed, *SPEEDS),
        speed=speed,
        problems=told,
        waiting=edited.waiting,
        column_names=names,
        cell_problems=_cell_problems(filled, names) if {"inputs", "goals"} & set(told) else {},
        run=as_dict(where) | as_dict(describe(edited.current)),
        restart=edited.restart,
    )


def _run_address(edited: Edited, lesson: Lesson | None) -> RunAddress:
    """Say where the run is found, and what of a lesson is left in it."""
    current = edited.current
    preset = lesson if lesson and lesson.has_data_of(current) else None
    number = preset.chip_of(current) if preset else None
    chip = preset.chips[number] if preset and number is not None else None
    here, following = (address.write(e) or "inputs=5" for e in (current, edited.following))
    sizes = "–".join(map(str, current.architecture.sizes))
    return RunAddress(
        address=here,
        next=following,
        lesson=preset.name if preset else "",
        left=lesson.name if lesson and not preset else "",
        title=f"{preset.title.split(':')[0] if preset else 'Your network'}, {sizes}",
        chip=number,
        says=chip.says if chip else "",
        shows=chip.shows if chip else {},
    )


def _strip(where: RunAddress) -> StripView:
    """Say what can be tried, and where to go from here."""
    preset, following = LESSONS.get(where.lesson), after(where.lesson or where.left)
    if preset is None:
        whose = "data" if where.left else "network"
        return StripView(f"Your own {whose}: press Run and watch.", [], where.left, following)
    return StripView(preset.goal, [chip.label for chip in preset.chips], "", following)


def lesson_of(e: Experiment) -> str:
    """Give the lesson whose experiment this is, changes aside, or none."""
    for name, preset in LESSONS.items():
        known = preset.experiment
        if (
            (known.inputs, known.goals) == (e.inputs, e.goals)
            and known.hidden == e.hidden
            and (address.write(known) == address.write(e).split("&changes=")[0])
        ):
            return name
    return ""


def _texts(filled: FormInput) -> Iterator[tuple[str, str]]:
    """Give the options that have a field, each with its text."""
    return ((name, text) for name, text in filled.texts.items() if name in OPTIONS)


def _field(option: Option, text: str) -> Field:
    """Describe a field; a value that no choice has, as mixed activations, joins the choices."""
    mode = {Number: "decimal", Whole: "numeric"}.get(type(option.kind), "text")
    choices = None
    if option.choices is not None:
        pairs = list(option.choices.items()) + [(GIVEN, GIVEN)] * (option.name == START)
        known = any(value == text for value, _ in pairs)
        choices = pairs if known else [(text, text), *pairs]
    return Field(option.name, option.label, text, choices, mode, _hint(option))


def _hint(option: Option) -> str:
    """Say what an option means: in the words of the glossary, or of its own help."""
    if option.name in GLOSSARY:
        return GLOSSARY[option.name]
    help = f"{option.help[0].upper()}{option.help[1:]}."
    word = option.name.removesuffix("s")
    return f"{help} {word.capitalize()}: {GLOSSARY[word]}" if word in GLOSSARY else help


def _rows(group: Group, width: int) -> list[list[str]]:
    """Arrange the options of a group in rows; those with nothing to choose are left out."""
    names = [
        option.name
        for option in OPTIONS.values()
        if option.group == group and not option.is_settled and option.name != START
    ]
    return [names[at : at + width] for at in range(0, len(names), width)]


def _cell_problems(filled: FormInput, names: list[str]) -> dict[tuple[int, int], str]:
    """Tell of the first wrong cells what is wrong, by row and column counted from 0."""
    return {
        (row, column): Problem(names[column], filled.cells[row][column], "a finite number").message
        for row, column in sorted(filled.wrong)[:MOST_UNDER]
    }


def _shown_names(filled: FormInput, e: Experiment) -> list[str]:
    """Name the columns of the table as it is filled in."""
    inputs, goals = column_names(e)
    width = len(filled.cells[0])
    defaults = default_names(filled.n_inputs, width - filled.n_inputs)
    if len(inputs) == filled.n_inputs and len(inputs) + len(goals) == width:
        defaults = inputs + goals
    given = filled.columns or [""] * width
    names = zip(given, defaults, strict=False)
    return [name[:LONGEST_NAME] or default for name, default in names]  # each cell repeats it
