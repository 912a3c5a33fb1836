"""One shape for every failure, on every route; and no query string that the server chokes on."""

import logging
from itertools import product
from urllib.parse import quote

import pytest
from fastapi import FastAPI
from httpx import Response
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from app.experiment import OPTIONS
from app.main import create_app
from app.web.security import HEADERS
from tests.support.markup import Form, post, read_html
from tests.support.wire import problems, sent, strict_json

API = ("/api/history", "/api/predict", "/api/stream")
HTMX = {"HX-Request": "true"}


REFUSED = {
    "unknown key": ("rulle=delta", "rulle"),
    "bad value": ("alpha=nan", "alpha"),
    "values that do not fit": ("hidden=2&weights=1,2,3", "weights"),
    "too long": ("names=" + "x" * 33_000, "address"),
}
"""One address for each way to be refused; all the others stand in test_query.py."""


# What is not allowed.


@pytest.mark.parametrize("path", API)
@pytest.mark.parametrize(("query", "key"), REFUSED.values(), ids=REFUSED)
def test_bad_address_is_refused_as_json(
    client: TestClient, path: str, query: str, key: str
) -> None:
    response = client.get(f"{path}?{query}")
    assert response.status_code == 422
    assert [problem["key"] for problem in problems(response)] == [key]


@pytest.mark.parametrize("path", API)
@pytest.mark.parametrize(("query", "key"), REFUSED.values(), ids=REFUSED)
def test_bad_address_is_refused_as_a_fragment_to_htmx(
    client: TestClient, path: str, query: str, key: str
) -> None:
    plain = client.get(f"{path}?{query}")
    response = client.get(f"{path}?{query}", headers=HTMX)
    assert response.status_code == 422
    assert response.headers["Content-Type"].startswith("text/html")
    assert response.headers["HX-Retarget"] == "#problem"
    told = read_html(response.text).all("p", class_="problem", role="alert")
    wanted = [" ".join(problem["message"].split()) for problem in problems(plain)]
    assert [element.text for element in told] == wanted


@pytest.mark.parametrize(("query", "key"), REFUSED.values(), ids=REFUSED)
def test_page_with_a_bad_address_says_so_and_can_be_used(
    client: TestClient, query: str, key: str
) -> None:
    form = Form(client.get(f"/?{query}"))
    assert form.status == 422
    assert any(message.startswith((key, "there is no key")) for message in form.problems())
    assert client.get(f"/api/history?{form.run['address']}&to=0").status_code == 200


def test_everything_that_is_wrong_is_told_at_once(client: TestClient) -> None:
    response = client.get("/api/history?alpha=x&seed=-1&rulle=1&hidden=99")
    assert [problem["key"] for problem in problems(response)] == [
        "alpha",
        "seed",
        "rulle",
        "hidden",
    ]
    response = client.get("/api/stream?row=9&speed=0&from=x&w=o9.x9")
    keys = [problem["key"] for problem in problems(response)]
    assert sorted(keys) == ["from", "row", "speed", "w"]


def test_problem_names_key_value_and_what_is_allowed(client: TestClient) -> None:
    (problem,) = problems(client.get("/api/history?hidden=99"))
    assert problem["value"] == "99"
    assert problem["message"] == f"hidden must be {problem['allowed']}, got '99'"


def test_unknown_key_is_told_with_the_known_ones(client: TestClient) -> None:
    (problem,) = problems(client.get("/api/history?rulle=delta"))
    known = ", ".join([*OPTIONS, "from", "to", "every"])
    assert problem["value"] == "delta"
    assert problem["allowed"] == known
    assert problem["message"] == f"there is no key 'rulle'; the keys are {known}"


def test_long_value_is_shortened_in_the_sentence(client: TestClient) -> None:
    (problem,) = problems(client.get(f"/api/history?activation={'x' * 500}"))
    assert problem["value"] == "x" * 500
    assert f"{'x' * 60}…" in problem["message"]
    assert "x" * 61 not in problem["message"]


