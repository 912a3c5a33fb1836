"""Numbers to the last digit: one switch for all of them, and tables that show every update."""

import re
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.playground import Playground
from tests.test_articles import PRINTED_ERRORS

pytestmark = pytest.mark.browser

COPIED = """() => {
  navigator.clipboard.writeText = (text) => { window.copied = text; return Promise.resolve(); };
}"""


def lines(page: Page, table: str = "loss") -> list[list[str]]:
    """Read the table behind a chart."""
    rows = page.locator(f"#{table}-table tbody tr")
    expect(rows.first).to_be_visible()
    return [row.locator("th, td").all_inner_texts() for row in rows.all()]


def test_the_20_errors_of_the_first_article_are_read_to_the_last_digit(
    playground: Playground,
) -> None:
    page = playground.page
    playground.open("?lesson=one-weight&at=20&digits=all")
    page.locator("#loss-table-button").click()
    expect(page.locator("#loss-table tbody tr")).to_have_count(21)
    assert [name for name, _ in lines(page)] == [str(update) for update in range(21)]
    *errors, learned = [float(loss) for _, loss in lines(page)]
    assert errors == PRINTED_ERRORS
    assert learned < 0.02 < min(errors)  # where the run ends is on the same page
    page.evaluate(COPIED)
    page.get_by_role("button", name="Copy this page as text").click()
    head, *copied = str(page.evaluate("window.copied")).split("\n")
    assert head == "update\tloss"
    assert [float(line.split("\t")[1]) for line in copied] == [*errors, learned]


def test_pages_are_turned_and_an_update_is_found(playground: Playground) -> None:
    page = playground.page
    playground.open("?lesson=heights&at=130")
    page.locator("#loss-table-button").click()
    first = page.locator("#loss-table tbody th").first
    press = {
        name: page.get_by_role("button", name=f"{name} page")
        for name in ("First", "Previous", "Next", "Last")
    }
    expect(first).to_have_text("0")
    expect(press["Previous"]).to_have_attribute("aria-disabled", "true")
    for name, update in ("Next", "25"), ("Last", "125"), ("Previous", "100"), ("First", "0"):
        press[name].click()
        expect(first).to_have_text(update)
    page.locator("#loss-table").get_by_label("Go to update").fill("67")
    page.keyboard.press("Enter")
    expect(first).to_have_text("50")
    found = page.locator("#loss-table tbody tr[aria-current]")
    expect(found.locator("th")).to_have_text("67")
    expect(found.locator("td").first).to_have_text("16")  # four rows an epoch
    page.locator("#loss-table").get_by_label("Go to update").fill("131")
    page.keyboard.press("Enter")
    expect(page.locator("#loss-table").get_by_label("Go to update")).to_have_attribute(
        "aria-invalid", "true"
    )
    expect(first).to_have_text("50")


def test_the_last_page_follows_the_run(playground: Playground) -> None:
    page = playground.page
    playground.open("?lesson=heights&at=30&speed=200")
    page.locator("#loss-table-button").click()
    page.get_by_role("button", name="Last page").click()
    expect(page.locator("#loss-table tbody th").last).to_have_text("30")
    playground.press("Step")
    expect(page.locator("#loss-table tbody th").last).to_have_text("31")
    playground.press("Run")
    playground.wait_for_update(100)
    playground.press("Pause")
    at = playground.key("at")
    expect(page.locator("#loss-table tbody th").last).to_have_text(at)


def test_every_weight_has_its_column(playground: Playground) -> None:
    page = playground.page
    playground.open("?lesson=one-weight&at=3&digits=all")
    page.locator("#weights-table-button").click()
    assert lines(page, "weights") == [
        ["0", "1"],
        ["1", "2.85"],
        ["2", "4.2375"],
        ["3", "5.278124999999999"],
    ]


