"""A newcomer's path, from the first press of Run to a run that outlives its server."""

import re
from collections.abc import Callable

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.playground import LONG, Playground
from tests.support.server import Server

pytestmark = pytest.mark.browser


def test_five_learns_to_give_forty_two(playground: Playground) -> None:
    playground.open()
    expect(playground.status).to_contain_text("Ready")
    expect(playground.loss).to_have_text("1369")
    playground.press("Run")
    expect(playground.status).to_contain_text("Learned", timeout=LONG)
    expect(playground.epoch).to_have_text("20")
    assert playground.weights() == {"o1.x1": "8.376533031651888"}
    expect(playground.page.locator("#rows")).to_contain_text("41.9")


def test_alpha_past_the_limit_diverges_and_says_why(playground: Playground) -> None:
    playground.open()
    playground.press("Run")
    expect(playground.status).to_contain_text("Learned", timeout=LONG)
    playground.alpha.fill("0.1")  # and at once, before the server has answered:
    playground.press("Run")
    expect(playground.status).to_contain_text("Diverged", timeout=LONG)
    banner = playground.page.get_by_role("alert")
    expect(banner).to_contain_text("alpha must stay below 0.08")
    assert "NaN" not in playground.page.locator("#rows").inner_text()
    playground.press("Reset with alpha 0.04")
    expect(playground.alpha).to_have_value("0.04")
    expect(playground.status).to_contain_text("Ready")
    playground.press("Run")
    expect(playground.status).to_contain_text("Learned", timeout=LONG)
    expect(banner).to_be_hidden()


def test_alpha_changed_in_mid_run_goes_on_from_there(playground: Playground) -> None:
    playground.open("?lesson=streetlights&speed=20")
    playground.press("Run")
    playground.wait_for_update(10)
    playground.fill(playground.alpha, "0.05")
    expect(playground.status).to_contain_text("Running")
    made = re.fullmatch(r"(\d+):alpha=0.05", playground.key("changes"))
    assert made
    playground.wait_for_update(int(made[1]) + 10)
    playground.press("Pause")
    assert int(playground.key("at")) > int(made[1])


def test_a_shared_address_shows_the_same_run(
    playground: Playground, browser: Browser, server: Server
) -> None:
    playground.open()
    playground.choose("streetlights", speed="100")
    playground.fill(playground.hidden, "5")
    playground.fill(playground.page.get_by_label("Inputs row 2 light 1"), "0.5")
    playground.press("Run")
    playground.wait_for_update(60)
    playground.press("Pause")
    expect(playground.status).to_contain_text("Paused")
    assert playground.key("hidden") == "5"
    assert playground.key("inputs").startswith("1,0,1;0.5,1,1")
    other = browser.new_context().new_page()
    theirs = Playground(other, server.url)
    theirs.open(playground.page.url.removeprefix(f"{server.url}/"))
    expect(theirs.epoch).to_have_text(playground.epoch.inner_text())
    expect(theirs.loss).to_have_text(playground.loss.inner_text())
    assert theirs.weights() == playground.weights()
    other.context.close()


def test_every_number_on_the_page_is_the_engines(playground: Playground, server: Server) -> None:
    playground.open("?lesson=heights&speed=100")
    playground.press("Run")
    playground.wait_for_update(40)
    playground.press("Pause")
    expect(playground.status).to_contain_text("Paused")
    at = int(playground.key("at"))
    address = playground.page.url.split("?")[1].split("&lesson=")[0]
    past = httpx.get(f"{server.url}/api/history?{address}&from={at}&to={at}").json()
    assert [float(text) for text in playground.weights().values()] == past["weights"][0]


def test_a_run_outlives_its_server(
    page: Page, own_server: Server, allowed_errors: list[str]
) -> None:
    allowed_errors += ["net::ERR_"]
    playground = Playground(page, own_server.url)
    playground.open("?lesson=heights&speed=50")
    playground.press("Run")
    playground.wait_for_update(30)
    own_server.kill()
    expect(playground.status).to_contain_text("Reconnecting")
    expect(page.get_by_role("button", name="Pause", exact=True)).to_have_attribute(
        "aria-disabled", "true"
    )
    reached = int(playground.key("at"))
    own_server.start()
    expect(playground.status).to_contain_text("Running", timeout=LONG)
    playground.wait_for_update(reached + 30)
    playground.press("Pause")
    expect(playground.status).to_contain_text("Paused")
    at = int(playground.key("at"))
    address = page.url.split("?")[1].split("&lesson=")[0]
    past = httpx.get(f"{own_server.url}/api/history?{address}&from={at}&to={at}").json()
    assert [float(text) for text in playground.weights().values()] == past["weights"][0]


def test_a_reload_takes_the_run_up_where_it_was(playground: Playground) -> None:
    playground.open("?lesson=heights&speed=50")
    playground.press("Run")
    playground.wait_for_update(30)
    playground.page.reload()
    expect(playground.status).to_contain_text("Running")
    playground.wait_for_update(60)
    playground.press("Pause")
    expect(playground.status).to_contain_text("Paused")
    before = playground.weights()
    playground.page.reload()
    expect(playground.status).to_contain_text("Paused")
    assert playground.weights() == before


@pytest.mark.parametrize("lesson", ["one-weight", "streetlights", "identity-alpha", "and"])
def test_a_wild_alpha_ends_soon_and_is_told_in_words(playground: Playground, lesson: str) -> None:
    playground.open(f"?lesson={lesson}&speed=max")
    playground.fill(playground.alpha, "1000")
    playground.press("Run")
    expect(playground.status).to_contain_text(re.compile("Diverged|Stuck"), timeout=LONG)
    shown = playground.page.locator("body").inner_text()
    assert not re.search(r"Infinity|undefined|\d\.\d{10}", shown)


def test_a_place_beyond_the_end_is_the_end(playground: Playground) -> None:
    playground.open("?alpha=0.01&epochs=5&at=9")
    expect(playground.status).to_contain_text("Finished")
    expect(playground.epoch).to_have_text("5")


def test_alpha_shown_is_the_one_in_force(playground: Playground) -> None:
    playground.open("?lesson=heights&speed=50")
    playground.press("Run")
    playground.wait_for_update(10)
    playground.fill(playground.alpha, "0.3")
    playground.wait_for_update(30)
    playground.press("Pause")
    changes = playground.key("changes")
    playground.page.reload()
    expect(playground.status).to_contain_text("Paused")
    expect(playground.alpha).to_have_value("0.3")
    playground.fill(playground.page.get_by_label("Epochs", exact=True), "2000")
    assert playground.key("changes") == changes


def press_keys(page: Page, keys: str) -> Callable[[], None]:
    """Press keys one after the other."""
    for key in keys:
        page.keyboard.press("Space" if key == " " else key)
    return lambda: None


def test_the_keyboard_runs_steps_and_resets(playground: Playground) -> None:
    playground.open("?lesson=identity-overshoots")
    press_keys(playground.page, "sss")
    expect(playground.epoch).to_have_text("3")
    assert playground.weights() == {"o1.x1": "28"}
    playground.page.locator("h1").click()
    press_keys(playground.page, "r")
    expect(playground.epoch).to_have_text("0")
    press_keys(playground.page, " ")
    expect(playground.status).to_contain_text("Running")
    press_keys(playground.page, " ")
    expect(playground.status).to_contain_text(re.compile("Paused|Ready"))
