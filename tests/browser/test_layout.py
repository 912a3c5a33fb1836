"""Where things stand: the large drawing and the small one, one panel at a time on a phone."""

import pytest
from playwright.sync_api import Locator, Page, ViewportSize, expect

from tests.browser.playground import LONG, Playground
from tests.browser.test_look import scrolls

pytestmark = pytest.mark.browser

PHONE = ViewportSize(width=390, height=844)
CARDS = {"network": "Network", "valley": "Valley"}


def card(page: Page, name: str) -> Locator:
    """The card of a panel."""
    return page.locator(f"[data-panel={name}]")


def area(page: Page, name: str) -> float:
    """How much room a card has."""
    box = card(page, name).bounding_box()
    assert box
    return box["width"] * box["height"]


def large(page: Page) -> str:
    """Say which of the two drawings has more room."""
    return max(CARDS, key=lambda name: area(page, name))


@pytest.mark.parametrize(("lesson", "first"), [("one-weight", "valley"), ("xor", "network")])
@pytest.mark.parametrize("state", ["ready", "running", "learned"])
def test_the_two_drawings_can_be_swapped_in_every_state(
    playground: Playground, lesson: str, first: str, state: str
) -> None:
    page = playground.page
    playground.open(f"?lesson={lesson}&speed={'max' if state == 'learned' else '5'}")
    if state != "ready":
        playground.press("Run")
        words = "Learned" if state == "learned" else "Running"
        expect(playground.status).to_contain_text(words, timeout=LONG)
    other = next(name for name in CARDS if name != first)
    assert large(page) == first
    for name in (other, first):
        card(page, large(page)).get_by_role("button", name="Swap").click()
        assert large(page) == name
        assert scrolls(page) == {"wide": False, "high": False}
    page.keyboard.press("v")
    assert large(page) == other
    card(page, first).get_by_role("button", name="Swap").press("Enter")
    assert large(page) == first


@pytest.mark.parametrize(
    ("width", "share"), [(1440, (1.0, 0.62)), (1599, (1.0, 0.62)), (1600, (0.60, 1.0))]
)
def test_the_valley_of_one_weight_has_three_fifths(
    playground: Playground, width: int, share: tuple[float, float]
) -> None:
    page = playground.page
    page.set_viewport_size({"width": width, "height": 900})
    playground.open("?lesson=one-weight")
    stage = page.locator("#stage").bounding_box()
    valley = card(page, "valley").bounding_box()
    assert stage
    assert valley
    assert valley["width"] / stage["width"] == pytest.approx(share[0], abs=0.012)
    assert valley["height"] / stage["height"] == pytest.approx(share[1], abs=0.012)


def test_the_choice_is_kept_for_small_networks_and_for_others(playground: Playground) -> None:
    page = playground.page
    playground.open("?lesson=one-weight")
    page.keyboard.press("v")
    assert large(page) == "network"
    playground.choose("xor")
    page.keyboard.press("v")
    assert large(page) == "valley"
    playground.open("?lesson=identity")
    assert large(page) == "network"
    playground.open("?lesson=streetlights")
    assert large(page) == "valley"


def test_a_phone_shows_one_panel_at_a_time_in_tabs(playground: Playground) -> None:
    page = playground.page
    page.set_viewport_size(PHONE)
    playground.open("?lesson=xor")
    tabs = page.get_by_role("tab")
    assert tabs.all_inner_texts() == ["Valley", "Loss", "Weights", "Rows"]
    for name, words in (("valley", "Valley"), ("weights", "Weights"), ("predictions", "Rows")):
        page.get_by_role("tab", name=words).click()
        expect(page.get_by_role("tab", selected=True)).to_have_text(words)
        panel = page.get_by_role("tabpanel", name=words)
        expect(panel).to_have_attribute("data-panel", name)
        expect(page.locator(".lab .card:visible")).to_have_count(2)
        expect(card(page, "network")).to_be_visible()


def test_tabs_are_walked_with_the_arrow_keys(playground: Playground) -> None:
    page = playground.page
    page.set_viewport_size(PHONE)
    playground.open("?lesson=one-weight")
    page.get_by_role("tab", name="Loss").focus()
    for key, words in (
        ("ArrowRight", "Weights"),
        ("End", "Rows"),
        ("ArrowRight", "Network"),
        ("ArrowLeft", "Rows"),
        ("Home", "Network"),
    ):
        page.keyboard.press(key)
        expect(page.get_by_role("tab", name=words)).to_be_focused()
        expect(page.get_by_role("tabpanel", name=words)).to_be_visible()
    page.keyboard.press("Tab")
    expect(page.get_by_role("tab", name="Loss")).not_to_be_focused()