def test_one_switch_writes_every_digit_and_the_address_keeps_it(playground: Playground) -> None:
    page = playground.page
    playground.open("?lesson=feedforward")
    expect(page.locator("#rows tbody td", has_text="0.722")).to_have_count(1)
    page.locator("#digits-toggle").click()
    expect(page).to_have_url(re.compile("digits=all"))
    number = page.get_by_text("0.7216325609518421", exact=True)
    expect(number.first).to_be_visible()
    expect(playground.loss).to_have_text(re.compile(r"^0\.077488431122\d+$"))
    page.reload()
    expect(number.first).to_be_visible()
    playground.press("Display")
    expect(page.get_by_label("All that a number has")).to_be_checked()
    page.get_by_role("dialog").get_by_label("3", exact=True).check()
    page.keyboard.press("Escape")
    expect(page.locator("#digits-toggle")).to_have_attribute("aria-pressed", "false")
    expect(playground.loss).to_have_text("0.0775")
    expect(page.get_by_text("0.7216325609518421")).to_have_count(0)
    assert playground.key("digits") == ""


@pytest.mark.parametrize("size", [(1440, 900), (1280, 720), (390, 844)])
def test_all_digits_overlap_nothing_in_the_bar(
    playground: Playground, size: tuple[int, int]
) -> None:
    page = playground.page
    page.set_viewport_size({"width": size[0], "height": size[1]})
    playground.open("?lesson=heights&at=4000&digits=all")
    boxes = [
        page.locator(name).bounding_box()
        for name in ("#reset-button", "#epoch", "#loss", "#status", "#share-button")
    ]
    for one, each in enumerate(boxes):
        for other in boxes[one + 1 :]:
            assert each
            assert other
            apart_across = (
                each["x"] + each["width"] <= other["x"] + 0.5
                or other["x"] + other["width"] <= each["x"] + 0.5
            )
            apart_down = (
                each["y"] + each["height"] <= other["y"] + 0.5
                or other["y"] + other["height"] <= each["y"] + 0.5
            )
            assert apart_across or apart_down
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_marks_agree_with_learned(playground: Playground) -> None:
    page = playground.page
    playground.open("?lesson=xor&at=5")
    marks = page.locator("#rows .tick", has_text=re.compile("[✓✕]"))
    expect(marks).to_have_text(["✓", "✕", "✕", "✓"])
    playground.open("?lesson=xor&at=20000")
    expect(playground.status).to_contain_text("Learned")
    expect(marks).to_have_text(["✓"] * 4)
    playground.open("?lesson=sigmoid-neuron")
    expect(page.locator("#rows tbody tr")).to_have_count(1)
    expect(marks).to_have_count(0)


def test_the_row_that_trains_next_is_marked(playground: Playground) -> None:
    page = playground.page
    playground.open("?lesson=xor&at=5")
    for table in ("#rows tbody tr", ".data tr[data-row]"):
        marked = page.locator(table).filter(has_text="trains next")
        expect(marked).to_have_count(1)
        expect(marked).to_have_attribute("data-row", "1")
    playground.press("Step")
    expect(page.locator(".data tr[data-row]").filter(has_text="trains next")).to_have_attribute(
        "data-row", "2"
    )
    playground.open("?lesson=perceptron")  # every update trains on all rows
    expect(page.locator("#rows tbody tr")).to_have_count(4)
    expect(page.get_by_text("trains next")).to_have_count(0)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_tables_and_what_is_told_at_their_fields_are_accessible(
    playground: Playground, allowed_errors: list[str], theme: Any
) -> None:
    allowed_errors.append("status of 422")
    page = playground.page
    page.emulate_media(color_scheme=theme)
    playground.open("?lesson=heights&at=90&digits=all&try=-7,x")
    page.locator("#try-row button").click()
    for table in ("loss", "weights"):
        page.locator(f"#{table}-table-button").click()
        expect(page.locator(f"#{table}-table tbody tr")).to_have_count(25)
    playground.fill(page.get_by_label("Inputs row 2 height"), "tall")
    expect(page.locator("#cell-2-2-problem")).to_be_visible()
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()
