"""The modules as they are served: lean, and some inside of others."""

import re
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from app.web.modules import EXPORT, IMPORT, MODULES, REMARK, SCRIPTS, lean, within

ALONE = sorted(
    name
    for name, path in MODULES.items()
    if not any(
        (path.parent / each).resolve() in within() for _, each in IMPORT.findall(path.read_text())
    )
)
"""Modules with nothing inside."""
every_module = pytest.mark.parametrize("name", MODULES)


def inside(name: str) -> bool:
    return SCRIPTS / name in within()


@pytest.mark.parametrize("name", ALONE)
def test_module_with_nothing_inside_keeps_its_lines(client: TestClient, name: str) -> None:
    answer = client.get(f"/static/js/{name}")
    assert answer.headers["Content-Type"].startswith("text/javascript")
    served, written = answer.text.split("\n"), MODULES[name].read_text().split("\n")
    assert len(served) == len(written)
    for mine, original in zip(served, written, strict=True):
        assert mine in (original.lstrip(" "), REMARK.sub("", original.lstrip(" ")), "")
        if not mine and original:
            assert original.lstrip().startswith(("/*", "*", "//"))


def test_comments_are_left_out_and_what_looks_like_one_in_a_string_is_not() -> None:
    kept = 'const a = "/* b */";\nconst url = "//d"; /** e */'
    assert lean(kept) == kept
    assert lean("/** a\n * b\n */\nlet c; // d\n  // e\n  f();\n") == "\n\n\nlet c;\n\nf();\n"


@every_module
def test_no_string_is_cut_as_a_comment(name: str) -> None:
    for line in MODULES[name].read_text().split("\n"):
        code = REMARK.sub("", line)
        assert code == line or not any(code.count(quote) % 2 for quote in '`"')


@every_module
def test_text_of_several_lines_is_markup_where_indentation_means_nothing(name: str) -> None:
    for text in re.findall(r"= `([^`]*\n[^`]*)`", MODULES[name].read_text()):
        assert text.startswith("<")


@every_module
def test_imports_and_exports_are_written_as_they_are_read(name: str) -> None:
    text = MODULES[name].read_text()
    assert len(IMPORT.findall(text)) == len(re.findall(r"^import\b", text, re.MULTILINE))
    assert len(EXPORT.findall(text)) == len(re.findall(r"^export\b", text, re.MULTILINE))
    for names, each in IMPORT.findall(text):
        given = EXPORT.findall((MODULES[name].parent / each).resolve().read_text())
        assert set(re.findall(r"[\w$]+", names)) <= set(given)


def test_what_one_alone_asks_for_is_inside_of_it() -> None:
    assert inside("network-layout.js")  # of the network alone
    assert inside("alpha-slider.js")  # of the form, which is inside of main
    assert not inside("main.js")
    assert not inside("format.js")  # of many
    assert not inside("panels/network.js")  # asked for by its panel's name
    assert not inside("number-field.js")  # of one, and by another when it is needed


def test_what_is_inside_is_whole_and_asked_for_no_more(client: TestClient) -> None:
    served = client.get("/static/js/main.js").text
    asked = set(re.findall(r'from "/static/js/([^"]+)"', served))
    assert asked == {name for name in asked if not inside(name)}
    for name in ("alpha-slider.js", "player.js", "setup.js"):
        own = EXPORT.sub("", IMPORT.sub("", MODULES[name].read_text()))
        own = re.sub(r'import\("\./', 'import("/static/js/', own)
        assert re.sub(r"\n+", "\n", lean(own)).strip() in served
    assert served.count("class AlphaSlider") == 1
    assert served.index("class AlphaSlider") < served.index("class Setup")


@pytest.mark.parametrize("name", ["panels/network.js", "panels/predictions.js"])
def test_what_others_ask_for_is_still_given(client: TestClient, name: str) -> None:
    served = client.get(f"/static/js/{name}").text
    assert EXPORT.findall(served) == EXPORT.findall(Path(SCRIPTS / name).read_text())
    assert 'import("./' not in served  # a way that leads elsewhere from another folder
