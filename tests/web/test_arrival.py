"""Requests come in one by one."""

import asyncio
from contextlib import suppress

from starlette.types import Receive, Scope, Send

from app.main import create_app
from app.web.arrival import Arrival
from app.web.state import State
from tests.support.asgi import sending


def test_a_rush_comes_in_one_by_one_and_who_is_here_goes_between() -> None:
    app, order = create_app(), list[str]()

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        order.append("new")

    async def send(message: object) -> None: ...

    async def rush() -> None:
        scope = {"type": "http", "app": app}
        here = State.of(app).processor.share()
        await here.turn()
        arriving = [
            asyncio.create_task(Arrival(answer)(scope, sending(b""), send)) for _ in range(20)
        ]
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

    async def send(message: object) -> None: ...

    async def alone() -> None:
        arriving = Arrival(answer)({"type": "http", "app": app}, sending(b""), send)
        with suppress(StopIteration):
            arriving.send(None)  # as far as it goes without waiting

    asyncio.run(alone())
    assert come == [True]
