"""What every answer carries, and what no page may hold under its strict policy."""

import re

import pytest
from httpx import Response
from starlette.testclient import TestClient

from app.lessons import LESSONS
from app.main import create_app
from app.web.fragments import MAX_FORM
from app.web.security import HEADERS, POLICY
from app.web.state import State
from tests.support.addresses import XOR
from tests.support.markup import Element, opened, post, read_html
from tests.test_documents import ALL_PATHS

PATHS = {
    "/": 200,
    "/?rulle=1": 422,
    "/docs": 200,
    "/openapi.json": 200,
    "/health": 200,
    "/api/history?to=1": 200,
    "/api/predict": 200,
    "/api/stream?to=1&speed=max": 200,
    "/api/stream?rulle=1": 422,
    "/fragments/setup": 422,
    "/static/css/": 404,
    "/static/icon.svg": 200,
    "/static/vendor/libraries.js": 200,
    "/favicon.ico": 200,
    "/nothing": 404,
    "/docs/": 404,
}
BROKEN = f"{XOR}&weights=1,2&names=<b>,b,c&changes=<i>"


def check_headers(response: Response) -> None:
    for name, value in HEADERS.items():
        assert response.headers.get_list(name) == [value]
    assert len(response.headers.get_list("Cache-Control")) == 1


@pytest.mark.parametrize(("path", "status"), PATHS.items())
def test_every_answer_has_the_headers(client: TestClient, path: str, status: int) -> None:
    response = client.get(path, follow_redirects=False)
    assert response.status_code == status
    check_headers(response)


@pytest.mark.parametrize("path", ["/", "/api/stream", "/api/history", "/static/icon.svg", "/docs"])
def test_refused_method_has_the_headers(client: TestClient, path: str) -> None:
    response = client.post(path)
    assert response.status_code == 405
    check_headers(response)


def test_form_has_the_headers_whether_it_is_taken_or_not(client: TestClient) -> None:
    for fields, status in (([("run", XOR)], 422), ([("alpha", "1" * MAX_FORM)], 413)):
        response = post(client, fields)
        assert response.status_code == status
        check_headers(response)


def test_busy_server_has_the_headers() -> None:
    app = create_app()
    State.of(app).house.taken = State.of(app).settings.max_streams
    with TestClient(app) as client:
        response = client.get("/api/stream")
    assert response.status_code == 503
    check_headers(response)


