"""Joins everything: `create_app()` makes the application, `app` is the one that uvicorn serves."""

from fastapi import FastAPI, Response
from fastapi.responses import FileResponse
from fastapi.staticfiles import StaticFiles

from app import __version__
from app.settings import Settings
from app.web import api, assets, documentation, errors, fragments, pages
from app.web.security import SecurityHeaders
from app.web.state import State, lifespan
from app.web.templating import folder


def create_app(settings: Settings | None = None) -> FastAPI:
    """Make the application, with settings from the environment unless they are given."""
    made = FastAPI(
        title="Tiny Network Playground",
        version=__version__,
        description="Every answer is a function of the address alone.",
        docs_url=None,
        redoc_url=None,
        lifespan=lifespan,
    )
    made.state.playground = State(settings or Settings())
    made.add_middleware(SecurityHeaders)
    errors.register(made)
    for part in (pages, assets, fragments, api, documentation):
        made.include_router(part.router)
    static = folder("static")
    made.mount("/static", StaticFiles(directory=static), name="static")

    @made.get("/favicon.ico", include_in_schema=False)
    async def favicon() -> Response:
        return FileResponse(static / "icon.svg", media_type="image/svg+xml")

    return made


app = create_app()
