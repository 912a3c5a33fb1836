"""JSON and streams for programs; every answer is a function of the address alone."""

from collections.abc import AsyncGenerator, AsyncIterator

from fastapi import APIRouter, Request, Response
from fastapi.responses import StreamingResponse

from app import __version__
from app.address import Rejected, number
from app.errors import Busy
from app.insight.frame import Asked
from app.insight.rows import respond
from app.web import history as past
from app.web.documentation import documented
from app.web.leaving import while_connected
from app.web.query import Query
from app.web.resume import MAX_VISITS, run_at, visits
from app.web.state import RETRY_AFTER, State
from app.web.stream import Watching, stream
from app.web.wire import json_response

router = APIRouter()
STREAM_KEYS = ("from", "to", "speed", "row", "w", "centre")
PREDICT_KEYS = ("step", "input")
STREAM_HEADERS = {"Cache-Control": "no-cache", "X-Accel-Buffering": "no"}


@router.get("/health")
async def health() -> dict[str, str]:
    """Say that the server is up, and which version it is."""
    return {"status": "ok", "version": __version__}


@router.get("/api/history", openapi_extra=documented(*past.KEYS))
async def get_history(request: Request) -> Response:
    """Give losses and weights over a stretch of the run."""
    query = Query(request, past.KEYS)
    wanted = past.requested(query)
    checkpoints = State.of(request.app).checkpoints
    work = past.history(query.experiment, wanted, checkpoints)
    return json_response(await while_connected(request, work))


@router.get("/api/predict", openapi_extra=documented(*PREDICT_KEYS))
async def get_predict(request: Request) -> Response:
    """Give every activation, and the prediction, for any input at an update."""
    query = Query(request, PREDICT_KEYS)
    e = query.experiment
    step = query.whole("step", 0, 0, 10**9)
    inputs = _input(query)
    query.check()
    if visits(e, step) > MAX_VISITS:
        query.refuse("step", step, f"an update after at most {MAX_VISITS} row visits")
        query.check()
    run = await while_connected(request, run_at(e, step, State.of(request.app).checkpoints))
    layers = respond(e, run.parameters, inputs)
    return json_response({"step": run.step, "activations": layers, "prediction": layers[-1]})


def _input(query: Query) -> tuple[float, ...]:
    """Read the input, one number a column; the first training row without one."""
    columns, text = len(query.experiment.inputs[0]), query.text("input")
    if text is None:
        return query.experiment.inputs[0]
    try:
        values = tuple(number(cell) for cell in text.split(","))
    except Rejected:
        values = ()
    if len(values) != columns:
        query.refuse("input", text, f"{columns} finite numbers divided by commas")
    return values


@router.get("/api/stream", openapi_extra=documented(*STREAM_KEYS))
async def get_stream(request: Request) -> Response:
    """Send the run as it is trained, as server-sent events."""
    query = Query(request, STREAM_KEYS)
    e = query.experiment
    start = query.whole("from", 0, 0, e.updates)
    stop = query.whole("to", e.updates, 0, 10**9)
    asked = Asked(query.row(e), query.parameter(e), query.number("centre"))
    watching = Watching(start, stop, fresh=True, speed=query.speed(), asked=asked)
    query.check()
    seen = request.headers.get("Last-Event-ID", "")
    if seen.isascii() and seen.isdigit():
        watching.start, watching.fresh = min(int(seen[:15]), e.updates), False
    state = State.of(request.app)
    if state.streams >= state.settings.max_streams:
        raise Busy(RETRY_AFTER)
    messages = _counted(state, stream(e, watching, state.checkpoints, state.stopping.is_set))
    return StreamingResponse(messages, media_type="text/event-stream", headers=STREAM_HEADERS)


async def _counted(state: State, messages: AsyncGenerator[bytes]) -> AsyncIterator[bytes]:
    """Pass the messages on, and count the stream as open as long as they are listened to."""
    state.streams += 1
    try:
        async for message in messages:
            yield message
    finally:
        state.streams -= 1
        await messages.aclose()
