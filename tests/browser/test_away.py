"""The page while its server is away: nothing is lost, nothing runs wild."""

import re
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.browser.playground import LONG, Playground
from tests.support.server import Server, live_server

pytestmark = pytest.mark.browser
MOST_TRIES = 12
"""Requests of a page in a few seconds, each with a wait after it; in a loop there were hundreds."""


@pytest.fixture
def playground(page: Page, own_server: Server, allowed_errors: list[str]) -> Playground:
    """The page on a server that may be killed."""
    allowed_errors += ["net::ERR_"]  # what the browser itself notes of requests that fail
    return Playground(page, own_server.url)


def test_a_lesson_chosen_meanwhile_opens_when_the_server_is_back(
    playground: Playground, own_server: Server
) -> None:
    playground.open("?lesson=xor")
    failed: list[str] = []
    playground.page.on("requestfailed", lambda request: failed.append(request.url))
    own_server.kill()
    playground.page.get_by_label("Lesson").select_option("and")
    told = playground.page.locator("#problem p")
    expect(told).to_have_count(1)
    playground.press("Run")
    expect(playground.status).to_contain_text("Reconnecting")
    playground.page.wait_for_timeout(3000)
    assert 0 < len(failed) <= MOST_TRIES
    expect(told).to_have_count(1)
    own_server.start()
    expect(playground.page.locator("#run-name")).to_have_text("AND, 2–1", timeout=LONG)
    expect(told).to_have_count(0)
    expect(playground.page).to_have_url(re.compile("lesson=and"))
    playground.press("Run")
    expect(playground.status).to_contain_text("Running")


def test_buttons_that_need_no_server_work_without_one_and_others_say_so(
    playground: Playground, own_server: Server
) -> None:
    playground.open()
    playground.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    own_server.kill()
    share, helped = (playground.page.locator(f"#{name}-button") for name in ("share", "help"))
    share.click()
    expect(share).to_have_text("Link copied")
    helped.click()
    expect(helped).to_have_text("No connection")
    expect(share).to_have_text("Share")
    expect(helped).to_have_text("?")
    own_server.start()
    helped.click()
    expect(playground.page.get_by_role("dialog", name="How to use this page")).to_be_visible()


def test_a_table_asked_for_meanwhile_says_why_it_is_not_there(
    playground: Playground, own_server: Server
) -> None:
    playground.open("?lesson=xor&at=20")
    cards = [playground.page.locator(f"#panel-{name}") for name in ("loss", "network")]
    own_server.kill()
    for card in cards:
        card.get_by_role("button", name="Table").click()
        expect(card.get_by_text("No connection: the table could not be loaded.")).to_be_visible()
    own_server.start()
    for card in cards:
        card.get_by_role("button", name="Table").dblclick()
        expect(card.get_by_role("table")).to_be_visible()
        expect(card.get_by_text("No connection")).to_have_count(0)


def test_an_edit_begun_meanwhile_is_no_error(playground: Playground, own_server: Server) -> None:
    playground.open("?lesson=xor&at=20")
    own_server.kill()
    playground.page.locator("#network .weight-chip").first.dblclick()
    playground.page.get_by_label("Inputs row 2 x₁").focus()
    own_server.start()
    playground.page.locator("#network .weight-chip").first.dblclick()
    expect(playground.page.locator(".weight-field")).to_be_visible()


def test_a_busy_server_is_told_once_and_the_tries_are_counted(
    page: Page, tmp_path: Path, allowed_errors: list[str]
) -> None:
    allowed_errors += ["503 (Service Unavailable)"]
    with live_server(tmp_path, max_streams="1") as server:
        with httpx.stream("GET", f"{server.url}/api/stream?epochs=100000&speed=1") as occupant:
            assert occupant.status_code == 200
            page.goto(server.url)
            playground = Playground(page, server.url)
            expect(playground.status).to_contain_text("Waiting 1")
            expect(page.get_by_text("The server is busy")).to_have_count(1)
            expect(page.get_by_text("connection is lost")).to_have_count(0)
            expect(page.get_by_text("last data")).to_have_count(0)
            expect(playground.status).to_contain_text("Waiting 2", timeout=LONG)
            expect(page.get_by_text("The server is busy")).to_have_count(1)
        expect(playground.status).to_contain_text("Ready", timeout=LONG)
        expect(page.get_by_text("The server is busy")).to_have_count(0)


def test_a_run_that_has_to_wait_begins_by_itself_and_can_be_given_up(
    page: Page, tmp_path: Path, allowed_errors: list[str]
) -> None:
    allowed_errors += ["503 (Service Unavailable)"]
    with live_server(tmp_path, max_streams="1") as server:
        playground = Playground(page, server.url)
        playground.open("?lesson=xor&speed=20")
        with httpx.stream("GET", f"{server.url}/api/stream?epochs=100000&speed=1") as occupant:
            assert occupant.status_code == 200
            playground.press("Run")
            expect(playground.status).to_contain_text("Waiting 1")
            expect(page.get_by_text("goes on by itself")).to_have_count(1)
            playground.press("Pause")
            expect(page.get_by_role("button", name="Run", exact=True).first).to_be_enabled()
            playground.press("Run")
            expect(playground.status).to_contain_text("Waiting 1")
            assert playground.key("at") in ("", "0")
        expect(playground.status).to_contain_text("Running", timeout=LONG)
        expect(page.get_by_text("goes on by itself")).to_have_count(0)
