"""Run, Step and Reset do what they say whatever the run is doing, pressed once or twice."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.playground import LONG, Playground

pytestmark = pytest.mark.browser
BUTTONS = ("run", "step", "reset", "share", "help")

ENDS = {
    "Learned": "?lesson=one-weight&speed=20",
    "Finished": "?alpha=0.001&epochs=12&speed=10",
    "Diverged": "?alpha=0.5&speed=100",
}


@pytest.mark.parametrize("end", ENDS)
def test_run_after_an_end_runs_again_from_the_start(playground: Playground, end: str) -> None:
    playground.open(ENDS[end])
    for _ in range(2):
        playground.press("Run")
        expect(playground.status).to_contain_text("Running")
        expect(playground.status).to_contain_text(end, timeout=LONG)
        epoch = playground.epoch.inner_text()
        assert epoch != "0"
    playground.press("Run")
    expect(playground.status).to_contain_text(end, timeout=LONG)
    expect(playground.epoch).to_have_text(epoch)


@pytest.mark.parametrize("end", ENDS)
def test_every_button_may_be_pressed_twice_after_an_end(playground: Playground, end: str) -> None:
    playground.open(ENDS[end])
    playground.press("Run")
    expect(playground.status).to_contain_text(end, timeout=LONG)
    epoch = playground.epoch.inner_text()
    step = playground.page.locator("#step-button")
    expect(step).to_have_attribute("aria-disabled", "true")
    for _ in range(2):
        step.click(force=True)
    expect(playground.status).to_contain_text(end)
    expect(playground.epoch).to_have_text(epoch)
    for _ in range(2):
        playground.press("Reset")
    expect(playground.status).to_contain_text("Ready")
    expect(playground.epoch).to_have_text("0")
    for _ in range(2):
        playground.press("Step")
    expect(playground.epoch).to_have_text("2")
    playground.press("Run")
    expect(playground.status).to_contain_text(end, timeout=LONG)
    expect(playground.epoch).to_have_text(epoch)
    playground.page.get_by_label("Updates/s").select_option("5")
    run = playground.page.locator("#run-button")
    run.dblclick()  # runs from the start, and pauses
    expect(playground.status).to_contain_text(re.compile("Ready|Paused"))
    expect(run).to_contain_text("Run")


WORDS = ("○ Ready", "✓ Learned, epoch 20", "⚠ Getting out of hand", "✓ Finished, epoch 1 000 000")


@pytest.mark.parametrize("width", [1100, 1280, 1366, 1440])
def test_no_button_moves_when_the_status_has_other_words(
    playground: Playground, width: int
) -> None:
    playground.page.set_viewport_size({"width": width, "height": 720})
    playground.open()
    places = []
    for words in WORDS:
        playground.status.evaluate("(chip, words) => { chip.textContent = words; }", words)
        boxes = [playground.page.locator(f"#{name}-button").bounding_box() for name in BUTTONS]
        places.append(boxes)
    assert places == [places[0]] * len(WORDS)


@pytest.mark.parametrize("display", ["light", "projector"])
def test_the_word_of_the_status_is_whole_and_the_epoch_is_left_out_for_it(
    playground: Playground, display: str
) -> None:
    playground.page.set_viewport_size({"width": 1024, "height": 768})
    playground.open(f"?lesson=xor&speed=max&display={display}")
    playground.press("Run")
    expect(playground.status).to_contain_text("Learned, epoch 140", timeout=LONG)
    word, rest = playground.status.locator("> span").all()
    assert word.evaluate("e => e.scrollWidth <= e.clientWidth")
    chip, epoch = playground.status.bounding_box(), rest.bounding_box()
    assert chip
    assert epoch
    below = epoch["y"] >= chip["y"] + chip["height"] - 1
    within = epoch["x"] + epoch["width"] <= chip["x"] + chip["width"]
    assert below or within
    assert below == (display == "projector")


@pytest.mark.parametrize("end", ENDS)
def test_two_clicks_in_a_row_leave_a_true_page(playground: Playground, end: str) -> None:
    playground.open(ENDS[end])
    start = playground.loss.inner_text()
    playground.press("Run")
    expect(playground.status).to_contain_text(end, timeout=LONG)
    playground.page.locator("#run-button").dblclick()
    expect(playground.status).to_contain_text(re.compile("Ready|Paused"))
    if "Ready" in playground.status.inner_text():
        expect(playground.epoch).to_have_text("0")
        expect(playground.loss).to_have_text(start)
    expect(playground.page.locator("#rows tbody td").nth(1)).not_to_have_text("")
