"""Reads what the server sends as strictly as a foreign program would."""

import json
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple, NoReturn


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
