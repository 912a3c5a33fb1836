"""Query strings as they come over the wire, byte by byte."""

import asyncio
from typing import Any

import pytest
from starlette.requests import Request

from app.errors import InvalidAddress
from app.experiment import Experiment
from app.limits import MAX_ADDRESS
from app.live.pace import UNPACED
from app.main import app
from app.web.query import Query
from tests.support.wire import strict_json


def query(text: str, *known: str) -> Query:
    scope = {"type": "http", "query_string": text.encode(), "headers": []}
    return Query(Request(scope), known)


def ask(path: str, raw: bytes) -> tuple[int, bytes]:
    """Ask the application with a query string that no client would let through."""
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request"}

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {"type": "http", "method": "GET", "path": path, "query_string": raw, "headers": []}
    asyncio.run(app(scope, receive, send))
    return sent[0]["status"], b"".join(message.get("body", b"") for message in sent)


@pytest.mark.parametrize("path", ["/", "/api/history", "/api/predict", "/api/stream"])
@pytest.mark.parametrize(
    "raw",
    [
        b"alpha=\xff\xfe",
        b"alpha=%zz",
        b"alpha=%ED%A0%80",
        b"alpha=0.1\r\nX: y",
        b"alpha=\0",
        b"\xed\xa0\x80=1",
        b"\0",
        b"%",
        b"%zz=1",
        b"&&;;=&",
    ],
)
def test_bytes_that_are_no_text_are_refused(path: str, raw: bytes) -> None:
    status, body = ask(path, raw)
    assert status == 422
    if path != "/":
        assert strict_json(body)["detail"]


def test_nothing_at_all_is_the_default_experiment() -> None:
    for empty in ("", "&", "&&&"):
        assert query(empty).experiment == Experiment()


def test_plus_sign_and_space_mean_the_same() -> None:
    assert query("alpha=1e+3").experiment.alpha == 1000
    assert query("inputs=+1,-2&goals=%203%20").experiment.inputs == ((1, -2),)


def test_address_may_be_as_long_as_the_limit() -> None:
    assert query(f"names={'%20' * 10_000}".ljust(MAX_ADDRESS, "&")).experiment == Experiment()
    with pytest.raises(InvalidAddress, match="at most 32768 bytes long"):
        query("&" * (MAX_ADDRESS + 1))


def test_own_keys_are_taken_apart_from_the_experiment() -> None:
    asked = query("alpha=0.5&speed=3&at=7&alpha2=x", "speed", "at")
    assert asked.experiment_pairs == [("alpha", "0.5"), ("alpha2", "x")]
    assert asked.value("speed", Experiment()) == 3
    assert asked.value("at", Experiment()) == 7


@pytest.mark.parametrize("text", ["", "speed="])
def test_empty_or_missing_value_is_the_default(text: str) -> None:
    assert query(text, "speed").value("speed") == 20
    assert query("speed=max", "speed").value("speed") == UNPACED


def test_problems_are_gathered_until_they_are_asked_for() -> None:
    asked = query("row=0&speed=x&centre=inf", "row", "speed", "centre")
    assert asked.value("row") is None
    assert asked.value("speed", Experiment()) == 20
    assert asked.value("centre") is None
    with pytest.raises(InvalidAddress) as refused:
        asked.check()
    assert [problem.key for problem in refused.value.problems] == ["row", "speed", "centre"]
