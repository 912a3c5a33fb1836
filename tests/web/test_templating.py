"""The Jinja environment."""

from dataclasses import fields
from pathlib import Path

import pytest
from jinja2 import UndefinedError, nodes

from app.web.templating import environment, folder
from app.web.view import FormView


def test_text_is_escaped_in_every_template() -> None:
    assert environment.from_string("{{ x }}").render(x="<b>&\"'") == "&lt;b&gt;&amp;&#34;&#39;"


def test_name_that_is_missing_fails() -> None:
    with pytest.raises(UndefinedError):
        environment.from_string("{{ nothing }}").render()


def test_form_and_strip_read_every_field_of_their_view_and_no_other() -> None:
    assert environment.loader
    read = {
        node.attr
        for name in ("_setup.html", "_strip.html")
        for node in environment.parse(environment.loader.get_source(environment, name)[0]).find_all(
            nodes.Getattr
        )
        if isinstance(node.node, nodes.Name) and node.node.name == "form"
    }
    assert read <= {field.name for field in fields(FormView)}
    assert {field.name for field in fields(FormView)} - read <= {"title"}  # for the page


def test_folders_are_found_in_a_checkout_and_in_a_wheel(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert (folder("templates") / "index.html").is_file()
    monkeypatch.setattr("app.web.templating.PACKAGE", tmp_path / "app")
    assert folder("templates") == tmp_path / "app" / "templates"
