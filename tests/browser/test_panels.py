"""The panels: what is loaded when, and what is left of them when the page is left."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.playground import LONG, Playground

pytestmark = pytest.mark.browser

LATER = (
    "number-table.js",
    "number-field.js",
    "history-table.js",
    "data-table.js",
    "dialogs.js",
    "past.js",
)
LEAVE = "window.dispatchEvent(new PageTransitionEvent('pagehide'))"


def loaded(page: Page) -> list[str]:
    """Name the modules that the page has asked for."""
    names: list[str] = page.evaluate(
        "() => performance.getEntriesByType('resource').map(({ name }) => name)"
    )
    return [name.rpartition("/")[2] for name in names if "/static/js/" in name]


def test_what_is_not_needed_at_first_is_loaded_when_it_is_used(playground: Playground) -> None:
    page = playground.page
    playground.open("?lesson=heights")
    expect(playground.status).to_contain_text("Ready")
    assert not set(LATER) & set(loaded(page))
    assert len(loaded(page)) == len(set(loaded(page)))
    playground.press("Help")
    expect(page.get_by_role("heading", name="How to use this page")).to_be_visible()
    page.keyboard.press("Escape")
    page.locator("#loss-table-button").click()
    expect(page.locator("#loss-table table")).to_be_visible()
    page.get_by_label("Inputs row 1 weight").focus()
    page.locator("#network").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".weight-field")).to_be_focused()
    assert set(LATER) <= set(loaded(page))


def test_tables_swap_and_swap_back_with_one_letter(playground: Playground) -> None:
    page = playground.page
    playground.open("?lesson=heights")
    for shown in (1, 0):
        page.locator("h1").click()
        page.keyboard.press("t")
        expect(page.locator(".plot > div table")).to_have_count(3 * shown)
    page.keyboard.press("l")
    expect(page).to_have_url(re.compile("scale=linear"))


@pytest.mark.parametrize(("goal", "ghost"), [("40", False), (None, True)])
def test_the_line_of_before_stays_for_the_same_data_alone(
    playground: Playground, goal: str | None, ghost: bool
) -> None:
    page = playground.page
    playground.open(
        f"?inputs=5&goals={goal or 42}&weights=1&rule=delta&alpha=0.01&until=0.02&epochs=100"
    )
    picture = "document.querySelector('[data-panel=loss] canvas').toDataURL()"
    expect(page.locator("[data-panel=loss] canvas")).to_have_attribute(
        "aria-label", re.compile("nothing yet")
    )
    fresh = page.evaluate(picture)
    playground.open(
        "?inputs=5&goals=42&weights=1&rule=delta&alpha=0.01&until=0.02&epochs=100&speed=max"
    )
    playground.press("Run")
    expect(playground.status).to_contain_text("Learned", timeout=LONG)
    if goal:
        playground.fill(page.get_by_label("Goals row 1"), goal)
    else:
        playground.press("Reset")
    expect(playground.status).to_contain_text("Ready")
    page.wait_for_function(f"(fresh) => ({picture} === fresh) !== {str(ghost).lower()}", arg=fresh)


def test_dialogs_open_and_are_remembered(playground: Playground) -> None:
    page = playground.page
    playground.open()
    for _ in range(2):
        playground.press("Display")
        page.get_by_label("Dark").check()
        expect(page.locator("html")).to_have_attribute("data-theme", "dark")
        page.get_by_label("Letter keys").set_checked(False)
        page.get_by_role("dialog").get_by_role("button", name="Close").click()
    expect(page.locator("#display")).to_have_count(1)
    page.keyboard.press("s")
    expect(playground.epoch).to_have_text("0")
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")


def test_panels_end_when_the_page_is_left(playground: Playground) -> None:
    page = playground.page
    playground.open("?lesson=heights&speed=50")
    page.locator("#network-table-button").click()
    playground.press("Run")
    playground.wait_for_update(20)
    page.evaluate(LEAVE)
    for drawing in ("#network", "#ball", "#rows"):
        expect(page.locator(f"{drawing} > *")).to_have_count(0)
    expect(page.locator("#network-table")).to_be_hidden()
    charts: list[bool] = page.evaluate(
        "() => ['loss-chart', 'weights-chart'].map((id) => Chart.getChart(id) === undefined)"
    )
    assert charts == [True, True]
    page.locator("#next-row").click()  # nobody listens any more, and nothing fails
    page.wait_for_timeout(300)
    expect(page.locator("#network > *")).to_have_count(0)
