"""The labels of the network in a real browser: each can only be read as its own line's."""

import re
from typing import Any

import pytest
from playwright.sync_api import FloatRect, Locator, expect

from tests.browser.playground import LONG, Playground

pytestmark = pytest.mark.browser

SCREENS = [(1440, 900), (1366, 650), (1280, 720), (390, 844)]
RUNS = {
    "one weight": "?lesson=one-weight",
    "streetlights": "?lesson=streetlights",
    "XOR": "?lesson=xor",
    "eight units": "?inputs=0,0;0,1;1,0;1,1&goals=0;1;1;0&hidden=8&activation=leaky_relu&seed=4",
    "two outputs": "?inputs=0,0;0,1&goals=0,1;1,0&hidden=3&bias=1",
}
FAULTS = """() => {
  const svg = document.querySelector("#network");
  const boxOf = (element) => element.getBoundingClientRect();
  const seen = (element) => element.checkVisibility() && boxOf(element).width > 0;
  const overlap = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1
    && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 1;
  const lines = [...svg.querySelectorAll(".link")].map((link) => {
    const [x1, y1, x2, y2] = ["x1", "y1", "x2", "y2"].map((end) =>
      Number(link.querySelector(".wire").getAttribute(end)));
    return { name: link.dataset.name, x1, y1, x2, y2 };
  });
  const distance = (x, y, { x1, y1, x2, y2 }) => {
    const [dx, dy] = [x2 - x1, y2 - y1];
    const along = ((x - x1) * dx + (y - y1) * dy) / (dx * dx + dy * dy);
    const share = Math.max(0, Math.min(1, along));
    return Math.hypot(x - x1 - share * dx, y - y1 - share * dy);
  };
  const faults = [];
  const chips = [...svg.querySelectorAll(".weight-chip")]
    .filter((chip) => seen(chip.querySelector("rect")));
  const frames = [...svg.querySelectorAll(".frame")].map(boxOf);
  const names = [...svg.querySelectorAll(".name:not(.inside)")].map(boxOf);
  chips.forEach((chip, place) => {
    const box = boxOf(chip.querySelector("rect"));
    const { name } = chip.dataset;
    const text = boxOf(chip.querySelector("text"));
    const fits = text.left >= box.left - 1 && text.right <= box.right + 1;
    if (!fits) faults.push(`${name} leaves its chip`);
    for (const other of chips.slice(place + 1)) {
      const theirs = boxOf(other.querySelector("rect"));
      if (overlap(box, theirs)) faults.push(`${name} lies on a label`);
    }
    if (frames.some((frame) => overlap(frame, box))) faults.push(`${name} lies on a unit`);
    if (names.some((each) => overlap(each, box))) faults.push(`${name} lies on a name`);
    if (chip.classList.contains("bias-chip")) return;
    const { e: x, f: y } = chip.transform.baseVal[0].matrix;
    const end = chip.querySelector(".leader-end");
    const [dx, dy] = ["cx", "cy"].map((at) => Number(end?.getAttribute(at) ?? 0));
    const far = (line) => distance(x + dx, y + dy, line);
    const near = lines.toSorted((a, b) => far(a) - far(b));
    if (near[0].name !== name) faults.push(`${name} looks like ${near[0].name}`);
  });
  const values = [...svg.querySelectorAll(".value")];
  values.forEach((value, place) => {
    const [box, frame] = [boxOf(value), frames[place]];
    if (!box.width || (box.left >= frame.left && box.right <= frame.right)) return;
    faults.push(`${value.textContent} leaves its box`);
  });
  const labels = [...svg.querySelectorAll(".name")];
  if (labels.filter((each) => each.textContent).length < frames.length) faults.push("no name");
  return { faults, chips: chips.length, weights: lines.length };
}"""


def box_of(locator: Locator) -> FloatRect:
    """Give where something stands, which must be in sight."""
    box = locator.bounding_box()
    assert box
    return box


@pytest.mark.parametrize("size", SCREENS)
@pytest.mark.parametrize("run", RUNS)
def test_a_label_can_only_be_read_as_its_own(
    playground: Playground, run: str, size: tuple[int, int]
) -> None:
    page = playground.page
    page.set_viewport_size({"width": size[0], "height": size[1]})
    playground.open(RUNS[run])
    tab = page.get_by_role("tab", name="Network")
    if tab.is_visible():
        tab.click()
    expect(page.locator("#network .value").first).not_to_have_text("")
    found: dict[str, Any] = page.evaluate(FAULTS)
    assert found["faults"] == []
    assert found["chips"] >= found["weights"]


def test_a_diverged_network_has_no_label_over_a_number(playground: Playground) -> None:
    page = playground.page
    playground.open("?inputs=3,2;1,4&goals=9;-9&hidden=4&activation=relu&bias=1&seed=3&speed=1000")
    playground.fill(playground.alpha, "100")
    playground.press("Run")
    expect(playground.status).to_contain_text("Diverged", timeout=LONG)
    expect(page.locator("#network-note")).to_contain_text("the last finite one")
    assert page.evaluate(FAULTS)["faults"] == []
    assert page.locator("#network .bad").count() > 0
    assert not re.search("NaN|∞", page.locator("#network").text_content() or "")


