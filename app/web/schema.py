"""JSON schemas of the dataclasses that the API answers with, for OpenAPI."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from app.network.arrays import FloatArray

NUMBER = {"type": ["number", "null"]}
SIMPLE: Mapping[Any, Mapping[str, Any]] = {
    int: {"type": "integer"},
    float: NUMBER,  # null where it is not finite
    str: {"type": "string"},
    bool: {"type": "boolean"},
    NoneType: {"type": "null"},
    Any: {},
    FloatArray: {"type": "array", "items": {}},
}


def schema_of(kind: Any) -> dict[str, Any]:
    """Describe a type as JSON; a dataclass by its fields, with what each holds."""
    if kind in SIMPLE:
        return dict(SIMPLE[kind])
    if is_dataclass(kind):
        return _object(kind)
    origin, arguments = get_origin(kind), get_args(kind)
    if origin in (Union, UnionType):
        return {"anyOf": [schema_of(each) for each in arguments]}
    if origin is Literal:
        return {"enum": list(arguments)}
    if origin is dict:
        return {"type": "object", "additionalProperties": schema_of(arguments[1])}
    if origin is tuple and arguments[-1] is not Ellipsis:
        return {"type": "array", "prefixItems": [schema_of(each) for each in arguments]}
    return {"type": "array", "items": schema_of(arguments[0])}


def _object(kind: Any) -> dict[str, Any]:
    hints, properties, required = get_type_hints(kind), {}, []
    for each in fields(kind):
        key = each.metadata.get("key") or each.name
        properties[key] = {"description": each.metadata["help"], **schema_of(hints[each.name])}
        if not each.metadata.get("maybe"):
            required.append(key)
    title, description = kind.__name__, (kind.__doc__ or "").strip().split("\n\n")[0]
    return {
        "type": "object",
        "title": title,
        "description": " ".join(description.split()),
        "properties": properties,
        "required": required,
    }
