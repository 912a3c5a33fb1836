"""Values as JSON and as server-sent events. What is not finite becomes null."""

from collections.abc import Mapping

import orjson
from fastapi import Response

from app.fields import as_dict

OPTIONS = orjson.OPT_SERIALIZE_NUMPY | orjson.OPT_PASSTHROUGH_DATACLASS


def json_bytes(value: object) -> bytes:
    """Write JSON; dataclasses by their keys, arrays as lists, NaN and infinities as null."""
    return orjson.dumps(value, as_dict, OPTIONS)


def json_response(
    value: object, status: int = 200, headers: Mapping[str, str] | None = None
) -> Response:
    """Answer with JSON."""
    return Response(json_bytes(value), status, headers, "application/json")


def event(name: str, data: object, identity: int | None = None) -> bytes:
    """Write one server-sent event."""
    head = b"" if identity is None else b"id: %d\n" % identity
    return head + b"event: " + name.encode() + b"\ndata: " + json_bytes(data) + b"\n\n"
