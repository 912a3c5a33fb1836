"""The pieces of HTML that htmx swaps: the form, with what an edit makes of the run."""

from collections.abc import Callable
from dataclasses import replace
from urllib.parse import parse_qsl

from fastapi import APIRouter, Request, Response

from app import address
from app.address import Rejected, number, whole, with_change
from app.errors import InvalidAddress, Problem, UnknownThing
from app.experiment import MAX_CELLS, Change, Experiment
from app.presets import PRESETS
from app.web.edit import STATES, Edited, RunState, edit
from app.web.form import Filled, problems_by_field
from app.web.templating import templates
from app.web.view import FormView, form_view

router = APIRouter(include_in_schema=False)
MAX_FORM = 256 * 1024
"""Bytes of a filled-in form; its names and texts make it longer than the address it stands for."""


@router.get("/fragments/setup")
async def setup(request: Request) -> Response:
    """Take the form as filled in, and give it back with what becomes of the run."""
    length, values = len(request.scope["query_string"]), request.query_params
    if length > MAX_FORM:
        allowed = f"at most {MAX_FORM} bytes long"
        raise InvalidAddress([Problem("form", f"{length} bytes", allowed)])
    current = address.read(parse_qsl(values.get("run", ""), keep_blank_values=True))
    lesson, speed = values.get("lesson", ""), values.get("speed", "20")
    if values.get("edit") == "lesson" and lesson:
        return _answer(request, choose(lesson))
    filled = Filled.from_query(values)
    state = next((state for state in STATES if state == values.get("state")), "fresh")
    try:
        edited = _edited(request, current, filled, state)
    except InvalidAddress as error:
        kept = Edited(current, replace(current, changes=()))
        if values.get("edit") == "reset":
            kept = Edited(kept.following, kept.following, restart=True)
        problems = problems_by_field(error.problems)
        return _answer(request, form_view(kept, filled, lesson, speed, problems), 422)
    notes = filled.notes
    fresh = Filled.of(edited.following)
    fresh.notes = notes
    return _answer(request, form_view(edited, fresh, lesson, speed))


def choose(lesson: str) -> FormView:
    """Open a lesson from its start."""
    if lesson not in PRESETS:
        raise UnknownThing("lesson", lesson, list(PRESETS))
    preset = PRESETS[lesson]
    opened = Edited(preset.experiment, preset.experiment, restart=True)
    return form_view(opened, Filled.of(preset.experiment), lesson, preset.speed)


def _answer(request: Request, view: FormView, status: int = 200) -> Response:
    return templates.TemplateResponse(
        request, "_setup.html", {"form": view}, status_code=status
    )


def _edited(request: Request, current: Experiment, filled: Filled, state: RunState) -> Edited:
    """Do what the pressed button says, then read the form."""
    values = request.query_params
    at = min(_whole("at", values.get("at", "0"), 10**9), current.updates)
    action, _, argument = values.get("edit", "").partition(":")
    if action == "set":
        change = Change(at, values.get("parameter", ""), _value(values.get("value", "")))
        return Edited(with_change(current, change), filled.experiment(current))
    if action == "reset":
        wanted = filled.experiment(current)
        return Edited(wanted, wanted, restart=True)
    actions: dict[str, Callable[[], None]] = {
        "add-row": filled.add_row,
        "remove-row": lambda: filled.remove_row(_whole("row", argument, len(filled.cells) - 1)),
        "add-input": lambda: filled.add_column(goal=False),
        "add-goal": lambda: filled.add_column(goal=True),
        "remove-column": lambda: filled.remove_column(
            _whole("column", argument, len(filled.cells[0]) - 1)
        ),
        "paste": lambda: filled.paste(
            filled.block,
            _whole("row", values.get("paste_row") or "0", MAX_CELLS),
            _whole("column", values.get("paste_column") or "0", MAX_CELLS),
        ),
    }
    if action in actions:
        actions[action]()
    return edit(current, filled.experiment(current), state, at)


def _whole(key: str, text: str, high: int) -> int:
    try:
        return whole(text, 0, high)
    except Rejected as rejected:
        raise InvalidAddress([Problem(key, text, rejected.allowed)]) from None


def _value(text: str) -> float:
    try:
        return number(text)
    except Rejected as rejected:
        raise InvalidAddress([Problem("value", text, rejected.allowed)]) from None
