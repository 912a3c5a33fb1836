"""Answers that nobody waits for any more are not computed to their end."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from app.errors import InvalidAddress
from app.experiment import Experiment
from app.main import create_app
from app.run.block import Block
from app.run.run import Run
from app.web.security import POLICY
from app.web.state import RETRY_AFTER, State
from tests.support.asgi import Answer, Message, answer_of
from tests.support.wire import strict_json

FAR = b"alpha=0.0001&epochs=1000000"
WORK = {
    "points": ("/api/history", FAR + b"&to=1000000&every=1000"),
    "the way to the first point": ("/api/history", FAR + b"&from=999999&to=1000000"),
    "the way to a prediction": ("/api/predict", FAR + b"&step=1000000"),
}
BLOCKS = 3
"""Blocks of updates that are made before the client leaves; the whole way would take 3,907."""
LATE = 4
"""Blocks that may be made until the leaving is heard of: the others get their turn after each."""


class Blocks:
    """Counts the blocks of updates that are made, and does something after so many."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, act: Callable[[], None]) -> None:
        self.made = 0
        advance = Run.advance

        def counted(run: Run, limit: int, asked: range | None = None) -> Block:
            self.made += 1
            if self.made == BLOCKS:
                act()
            return advance(run, limit, asked)

        monkeypatch.setattr(Run, "advance", counted)
        monkeypatch.setattr("app.live.processor.SLICE", -1.0)


async def others_have_their_turn() -> None:
    for _ in range(50):
        await asyncio.sleep(0)


def leaves_when(left: asyncio.Event) -> Callable[[], Awaitable[Message]]:
    """Send a request without a body, and leave at an event."""
    began = False

    async def receive() -> Message:
        nonlocal began
        if not began:
            began = True
            return {"type": "http.request", "body": b""}
        await left.wait()
        return {"type": "http.disconnect"}

    return receive


@pytest.mark.parametrize(("path", "query"), WORK.values(), ids=WORK)
def test_work_stops_when_the_client_leaves(
    monkeypatch: pytest.MonkeyPatch, path: str, query: bytes
) -> None:
    app = create_app()

    async def leave() -> int:
        left = asyncio.Event()
        blocks = Blocks(monkeypatch, left.set)
        await answer_of(app, path, query, receive=leaves_when(left))
        made = blocks.made
        await others_have_their_turn()
        assert blocks.made == made
        return made

    assert BLOCKS <= asyncio.run(leave()) <= BLOCKS + LATE


@pytest.mark.parametrize(("path", "query"), WORK.values(), ids=WORK)
def test_what_was_computed_for_a_client_who_left_is_kept(
    monkeypatch: pytest.MonkeyPatch, path: str, query: bytes
) -> None:
    app = create_app()

    async def leave() -> None:
        left = asyncio.Event()
        Blocks(monkeypatch, left.set)
        await answer_of(app, path, query, receive=leaves_when(left))

    asyncio.run(leave())
    e = Experiment(alpha=0.0001, epochs=1_000_000)
    kept = State.of(app).checkpoints.nearest(e, e.epochs)
    assert kept is not None
    assert kept.step > 0


@pytest.mark.parametrize(("path", "query"), WORK.values(), ids=WORK)
def test_process_that_is_told_to_stop_sends_the_client_to_another(
    monkeypatch: pytest.MonkeyPatch, path: str, query: bytes
) -> None:
    app = create_app()
    blocks = Blocks(monkeypatch, State.of(app).stop)
    answer: Answer = asyncio.run(answer_of(app, path, query))
    assert BLOCKS <= blocks.made <= BLOCKS + LATE
    assert answer.status == 503
    assert answer.headers["retry-after"] == str(RETRY_AFTER)
    assert strict_json(answer.body)["detail"]
    assert answer.headers["content-security-policy"] == POLICY


async def at_once(asking: "asyncio.Future[Answer]") -> Answer:
    await others_have_their_turn()
    assert asking.done()
    return asking.result()


async def never_comes() -> Message:
    await asyncio.Event().wait()
    raise AssertionError


