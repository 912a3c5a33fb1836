"""All panels tell of one update, in every state; a divergence leaves the last finite one."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.playground import LONG, Playground

pytestmark = pytest.mark.browser


def counted(text: str) -> int:
    """Read a count in groups of three."""
    return int(text.replace("\u202f", ""))


def test_after_a_divergence_every_panel_shows_the_last_finite_update(
    playground: Playground,
) -> None:
    page = playground.page
    playground.open("?lesson=one-weight&speed=1000")
    playground.fill(playground.alpha, "0.09")
    playground.press("Run")
    expect(playground.status).to_contain_text("Diverged", timeout=LONG)
    told = re.search(r"Diverged at epoch (.+?):", page.locator(".middle").inner_text())
    assert told
    last = counted(told[1]) - 1
    assert last > 1
    assert counted(playground.epoch.inner_text()) == int(playground.key("at")) == last
    expect(page.locator("#network-note")).to_contain_text(
        f"epoch {last:,}, the last finite one".replace(",", "\u202f", last > 999)
    )