def test_a_swap_on_a_phone_takes_the_one_that_was_large_below(playground: Playground) -> None:
    page = playground.page
    page.set_viewport_size(PHONE)
    playground.open("?lesson=one-weight")
    card(page, "valley").get_by_role("button", name="Swap").click()
    expect(page.get_by_role("tabpanel", name="Valley")).to_be_visible()
    expect(card(page, "network")).to_be_visible()
    card(page, "valley").get_by_role("button", name="Swap").click()
    expect(page.get_by_role("tabpanel", name="Network")).to_be_visible()


def test_a_phone_has_the_form_folded_and_run_within_reach(playground: Playground) -> None:
    page = playground.page
    page.set_viewport_size(PHONE)
    playground.open("?lesson=xor&speed=5")
    expect(page.get_by_label("Lesson")).not_to_be_visible()
    run = page.locator("#run-button").bounding_box()
    assert run
    assert run["y"] > 0.85 * PHONE["height"]
    assert run["height"] >= 44
    playground.press("Run")
    playground.wait_for_update(2)
    playground.press("Pause")
    page.locator("summary", has_text="Set up").click()
    playground.fill(playground.alpha, "0.3")
    expect(playground.alpha).to_be_visible()
    expect(page.locator("#data-card")).not_to_have_attribute("open", "")


def test_turning_a_phone_keeps_what_was_chosen(playground: Playground) -> None:
    page = playground.page
    page.set_viewport_size(PHONE)
    playground.open("?lesson=xor&speed=5")
    page.get_by_role("tab", name="Rows").click()
    playground.press("Step")
    expect(playground.epoch).to_have_text("0")
    page.set_viewport_size({"width": 844, "height": 390})
    expect(page.get_by_role("tab")).to_have_count(0)
    expect(page.get_by_role("tabpanel")).to_have_count(0)
    for name in ("network", "valley", "loss", "weights", "predictions"):
        expect(card(page, name)).to_be_visible()
    expect(playground.alpha).to_be_visible()
    page.set_viewport_size(PHONE)
    expect(page.get_by_role("tabpanel", name="Rows")).to_be_visible()
    assert playground.key("at") == "1"


def test_what_is_not_shown_is_not_drawn_until_it_is(playground: Playground) -> None:
    page = playground.page
    page.set_viewport_size(PHONE)
    playground.open("?lesson=xor&speed=max")
    rows = page.locator("#rows tbody")
    page.get_by_role("tab", name="Rows").click()
    expect(rows).to_contain_text("trains next")
    before = rows.text_content()
    page.get_by_role("tab", name="Loss").click()
    playground.press("Run")
    expect(playground.status).to_contain_text("Learned", timeout=LONG)
    assert rows.text_content() == before
    page.get_by_role("tab", name="Rows").click()
    expect(rows).not_to_contain_text("✕")
    assert rows.text_content() != before
    page.get_by_role("tab", name="Weights").click()
    chart = page.locator("#weights-chart")
    page.wait_for_function("chart => chart.width > 100", arg=chart.element_handle())


IN_SIGHT = """box => [...box.querySelectorAll('tbody tr')].filter((row) =>
  row.getBoundingClientRect().bottom <= box.getBoundingClientRect().bottom + 0.5).length"""


@pytest.mark.parametrize(
    ("width", "height", "display"),
    [(1440, 900, ""), (1366, 650, ""), (1280, 720, ""), (1024, 768, "projector")],
)
def test_four_rows_of_predictions_are_in_sight(
    playground: Playground, width: int, height: int, display: str
) -> None:
    page = playground.page
    page.set_viewport_size({"width": width, "height": height})
    playground.open(f"?lesson=xor&display={display}")
    box = page.locator(".rows-scroll")
    expect(box.locator("tbody tr")).to_have_count(4)
    assert box.evaluate(IN_SIGHT) == 4
    bounds = box.bounding_box()
    assert bounds
    assert bounds["y"] + bounds["height"] <= height
    assert box.evaluate("e => e.scrollWidth <= e.clientWidth")
    for name in ("loss", "weights"):
        card(page, name).scroll_into_view_if_needed()
        expect(card(page, name)).to_be_in_viewport(ratio=0.99)
