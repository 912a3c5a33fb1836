"""The API page and the description behind it."""

import re

import pytest
from starlette.testclient import TestClient

from app import __version__
from app.experiment import OPTIONS
from tests.support.markup import read_html
from tests.support.wire import strict_json

OWN = {
    "/api/history": ["from", "to", "every"],
    "/api/predict": ["step", "input"],
    "/api/stream": ["from", "to", "speed", "row", "w", "window", "try"],
}


def test_page_needs_no_other_host(client: TestClient) -> None:
    response = client.get("/docs")
    assert response.status_code == 200
    assert not re.search(r"https?:|//", response.text.replace("</", ""))
    assert read_html(response.text).one(id="swagger-ui")
    script = client.get("/static/js/docs.js").text
    assert "/openapi.json" in script
    assert not re.search("https?:", script)


def test_description_names_every_route_and_key(client: TestClient) -> None:
    described = strict_json(client.get("/openapi.json").content)
    assert described["info"]["version"] == __version__
    assert set(described["paths"]) == {*OWN, "/health"}
    for path, own in OWN.items():
        parameters = described["paths"][path]["get"]["parameters"]
        assert [p["name"] for p in parameters] == [*OPTIONS, *own]
        assert all(p["in"] == "query" and p["description"] for p in parameters)


def test_described_defaults_are_allowed(client: TestClient) -> None:
    described = strict_json(client.get("/openapi.json").content)
    parameters = described["paths"]["/api/history"]["get"]["parameters"]
    defaults = {p["name"]: p["schema"]["default"] for p in parameters if "default" in p["schema"]}
    assert list(defaults) == list(OPTIONS)
    given = client.get("/api/history", params=defaults)
    assert given.status_code == 200
    assert given.json() == client.get("/api/history").json()


def test_stream_is_described_as_events_and_nothing_else(client: TestClient) -> None:
    described = strict_json(client.get("/openapi.json").content)["paths"]
    kinds = {
        path: list(described[path]["get"]["responses"]["200"]["content"]) for path in described
    }
    assert kinds.pop("/api/stream") == ["text/event-stream"]
    assert set(map(tuple, kinds.values())) == {("application/json",)}


@pytest.mark.parametrize("path", [*OWN, "/health"])
def test_answer_is_of_the_kind_that_is_described(client: TestClient, path: str) -> None:
    described = strict_json(client.get("/openapi.json").content)["paths"][path]
    (kind,) = described["get"]["responses"]["200"]["content"]
    with client.stream("GET", path) as response:
        assert response.headers["Content-Type"].split(";")[0] == kind


def test_only_what_can_be_tried_out_is_described(client: TestClient) -> None:
    described = strict_json(client.get("/openapi.json").content)["paths"]
    assert {method for path in described.values() for method in path} == {"get"}


def test_no_other_documentation_is_served(client: TestClient) -> None:
    assert client.get("/redoc").status_code == 404
