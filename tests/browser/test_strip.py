"""The strip above the network: the first minutes of somebody who reads nothing else."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from app.insight.pieces import whole
from app.insight.verdict import verdict
from app.lesson import Lesson
from app.lessons import ALL, FIRST, LESSONS, after
from tests.browser.playground import LONG, Playground
from tests.support.runs import trained
from tests.support.server import Server

pytestmark = pytest.mark.browser
HURRY = (
    "field => { field.value = 'max'; field.dispatchEvent(new Event('change', { bubbles: true })); }"
)
SIZES = [(1440, 900), (1280, 720), (390, 844)]


class Strip:
    """The strip, by the names that are fixed for programs."""

    def __init__(self, playground: Playground) -> None:
        self.playground, self.page = playground, playground.page
        self.chips = self.page.get_by_test_id("chips").get_by_role("button")
        self.said = self.page.get_by_test_id("said")
        self.next_lesson = self.page.get_by_role("button", name="Next lesson")
        self.back = self.page.get_by_role("button", name="Back to the lesson")

    @property
    def lit(self) -> Locator:
        """The chip that comes next."""
        return self.page.get_by_test_id("chips").locator(".next")

    def hurry(self) -> None:
        """Play the rest at full speed, as soon as the run is there."""
        expect(self.playground.status).not_to_contain_text("Ready")
        self.page.locator("#field-speed").evaluate(HURRY)  # which is folded away on the phone


@pytest.fixture
def strip(playground: Playground) -> Strip:
    """The strip of a page that is not opened yet."""
    return Strip(playground)


def words(lesson: Lesson, number: int) -> str:
    """Give what a chip's run has to say in the end, from a run of our own."""
    run, says = trained(lesson.experiments[number]), lesson.chips[number].says
    return f"{whole(verdict(run.moment)).sentence} {says}".strip()


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("lesson", ALL[:3], ids=lambda lesson: lesson.name)
def test_the_first_minute_from_run_through_every_chip(
    strip: Strip, lesson: Lesson, size: tuple[int, int]
) -> None:
    strip.page.set_viewport_size({"width": size[0], "height": size[1]})
    strip.playground.open(f"?lesson={lesson.name}")
    expect(strip.page.locator("p.goal")).to_have_text(lesson.goal)
    expect(strip.said).to_be_hidden()
    for number, chip in enumerate(lesson.chips):
        expect(strip.lit).to_have_text(chip.label)
        strip.lit.click()
        strip.hurry()
        expect(strip.said).to_have_text(words(lesson, number), timeout=LONG)
        expect(strip.said).to_be_in_viewport()
        expect(strip.chips.nth(number)).to_have_class(re.compile("done"))
        expect(strip.chips.nth(number)).to_have_accessible_name(f"done: {chip.label}")
    expect(strip.lit).to_have_count(0)
    expect(strip.next_lesson).to_have_class("next")
    strip.next_lesson.click()
    expect(strip.page.locator("p.goal")).to_have_text(after(lesson.name).goal)
    expect(strip.lit).to_have_text("▶ Run")


def test_the_run_button_takes_the_first_chip_too(strip: Strip) -> None:
    strip.playground.open()
    strip.playground.press("Run")
    expect(strip.said).to_have_text(words(LESSONS[FIRST], 0), timeout=LONG)
    expect(strip.lit).to_have_text("alpha 0.03")
    strip.playground.press("Reset")
    expect(strip.said).to_be_hidden()
    expect(strip.page.locator("p.goal")).to_be_visible()
    expect(strip.lit).to_have_text("alpha 0.03")


def test_a_run_that_was_changed_is_no_chip_and_says_nothing_of_one(strip: Strip) -> None:
    strip.playground.open()
    strip.playground.press("Run")
    strip.playground.wait_for_update(2)
    strip.playground.fill(strip.playground.alpha, "0.02")
    strip.hurry()
    expect(strip.said).to_contain_text("Learned", timeout=LONG)
    expect(strip.said).not_to_contain_text("quarter")
    expect(strip.page.locator("#strip .done")).to_have_count(0)
    expect(strip.lit).to_have_text("▶ Run")