def test_nor_does_it_wait_for_a_form_that_is_still_being_sent() -> None:
    app = create_app()

    async def stop_in_the_middle() -> Answer:
        form = answer_of(app, "/fragments/setup", method="POST", receive=never_comes)
        waiting = asyncio.ensure_future(form)
        await others_have_their_turn()
        assert not waiting.done()
        State.of(app).stop()
        return await at_once(waiting)

    answer = asyncio.run(stop_in_the_middle())
    assert answer.status == 503
    assert answer.headers["retry-after"] == str(RETRY_AFTER)


@pytest.mark.parametrize("path", ["/", "/api/history", "/api/stream", "/static/icon.svg"])
def test_process_that_ends_begins_no_answer(path: str) -> None:
    app = create_app()
    State.of(app).stop()
    answer = asyncio.run(answer_of(app, path))
    assert answer.status == 503
    assert answer.headers["retry-after"] == str(RETRY_AFTER)


def test_answer_that_has_begun_is_not_taken_back() -> None:
    app = create_app()

    async def stop(_: Message) -> None:
        State.of(app).stop()
        await others_have_their_turn()

    answer = asyncio.run(answer_of(app, "/style.css", send=stop))
    assert answer.status == 200
    assert len(answer.body) == int(answer.headers["content-length"])


def test_answer_that_nobody_reads_is_given_up_in_silence_when_the_process_ends() -> None:
    app = create_app()

    async def stall(_: Message) -> None:
        await asyncio.Event().wait()

    async def ask() -> Answer:
        asking = asyncio.ensure_future(answer_of(app, "/style.css", send=stall))
        await others_have_their_turn()
        State.of(app).stop()
        asking.cancel()  # as uvicorn does after its time of grace
        return await at_once(asking)

    answer = asyncio.run(ask())
    assert answer.status == 200
    assert not answer.body


def test_who_is_cancelled_while_the_process_goes_on_is_cancelled() -> None:
    async def ask() -> None:
        form = answer_of(create_app(), "/fragments/setup", method="POST", receive=never_comes)
        asking = asyncio.ensure_future(form)
        await others_have_their_turn()
        asking.cancel()
        await asking

    with pytest.raises(asyncio.CancelledError):
        asyncio.run(ask())


def test_nobody_is_kept_in_mind_once_answered() -> None:
    app = create_app()
    asyncio.run(answer_of(app, "/api/history", b"to=5"))
    asyncio.run(answer_of(app, "/nothing"))
    assert not State.of(app).unanswered


def test_answer_that_is_there_in_time_is_given(monkeypatch: pytest.MonkeyPatch) -> None:
    app = create_app()
    Blocks(monkeypatch, lambda: None)
    answer = asyncio.run(answer_of(app, "/api/predict", b"alpha=0.0001&step=900"))
    assert strict_json(answer.body)["step"] == 900


def test_listening_leaves_no_task_behind() -> None:
    app = create_app()

    async def ask() -> set[asyncio.Task[object]]:
        await answer_of(app, "/api/history", b"to=5")
        return asyncio.all_tasks() - {asyncio.current_task()}

    assert not asyncio.run(ask())


def test_server_that_never_waits_for_the_client_does_not_stop_the_work() -> None:
    async def receive() -> Message:
        return {"type": "http.request", "body": b""}

    answer = asyncio.run(answer_of(create_app(), "/api/history", b"to=900", receive=receive))
    assert answer.status == 200


def test_failure_of_the_work_is_told_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    async def fail(*_: object) -> None:
        raise InvalidAddress([])

    monkeypatch.setattr("app.web.api.history", fail)
    assert asyncio.run(answer_of(create_app(), "/api/history")).status == 422


def test_client_who_leaves_while_sending_the_form_is_no_failure(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def receive() -> Message:
        return {"type": "http.disconnect"}

    wanted = answer_of(create_app(), "/fragments/setup", method="POST", receive=receive)
    assert asyncio.run(wanted).status == 499
    assert not caplog.records