def test_unchanged_file_has_the_headers(client: TestClient) -> None:
    tag = client.get("/static/icon.svg").headers["ETag"]
    response = client.get("/static/icon.svg", headers={"If-None-Match": tag})
    assert response.status_code == 304
    check_headers(response)


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}], ids=["JSON", "htmx"])
@pytest.mark.parametrize(
    ("path", "where"),
    [
        ("/", "app.web.pages.form_view"),
        ("/fragments/setup", "app.web.fragments.form_view"),
        ("/api/history", "app.web.api.history"),
        ("/api/predict", "app.web.api.respond"),
        ("/api/stream", "app.web.api.stream"),
    ],
)
def test_mistake_of_ours_has_the_headers_too(
    monkeypatch: pytest.MonkeyPatch, path: str, where: str, headers: dict[str, str]
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(where, fail)
    with TestClient(create_app(), raise_server_exceptions=False) as client:
        response = client.get(path, headers=headers)
    assert response.status_code == 500
    check_headers(response)


EVIL = {"Host": "evil.example"}


@pytest.mark.parametrize("path", ALL_PATHS)
@pytest.mark.parametrize("method", ["GET", "HEAD", "POST"])
def test_nobody_is_sent_to_another_host(client: TestClient, method: str, path: str) -> None:
    path = re.sub(r"[{…].*", "", path)
    for asked in (path, f"{path.rstrip('/')}/", path.rstrip("/") or "//", f"/{path}"):
        response = client.request(method, asked, headers=EVIL, follow_redirects=False)
        assert not response.is_redirect, asked
        assert "Location" not in response.headers
        assert "evil" not in response.text


def test_page_is_shown_in_no_frame_and_loaded_from_nowhere_else() -> None:
    assert "frame-ancestors 'none'" in POLICY
    assert HEADERS["X-Frame-Options"] == "DENY"
    assert HEADERS["Cross-Origin-Resource-Policy"] == "same-origin"


def test_browser_may_do_no_more_than_copy() -> None:
    allowed = dict(rule.split("=") for rule in HEADERS["Permissions-Policy"].split(", "))
    assert {name for name, who in allowed.items() if who != "()"} == {"clipboard-write"}
    assert allowed["clipboard-write"] == "(self)"
    assert {"camera", "microphone", "geolocation", "fullscreen", "clipboard-read"} <= set(allowed)


def test_policy_allows_this_server_alone() -> None:
    rules = dict(rule.split(" ", 1) for rule in POLICY.split("; "))
    assert rules["default-src"] == "'none'"
    for name in ("script-src", "style-src", "connect-src", "font-src"):
        assert rules[name] == "'self'"
    assert "unsafe" not in POLICY
    assert ":/" not in POLICY


def check_markup(page: Element) -> None:
    """Require what the policy requires: nothing inline, nothing from elsewhere."""
    for element in page.walk():
        assert element.tag not in ("style", "base", "iframe", "object", "embed")
        for name, value in element.attributes.items():
            assert not name.startswith("on"), f"{element.tag} {name}"
            assert not name.startswith("hx-on"), f"{element.tag} {name}"
            assert name != "style"
            assert not value.strip().lower().startswith("javascript:")
        for name in ("src", "href", "action", "hx-get", "hx-post"):
            assert re.match(r"/(?!/)|#|data:image/", element.attributes.get(name, "/"))
        if element.tag == "script":
            assert element.attributes.get("src")
            assert not element.text


@pytest.mark.parametrize("path", ["/docs", *(f"/?lesson={lesson}" for lesson in LESSONS)])
def test_page_holds_nothing_inline_and_nothing_from_elsewhere(
    client: TestClient, path: str
) -> None:
    check_markup(read_html(client.get(path).text))


@pytest.mark.parametrize("query", ["rulle=1", "alpha=x&inputs=x", "<script>=<script>", BROKEN])
def test_nor_does_a_page_with_a_bad_address(client: TestClient, query: str) -> None:
    check_markup(read_html(client.get(f"/?{query}").text))


@pytest.mark.parametrize(
    "typed",
    [
        {},
        {"alpha": "x", "hidden": "x", "seed": "x"},
        {"alpha": "\"><script>alert(1)</script><b onclick='", "column": ["<i style='x'>"] * 3},
        {"weights": "given", "numbers": "1,x"},
        {"block": "<script>1\n2"},
        {"cell": ['"><script>alert(1)</script>', "<b onclick=x>"] * 6},
        {"table": "1\t2\t3"},
        {"n_columns": "x", "speed": "'\" onfocus=x", "lesson": "'\"<"},
    ],
)
@pytest.mark.parametrize("state", ["fresh", "running"])
def test_nor_does_the_form_in_any_state(
    client: TestClient, state: str, typed: dict[str, str | list[str]]
) -> None:
    edit = "paste" if "block" in typed else ""
    check_markup(opened(client, XOR).send(client, edit, state, **typed).page)


def test_what_the_pages_need_is_there(client: TestClient) -> None:
    for path in ("/", "/docs"):
        for element in read_html(client.get(path).text).walk():
            source = element.attributes.get("src") or element.attributes.get("href") or ""
            if source.startswith("/"):
                assert client.get(source).status_code == 200, source


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/static/js/main.js", "text/javascript"),
        ("/static/vendor/swagger-ui.css", "text/css"),
        ("/static/icon.svg", "image/svg+xml"),
    ],
)
def test_static_file_is_sent_again_only_when_it_has_changed(
    client: TestClient, path: str, kind: str
) -> None:
    response = client.get(path)
    assert response.headers["Content-Type"].startswith(kind)
    assert response.headers["Cache-Control"] == "no-cache"
    again = client.get(path, headers={"If-None-Match": response.headers["ETag"]})
    assert again.status_code == 304
