"""What can be measured of how the page looks: no scrolling, no violations, within its budget."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, Response, expect

from tests.browser.playground import LONG, Playground
from tests.support.server import Server

pytestmark = pytest.mark.browser

MAX_REQUESTS = 30
MAX_BYTES = 400_000


def scrolls(page: Page) -> dict[str, bool]:
    """Say which way the page itself can be scrolled."""
    sizes: dict[str, int] = page.evaluate(
        "() => { const e = document.documentElement; return {"
        "wide: e.scrollWidth - innerWidth, high: e.scrollHeight - innerHeight}; }"
    )
    return {way: over > 0 for way, over in sizes.items()}


@pytest.mark.parametrize("size", [(1440, 900), (1366, 650), (1280, 720)])
def test_a_desktop_shows_all_without_scrolling(
    playground: Playground, size: tuple[int, int]
) -> None:
    playground.page.set_viewport_size({"width": size[0], "height": size[1]})
    playground.open("?lesson=streetlights")
    assert scrolls(playground.page) == {"wide": False, "high": False}


@pytest.mark.parametrize("width", [1024, 768, 390, 320])
def test_no_width_scrolls_sideways(playground: Playground, width: int) -> None:
    playground.page.set_viewport_size({"width": width, "height": 844})
    playground.open("?lesson=heights")
    assert not scrolls(playground.page)["wide"]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("state", ["empty", "running", "diverged"])
def test_nothing_is_inaccessible(playground: Playground, theme: Any, state: str) -> None:
    playground.page.emulate_media(color_scheme=theme)
    playground.open(
        "?lesson=identity-overshoots&speed=1000" if state == "diverged" else "?lesson=xor"
    )
    if state != "empty":
        playground.press("Run")
    if state == "diverged":
        expect(playground.status).to_contain_text("Diverged", timeout=LONG)
    results = Axe().run(playground.page)
    assert results.violations_count == 0, results.generate_report()


@pytest.mark.parametrize("query", ["", "?lesson=xor"])
def test_the_page_keeps_its_budget(playground: Playground, query: str) -> None:
    answers: list[Response] = []
    playground.page.on("response", lambda answer: answers.append(answer))
    playground.open(query)
    playground.page.wait_for_load_state("networkidle")
    bodies = [answer for answer in answers if "/api/stream" not in answer.url]
    assert len(answers) <= MAX_REQUESTS
    assert sum(len(answer.body()) for answer in bodies) <= MAX_BYTES


def test_a_strict_content_policy_is_sent_and_kept(playground: Playground) -> None:
    answers: list[Response] = []
    playground.page.on("response", lambda answer: answers.append(answer))
    playground.open()
    policy = answers[0].headers["content-security-policy"]
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert playground.page.evaluate("document.cookie") == ""


def test_the_api_page_works_without_any_other_host(page: Page, server: Server) -> None:
    page.goto(f"{server.url}/docs")
    expect(page.get_by_text("/api/history")).to_be_visible()
