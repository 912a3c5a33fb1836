"""Fields of dataclasses that tell what they hold: from them come OpenAPI and the documents."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import field, fields
from functools import cache
from operator import attrgetter
from typing import Any


def described(help: str, *, key: str | None = None) -> Any:
    """Make a field with what it holds, in a sentence without a full stop.

    `key` is what it is called in JSON, where Python's name for it must be another.
    """
    return field(metadata={"help": help, "key": key})


def maybe(help: str) -> Any:
    """Make a field that is left out of the answer where it is None."""
    return field(default=None, metadata={"help": help, "maybe": True})


def descriptions(kind: type) -> Mapping[str, str]:
    """Give what each field of a dataclass holds, by its key in JSON."""
    return {e.metadata.get("key") or e.name: e.metadata["help"] for e in fields(kind)}


def as_dict(value: Any) -> dict[str, Any]:
    """Give a dataclass as a dictionary, one level deep, without the fields that are left out."""
    kind: Any = type(value)
    contents, keys, left_out = _layout(kind)
    found = dict(zip(keys, contents(value), strict=True))
    for key in left_out:
        if found[key] is None:
            del found[key]
    return found


@cache
def _layout(kind: type) -> tuple[Callable[[Any], Iterable[Any]], list[str], list[str]]:
    """Give what reads a dataclass's fields, their keys, and the keys left out where None."""
    keys, names = list(descriptions(kind)), [each.name for each in fields(kind)]
    maybes = [key for key, each in zip(keys, fields(kind), strict=True) if "maybe" in each.metadata]
    if len(names) > 1:
        return attrgetter(*names), keys, maybes
    return lambda value: [getattr(value, name) for name in names], keys, maybes