def test_space_pauses_what_a_click_on_a_chip_began_and_keys_stay_on_the_chip(strip: Strip) -> None:
    strip.playground.open("?lesson=xor")
    strip.chips.first.click()
    strip.playground.wait_for_update(10)
    strip.page.keyboard.press("Space")
    expect(strip.playground.status).to_contain_text("Paused")
    assert int(strip.playground.key("at")) >= 10
    strip.chips.first.focus()
    strip.page.keyboard.press("Enter")
    expect(strip.playground.status).to_contain_text("Running")
    expect(strip.chips.first).to_be_focused()


STATES = ("ready", "running", "paused", "learned", "diverged", "edited")


@pytest.mark.parametrize("state", STATES)
def test_every_chip_may_be_pressed_twice_in_every_state(strip: Strip, state: str) -> None:
    lesson, playground = LESSONS[FIRST], strip.playground
    for number, chip in enumerate(lesson.chips):
        alpha = "0.5" if state == "diverged" else "0.01"
        speed = "max" if state in ("learned", "diverged") else "5"
        playground.open(f"?{lesson.query.replace('0.01', alpha)}&lesson={FIRST}&speed={speed}")
        if state == "edited":
            playground.fill(playground.alpha, "0.001")
        elif state != "ready":
            playground.press("Run")
        if state in ("running", "paused"):
            playground.wait_for_update(1)
        if state == "paused":
            playground.press("Pause")
        if state in ("learned", "diverged"):
            expect(playground.status).to_contain_text(state.capitalize(), timeout=LONG)
        strip.chips.nth(number).dblclick()
        expect(strip.chips.nth(number)).to_have_attribute("aria-current", "step")
        expect(strip.page.locator("#run-button")).to_be_focused()  # so that Space pauses
        strip.hurry()
        expect(strip.said).to_have_text(words(lesson, number), timeout=LONG)
        expect(playground.alpha).to_have_value(str(lesson.experiments[number].alpha))
        assert chip.label in strip.page.locator("#strip .done").all_inner_texts()
        assert playground.key("changes") == ""


def test_a_chip_waits_while_the_connection_is_lost(
    page: Page, own_server: Server, allowed_errors: list[str]
) -> None:
    allowed_errors += ["ERR_", "htmx:sse:error", "htmx:error"]
    strip = Strip(Playground(page, own_server.url))
    strip.playground.open()
    strip.playground.press("Run")
    strip.playground.wait_for_update(2)
    own_server.kill()
    expect(strip.playground.status).to_contain_text("Reconnecting")
    expect(strip.chips.first).to_have_attribute("aria-disabled", "true")
    strip.chips.nth(1).dblclick(force=True)
    strip.next_lesson.click(force=True)
    own_server.start()
    expect(strip.said).to_have_text(words(LESSONS[FIRST], 0), timeout=LONG)
    expect(strip.chips.nth(1)).to_have_attribute("aria-disabled", "false")
    strip.chips.nth(1).dblclick()
    strip.hurry()
    expect(strip.said).to_have_text(words(LESSONS[FIRST], 1), timeout=LONG)


def test_a_chip_sets_its_own_speed_and_what_the_page_shows(strip: Strip) -> None:
    strip.playground.open("?lesson=streetlights&speed=1000")
    strip.chips.first.click()
    expect(strip.page.locator("#field-speed")).to_have_value("50")
    expect(strip.page).to_have_url(re.compile("row=2"))
    expect(strip.page.locator("#network-note")).to_contain_text("row 2")


def test_a_chip_asks_what_nobody_trained_on(strip: Strip) -> None:
    answer = strip.page.get_by_test_id("try-prediction")
    for lesson, number, expected in (("heights", 0, "0.951"), ("heights", 1, "0.0391")):
        strip.playground.open(f"?lesson={lesson}")
        strip.chips.nth(number).click()
        strip.hurry()
        expect(strip.said).to_be_visible(timeout=LONG)
        expect(answer).to_have_text(expected)


