"""A run that stands far on is usable at once, while its way there and its past are still coming."""

import json
import re
from time import monotonic
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, Request, Route, expect

from app import address
from app.lessons import LESSONS
from tests.browser.playground import LONG, Playground
from tests.support.server import Server

pytestmark = pytest.mark.browser

FAR = 120_000
XOR = f"?{address.write(LESSONS['xor'].experiment).replace('until=0.01', 'until=0')}"
LONG_RUN = re.sub(r"&epochs=\d+", "", XOR) + f"&epochs=1000000&lesson=xor&at={FAR}&speed=max"


@pytest.fixture
def playground(page: Page, own_server: Server) -> Playground:
    """The page on a server that has no checkpoint of any run yet."""
    return Playground(page, own_server.url)


def pieces(page: Page) -> list[str]:
    """Gather the addresses of the requests for the past from now on."""
    asked: list[str] = []

    def note(request: Request) -> None:
        if "/api/history" in request.url:
            asked.append(request.url)

    page.on("request", note)
    return asked


def points(page: Page) -> list[float]:
    """Read the epochs of the points that the loss chart has drawn."""
    drawn = "Chart.getChart('loss-chart').data.datasets[0].data.map(({ x }) => x)"
    found: list[float] = page.evaluate(drawn)
    return found


def test_a_long_run_opens_true_and_usable(playground: Playground) -> None:
    page = playground.page
    asked = pieces(page)
    page.goto(f"{playground.url}/{LONG_RUN}")
    expect(playground.status).to_contain_text("Getting there")
    expect(playground.epoch).to_have_text("–")
    expect(playground.status).to_contain_text(re.compile(r"Getting there, \d+ %"))
    page.locator("#next-row").click()
    expect(page.locator("#network-note")).to_contain_text("row 2 of 4")
    playground.press("Run")
    playground.press("Pause")
    playground.press("Run")
    assert not asked
    playground.wait_for_update(FAR + 100)
    expect(playground.status).to_contain_text("Running")
    expect(page.locator("#loss-note")).to_contain_text(re.compile(r"the past, \d+ %"))
    playground.press("Pause")
    expect(page.locator("#loss-note")).to_have_text("", timeout=2 * LONG)
    expect(playground.status).to_contain_text("Paused")
    assert len(asked) > 3
    epochs = points(page)
    assert epochs[0] == 0
    assert epochs == sorted(set(epochs))
    assert sum(epoch < FAR / 4 for epoch in epochs) > 4  # four updates an epoch


def test_pieces_of_the_past_are_short_and_one_at_a_time(playground: Playground) -> None:
    page = playground.page
    page.goto(f"{playground.url}/{LONG_RUN}")
    expect(playground.loss).not_to_have_text("–", timeout=LONG)
    asked = pieces(page)
    expect(page.locator("#loss-note")).to_contain_text("the past")
    expect(page.locator("#loss-note")).to_have_text("", timeout=2 * LONG)
    spans = [parse_qs(urlsplit(url).query) for url in asked]
    starts = [int(span["from"][0]) for span in spans]
    ends = [int(span["to"][0]) for span in spans]
    assert len(spans) > 3
    assert all(end < start for end, start in zip(ends, starts[1:], strict=False))
    assert ends[-1] < FAR


def test_another_run_ends_the_loading_of_the_past(playground: Playground) -> None:
    page = playground.page
    page.goto(f"{playground.url}/{LONG_RUN}")
    expect(playground.loss).not_to_have_text("–", timeout=LONG)
    expect(page.locator("#loss-note")).to_contain_text("the past")
    playground.press("Reset")
    expect(playground.epoch).to_have_text("0")
    asked = pieces(page)
    expect(page.locator("#loss-note")).to_have_text("")
    page.wait_for_timeout(600)
    assert not asked


def test_a_past_that_is_refused_is_left_out(
    playground: Playground, allowed_errors: list[str]
) -> None:
    allowed_errors.append("status of 422")

    def refuse(route: Route) -> None:
        route.fulfill(status=422, body=json.dumps({"detail": []}))

    playground.page.route("**/api/history*", refuse)
    playground.open("?lesson=heights&at=50")
    expect(playground.status).to_contain_text("Paused")
    chart = playground.page.get_by_label(re.compile("^Loss: nothing yet"))
    expect(chart).to_have_attribute("aria-label", re.compile("the line begins here"))
    playground.press("Step")
    playground.press("Step")
    expect(playground.epoch).to_have_text("13")  # four rows an epoch


def test_a_standing_picture_comes_before_the_past(playground: Playground) -> None:
    started = monotonic()
    playground.open("?lesson=heights&at=3000")
    assert monotonic() - started < LONG / 1000
    expect(playground.status).to_contain_text("Paused")
