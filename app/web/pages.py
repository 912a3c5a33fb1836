"""The page, opened on the run of its address."""

from dataclasses import replace

from fastapi import APIRouter, Request, Response

from app import address
from app.address import KEYS
from app.errors import LONGEST_VALUE, InvalidAddress
from app.experiment import Experiment
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
    if lesson not in PRESETS or not _is_like(e, PRESETS[lesson].experiment):
        lesson = lesson_of(e)
    at = min(query.whole("at", 0, 0, 10**9), e.updates)
    query.row(e)
    query.parameter(e)
    speed = query.speed()
    query.check()
    if query.text("speed") is None and lesson:
        shown = PRESETS[lesson].speed
    else:
        shown = "max" if speed == UNPACED else address.write_number(speed)
    start = replace(e, changes=(), alpha=e.alpha_at(at))  # the fields show what is in force
    return form_view(Edited(e, start), Filled.of(start), lesson, shown)


def _is_like(e: Experiment, known: Experiment) -> bool:
    """Whether an experiment may still be called by a lesson's name: its rows are as wide."""
    return (len(e.inputs[0]), len(e.goals[0])) == (len(known.inputs[0]), len(known.goals[0]))


def _refused(request: Request, error: InvalidAddress) -> FormView:
    """Show what is right of the address, and under its field what is wrong, as it was given."""
    given = {name: text for name, text in request.query_params.multi_items() if name in KEYS}
    wrong = {problem.key for problem in error.problems}
    lesson = request.query_params.get("lesson", "")
    e = PRESETS.get(lesson, PRESETS[FIRST]).experiment
    if right := [pair for pair in given.items() if pair[0] not in wrong]:
        try:
            e = address.read(right)
        except InvalidAddress:  # what is left does not fit together without it
            right = []
    filled = Filled.of(e)
    for problem in error.problems:
        if problem.key in filled.texts and problem.key in given:
            filled.texts[problem.key] = given[problem.key][:LONGEST_VALUE]
    problems = problems_by_field(error.problems)
    return form_view(Edited(e, e), filled, lesson_of(e), "20", problems)