def test_a_lesson_knows_again_what_was_done(strip: Strip) -> None:
    strip.playground.open("?lesson=identity")
    strip.chips.first.click()
    expect(strip.said).to_be_visible(timeout=LONG)
    strip.next_lesson.click()
    expect(strip.page.locator("#strip .done")).to_have_count(0)
    strip.playground.choose("identity")
    expect(strip.page.locator("#strip .done")).to_have_text(["▶ Run"])
    expect(strip.lit).to_have_text("alpha 0.5")


def test_next_lesson_leads_through_all_of_them(strip: Strip) -> None:
    strip.playground.open("?lesson=identity")
    for lesson in [*ALL[1:], ALL[0]]:
        strip.next_lesson.click()
        expect(strip.page.locator("p.goal")).to_have_text(lesson.goal)
        expect(strip.page).to_have_url(re.compile(f"lesson={lesson.name}(&|$)"))
        expect(strip.chips).to_have_text([chip.label for chip in lesson.chips])
        expect(strip.page.locator("#field-speed")).to_have_value(lesson.chips[0].speed)
    strip.page.go_back()
    expect(strip.page.locator("p.goal")).to_have_text(ALL[-1].goal)


def test_edited_data_lose_the_title_and_lead_back_to_the_lesson(strip: Strip) -> None:
    strip.playground.open()
    expect(strip.back).to_have_count(0)
    strip.playground.fill(strip.page.get_by_label("Goals row 1 goal"), "43")
    expect(strip.page.locator("h1")).to_have_text("Your network, 1–1")
    expect(strip.chips).to_have_count(0)
    strip.page.reload()
    expect(strip.back).to_be_visible()
    strip.back.click()
    expect(strip.page.locator("h1")).to_have_text("One weight, 1–1")
    expect(strip.page.get_by_label("Goals row 1 goal")).to_have_value("42")
    expect(strip.back).to_have_count(0)


@pytest.mark.parametrize("lesson", LESSONS)
@pytest.mark.parametrize("width", [width for width, _ in SIZES])
def test_the_goal_and_the_chips_are_in_sight(strip: Strip, lesson: str, width: int) -> None:
    strip.page.set_viewport_size({"width": width, "height": 844})
    strip.playground.open(f"?lesson={lesson}")
    expect(strip.page.locator("p.goal")).to_be_in_viewport(ratio=1)
    expect(strip.chips.first).to_be_in_viewport(ratio=1)
    box = strip.page.locator("#strip").bounding_box()
    assert box
    assert box["height"] <= (92 if width < 640 else 76)
    assert box["x"] + box["width"] <= width
    if width > 639:
        expect(strip.chips.last).to_be_in_viewport(ratio=1)


class Still:
    """Where the drawings begin, which nothing that a run says may move."""

    def __init__(self, page: Page) -> None:
        self.page, self.first = page, self.top(page)

    @staticmethod
    def top(page: Page) -> list[float]:
        """Give where the cards of the valley and the loss begin."""
        boxes = [page.locator(f"[data-panel={name}]").bounding_box() for name in ("valley", "loss")]
        return [box["y"] for box in boxes if box]

    def check(self) -> None:
        """Find them where they were, and no words cut."""
        assert self.top(self.page) == self.first
        assert len(self.first) == 2
        words = self.page.locator("#strip .words")
        assert words.evaluate("e => e.scrollHeight <= e.clientHeight")


