"""Requests come in one by one."""

import asyncio
from contextlib import suppress
from time import monotonic

import pytest
from fastapi import FastAPI
from starlette.types import Receive, Scope, Send

from app.live.processor import SLICE
from app.main import create_app
from app.web.arrival import CROWD, Arrival
from app.web.state import State
from tests.support.asgi import Message, answer_of, sending
from tests.support.clock import Clock, stopped_clock


async def unheard(message: Message) -> None:
    """Take what is sent, and do nothing with it."""


def arrivals(app: FastAPI, n: int, order: list[str], clock: Clock) -> list[asyncio.Task[None]]:
    """Let so many arrive at once, each with work for a whole turn; who comes in is noted."""

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        order.append("new")
        clock.now += 1.1 * SLICE

    async def arrive() -> None:
        await Arrival(answer)({"type": "http", "app": app}, sending(b""), unheard)

    return [asyncio.create_task(arrive()) for _ in range(n)]


def test_a_rush_comes_in_one_by_one_and_who_is_here_goes_between(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    clock, app, order = stopped_clock(monkeypatch), create_app(), list[str]()

    async def rush() -> None:
        here = State.of(app).processor.share()
        await here.turn()
        arriving = arrivals(app, 20, order, clock)
        while order.count("new") < 20:
            await asyncio.sleep(0)
            order.append("here")
        await asyncio.gather(*arriving)

    asyncio.run(rush())
    longest = max("".join(word[0] for word in order).replace("h", " ").split(), key=len)
    assert len(longest) == 1


def test_who_arrives_alone_comes_in_at_once() -> None:
    app, come = create_app(), list[bool]()

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        come.append(True)

    async def alone() -> None:
        arriving = Arrival(answer)({"type": "http", "app": app}, sending(b""), unheard)
        with suppress(StopIteration):
            arriving.send(None)  # as far as it goes without waiting

    asyncio.run(alone())
    assert come == [True]


def test_a_crowd_of_requests_shares_one_part_and_comes_after_who_is_here(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    clock, app, order = stopped_clock(monkeypatch), create_app(), list[str]()

    async def crowd() -> None:
        state = State.of(app)
        here = state.processor.share()
        state.requests.charge(1.0, clock.now)
        await state.processor.share().turn()  # somebody computes
        coming = arrivals(app, 9, order, clock)
        await asyncio.sleep(0)
        await here.turn()
        order.append("here")
        await asyncio.gather(*coming)

    asyncio.run(crowd())
    assert order.index("here") <= 2


def test_requests_of_all_kinds_count_as_one() -> None:
    state = State.of(create_app())
    assert state.requests.claim == 0.0
    state.requests.charge(1.0, monotonic())
    assert state.requests.greedy


def test_beyond_a_crowd_streams_are_told_at_once_to_come_back() -> None:
    app = create_app()

    async def crowd() -> list[int]:
        state, told = State.of(app), list[int]()
        await state.processor.share().turn()  # somebody computes

        async def send(message: Message) -> None:
            if message["type"] == "http.response.start":
                told.append(message["status"])

        async def ask(path: str) -> None:
            await answer_of(app, path, b"to=0&speed=max", send=send)

        waiting = [asyncio.create_task(ask("/api/stream")) for _ in range(CROWD + 1)]
        await asyncio.sleep(0)
        assert 503 not in told
        await ask("/api/stream")
        assert told.count(503) == 1
        await asyncio.gather(*waiting, ask("/health"))
        return told

    assert asyncio.run(crowd()).count(200) > CROWD // 2