def test_markup_in_a_bad_value_is_shown_and_not_obeyed(client: TestClient) -> None:
    query = f"rule={quote('<script>alert(1)</script>')}"
    for response in (client.get(f"/api/history?{query}", headers=HTMX), client.get(f"/?{query}")):
        assert response.status_code == 422
        scripts = read_html(response.text).all("script")
        assert all("src" in script.attributes for script in scripts)
        assert "&lt;script&gt;alert(1)" in response.text


# What does not exist, or fails.


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/nothing", 404),
        ("GET", "/api/nothing", 404),
        ("GET", "/static/nothing.js", 404),
        ("GET", "/static/../app/main.py", 404),
        ("GET", "/static/%2e%2e/app/main.py", 404),
        ("GET", "/fragments/setup?edit=lesson&lesson=nothing", 404),
        ("POST", "/", 405),
        ("DELETE", "/api/history", 405),
        ("POST", "/api/stream", 405),
        ("PUT", "/fragments/setup", 405),
        ("POST", "/static/icon.svg", 405),
    ],
)
def test_what_is_not_there_has_the_same_shape(
    client: TestClient, method: str, path: str, status: int
) -> None:
    response = client.request(method, path)
    assert response.status_code == status
    problems(response)
    assert all(response.headers[name] == value for name, value in HEADERS.items())
    fragment = client.request(method, path, headers=HTMX)
    assert fragment.status_code == status
    assert read_html(fragment.text).all("p", class_="problem")


def test_method_that_is_not_allowed_is_told_with_those_that_are(client: TestClient) -> None:
    allowed = client.post("/api/history").headers["Allow"].split(", ")
    assert sorted(allowed) == ["GET", "HEAD"]


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> FastAPI:
    """An application with a mistake in it."""

    async def fail(*_: object) -> None:
        raise RuntimeError("secret")

    monkeypatch.setattr("app.web.api.history", fail)
    return create_app()


def test_mistake_of_ours_is_logged_and_not_shown(
    broken: FastAPI, caplog: pytest.LogCaptureFixture
) -> None:
    with (
        caplog.at_level(logging.ERROR, "playground"),
        TestClient(broken, raise_server_exceptions=False) as client,
    ):
        response = client.get("/api/history")
        fragment = client.get("/api/history", headers=HTMX)
    assert response.status_code == fragment.status_code == 500
    (problem,) = problems(response)
    assert problem["message"] == "Something went wrong on the server."
    assert "secret" not in response.text + fragment.text
    assert all(response.headers[name] == value for name, value in HEADERS.items())
    assert "secret" in str(caplog.records[0].exc_info)


def test_failure_told_to_htmx_leaves_the_form_alone(client: TestClient) -> None:
    response = client.get("/fragments/setup?edit=lesson&lesson=no", headers=HTMX)
    assert response.headers["HX-Retarget"] == "#problem"
    assert response.headers["HX-Reswap"] == "innerHTML"
    assert read_html(client.get("/").text).one(id="problem")


# Whatever comes.

WORDS = "0 -1 1e400 1e-400 nan -inf ١ 1,2;3 ; , given max 0x1 +5 e . - 5:alpha=1 1;2"
ODD = st.one_of(
    st.text(),
    st.text(st.characters(categories=["L", "N", "P", "S", "Z", "Cc", "Cf", "Co"])),
    st.sampled_from(["", "\0", " 5 ", "\t\n", "9" * 400, *WORDS.split()]),
    st.integers().map(str),
    st.floats().map(str),
    st.lists(st.floats(), max_size=9).map(lambda numbers: ",".join(map(str, numbers))),
)
ESCAPED = st.one_of(
    ODD.map(lambda text: quote(text, safe=",;:=.-+")),
    st.text("%0123456789abcdefg=&;,", max_size=40),
    st.sampled_from(["%ff%fe", "%c3%28", "%ed%a0%80", "%f8%88%80%80%80", "%", "%2", "%zz", "%00"]),
    st.binary(max_size=20).map(lambda part: quote(part)),
)
FIELDS = (
    "run edit state at parameter value lesson left speed n_inputs n_columns cell table column "
    "label block numbers paste_row paste_column"
)
OWN = {
    "/": ["lesson", "at", "speed", "row", "w", "scale", "display"],
    "/api/history": ["from", "to", "every"],
    "/api/predict": ["step", "input"],
    "/api/stream": ["from", "to", "speed", "row", "w", "window"],
    "/fragments/setup": FIELDS.split(),
}
SHORT = {"/api/stream": "&to=0", "/api/history": "&every=97"}
"""Added to every query of a route, so that no answer is long."""