@pytest.mark.parametrize("size", [(1440, 900), (1280, 720), (1920, 1080)])
def test_nothing_moves_from_ready_over_out_of_hand_to_diverged(
    strip: Strip, size: tuple[int, int]
) -> None:
    page, playground = strip.page, strip.playground
    page.set_viewport_size({"width": size[0], "height": size[1]})
    told, goal = page.get_by_test_id("told"), page.locator("p.goal")
    playground.open("?lesson=one-weight&alpha=0.09&speed=1")
    still = Still(page)
    playground.press("Run")
    expect(playground.status).to_contain_text("Running")
    expect(told).to_be_hidden()
    still.check()
    playground.open("?lesson=one-weight&alpha=0.09&speed=1&at=100")
    playground.press("Run")
    expect(playground.status).to_contain_text("Getting out of hand")
    expect(told).to_contain_text("Alpha is too large here")
    expect(goal).to_be_hidden()
    expect(page.get_by_role("alert")).to_have_count(0)
    still.check()
    strip.hurry()
    expect(playground.status).to_contain_text("Diverged", timeout=LONG)
    expect(told).to_be_hidden()
    expect(page.get_by_role("alert")).to_have_count(1)
    expect(page.get_by_role("alert")).to_have_text(strip.said.inner_text())
    offers = page.get_by_test_id("offers").get_by_role("button")
    expect(offers).to_have_text([re.compile("Reset with alpha"), "Reset"])
    for part in (*offers.all(), *strip.chips.all(), strip.next_lesson):
        expect(part).to_be_in_viewport(ratio=1)
    still.check()
    offers.last.click()
    expect(playground.status).to_contain_text("Ready")
    expect(offers).to_have_count(0)
    expect(goal).to_be_visible()
    still.check()


@pytest.mark.parametrize("display", ["light", "projector"])
@pytest.mark.parametrize(
    ("lesson", "label"),
    [("and", "alpha 50: too fast"), ("identity-overshoots", "▶ Run"), ("xor", "▶ Run")],
)
def test_the_longest_sentence_moves_nothing(
    strip: Strip, lesson: str, label: str, display: str
) -> None:
    strip.page.set_viewport_size({"width": 1280, "height": 720})
    strip.playground.open(f"?lesson={lesson}&display={display}")
    still = Still(strip.page)
    strip.chips.filter(has_text=label).first.click()
    strip.hurry()
    expect(strip.said).to_be_visible(timeout=LONG)
    still.check()


def test_stuck_is_told_in_place_of_the_goal_while_the_run_goes_on(strip: Strip) -> None:
    strip.playground.open(
        "?inputs=5&goals=42&weights=1&rule=delta&scale=linear&alpha=0.08&epochs=2000&at=1500"
    )
    told = strip.page.get_by_test_id("told")
    expect(told).to_contain_text("It is stuck: the loss is where it was")
    expect(told).to_contain_text("The weight jumps between 1 and 15.8")  # why, where it rests
    expect(strip.page.locator("p.goal")).to_be_hidden()
    strip.playground.press("Run")
    expect(told).to_contain_text("Stuck: the loss is where it was")
    expect(told).not_to_contain_text("jumps")
    expect(strip.page.get_by_role("alert")).to_have_count(0)
    strip.playground.press("Reset")
    expect(told).to_be_hidden()


def test_a_phone_tells_that_there_are_more_chips_and_offers_the_reset_first(strip: Strip) -> None:
    strip.page.set_viewport_size({"width": 390, "height": 844})
    strip.playground.open("?lesson=one-weight&alpha=0.09&speed=max")
    row = strip.page.locator(".choices-row")
    assert row.evaluate("e => e.scrollWidth > e.clientWidth")
    assert "gradient" in row.evaluate("e => getComputedStyle(e).maskImage")
    row.evaluate("e => { e.scrollLeft = e.scrollWidth; }")
    fade = 28
    clear = (
        "([chip, fade]) => chip.parentElement.parentElement.getBoundingClientRect().right - fade"
        " - chip.getBoundingClientRect().right"
    )
    last = strip.chips.last.element_handle()
    assert strip.page.evaluate(clear, [last, fade]) >= -1
    strip.playground.press("Run")
    offers = strip.page.get_by_test_id("offers").get_by_role("button")
    expect(offers.first).to_be_in_viewport(ratio=1, timeout=LONG)
    expect(offers).to_have_text([re.compile("Reset with alpha")])  # the other stands below
    expect(strip.chips.first).to_be_in_viewport(ratio=1)
    told = strip.page.locator("#panel-valley .told")
    expect(told).to_contain_text("Diverged at epoch")
    assert told.evaluate("e => e.scrollHeight <= e.clientHeight")
