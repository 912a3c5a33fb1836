"""Query strings as they come over the wire, byte by byte."""

import pytest
from starlette.requests import Request

from app.errors import InvalidAddress
from app.experiment import Experiment
from app.limits import MAX_ADDRESS
from app.live.pace import UNPACED
from app.main import app
from app.web.query import Query
from tests.support.asgi import ask


def query(text: str | bytes, *known: str) -> Query:
    raw = text.encode() if isinstance(text, str) else text
    scope = {"type": "http", "query_string": raw, "headers": []}
    return Query(Request(scope), known)


def ones(rows: int) -> str:
    """Write a table of so many equal rows."""
    column = ";".join("1" * rows)
    return f"inputs={column}&goals={column}"


REFUSED = {
    "unknown key": ("rulle=delta", "rulle"),
    "empty key": ("=5", "(none)"),
    "key of another route": ("edit=reset", "edit"),
    "key twice": ("alpha=1&alpha=1", "alpha"),
    "empty cell": ("inputs=1,&goals=1", "inputs"),
    "ragged rows": ("inputs=1,2;3&goals=1;2", "inputs"),
    "more goals than inputs": ("inputs=1;2&goals=1;2;3", "goals"),
    "too many columns": ("inputs=" + ",".join("1" * 21), "inputs"),
    "too many goals": ("goals=" + ",".join("1" * 11), "goals"),
    "too many cells with goals": (ones(2501), "inputs"),
    "names of other columns": ("names=a,b,c", "names"),
    "names of other rows": ("names=;a,b", "names"),
    "name that cannot be printed": ("names=a%00,b", "names"),
    "too many parameters": ("hidden=32,32,32", "hidden"),
    "activations of other layers": ("hidden=2&activation=tanh,relu", "activation"),
    "weights of another network": ("hidden=2&weights=1,2,3", "weights"),
    "nudging too much": (f"{ones(999)}&hidden=9&batch=full&derivative=numerical", "derivative"),
    "too many epochs for so many rows": (f"{ones(11)}&epochs=1000000", "epochs"),
    "change of an unknown parameter": ("changes=5:h1.x1=1", "changes"),
    "change of alpha out of its range": ("changes=5:alpha=-1", "changes"),
    "change after the end": ("epochs=9&changes=10:alpha=1", "changes"),
    "too long": ("names=" + "x" * 33_000, "address"),
}  # fmt: skip
"""Addresses whose keys do not fit together; each bad value alone stands in test_address.py."""


@pytest.mark.parametrize(("text", "key"), REFUSED.values(), ids=REFUSED)
def test_bad_address_is_refused(text: str, key: str) -> None:
    with pytest.raises(InvalidAddress) as refused:
        assert query(text, "from").experiment
    assert [problem.key for problem in refused.value.problems] == [key]


BYTES = (
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
)


@pytest.mark.parametrize("raw", BYTES)
def test_bytes_that_are_no_text_are_refused(raw: bytes) -> None:
    with pytest.raises(InvalidAddress):
        assert query(raw).experiment


@pytest.mark.parametrize("path", ["/", "/api/history", "/api/predict", "/api/stream"])
def test_bytes_that_are_no_text_are_told_on_every_route(path: str) -> None:
    answer = ask(app, path, BYTES[0])
    assert answer.status == 422
    assert "alpha must be" in answer.body.decode()


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
    asked = query("row=0&speed=x&window=inf", "row", "speed", "window")
    assert asked.value("row") is None
    assert asked.value("speed", Experiment()) == 20
    assert asked.value("window") is None
    with pytest.raises(InvalidAddress) as refused:
        asked.check()
    assert [problem.key for problem in refused.value.problems] == ["row", "speed", "window"]
