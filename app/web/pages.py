"""The page, opened on the run of its address."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from fastapi import Request, Response

from app import address
from app.errors import LONGEST_VALUE, InvalidAddress, Problem
from app.experiment import OPTIONS, Experiment
from app.lessons import FIRST, LESSONS
from app.live.edit import Edited
from app.options.numbers import write_number
from app.web import keys
from app.web.form import FormInput
from app.web.messages import problems_by_field
from app.web.panels import PANELS, preloaded
from app.web.query import Query
from app.web.routing import Router
from app.web.state import State
from app.web.templating import templates
from app.web.view import FormView, form_view, lesson_of

router = Router(include_in_schema=False)
OF_A_RUN = ("row", "w", "try")
"""Keys that can only be judged beside the run that the address means."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What the page shows of its run: the page's own keys, as they are in force."""

    at: int
    row: int
    w: str | None
    tried: list[str]
    scale: str
    digits: str
    display: str | None


@router.get("/")
async def index(request: Request) -> Response:
    """Open the address's run; without one the lesson's, and without that the one-weight lesson.

    What is wrong is told, and the page opens on what is right.
    """
    problems: tuple[Problem, ...] = ()
    query, e = None, None
    try:
        query = Query(request, keys.PAGE)
        e = query.experiment if query.experiment_pairs else None
    except InvalidAddress as error:
        problems = error.problems
        e = _what_is_right(request, problems)
    query = query or Query(Request({"type": "http", "query_string": b""}), keys.PAGE)
    share = State.of(request.app).requests
    await share.turn()
    shown, view = _opened(request, query, e, problems)
    context: dict[str, Any] = {"form": view, "title": view.title}
    context |= {"shown": asdict(shown), "defaults": dict(keys.PAGE)}
    context |= {"panels": PANELS, "modules": preloaded()}
    status = 422 if view.problems else 200
    await share.turn()
    return templates.TemplateResponse(request, "index.html", context, status_code=status)


@router.get("/fragments/dialogs")
async def dialogs(request: Request) -> Response:
    """Give the help and the choices of display, which the page asks for when one is opened."""
    return templates.TemplateResponse(request, "_dialogs.html", {})


def _opened(
    request: Request, query: Query, asked: Experiment | None, problems: Sequence[Problem]
) -> tuple[Shown, FormView]:
    """Bring together the run, what is shown of it, and what is wrong with the address."""
    first = LESSONS[FIRST].experiment
    lesson = query.value("lesson", first)
    e = asked or (LESSONS[lesson].experiment if lesson else first)
    if lesson not in LESSONS or not LESSONS[lesson].has_data_of(e):
        lesson = lesson_of(e) or lesson
    at = min(query.value("at", e), e.updates)
    shown = Shown(
        at=at,
        row=(query.value("row", e) or 0) + 1,
        w=query.value("w", e),
        tried=_typed(query, e),
        scale=query.value("scale", e),
        digits=query.value("digits", e),
        display=query.value("display", e),
    )
    speed = _speed(query, e, lesson)
    own = [p for p in query.problems if not problems or p.key not in OF_A_RUN]
    start = replace(e, changes=(), alpha=e.alpha_at(at))  # the fields show what is in force
    filled = FormInput.of(start)
    for problem in problems:
        if problem.key in filled.texts and problem.key in request.query_params:
            filled.texts[problem.key] = request.query_params[problem.key][:LONGEST_VALUE]
    told = problems_by_field((*problems, *own))
    return shown, form_view(Edited(e, start), filled, lesson, speed, told)


def _typed(query: Query, e: Experiment) -> list[str]:
    """Give the texts of the fields of the input to try; what is wrong with them is told."""
    numbers, text = query.value("try", e), (query.text("try") or "")[:LONGEST_VALUE]
    if numbers is not None:
        return [write_number(value) for value in numbers]
    return text.split(",") if text else []


def _speed(query: Query, e: Experiment, lesson: str) -> str:
    """Give the speed asked for, as the form writes it; without one the lesson's."""
    speed = query.value("speed", e)
    if not query.text("speed") and lesson:
        preset = LESSONS[lesson]
        return preset.chips[preset.chip_of(e) or 0].speed
    return keys.Speed().write(speed)


def _what_is_right(request: Request, problems: Sequence[Problem]) -> Experiment | None:
    """Read what is left of a wrong address without what is wrong, if that fits together."""
    wrong = {problem.key for problem in problems}
    given = {name: text for name, text in request.query_params.multi_items() if name in OPTIONS}
    right = [pair for pair in given.items() if pair[0] not in wrong]
    try:
        return address.read(right) if right else None
    except InvalidAddress:
        return None
