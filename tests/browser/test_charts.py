"""What the charts write on their canvases, which nothing else on the page can tell."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.playground import Playground

pytestmark = pytest.mark.browser

WRITTEN = """() => {
  window.written = {};
  const { fillText } = CanvasRenderingContext2D.prototype;
  CanvasRenderingContext2D.prototype.fillText = function (text, ...place) {
    if (this.canvas.id) (window.written[this.canvas.id] ??= new Set()).add(text);
    return fillText.call(this, text, ...place);
  };
}"""
CHARTS = {"loss-chart": "loss", "weights-chart": "weight"}
"""The charts, and the name of their vertical axis."""


def has_written(page: Page, chart: str, text: str) -> None:
    """Wait until a chart has written a text."""
    page.wait_for_function("([chart, text]) => window.written[chart]?.has(text)", arg=[chart, text])


def test_the_axes_have_their_names(playground: Playground) -> None:
    playground.page.add_init_script(f"({WRITTEN})()")
    playground.open("?lesson=xor&at=40")
    for chart, name in CHARTS.items():
        for text in (name, "epoch"):
            has_written(playground.page, chart, text)


def test_every_change_of_alpha_is_written_on_both(playground: Playground) -> None:
    page = playground.page
    page.add_init_script(f"({WRITTEN})()")
    playground.open("?inputs=5&goals=42&weights=1&rule=delta&epochs=1000&alpha=0.01&at=10")
    for chart in CHARTS:
        has_written(page, chart, "epoch")
        assert not page.evaluate("chart => [...window.written[chart]].join().includes('α')", chart)
    playground.fill(playground.alpha, "0.07")
    playground.press("Step")
    expect(page).to_have_url(re.compile("at=11"))
    for chart in CHARTS:
        has_written(page, chart, "α → 0.07")


def test_charts_are_drawn_twice_a_second_for_who_wants_less_motion(playground: Playground) -> None:
    page = playground.page
    page.emulate_media(reduced_motion="reduce")
    playground.open("?lesson=xor&speed=50")
    page.evaluate(
        """() => {
          window.drawn = [];
          const chart = Chart.getChart("loss-chart");
          const { update } = chart;
          chart.update = (...way) => { drawn.push(performance.now()); update.apply(chart, way); };
        }"""
    )
    playground.press("Run")
    page.wait_for_function("() => drawn.length > 5")
    apart = page.evaluate("drawn.slice(1).map((at, index) => at - drawn[index])")
    assert min(apart) >= 450
