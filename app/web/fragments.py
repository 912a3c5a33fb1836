"""The pieces of HTML that htmx swaps: the form, with what an edit makes of the run."""

from collections.abc import Callable
from dataclasses import replace
from urllib.parse import parse_qsl

from fastapi import Request, Response
from starlette.datastructures import QueryParams

from app import address
from app.errors import InvalidAddress, Problem, TooLarge, UnknownThing
from app.experiment import LIVE, Experiment
from app.lessons import FIRST, LESSONS
from app.limits import MAX_ADDRESS, MAX_CELLS, MAX_UPDATE
from app.live.edit import STATES, Edited, RunState, edit
from app.options.changes import Change
from app.options.numbers import Rejected, whole
from app.typed import typed_number
from app.web.form import MAX_GIVEN_BACK, FormInput, html_length
from app.web.keys import DEFAULT_SPEED, Speed
from app.web.messages import problems_by_field
from app.web.routing import Router
from app.web.state import State
from app.web.templating import templates
from app.web.view import FormView, form_view

router = Router(include_in_schema=False)
MAX_FORM = 192 * 1024
"""Bytes of a filled-in form; its names and texts make it longer than the address it stands for."""
MAX_FIELDS = MAX_CELLS
"""Fields of a form; a large table is one field, but its rows may have a label each."""
ROOM = 512
"""Bytes of an address left for the keys of the page."""


@router.get("/fragments/setup")
@router.post("/fragments/setup")
async def setup(request: Request) -> Response:
    """Take the form as filled in, and give it back with what becomes of the run.

    Servers take no address of more than 64 KiB, so a large table has to be posted.
    """
    values, share = await _sent(request), State.of(request.app).requests
    lesson, speed = values.get("lesson") or values.get("left", ""), _speed(values.get("speed", ""))
    action, _, argument = values.get("edit", "").partition(":")
    if action == "lesson" and values.get("lesson"):
        return _answer(request, choose(lesson))
    if action == "try":
        return _answer(request, choose(lesson, argument))
    lesson = lesson if lesson in LESSONS else ""
    filled, current = FormInput.from_query(values), LESSONS[FIRST].experiment
    try:
        current = _run(values.get("run", ""))
        await share.turn()
        edited = _edited(values, current, filled)
        await share.turn()
        _require_address(edited)
    except InvalidAddress as error:
        filled.write_large_table()
        if filled.size > MAX_GIVEN_BACK:
            raise TooLarge(error.problems) from None
        kept = Edited(current, replace(current, changes=()))
        if values.get("edit") == "reset":
            kept = Edited(kept.following, kept.following, restart=True)
        problems = problems_by_field(error.problems)
        return _answer(request, form_view(kept, filled, lesson, speed, problems), 422)
    await share.turn()
    fresh = FormInput.of(edited.following)
    fresh.block, fresh.notes = filled.block, fresh.notes | filled.notes
    if (length := html_length([fresh.block])) > MAX_GIVEN_BACK:
        allowed = f"at most {MAX_GIVEN_BACK} characters of HTML"
        raise TooLarge([Problem("block", f"{length} characters", allowed)])
    return _answer(request, form_view(edited, fresh, lesson, speed))


async def _sent(request: Request) -> QueryParams:
    """Give the form's texts, from the body of a POST or from the address.

    Raises TooLarge for a form that is too long, or has too many fields: counted before they are
    taken apart.
    """
    form: bytes = request.scope["query_string"]
    if request.method == "POST":
        form = b""
        async for part in request.stream():
            form += part
            if len(form) > MAX_FORM:
                break
    if len(form) > MAX_FORM:
        raise TooLarge([Problem("form", f"{len(form)} bytes", f"at most {MAX_FORM} bytes")])
    if (n_fields := form.count(b"&") + 1) > MAX_FIELDS:
        raise TooLarge([Problem("form", f"{n_fields} fields", f"at most {MAX_FIELDS} fields")])
    return QueryParams(form)


def _run(text: str) -> Experiment:
    """Read the address of the run that the page shows."""
    if len(text) > MAX_ADDRESS:
        allowed = f"at most {MAX_ADDRESS} characters long"
        raise InvalidAddress([Problem("run", f"{len(text)} characters", allowed)])
    return address.read(parse_qsl(text, keep_blank_values=True))


def _speed(text: str) -> str:
    """Give the chosen speed, which the form only carries; what is none gives way to the default."""
    try:
        return Speed().write(Speed().read(text))
    except Rejected:
        return Speed().write(DEFAULT_SPEED)


def choose(lesson: str, number: str = "0") -> FormView:
    """Open a lesson from its start, as one of its chips has it; its own is the first."""
    if lesson not in LESSONS:
        raise UnknownThing("lesson", lesson, list(LESSONS))
    chosen = LESSONS[lesson]
    numbers = [str(at) for at in range(len(chosen.chips))]
    if number not in numbers:
        raise UnknownThing("try", number, numbers)
    e, chip = chosen.experiments[int(number)], chosen.chips[int(number)]
    return form_view(Edited(e, e, restart=True), FormInput.of(e), lesson, chip.speed)


def _answer(request: Request, view: FormView, status: int = 200) -> Response:
    return templates.TemplateResponse(request, "_edited.html", {"form": view}, status)


def _require_address(edited: Edited) -> None:
    """Refuse a run that no address can hold, with room left for what the page adds."""
    most = MAX_ADDRESS - ROOM
    for e in dict.fromkeys((edited.following, edited.current)):  # often one and the same
        length = len(address.write(e))
        if length > most and e.changes:
            allowed = f"few enough for an address of {most} bytes; Reset starts without them"
            raise InvalidAddress([Problem("changes", f"{len(e.changes)} changes", allowed)])
        if length > most:
            allowed = f"a table that an address of {most} bytes can hold, names included"
            raise InvalidAddress([Problem("inputs", f"{length} bytes", allowed)])


def _edited(values: QueryParams, current: Experiment, filled: FormInput) -> Edited:
    """Do what the pressed button says, then read the form."""
    state: RunState = next((state for state in STATES if state == values.get("state")), "fresh")
    at = min(_whole("at", values.get("at", "0"), MAX_UPDATE), current.updates)
    action, _, argument = values.get("edit", "").partition(":")
    if action == "set":
        change = Change(at, values.get("parameter", ""), _value(values.get("value", "")))
        return Edited(current.with_change(change), filled.experiment(current))
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
        "paste": lambda: filled.paste(filled.block, _cell(values)),
    }
    if action in actions:
        actions[action]()
    wanted = filled.experiment(current)
    if state != "fresh":  # what nobody touched, a change may have
        now = current.as_of(at)
        kept = [name for name in LIVE if filled.texts[name] == values.get(f"{name}_shown")]
        wanted = replace(wanted, **{name: getattr(now, name) for name in kept})
    return edit(current, wanted, state, at)


def _cell(values: QueryParams) -> tuple[int, int] | None:
    """Read where a block was pasted, counted from 0; None where it is to be the table."""
    row, column = values.get("paste_row", ""), values.get("paste_column", "")
    if not row and not column:
        return None
    return _whole("row", row, MAX_CELLS), _whole("column", column, MAX_CELLS)


def _whole(key: str, text: str, high: int) -> int:
    try:
        return whole(text, 0, high)
    except Rejected as rejected:
        raise InvalidAddress([Problem(key, text, rejected.allowed)]) from None


def _value(text: str) -> float:
    try:
        return typed_number(text)
    except Rejected as rejected:
        raise InvalidAddress([Problem("value", text, rejected.allowed)]) from None
