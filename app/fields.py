"""Fields of dataclasses that tell what they hold: from them come OpenAPI and the documents."""

from collections.abc import Mapping
from dataclasses import field, fields
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
    found = {}
    for each in fields(value):
        content = getattr(value, each.name)
        if content is not None or not each.metadata.get("maybe"):
            found[each.metadata.get("key") or each.name] = content
    return found
