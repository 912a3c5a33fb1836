"""The page, opened on the run of its address."""

from dataclasses import replace

from fastapi import APIRouter, Request, Response

from app import address
from app.address import KEYS
from app.errors import InvalidAddress
from app.presets import FIRST, PRESETS
from app.web.edit import Edited
from app.web.form import Filled, problems_by_field
from app.web.query import PAGE_KEYS, UNPACED, Query
from app.web.templating import templates
from app.web.view import FormView, form_view, lesson_of

router = APIRouter(include_in_schema=False)


@router.get("/")
async def index(request: Request) -> Response:
    """Open the address's run; without one the lesson's, and without that the one-weight lesson."""
    try:
        query = Query(request, PAGE_KEYS)
        status, view = 200, _opened(query)
    except InvalidAddress as error:
        status, view = 422, _refused(request, error)
    context = {"form": view, "title": view.title}
    return templates.TemplateResponse(request, "index.html", context, status_code=status)


def _opened(query: Query) -> FormView:
    lesson = query.text("lesson") or ""
    if query.experiment_pairs:
        e = query.experiment
    else:
        e = PRESETS.get(lesson, PRESETS[FIRST]).experiment
    if lesson not in PRESETS:
        lesson = lesson_of(e)
    query.whole("at", 0, 0, 10**9)
    query.row(e)
    query.parameter(e)
    speed = query.speed()
    query.check()
    if query.text("speed") is None and lesson:
        shown = PRESETS[lesson].speed
    else:
        shown = "max" if speed == UNPACED else address.write_number(speed)
    start = replace(e, changes=())
    return form_view(Edited(e, start), Filled.of(e), lesson, shown)


def _refused(request: Request, error: InvalidAddress) -> FormView:
    """Show the first lesson with what was given in its fields and what is wrong under them."""
    e = PRESETS[FIRST].experiment
    filled = Filled.of(e)
    given = {name: text for name, text in request.query_params.multi_items() if name in KEYS}
    for problem in error.problems:
        if problem.key in filled.texts and problem.key in given:
            filled.texts[problem.key] = given[problem.key]
    problems = problems_by_field(error.problems)
    return form_view(Edited(e, e), filled, FIRST, "20", problems)
