"""The style and the modules as they are served."""

import re

import pytest
from starlette.testclient import TestClient

from app.web.assets import STYLES, joined_style, lean
from app.web.panels import SCRIPTS
from app.web.templating import folder

MODULES = sorted(str(file.relative_to(SCRIPTS)) for file in SCRIPTS.rglob("*.js"))


def rules(text: str) -> list[str]:
    """Give everything in a style but comments and spaces, in order."""
    return re.findall(r"[^\s{};]+", re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL))


def test_style_is_all_of_the_styles_in_order() -> None:
    css = folder("static") / "css"
    whole = "\n".join((css / name).read_text() for name in STYLES)
    assert "".join(rules(joined_style())) == "".join(rules(whole))
    assert "/*" not in joined_style()


@pytest.mark.parametrize("name", MODULES)
def test_module_is_served_as_it_is_written_but_for_comments_and_indentation(
    client: TestClient, name: str
) -> None:
    answer = client.get(f"/static/js/{name}")
    assert answer.headers["Content-Type"].startswith("text/javascript")
    served, written = answer.text.split("\n"), (SCRIPTS / name).read_text().split("\n")
    assert len(served) == len(written)
    for mine, original in zip(served, written, strict=True):
        assert mine in (original.lstrip(" "), "")
        if not mine and original:
            assert original.lstrip().startswith(("/*", "*", "//"))


def test_only_comments_with_lines_of_their_own_are_left_out() -> None:
    kept = 'const a = "/* b */"; // c\nconst url = "//d"; /** e */'
    assert lean(kept) == kept
    assert lean("/** a\n * b\n */\nlet c;\n  // d\n  e();\n") == "\n\n\nlet c;\n\ne();\n"


@pytest.mark.parametrize("name", MODULES)
def test_text_of_several_lines_is_markup_where_indentation_means_nothing(name: str) -> None:
    for text in re.findall(r"= `([^`]*\n[^`]*)`", (SCRIPTS / name).read_text()):
        assert text.startswith("<")


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
