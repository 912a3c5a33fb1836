"""The style and the modules as routes: what is there, and what is asked for again."""

import re

import pytest
from starlette.testclient import TestClient

from app.web.assets import STYLES, joined_style
from app.web.templating import folder


def rules(text: str) -> list[str]:
    """Give everything in a style but comments and spaces, in order."""
    return re.findall(r"[^\s{};]+", re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL))


def test_style_is_all_of_the_styles_in_order() -> None:
    css = folder("static") / "css"
    whole = "\n".join((css / name).read_text() for name in STYLES)
    assert "".join(rules(joined_style())) == "".join(rules(whole))
    assert "/*" not in joined_style()


@pytest.mark.parametrize("path", ["/style.css", "/static/js/main.js"])
def test_what_has_not_changed_is_not_sent_again(client: TestClient, path: str) -> None:
    first = client.get(path)
    assert first.headers["Cache-Control"] == "no-cache"
    again = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]
    assert client.get(path, headers={"If-None-Match": '"other"'}).status_code == 200


@pytest.mark.parametrize(
    "path",
    ["none.js", "..%2fcss%2flook.css", "..%2fvendor%2flibraries.js", "panels", "panels/", ""],
)
def test_nothing_else_is_served_as_a_module(client: TestClient, path: str) -> None:
    assert client.get(f"/static/js/{path}").status_code == 404


@pytest.mark.parametrize(
    "path", ["%00", "main.js%00.js", "a/%00/b", "a" * 300 + ".js", "none.js", ""]
)
def test_a_module_that_is_not_there_is_not_found(client: TestClient, path: str) -> None:
    assert client.get(f"/static/js/{path}").status_code == 404