def test_goal_legend_and_coming_row_are_in_sight(playground: Playground) -> None:
    page = playground.page
    playground.open("?lesson=xor")
    note = page.locator("#network-note")
    expect(note).to_have_text("trains next: row 1 of 4: x = (0, 0), goal 0")
    playground.press("Step")
    expect(note).to_have_text("trains next: row 2 · shown: row 1 of 4: x = (0, 0), goal 0")
    legend = page.locator("#network .legend")
    expect(legend).to_be_visible()
    for word in ("+", "−", "size", "goal"):
        expect(legend.get_by_text(word, exact=True)).to_be_visible()
    diamond = page.locator("#network .goal .diamond")
    expect(diamond).to_have_count(1)
    gap = page.locator("#network .goal line.gap").first
    ends = [float(gap.get_attribute(end) or 0) for end in ("y1", "y2")]
    assert abs(ends[0] - ends[1]) > 4  # an output of 0.4 … 0.6, and a goal of 0
    low = box_of(diamond)["y"]
    page.locator("#next-row").click()  # its goal is 1
    expect(page.locator("#network .goal title")).to_have_text("goal 1")
    assert box_of(diamond)["y"] < low


def is_whole(line: Locator) -> bool:
    """Tell whether no part of the sum is cut."""
    fits = "e => e.scrollHeight <= e.clientHeight && e.scrollWidth <= e.clientWidth"
    return all(part.evaluate(fits) for part in line.locator("span, b").all())


def test_the_coming_update_is_a_sum_to_check_on_paper(playground: Playground) -> None:
    page = playground.page
    playground.open()
    line = page.get_by_test_id("sum")
    expect(line).to_have_text(
        "next: 5 × 1 = 5 · 5 − 42 = −37 · −37 × 5 = −185 · 1 − 0.01 × −185 = 2.85"
    )
    expect(line.locator("b")).to_have_text("1 − 0.01 × −185 = 2.85")
    playground.press("Step")
    expect(line).to_contain_text("5 × 2.85 = 14.25 · 14.25 − 42 = −27.75")
    expect(line).to_have_attribute("title", re.compile("5 × 2.85 = 14.25 · 14.25 − 42 = −27.75"))
    assert playground.weights() == {"o1.x1": "2.85"}
    page.set_viewport_size({"width": 320, "height": 700})
    tab = page.get_by_role("tab", name="Network")
    if tab.is_visible():
        tab.click()
    assert is_whole(line)
    playground.open("?lesson=perceptron")  # whose sum is of four rows
    assert not is_whole(line)
    closed = box_of(line)["height"]
    line.click()
    expect(line).to_have_attribute("aria-expanded", "true")
    assert box_of(line)["height"] > closed


def test_sum_and_slope_have_every_digit_on_hover(playground: Playground) -> None:
    playground.open("?lesson=feedforward&at=1")
    for words in ("sum", "note"):
        line = playground.page.get_by_test_id(words)
        expect(line).to_have_attribute("title", re.compile(r"\d{12}"))
        expect(line).not_to_have_text(re.compile(r"^$|\d{12}"))


@pytest.mark.parametrize(("width", "height"), [(1440, 900), (1280, 720), (390, 844)])
def test_the_result_of_the_sum_is_whole_and_the_legend_stays(
    playground: Playground, width: int, height: int
) -> None:
    page = playground.page
    page.set_viewport_size({"width": width, "height": height})
    playground.open("?lesson=xor")
    line = page.get_by_test_id("sum")
    for _ in range(3):
        playground.press("Step")
    expect(line).to_contain_text("next, row 4:")  # and row 1 is shown
    for expanded in ("false", "true"):
        expect(line).to_have_attribute("aria-expanded", expanded)
        card, result = box_of(page.locator("#panel-network")), box_of(line.locator("b"))
        assert line.locator("b").evaluate(
            "e => e.scrollWidth <= e.clientWidth + 1 || !e.clientWidth"
        )
        assert card["x"] <= result["x"]
        assert result["x"] + result["width"] <= card["x"] + card["width"]
        assert result["y"] + result["height"] <= card["y"] + card["height"]
        legend, first = box_of(page.locator("#network .legend")), box_of(line.locator("span"))
        assert legend["y"] + legend["height"] <= first["y"] + 2
        line.evaluate("e => { e.firstChild.textContent += '5 × 1 = 5 · '.repeat(12) }")
        line.click()


@pytest.mark.parametrize(("width", "height"), [(1440, 900), (1366, 768), (1280, 720)])
def test_the_sum_of_one_weight_stays_whole_as_it_grows(
    playground: Playground, width: int, height: int
) -> None:
    playground.page.set_viewport_size({"width": width, "height": height})
    playground.open("?lesson=one-weight")
    for _ in range(5):
        playground.press("Step")
    expect(playground.epoch).to_have_text("5")
    line = playground.page.get_by_test_id("sum")
    expect(line).to_contain_text("≈")
    assert is_whole(line)


def test_the_sum_names_its_row_where_another_is_shown(playground: Playground) -> None:
    playground.open("?lesson=xor")
    line = playground.page.get_by_test_id("sum")
    expect(line).to_contain_text("next: delta of")
    playground.page.locator("#next-row").click()
    expect(line).to_contain_text("next, row 1: delta of")
    playground.press("Step")
    expect(line).to_contain_text("next: delta of")


def test_a_sum_that_is_whole_does_not_open(playground: Playground) -> None:
    page = playground.page
    page.set_viewport_size({"width": 1920, "height": 1080})
    playground.open()
    line = page.get_by_test_id("sum")
    expect(line).to_contain_text("= 2.85")
    before = box_of(line), box_of(page.locator("#network"))
    line.click()
    expect(line).to_have_attribute("aria-expanded", "false")
    assert (box_of(line), box_of(page.locator("#network"))) == before
