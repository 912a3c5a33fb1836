"""The registry of panels, and the files that belong to each."""

import re

import pytest
from starlette.testclient import TestClient

from app.web.assets import STYLES
from app.web.modules import SCRIPTS
from app.web.panels import PANELS, Panel, preloaded
from app.web.templating import folder
from tests.support.markup import opened

every_panel = pytest.mark.parametrize("panel", PANELS, ids=lambda panel: panel.name)


@every_panel
def test_panel_has_its_template_style_and_module(panel: Panel) -> None:
    for place in (
        folder("templates") / panel.template,
        folder("static") / "css" / panel.style,
        SCRIPTS / panel.module,
    ):
        assert place.is_file()


def test_files_of_panels_belong_to_one() -> None:
    names = {panel.name for panel in PANELS}
    for place in ("templates/panels", "static/css/panels", "static/js/panels"):
        top, _, below = place.partition("/")
        assert {file.stem for file in (folder(top) / below).iterdir()} == names


@every_panel
def test_page_has_a_card_for_each_panel_in_its_column(client: TestClient, panel: Panel) -> None:
    page = opened(client).page
    card = page.one("section", data_panel=panel.name)
    column = "stage" if panel.column == "middle" else panel.column
    assert card.parent is page.one("div", class_=column)


def test_cards_stand_in_the_order_of_the_registry(client: TestClient) -> None:
    page = opened(client).page
    for column in ("middle", "right"):
        inside = page.one("div", class_=column).walk()
        cards = [e["data-panel"] for e in inside if "data-panel" in e.attributes]
        assert cards == [panel.name for panel in PANELS if panel.column == column]


def test_page_preloads_what_panels_import_and_main_does_not(client: TestClient) -> None:
    links = [link["href"] for link in opened(client).page.all("link", rel="modulepreload")]
    assert links == list(preloaded())
    assert {f"/static/js/{panel.module}" for panel in PANELS} <= set(links)
    assert "/static/js/line-chart.js" in links
    assert not {"/static/js/main.js", "/static/js/format.js", "/static/js/number-table.js"} & set(
        links
    )
    assert len(links) == len(set(links))
    for link in links:
        assert client.get(link).status_code == 200


def test_main_names_no_panel() -> None:
    text = (SCRIPTS / "main.js").read_text() + (SCRIPTS / "panels.js").read_text()
    named = {panel.name for panel in PANELS if re.search(rf"\b{panel.name}\b", text)}
    assert not named


def test_every_style_is_served() -> None:
    css = folder("static") / "css"
    files = {str(file.relative_to(css)) for file in css.rglob("*.css")}
    assert files == set(STYLES)
