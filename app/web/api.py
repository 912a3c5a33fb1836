"""JSON and streams for programs.

HEAD is told whether the address is allowed, and what kind of answer it has; nothing is trained.
"""

from dataclasses import dataclass

from fastapi import Request, Response
from fastapi.responses import StreamingResponse

from app import __version__
from app.errors import Busy
from app.experiment import Experiment
from app.fields import described
from app.insight.panels import FrameOptions
from app.insight.rows import respond
from app.live.look import Viewer
from app.live.past import History, history, history_work
from app.live.places import DEAR, work_left
from app.live.show import Part
from app.network.arrays import FloatArray
from app.run.work import training_work
from app.web import keys
from app.web.documentation import documented
from app.web.history import requested, written
from app.web.placed import Placed, streamed
from app.web.query import Query
from app.web.routing import Router, headers_alone
from app.web.state import RETRY_AFTER, State
from app.web.stream import EVENTS, STREAM_HEADERS, EventStream, stream
from app.web.wire import json_response

router = Router()
JSON, SENT = "application/json", "text/event-stream"


@dataclass(frozen=True, slots=True, eq=False)
class Answered:
    """`/api/predict`: what the network answers to an input."""

    step: int = described("the update at which it was asked")
    activations: list[FloatArray] = described("a list a layer, inputs first")
    prediction: FloatArray = described("the outputs")


@router.get("/health")
async def health() -> dict[str, str]:
    """Say that the server is up, and which version it is."""
    return {"status": "ok", "version": __version__}


@router.get("/api/history", openapi_extra=documented(keys.HISTORY, History))
async def get_history(request: Request) -> Response:
    """Give losses and weights over a stretch of the run."""
    query = Query(request, keys.HISTORY)
    wanted = requested(query)
    if request.method == "HEAD":
        return headers_alone(JSON)
    e, state = query.experiment, State.of(request.app)
    share = state.requests

    async def answer() -> Response:
        past = await history(e, wanted, state.checkpoints, state.replays, share)
        return await streamed(written(past, share), share, JSON)

    left = work_left(history_work(e, wanted), e, wanted.start, state.checkpoints)
    return Placed(state.places, left, answer)


@router.get("/api/predict", openapi_extra=documented(keys.PREDICT, Answered))
async def get_predict(request: Request) -> Response:
    """Give every activation, and the prediction, for any input at an update."""
    query = Query(request, keys.PREDICT)
    e, step, inputs = query.experiment, query.value("step"), query.value("input")
    query.check()
    query.check_work("step", step, lambda update: training_work(e, update))
    if request.method == "HEAD":
        return headers_alone(JSON)
    state = State.of(request.app)

    async def answer() -> Response:
        run = await state.replays.run_at(e, step, state.requests)
        layers = respond(e, run.parameters, inputs)
        return json_response(Answered(run.step, layers, layers[-1]))

    left = work_left(training_work(e, step), e, step, state.checkpoints)
    return Placed(state.places, left, answer)


@router.get(
    "/api/stream",
    response_class=StreamingResponse,  # which says nothing of JSON
    openapi_extra=documented(keys.STREAM, *EVENTS.values(), media=SENT),
)
async def get_stream(request: Request) -> Response:
    """Send the run as it is trained, as server-sent events."""
    state = State.of(request.app)
    if state.house.has_no_place:  # before anything is read of who comes in a rush
        raise Busy(RETRY_AFTER)
    query = Query(request, keys.STREAM)
    e = query.experiment
    start, stop, speed = (query.value(name) for name in ("from", "to", "speed"))
    options = FrameOptions(*(query.value(name) for name in ("row", "w", "window", "try")))
    if start > e.updates:
        query.refuse("from", start, f"a whole number from 0 to {e.updates}")
    query.check()
    if request.method == "HEAD":
        return headers_alone(SENT, STREAM_HEADERS)
    seen, fresh = request.headers.get("Last-Event-ID", ""), True
    if seen.isascii() and seen.isdigit():
        start, fresh = min(int(seen[:15]), e.updates), False
    part = Part(start, e.updates if stop is None else stop, speed)
    place = state.house.enter(glance=_is_a_glance(part, e, state))
    if place is None:
        raise Busy(RETRY_AFTER)
    events = state.shows.join(e, part).events()
    return EventStream(stream(events, part, Viewer(options, place.share), fresh=fresh), place)


def _is_a_glance(part: Part, e: Experiment, state: State) -> bool:
    """Tell whether a stream shows an update or two that are not far away."""
    way = work_left(training_work(e, part.start), e, part.start, state.checkpoints)
    return 0 <= part.stop - part.start <= 1 and way <= DEAR
