"""An input that is typed and not trained: four of the five articles end on one."""

import re

import pytest
from playwright.sync_api import Locator, expect

from app.lessons import LESSONS
from tests.browser.playground import LONG, Playground

pytestmark = pytest.mark.browser


def answer(playground: Playground) -> Locator:
    """What the network says to the input."""
    return playground.page.get_by_test_id("try-prediction")


def type_in(playground: Playground, **values: str) -> None:
    """Type into the fields of the input, and leave the last."""
    for name, value in values.items():
        playground.page.get_by_label(f"Try {name}").fill(value)
        playground.page.keyboard.press("Tab")


def test_emily_and_frank_are_predicted(playground: Playground) -> None:
    playground.open(f"?lesson=heights&at={LESSONS['heights'].experiment.updates}")
    for person, predicted in (("−7", "-3"), "0.951"), (("20", "2,0"), "0.039"):
        type_in(playground, weight=person[0], height=person[1])
        expect(answer(playground)).to_have_text(re.compile(f"^{predicted}"))
        shown = playground.page.locator("#network .value").all_text_contents()
        assert shown[0].startswith(person[0])
        expect(playground.page.locator("#try-row")).to_have_attribute("aria-current", "true")
    expect(playground.page).to_have_url(re.compile("&try=20,2(&|$)"))
    playground.page.reload()
    expect(answer(playground)).to_have_text(re.compile("^0.039"))
    expect(playground.page.get_by_label("Try weight")).to_have_value("20")


@pytest.mark.parametrize(
    ("lesson", "typed", "predicted"),
    [
        ("perceptron", "1,0,0", 0.9999370428352157),
        ("identity", "2", 2),
        ("identity-alpha", "1", 0.9998984400433316),
    ],
)
def test_the_articles_last_predictions_have_all_their_digits(
    playground: Playground, lesson: str, typed: str, predicted: float
) -> None:
    at = LESSONS[lesson].experiment.updates
    playground.open(f"?lesson={lesson}&at={at}&try={typed}&digits=all")
    expect(answer(playground)).not_to_be_empty(timeout=LONG)
    assert float(answer(playground).inner_text()) == pytest.approx(predicted, rel=1e-12)


def test_the_answer_follows_the_run_and_a_click_shows_it(playground: Playground) -> None:
    page = playground.page
    playground.open("?lesson=heights&try=-7,-3&speed=50")
    expect(answer(playground)).not_to_be_empty()
    start = answer(playground).inner_text()
    expect(page.locator("#network .value").first).to_have_text("−2.0")  # Alice
    page.locator("#try-row button").click()
    expect(page.locator("#network .value").first).to_have_text("−7.0")
    expect(page.locator("#rows tr[aria-current]")).to_have_count(0)
    playground.press("Run")
    playground.wait_for_update(40)
    expect(answer(playground)).not_to_have_text(start)
    playground.press("Pause")
    page.locator("#rows tbody tr").nth(1).click()
    expect(page.locator("#network .value").first).to_have_text("25")
    expect(page.locator("#try-row[aria-current]")).to_have_count(0)
    assert playground.key("try") == "-7,-3"


def test_what_is_no_number_is_told_at_its_field_and_kept(playground: Playground) -> None:
    page = playground.page
    playground.open("?lesson=heights")
    type_in(playground, weight="heavy", height="-3")
    field = page.get_by_label("Try weight")
    expect(field).to_have_value("heavy")
    expect(field).to_have_attribute("aria-invalid", "true")
    problem = page.locator(f"#{field.get_attribute('aria-describedby')}")
    expect(problem).to_have_text("Try weight must be a finite number, got 'heavy'")
    expect(answer(playground)).to_be_empty()
    assert playground.key("try") == ""
    type_in(playground, weight="-7")
    expect(problem).to_have_count(0)
    expect(answer(playground)).not_to_be_empty()
    expect(page).to_have_url(re.compile("try=-7,-3"))
    type_in(playground, weight="")
    expect(answer(playground)).to_be_empty()
    expect(page).not_to_have_url(re.compile("try="))


def test_another_lesson_has_its_own_input(playground: Playground) -> None:
    playground.open("?lesson=xor&try=1,0")
    expect(answer(playground)).not_to_be_empty()
    playground.choose("and")
    expect(playground.page.get_by_label("Try x₁")).to_have_value("")
    expect(answer(playground)).to_be_empty()
    assert playground.key("try") == ""


def test_an_input_stays_when_the_run_starts_over(playground: Playground) -> None:
    playground.open("?lesson=xor&try=1,0&at=40")
    expect(answer(playground)).not_to_be_empty()
    playground.press("Reset")
    expect(playground.epoch).to_have_text("0")
    expect(playground.page.get_by_label("Try x₁")).to_have_value("1")
    expect(answer(playground)).not_to_be_empty()
