"""The page's own style and modules: the styles in one answer, and the modules of `modules.py`."""

import re
from hashlib import sha256

from fastapi import Request, Response
from fastapi.responses import FileResponse
from starlette.exceptions import HTTPException

from app.web.modules import MODULES, served
from app.web.panels import PANELS
from app.web.routing import Router
from app.web.templating import folder

router = Router(include_in_schema=False)
STYLES = (
    "look.css",
    "layout.css",
    "panels.css",
    "setup.css",
    "tables.css",
    "strip.css",
    *(panel.style for panel in PANELS),
)


@router.get("/favicon.ico")
async def favicon() -> Response:
    """Give the icon where browsers ask for it."""
    return FileResponse(folder("static") / "icon.svg", media_type="image/svg+xml")


@router.get("/style.css")
async def style(request: Request) -> Response:
    """Give the style of the page and of the panels that are open at first, in one request."""
    return _answer(request, joined_style(), "text/css")


@router.get("/static/js/{path:path}")
async def module(request: Request, path: str) -> Response:
    """Give a module of the page."""
    file = MODULES.get(path)
    if file is None:
        raise HTTPException(404)
    return _answer(request, served(file), "text/javascript")


def joined_style() -> str:
    """Join the styles, and leave out their comments and the spaces between parts."""
    css = folder("static") / "css"
    text = "\n".join((css / name).read_text(encoding="utf-8") for name in STYLES)
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    text = re.sub(r"\s+", " ", text).strip()
    return re.sub(r" ?([{};,]) ?", r"\1", text).replace(";}", "}")


def _answer(request: Request, text: str, media_type: str) -> Response:
    """Answer with a file, or that the browser's is still the same."""
    body = text.encode()
    headers = {"ETag": f'"{sha256(body).hexdigest()[:32]}"'}
    if request.headers.get("If-None-Match") == headers["ETag"]:
        return Response(status_code=304, headers=headers)
    return Response(body, media_type=media_type, headers=headers)