@st.composite
def queries(draw: st.DrawFn, path: str) -> str:
    """Draw a query string of known keys, and now and then others, with anything as values."""
    key = st.sampled_from([*OPTIONS, *OWN[path]])
    pairs = st.tuples(st.one_of(key, key, key, ESCAPED), ESCAPED)
    joined = "&".join(f"{name}={value}" for name, value in draw(st.lists(pairs, max_size=6)))
    return joined.replace("#", "%23")


def check(response: Response) -> None:
    """Require an answer that a browser or a program can read."""
    assert response.status_code in (200, 404, 422)
    kind = response.headers["Content-Type"]
    if kind.startswith("text/event-stream"):
        assert sent(response.content)[-1].name == "end"
    elif kind.startswith("text/html"):
        read_html(response.text)
    elif response.status_code == 200:
        strict_json(response.content)
    else:
        problems(response)


@pytest.mark.parametrize(("path", "headers"), [*product(OWN, ({}, HTMX))])
def test_no_query_string_is_too_odd(client: TestClient, path: str, headers: dict[str, str]) -> None:
    @given(queries(path))
    def ask(query: str) -> None:
        check(client.get(f"{path}?{query}{SHORT.get(path, '')}", headers=headers))

    ask()


EDITS = (
    "lesson add-row add-input add-goal remove-row:0 remove-row:1 remove-row:x remove-column:0 "
    "remove-column:1 remove-column:2 remove-column: paste set reset nothing : try:0 try:9 try: "
)
CELL = st.sampled_from(["0", "1", "-2.5", "1,5", "", "x", "1e400", "<b>", "5"])


@st.composite
def forms(draw: st.DrawFn) -> list[tuple[str, str]]:
    """Draw a form nearly as the page sends it: fields missing, counts that do not fit."""
    run = draw(st.sampled_from(["", "inputs=1,2;3,4&goals=1;2&hidden=2", "rulle=1", "weights=1"]))
    fields = [
        ("edit", draw(st.sampled_from(EDITS.split(" ")))),
        ("run", run),
        ("state", draw(st.sampled_from(["fresh", "running", "paused", "ended", "odd"]))),
        ("at", draw(st.sampled_from(["0", "7", "999999999", "-1", ""]))),
        ("n_inputs", draw(st.sampled_from(["0", "1", "2", "20", "21", "x"]))),
        ("n_columns", draw(st.sampled_from(["0", "1", "2", "3", "21", "50", "5000", "5001"]))),
        ("weights", draw(st.sampled_from(["uniform", "given", "", "1,2"]))),
        ("numbers", draw(st.sampled_from(["", "1", "1,2", "1,2,3,4,5,6", "x"]))),
        ("hidden", draw(st.sampled_from(["", "2", "4,2", "x"]))),
        ("block", draw(st.one_of(st.text("1\t\n;, x\"'", max_size=30), ODD))),
    ]
    fields += [(key, draw(CELL)) for key in draw(st.lists(st.sampled_from(["paste_row", "table"])))]
    fields += [("cell", cell) for cell in draw(st.lists(CELL, max_size=9))]
    fields += [("column", name) for name in draw(st.lists(CELL, max_size=4))]
    fields += [("label", name) for name in draw(st.lists(CELL, max_size=4))]
    defaults = {"activation": "relu", "output": "linear", "bias": "0", "seed": "1", "alpha": "0.1"}
    defaults |= {"batch": "1", "order": "given", "rule": "gradient", "reduce": "mean"}
    defaults |= {"derivative": "analytic", "epochs": "1000", "until": "0"}
    return fields + list(defaults.items())


@given(forms())
def test_no_form_is_too_odd(client: TestClient, fields: list[tuple[str, str]]) -> None:
    check(post(client, fields))
