"""The OpenAPI page, served without any other host, and what it says of each route."""

from collections.abc import Sequence
from typing import Any

from fastapi import Request, Response

from app.experiment import OPTIONS
from app.web.keys import KEYS
from app.web.routing import Router
from app.web.schema import schema_of
from app.web.templating import templates

router = Router(include_in_schema=False)

TEXT = {"type": "string"}
PROBLEMS = {
    "type": "object",
    "properties": {
        "detail": {
            "type": "array",
            "items": {
                "type": "object",
                "description": "One thing that is not allowed",
                "properties": {
                    "key": {"description": "the key", **TEXT},
                    "value": {"description": "what was given", **TEXT},
                    "allowed": {"description": "what is allowed", **TEXT},
                    "message": {"description": "all of it in a sentence", **TEXT},
                },
            },
        }
    },
}
SECONDS = {"Retry-After": {"description": "seconds to wait", "schema": {"type": "integer"}}}


def documented(
    keys: Sequence[str], *answers: type, media: str = "application/json"
) -> dict[str, Any]:
    """Describe a route for OpenAPI: the address and its own keys, what it answers, and refusals."""
    parameters = [
        {
            "name": option.name,
            "in": "query",
            "description": f"{option.help}: {option.kind.allowed}",
            "schema": {**TEXT, "default": option.write(option.default)},
        }
        for option in OPTIONS.values()
    ]
    parameters += [
        {"name": name, "in": "query", "description": KEYS[name].help, "schema": TEXT}
        for name in keys
    ]
    schemas = [schema_of(answer) for answer in answers]
    schema = schemas[0] if len(schemas) == 1 else {"oneOf": schemas}
    refused: dict[str, Any] = {"content": {"application/json": {"schema": PROBLEMS}}}
    return {
        "parameters": parameters,
        "responses": {
            "200": {"description": "The answer", "content": {media: {"schema": schema}}},
            "422": {"description": "Something in the address is not allowed", **refused},
            "503": {"description": "Busy, or stopping: try again", "headers": SECONDS, **refused},
        },
    }


@router.get("/docs")
async def docs(request: Request) -> Response:
    """Show the API, to be tried out."""
    return templates.TemplateResponse(request, "docs.html", {})
