"""HEAD is answered as GET, without the body and without the work behind it."""

import asyncio

import pytest
from starlette.testclient import TestClient

from app.main import create_app
from app.run.run import Run
from app.web.state import State
from tests.support.asgi import answer_of

FILES = ("/static/icon.svg", "/static/vendor/libraries.js", "/favicon.ico")
PAGES = (
    "/",
    "/?lesson=xor",
    "/?rulle=1",
    "/docs",
    "/openapi.json",
    "/health",
    "/style.css",
    "/static/js/main.js",
    "/fragments/setup",
    "/fragments/dialogs",
)
WORK = ("/api/history?to=1000", "/api/predict?step=1000", "/api/stream?speed=max")
REFUSED = tuple(f"{path}&alpha=x" for path in WORK)


@pytest.mark.parametrize("path", [*PAGES, *FILES, *REFUSED])
def test_head_is_answered_as_get(client: TestClient, path: str) -> None:
    read, asked = client.get(path), client.head(path)
    assert asked.status_code == read.status_code
    assert asked.headers == read.headers
    assert not asked.content


def test_head_of_nothing_is_not_found(client: TestClient) -> None:
    assert client.head("/nothing").status_code == client.head("/static/nothing").status_code == 404


@pytest.mark.parametrize("path", WORK)
def test_head_does_not_do_the_work(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    read = client.get(path)

    def train(*_: object) -> None:
        raise AssertionError("nobody asked for it")

    monkeypatch.setattr(Run, "advance", train)
    asked = client.head(path)
    assert asked.status_code == 200
    assert asked.headers["Content-Type"] == read.headers["Content-Type"]
    assert asked.headers["Cache-Control"] == read.headers["Cache-Control"]
    assert "Content-Length" not in asked.headers
    with pytest.raises(AssertionError, match="nobody"):
        client.get(path)


def test_head_of_a_stream_takes_no_place_and_ends() -> None:
    app = create_app()
    answer = asyncio.run(answer_of(app, "/api/stream", b"epochs=1000000", method="HEAD"))
    assert answer.status == 200
    assert not answer.body
    assert State.of(app).house.taken == 0


@pytest.mark.parametrize("path", ["/", "/health", "/api/history", "/style.css"])
def test_other_methods_are_refused(client: TestClient, path: str) -> None:
    for method in ("POST", "PUT", "DELETE", "OPTIONS", "PATCH"):
        response = client.request(method, path)
        assert response.status_code == 405
        assert sorted(response.headers["Allow"].split(", ")) == ["GET", "HEAD"]
