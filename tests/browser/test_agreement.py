"""All panels tell of one update, in every state; a divergence leaves the last finite one."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.playground import LONG, Playground

pytestmark = pytest.mark.browser


def counted(text: str) -> int:
    """Read a count in groups of three."""
    return int(text.replace("\u202f", ""))


SHOWN = """() => {
  const number = (text) => Number(text.replace("−", "-").replace(/×10(.*)/, (_, power) => {
    const digits = [...power].map((each) => "⁰¹²³⁴⁵⁶⁷⁸⁹".indexOf(each));
    return `e${power[0] === "⁻" ? "-" : ""}${digits.filter((digit) => digit >= 0).join("")}`;
  }));
  const last = (chart) => Chart.getChart(chart).data.datasets[0].data.at(-1);
  const row = document.querySelector("#rows tr[data-row]");
  return {
    address: Number(new URLSearchParams(location.search).get("at") ?? 0),
    header: Number(document.querySelector("#epoch").textContent.replaceAll("\u202f", "")),
    loss: Number(document.querySelector("#loss").title),
    chip: number(document.querySelector("#network .weight-chip text").textContent),
    output: number(document.querySelectorAll("#network .value")[1].textContent),
    ball: Number(document.querySelector("#ball-range").value),
    predicted: [...row.cells].map((cell) => number(cell.textContent)),
    charts: ["loss-chart", "weights-chart"].map(last),
  };
}"""
"""What every panel of one weight shows, as numbers."""

DRAWN = """(at) => ["loss-chart", "weights-chart"].every((chart) =>
  Chart.getChart(chart)?.data.datasets[0]?.data.at(-1)?.x === at)"""

STATES = {
    "ready": ("", [], "Ready"),
    "stepped": ("", ["Step", "Step"], "Paused"),
    "learned": ("&speed=1000", ["Run"], "✓ Learned"),
    "finished": ("&epochs=7&until=0&speed=1000", ["Run"], "■ Finished"),
    "stuck": ("&alpha=0.08&epochs=2000&speed=max", ["Run"], "Stuck|Finished"),
}
WEIGHT = "inputs=5&goals=42&weights=1&rule=delta&scale=linear&digits=all"


@pytest.mark.parametrize("state", STATES)
def test_every_panel_shows_the_same_update(playground: Playground, state: str) -> None:
    query, presses, chip = STATES[state]
    alpha = "" if "alpha" in query else "&alpha=0.01"
    until = "" if "until" in query else "&until=0.02"
    playground.open(f"?{WEIGHT}{alpha}{until}{query}")
    for press in presses:
        playground.press(press)
    expect(playground.status).to_contain_text(re.compile(chip), timeout=LONG)
    assert_agreement(playground.page)


def test_every_panel_shows_the_same_update_while_paused(playground: Playground) -> None:
    playground.open(f"?{WEIGHT}&alpha=0.0001&epochs=100000&speed=200")
    playground.press("Run")
    playground.wait_for_update(50)
    playground.press("Pause")
    expect(playground.status).to_contain_text("Paused")
    assert_agreement(playground.page)
    falls = re.compile("still falling")
    expect(playground.page.locator("#loss-chart")).to_have_attribute("aria-label", falls)
    playground.fill(playground.page.get_by_label("Epochs", exact=True), playground.key("at"))
    expect(playground.status).to_contain_text("Finished", timeout=LONG)
    expect(playground.page.locator("#loss-chart")).not_to_have_attribute("aria-label", falls)


def assert_agreement(page: Page) -> None:
    """Hold all that is shown to one update: of its weight w the output is 5w."""
    at = int(page.locator("#epoch").inner_text().replace("\u202f", ""))
    page.wait_for_function(DRAWN, arg=at)
    shown = page.evaluate(SHOWN)
    assert shown["header"] == shown["address"] == at
    weight = shown["charts"][1]["y"]
    assert shown["ball"] == pytest.approx(weight)
    assert shown["chip"] == pytest.approx(weight)
    assert shown["output"] == pytest.approx(5 * weight)
    assert any(number == pytest.approx(5 * weight) for number in shown["predicted"])
    assert shown["loss"] == pytest.approx((5 * weight - 42) ** 2)
    assert shown["charts"][0]["y"] == pytest.approx(shown["loss"])


def test_after_a_divergence_every_panel_shows_the_last_finite_update(
    playground: Playground,
) -> None:
    page = playground.page
    playground.open(f"?{WEIGHT}&alpha=0.01&epochs=20000&speed=1000")
    playground.fill(playground.alpha, "0.09")
    playground.press("Run")
    expect(playground.status).to_contain_text("Diverged", timeout=LONG)
    told = re.search(r"Diverged at epoch (.+?):", page.locator(".middle").inner_text())
    assert told
    last = counted(told[1]) - 1
    assert last > 1
    expect(page.locator("#network-note")).to_contain_text(
        f"epoch {last:,}, the last finite one".replace(",", "\u202f", last > 999)
    )
    page.wait_for_function(DRAWN, arg=last)
    shown = page.evaluate(SHOWN)
    assert shown["header"] == shown["address"] == last
    weight = playground.weights()["o1.x1"]
    assert shown["chip"] == float(weight)
    assert shown["output"] == pytest.approx(5 * float(weight))
    assert any(number == pytest.approx(5 * float(weight)) for number in shown["predicted"])
    assert shown["loss"] == pytest.approx(25 * float(weight) ** 2)
    expect(page.locator("#network .tank.bad")).to_have_count(1)  # its loss is what overflows
