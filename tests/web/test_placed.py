"""Answers that take a while: in few places, and in pieces that the client has to take."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest
from fastapi import FastAPI

from app.main import create_app
from app.run.block import Block
from app.run.run import Run
from app.settings import Settings
from app.web.placed import PIECE
from app.web.state import RETRY_AFTER
from tests.support.addresses import ROWS
from tests.support.asgi import Answer, Message, answer_of
from tests.support.wire import strict_json

FAR = b"alpha=0.0001&epochs=1000000&to=1000000&every=1000"
DEAR = {
    "points": ("/api/history", FAR),
    "a prediction": ("/api/predict", b"alpha=0.0001&epochs=1000000&step=1000000"),
}
LARGE = f"{ROWS}&hidden=32,32&epochs=9999&alpha=1e-4&order=shuffled&to=400".encode()
SMALL = f"{ROWS}&hidden=3&to=20".encode()


class Client:
    """One who asks, takes so many pieces of the answer, and leaves when told to."""

    def __init__(self, app: FastAPI, path: str, query: bytes, takes: int = 10**9) -> None:
        self._takes, self._left = takes, asyncio.Event()
        self.pieces: list[int] = []
        self.answering = asyncio.create_task(
            answer_of(app, path, query, receive=self._receive(), send=self._send)
        )

    def _receive(self) -> Callable[[], Awaitable[Message]]:
        said: list[Message] = [{"type": "http.request", "body": b""}]

        async def receive() -> Message:
            if not said:
                await self._left.wait()
                return {"type": "http.disconnect"}
            return said.pop()

        return receive

    async def _send(self, message: Message) -> None:
        if message["type"] == "http.response.body":
            self.pieces.append(len(message["body"]))
            if len(self.pieces) > self._takes:
                await asyncio.Event().wait()

    async def leave(self) -> Answer:
        """Leave, and give what came before."""
        self._left.set()
        return await self.answering


async def others_have_their_turn() -> None:
    for _ in range(200):
        await asyncio.sleep(0)


@pytest.fixture
def advances(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Note each block of updates that is made, and let others have their turn after each."""
    made, advance = list[int](), Run.advance

    def noted(run: Run, limit: int, asked: range | None = None) -> Block:
        made.append(run.step)
        return advance(run, limit, asked)

    monkeypatch.setattr(Run, "advance", noted)
    monkeypatch.setattr("app.live.processor.SLICE", -1.0)
    return made


@pytest.mark.usefixtures("advances")
@pytest.mark.parametrize(("path", "query"), DEAR.values(), ids=DEAR)
def test_one_dear_answer_too_many_is_put_off_and_a_cheap_one_is_not(
    path: str, query: bytes
) -> None:
    app = create_app(Settings(max_answers=2))

    async def ask() -> tuple[Answer, Answer, Answer]:
        first, second = Client(app, path, query), Client(app, path, query + b"&seed=2")
        await others_have_their_turn()
        refused = await answer_of(app, path, query + b"&seed=3")
        cheap = await answer_of(app, "/api/history", SMALL)
        await first.leave()
        third = Client(app, path, query + b"&seed=3")
        await others_have_their_turn()
        assert not third.answering.done()
        again = await answer_of(app, path, query + b"&seed=4")
        await second.leave()
        await third.leave()
        return refused, cheap, again

    refused, cheap, again = asyncio.run(ask())
    assert refused.status == again.status == 503
    assert refused.headers["retry-after"] == str(RETRY_AFTER)
    assert strict_json(refused.body)["detail"]
    assert cheap.status == 200


def test_places_are_taken_when_they_are_asked_for() -> None:
    app = create_app(Settings(max_answers=3))

    async def rush() -> list[Client]:
        path, query = DEAR["points"]
        clients = [Client(app, path, query + b"&seed=%d" % n) for n in range(20)]
        await others_have_their_turn()
        refused = [client for client in clients if client.answering.done()]
        await asyncio.gather(*(client.leave() for client in clients))
        return refused

    assert len(asyncio.run(rush())) == 17


