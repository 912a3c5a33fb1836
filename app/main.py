"""Joins everything: `create_app()` makes the application, `app` is the one that is served."""

from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles

from app import __version__
from app.settings import Settings
from app.web import api, assets, documentation, errors, fragments, pages
from app.web.arrival import Arrival
from app.web.leaving import Ending
from app.web.security import SecurityHeaders
from app.web.state import State, lifespan
from app.web.templating import folder


def create_app(settings: Settings | None = None) -> FastAPI:
    """Make the application, with settings from the environment unless they are given."""
    made = FastAPI(
        title="Tiny Network Playground",
        version=__version__,
        description="Every answer is a function of the address alone: to the bit with the "
        "same build on processors of one family.",
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,  # where to is said by the Host header, which anyone can send
        lifespan=lifespan,
    )
    made.state.playground = State(settings or Settings())
    made.add_middleware(Arrival)
    made.add_middleware(Ending)
    made.add_middleware(SecurityHeaders)  # the last is the outermost
    errors.register(made)
    for part in (pages, assets, fragments, api, documentation):
        made.include_router(part.router)
    made.mount("/static", StaticFiles(directory=folder("static")), name="static")
    return made


app = create_app()
