"""What can be hit is large enough for a finger, in every state and at every width."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.playground import LONG, Playground

pytestmark = pytest.mark.browser

SMALL = """(least) => {
  const inSight = (element) => {
    const { width, height, bottom } = element.getBoundingClientRect();
    return element.checkVisibility({ visibilityProperty: true })
      && width * height > 0 && bottom > 0;
  };
  const what = "a[href], button, input, select, textarea, summary, [role=tab]";
  return [...document.querySelectorAll(what)].filter(inSight).map((element) => {
    const chosen = ["checkbox", "radio"].includes(element.type);
    const target = (chosen && element.closest("label")) || element;
    const { width, height } = target.getBoundingClientRect();
    const name = element.id || element.ariaLabel || element.textContent;
    return { name, width: Math.round(width), height: Math.round(height) };
  }).filter(({ width, height }) => Math.min(width, height) < least);
}"""
"""What can be hit and is less wide or high than so many pixels; of a choice its label counts."""


def small(page: Page) -> list[object]:
    """List the targets that are too small for this width, all folds open."""
    page.evaluate("for (const fold of document.querySelectorAll('details')) fold.open = true;")
    found: list[object] = page.evaluate(SMALL, 44 if page.evaluate("innerWidth") < 640 else 40)
    return found


@pytest.mark.parametrize("width", [1440, 1280, 1100, 768, 390, 320])
def test_no_target_is_small_in_any_state(playground: Playground, width: int) -> None:
    page = playground.page
    page.set_viewport_size({"width": width, "height": 800})
    playground.open("?lesson=heights")
    assert small(page) == []
    for table in ("network", "loss", "weights"):
        button = page.locator(f"#{table}-table-button")
        if button.is_visible():
            button.click()
            expect(page.locator(f"#{table}-table table")).to_be_visible()
    assert small(page) == []
    for name in ("help", "display"):
        page.locator(f"#{name}-button").click()
        expect(page.locator(f"dialog#{name}")).to_be_visible()
        assert small(page) == []
        page.keyboard.press("Escape")


@pytest.mark.parametrize("width", [1440, 390])
def test_no_target_is_small_after_a_divergence(playground: Playground, width: int) -> None:
    page = playground.page
    page.set_viewport_size({"width": width, "height": 800})
    playground.open("?weights=1&alpha=10&rule=delta&speed=1000")
    playground.press("Run")
    expect(playground.status).to_contain_text(re.compile("Diverged"), timeout=LONG)
    expect(page.get_by_test_id("offers").get_by_role("button")).not_to_have_count(0)
    assert small(page) == []
