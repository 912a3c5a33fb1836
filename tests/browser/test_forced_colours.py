"""Who forces colours sees those, in drawings too; and dragging selects nothing."""

import pytest
from playwright.sync_api import expect

from tests.browser.playground import Playground

pytestmark = pytest.mark.browser

OURS = """() => {
  const look = (part) => getComputedStyle(document.querySelector(part));
  const drawn = [".wire.pos", ".wire.neg", ".frame"];
  const strokes = drawn.map((part) => look(`#network ${part}`).stroke);
  const run = look("#run-button");
  return {
    text: look("body").color, strokes, dashes: look("#network .wire.neg").strokeDasharray,
    run: [run.color, run.backgroundColor],
  };
}"""


def test_forced_colours_are_not_ours(playground: Playground) -> None:
    page = playground.page
    page.emulate_media(forced_colors="active", reduced_motion="reduce")
    playground.open("?lesson=xor")
    playground.press("Step")
    expect(page.locator("#network .wire.neg").first).to_be_visible()
    page.locator("#run-button").hover()
    seen = page.evaluate(OURS)
    assert set(seen["strokes"]) == {seen["text"]}
    assert seen["dashes"] != "none"  # a sign is never colour alone
    assert seen["run"][0] != seen["run"][1]


def test_dragging_over_the_drawings_selects_no_text(playground: Playground) -> None:
    page = playground.page
    playground.open()
    for drawing in ("#ball", "#network"):
        box = page.locator(drawing).bounding_box()
        assert box
        page.mouse.move(box["x"] + 20, box["y"] + 20)
        page.mouse.down()
        page.mouse.move(box["x"] + box["width"] - 20, box["y"] + box["height"] - 10, steps=5)
        assert page.evaluate("getSelection().toString()") == ""
        page.mouse.up()
