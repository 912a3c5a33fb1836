"""Reads what the server sends as strictly as a foreign program would."""

import json
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple, NoReturn

from httpx import Response


class Event(NamedTuple):
    """One server-sent event."""

    name: str
    id: int | None
    data: Any


def strict_json(text: str | bytes) -> Any:
    """Read JSON; NaN, Infinity and keys given twice are errors."""

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        assert len(dict(pairs)) == len(pairs), "a key twice"
        return dict(pairs)

    return json.loads(text, parse_constant=_refuse, object_pairs_hook=once)


def _refuse(word: str) -> NoReturn:
    raise AssertionError(f"{word} is no JSON")


def events(lines: Iterable[str]) -> Iterator[Event]:
    """Read server-sent events from lines, each as soon as it is complete."""
    fields: dict[str, str] = {}
    for line in lines:
        if line:
            name, _, value = line.partition(": ")
            assert name in ("id", "event", "data"), line
            assert name not in fields, line
            fields[name] = value
        elif fields:
            identity = int(fields["id"]) if "id" in fields else None
            yield Event(fields["event"], identity, strict_json(fields["data"]))
            fields = {}
    assert not fields, f"cut off: {fields}"


def sent(text: str | bytes) -> list[Event]:
    """Read a whole stream."""
    decoded = text.decode() if isinstance(text, bytes) else text
    return list(events(decoded.split("\n")))


def frames(text: str | bytes) -> list[dict[str, Any]]:
    """Give the data of every frame of a whole stream."""
    return [event.data for event in sent(text) if event.name == "frame"]


def problems(response: Response) -> list[dict[str, str]]:
    """Check the shape of a failure and give what it says."""
    assert response.headers["Content-Type"] == "application/json"
    told = strict_json(response.content)
    assert list(told) == ["detail"]
    for problem in told["detail"]:
        assert list(problem) == ["key", "value", "allowed", "message"]
        assert all(isinstance(text, str) for text in problem.values())
        assert problem["key"]
        assert problem["allowed"]
        assert 0 < len(problem["message"]) < 1000
    assert told["detail"]
    found: list[dict[str, str]] = told["detail"]
    return found
