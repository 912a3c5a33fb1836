"""The only map from failures to status codes, and the one shape in which they are told.

JSON: `{"detail": [{"key", "value", "allowed", "message"}, …]}`. To htmx: the fragment
`_problem.html` with the same messages.
"""

import logging
from collections.abc import Mapping, Sequence

from fastapi import FastAPI, Request, Response
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect

from app.errors import Busy, InvalidAddress, Problem, TooLarge, UnknownThing, told
from app.web.security import CACHING, HEADERS
from app.web.templating import templates
from app.web.wire import json_response

log = logging.getLogger("playground")
AIMED = {"HX-Retarget": "#problem", "HX-Reswap": "innerHTML"}
"""So that htmx leaves the form as it is, with all that was typed."""


def problem_response(
    request: Request,
    status: int,
    problems: Sequence[Problem],
    headers: Mapping[str, str] | None = None,
) -> Response:
    """Tell what is wrong, as a fragment to htmx and as JSON to everyone else; the first of much."""
    problems = told(problems)
    if request.headers.get("HX-Request"):
        context = {"problems": [problem.message for problem in problems]}
        return templates.TemplateResponse(
            request, "_problem.html", context, status, {**AIMED, **(headers or {})}
        )
    return json_response({"detail": [p.as_dict() for p in problems]}, status, headers)


def _plain(sentence: str) -> list[Problem]:
    return [_Sentence("request", "", sentence)]


class _Sentence(Problem):
    """A failure that is not about one value: the sentence is all there is."""

    @property
    def message(self) -> str:
        return self.allowed


async def _invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, InvalidAddress)
    # 422 goes with a form that comes back; what comes without it must not be taken for one.
    status = 413 if isinstance(error, TooLarge) else 422
    return problem_response(request, status, error.problems)


async def _unknown(request: Request, error: Exception) -> Response:
    assert isinstance(error, UnknownThing)
    return problem_response(request, 404, [error.problem])


def busy_response(request: Request, error: Busy) -> Response:
    """Tell when to come back."""
    headers = {"Retry-After": str(error.retry_after)}
    return problem_response(request, 503, _plain(str(error)), headers)


async def _busy(request: Request, error: Exception) -> Response:
    assert isinstance(error, Busy)
    return busy_response(request, error)


async def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    where = f"{request.method} {request.url.path}: {error.detail}"
    return problem_response(request, error.status_code, _plain(where), error.headers)


async def _left(request: Request, error: Exception) -> Response:
    assert isinstance(error, ClientDisconnect)
    return Response(status_code=499)  # nobody hears it, but it is no failure of ours


async def _unexpected(request: Request, error: Exception) -> Response:
    log.error("unexpected failure at %s", request.url.path, exc_info=error)
    # Starlette answers this outside of all other middleware, so the headers are given here.
    sentence = "Something went wrong on the server."
    return problem_response(request, 500, _plain(sentence), HEADERS | CACHING)


def register(app: FastAPI) -> None:
    """Answer every failure in one way."""
    app.add_exception_handler(InvalidAddress, _invalid)
    app.add_exception_handler(UnknownThing, _unknown)
    app.add_exception_handler(Busy, _busy)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(ClientDisconnect, _left)
    app.add_exception_handler(Exception, _unexpected)