@pytest.mark.usefixtures("advances")
def test_a_dear_answer_keeps_its_place_until_it_is_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.live.places.DEAR", 0)
    app = create_app(Settings(max_answers=1))

    async def ask() -> tuple[Answer, Answer]:
        slow = Client(app, "/api/history", LARGE, takes=1)
        while len(slow.pieces) < 2:
            await asyncio.sleep(0)
        refused = await answer_of(app, "/api/history", SMALL)
        await slow.leave()
        return refused, await answer_of(app, "/api/history", SMALL)

    refused, given = asyncio.run(ask())
    assert (refused.status, given.status) == (503, 200)


def test_a_failure_gives_its_place_back(monkeypatch: pytest.MonkeyPatch) -> None:
    async def fail(*_: object) -> None:
        raise RuntimeError

    app = create_app(Settings(max_answers=1))
    monkeypatch.setattr("app.live.places.DEAR", 0)
    with monkeypatch.context() as broken:
        broken.setattr("app.web.api.history", fail)
        for _ in range(3):
            with pytest.raises(RuntimeError):
                asyncio.run(answer_of(app, "/api/history", SMALL))
    assert asyncio.run(answer_of(app, "/api/history", SMALL)).status == 200


def test_a_large_answer_comes_in_pieces_of_one_size() -> None:
    async def ask() -> tuple[Client, Answer]:
        client = Client(create_app(), "/api/history", LARGE)
        return client, await client.answering

    client, answer = asyncio.run(ask())
    *whole, last, end = client.pieces
    assert set(whole) == {PIECE}
    assert len(whole) > 20
    assert 0 < last < PIECE
    assert end == 0
    told = strict_json(answer.body)
    assert len(told["weights"]) == len(told["losses"]) == len(told["steps"]) == 401
    assert "content-length" not in answer.headers


def test_a_small_answer_is_one_piece_and_says_how_long_it_is() -> None:
    answer = asyncio.run(answer_of(create_app(), "/api/history", SMALL))
    assert int(answer.headers["content-length"]) == len(answer.body) < PIECE


def test_a_client_that_takes_nothing_has_nothing_computed_for_it(advances: list[int]) -> None:
    async def ask() -> tuple[int, list[int]]:
        slow = Client(create_app(), "/api/history", LARGE, takes=1)
        while len(slow.pieces) < 2:
            await asyncio.sleep(0)
        there = len(advances)
        await others_have_their_turn()
        assert len(advances) == there
        answer = await slow.leave()
        await others_have_their_turn()
        assert len(advances) == there
        return len(answer.body), advances

    length, made = asyncio.run(ask())
    assert length <= 2 * PIECE
    assert made[-1] > 300  # the way was made once, for losses and status


@pytest.mark.parametrize("kept", [1, 1400, 20_000, 2**20])
@pytest.mark.parametrize(
    "query",
    [
        f"{ROWS}&hidden=32,8&epochs=99&order=shuffled&alpha=0.01&from=7&every=3&to=300",
        f"{ROWS}&hidden=8&epochs=99&alpha=0.01&changes=20:alpha=0.02;31:h1.x1=0.5&to=90",
        f"{ROWS}&hidden=8&epochs=99&alpha=0.01&until=5&to=300",
        f"{ROWS}&hidden=8&epochs=400&alpha=5&to=300",
        f"{ROWS}&hidden=4&derivative=numerical&epochs=9&alpha=0.01&from=2",
    ],
)
def test_what_is_made_again_has_the_same_bytes(
    monkeypatch: pytest.MonkeyPatch, kept: int, query: str
) -> None:
    whole = asyncio.run(answer_of(create_app(), "/api/history", query.encode()))
    monkeypatch.setattr("app.live.past.KEPT", kept)
    cut = asyncio.run(answer_of(create_app(), "/api/history", query.encode()))
    assert whole.status == cut.status == 200
    assert cut.body == whole.body
