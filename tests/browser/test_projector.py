"""For a whole class: large text, thick lines, no form, and all of it in sight of a small screen."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, ViewportSize, expect

from tests.browser.playground import LONG, Playground
from tests.browser.test_look import scrolls

pytestmark = pytest.mark.browser

SCREENS = [(1024, 768), (1280, 720), (1440, 900), (1920, 1080)]
STATES = {
    "ready": ("?lesson=one-weight", ""),
    "running": ("?lesson=xor&speed=5", "Running"),
    "learned": ("?lesson=xor&speed=max", "Learned"),
    "diverged": ("?lesson=one-weight&alpha=0.09&speed=max", "Diverged"),
}
STYLE = "(element, name) => parseFloat(getComputedStyle(element)[name])"
ZOOM = "(element) => element.currentCSSZoom"


def size(part: Locator, what: str = "fontSize") -> float:
    """Give a size as it is on the screen, in pixels."""
    return float(part.evaluate(STYLE, what)) * float(part.evaluate(ZOOM))


def in_sight(part: Locator, screen: ViewportSize) -> bool:
    """Tell whether all of a part is on the screen."""
    box = part.bounding_box()
    return bool(
        box
        and box["x"] >= 0
        and box["y"] >= 0
        and box["x"] + box["width"] <= screen["width"]
        and box["y"] + box["height"] <= screen["height"]
    )


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("screen", SCREENS)
def test_all_that_matters_is_in_sight(
    playground: Playground, screen: tuple[int, int], state: str
) -> None:
    page = playground.page
    viewport = ViewportSize(width=screen[0], height=screen[1])
    page.set_viewport_size(viewport)
    query, words = STATES[state]
    playground.open(f"{query}&display=projector")
    if words:
        playground.press("Run")
        expect(playground.status).to_contain_text(words, timeout=LONG)
    assert scrolls(page) == {"wide": False, "high": False}
    for part in (
        page.get_by_test_id("chips"),
        page.locator("#next-lesson"),
        playground.epoch,
        playground.loss,
        page.locator("#network"),
        page.locator("#ball"),
        page.locator("#loss-chart"),
        page.locator("#rows tbody tr").first,
    ):
        assert in_sight(part, viewport), part
    expect(playground.alpha).not_to_be_visible()


def test_text_and_lines_are_large(playground: Playground) -> None:
    page = playground.page
    playground.open("?lesson=xor&display=projector")
    assert size(page.locator("body")) == 18
    assert size(page.locator("#rows")) == 20
    assert size(playground.epoch) == size(playground.loss) == 40
    assert page.locator("header .bar").evaluate("e => e.parentElement.offsetHeight") == 80
    assert size(page.locator(".weight-chip text").first) >= 15
    assert size(page.locator("#ball .curve"), "strokeWidth") == pytest.approx(4, abs=0.1)
    page.keyboard.press("p")
    expect(page.locator("html")).to_have_attribute("data-theme", "light")
    assert size(page.locator("body")) == 14
    assert size(page.locator("#ball .curve"), "strokeWidth") == 2.5


@pytest.mark.parametrize("before", ["light", "dark", "auto"])
def test_p_twice_gives_back_what_was(playground: Playground, before: str) -> None:
    page = playground.page
    playground.open()
    page.get_by_role("button", name="Display").click()
    page.get_by_role("radio", name=before.capitalize()).check()
    page.get_by_role("button", name="Close").click()
    root = page.locator("html")
    page.keyboard.press("p")
    expect(root).to_have_attribute("data-display", "projector")
    page.reload()
    expect(root).to_have_attribute("data-display", "projector")
    expect(playground.loss).not_to_have_text("–")
    page.keyboard.press("p")
    expect(root).to_have_attribute("data-display", before)


def test_one_key_brings_the_form_and_hides_it_again(playground: Playground) -> None:
    page = playground.page
    playground.open("?lesson=xor&display=projector")
    button = page.get_by_role("button", name="Set up")
    expect(button).to_have_attribute("aria-expanded", "false")
    page.keyboard.press("u")
    expect(button).to_have_attribute("aria-expanded", "true")
    playground.fill(playground.alpha, "0.25")
    assert playground.key("alpha") == "0.25"
    button.click()
    expect(playground.alpha).not_to_be_visible()
    page.keyboard.press("u")
    expect(playground.alpha).to_be_visible()


def centre(page: Page) -> tuple[float, float]:
    """Give the middle of the ball."""
    box = page.locator("#ball .grip").bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def test_the_ball_stays_under_the_pointer_when_it_is_dragged(playground: Playground) -> None:
    page = playground.page
    playground.open("?lesson=one-weight&display=projector")
    across, down = centre(page)
    page.mouse.move(across, down)
    page.mouse.down()
    page.mouse.move(across + 200, down, steps=5)
    expect(page.locator("#ball")).to_contain_class("held")
    page.wait_for_function("() => !document.querySelector('#ball').getAnimations().length")
    assert centre(page)[0] == pytest.approx(across + 200, abs=16)  # it rests on a slope
    page.mouse.up()
    expect(page.get_by_test_id("loss")).not_to_have_text("1369")


@pytest.mark.parametrize("state", ["ready", "running", "diverged"])
def test_the_projector_is_accessible(playground: Playground, state: str) -> None:
    query, words = STATES[state]
    playground.open(f"{query}&display=projector")
    if words:
        playground.press("Run")
        expect(playground.status).to_contain_text(words, timeout=LONG)
    results = Axe().run(playground.page)
    assert results.violations_count == 0, results.generate_report()


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("tab", ["Network", "Loss", "Weights", "Rows"])
def test_a_phone_is_accessible(playground: Playground, theme: Any, tab: str) -> None:
    page = playground.page
    page.set_viewport_size({"width": 390, "height": 844})
    page.emulate_media(color_scheme=theme)
    playground.open("?lesson=one-weight")
    page.get_by_role("tab", name=tab).click()
    page.locator("summary", has_text="Data").click()
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()
