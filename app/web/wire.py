"""The one place where values become bytes. What is not finite becomes null."""

from collections.abc import Mapping
from typing import Any

import orjson
from fastapi import Response


def json_bytes(value: object) -> bytes:
    """Write JSON; NumPy arrays as lists, NaN and infinities as null."""
    return orjson.dumps(value, option=orjson.OPT_SERIALIZE_NUMPY)


def json_response(
    value: object, status: int = 200, headers: Mapping[str, str] | None = None
) -> Response:
    """Answer with JSON."""
    return Response(json_bytes(value), status, headers, "application/json")


def event(name: str, data: Any, identity: int | None = None) -> bytes:
    """Write one server-sent event."""
    head = b"" if identity is None else b"id: %d\n" % identity
    return head + b"event: " + name.encode() + b"\ndata: " + json_bytes(data) + b"\n\n"
