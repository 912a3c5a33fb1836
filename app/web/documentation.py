"""The OpenAPI page, served without any other host, and the parameters that it lists."""

from typing import Any

from fastapi import APIRouter, Request, Response

from app.address import KEYS, texts
from app.experiment import Experiment
from app.web.templating import templates

router = APIRouter(include_in_schema=False)

OTHERS = {
    "from": "update to begin at; 0 without it",
    "to": "update to stop at",
    "every": "distance between points, in updates",
    "step": "update at which to predict",
    "input": "one number a column, divided by commas; the first row without it",
    "speed": "updates a second, 20 without it; max for no pacing",
    "row": "training row, counted from 1, whose activations and gradient each frame shows",
    "w": "parameter along which each frame shows the loss, as h1.x2",
    "centre": "middle of that parameter's window so far",
}


def documented(*names: str) -> dict[str, Any]:
    """List a route's parameters for OpenAPI: the address, then its own keys."""
    defaults = texts(Experiment())
    parameters = [
        {
            "name": key.name,
            "in": "query",
            "description": key.allowed,
            "schema": {"type": "string", "default": defaults[key.name]},
        }
        for key in KEYS.values()
    ]
    parameters += [
        {"name": name, "in": "query", "description": OTHERS[name], "schema": {"type": "string"}}
        for name in names
    ]
    return {"parameters": parameters}


@router.get("/docs")
async def docs(request: Request) -> Response:
    """Show the API, to be tried out."""
    return templates.TemplateResponse(request, "docs.html", {})
