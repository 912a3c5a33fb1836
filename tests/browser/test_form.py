"""The form on the left: what a person types is kept, told apart, and put into the address."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.playground import Playground
from tests.support.server import Server

pytestmark = pytest.mark.browser

PASTE = """(cell, text) => {
  const data = new DataTransfer();
  data.setData("text/plain", text);
  const how = { clipboardData: data, bubbles: true, cancelable: true };
  cell.dispatchEvent(new ClipboardEvent("paste", how));
}"""


@pytest.fixture
def playground(page: Page, server: Server, allowed_errors: list[str]) -> Playground:
    """The page on the shared server; a refused form is a 422 in the console."""
    allowed_errors.append("status of 422")
    return Playground(page, server.url)


def paste(playground: Playground, cell: Locator, text: str) -> None:
    """Paste a block into a cell and wait for the server's answer."""
    with playground.page.expect_response(lambda answer: "/fragments/setup" in answer.url):
        cell.evaluate(PASTE, text)
    playground.settle()


def test_a_wrong_value_is_told_under_its_field_and_kept(playground: Playground) -> None:
    playground.open("?lesson=streetlights&speed=20")
    playground.press("Run")
    playground.wait_for_update(5)
    playground.fill(playground.hidden, "99")
    expect(playground.hidden).to_have_value("99")
    expect(playground.hidden).to_have_attribute("aria-invalid", "true")
    expect(playground.page.locator("#hidden-problem")).to_contain_text("1 to 32 units")
    expect(playground.status).to_contain_text("Running")
    assert playground.key("hidden") == "4"


def test_a_wrong_alpha_stays_with_its_error_while_the_run_goes_on(playground: Playground) -> None:
    page = playground.page
    playground.open("?lesson=streetlights&speed=50")
    playground.press("Run")
    playground.wait_for_update(5)
    playground.fill(playground.alpha, "0;5")
    page.locator("h1").click()  # so that it is not the field where somebody types
    playground.wait_for_update(int(playground.key("at")) + 60)
    expect(playground.alpha).to_have_value("0;5")
    expect(playground.alpha).to_have_attribute("aria-invalid", "true")
    expect(page.locator("#alpha-problem")).to_contain_text("0;5")
    expect(playground.status).to_contain_text("Running")
    playground.fill(playground.alpha, "0.5")
    expect(page.locator("#alpha-problem")).to_have_count(0)
    expect(page).to_have_url(re.compile(r"changes=\d+:alpha=0\.5(&|$)"))


@pytest.mark.parametrize("lesson", ["one-weight", "xor"])
@pytest.mark.parametrize("key", ["Enter", "Tab"])
def test_an_alpha_with_a_decimal_comma_is_read(
    playground: Playground, lesson: str, key: str
) -> None:
    page = playground.page
    playground.open(f"?lesson={lesson}")
    for typed, read in (("0,05", "0.05"), ("1/20", "1/20"), ("0,02", "0.02")):
        with page.expect_response(lambda answer: "/fragments/setup" in answer.url):
            playground.alpha.fill(typed)
            playground.alpha.press(key)
        playground.settle()
        expect(playground.alpha).to_have_value(read)
        expect(page.locator("#alpha-problem")).to_have_count(1 if "/" in typed else 0)
        expect(page).to_have_url(re.compile("alpha=0.02&" if typed == "0,02" else "alpha=0.05&"))
        expect(page.locator("tr.chosen")).to_have_count(1)


def test_an_alpha_being_typed_is_left_alone(playground: Playground) -> None:
    """Typed but not yet sent: the field is left by no key, so nothing has changed it."""
    playground.open("?weights=1&alpha=0.001&until=0&epochs=9000&changes=40:alpha=0.002&speed=50")
    playground.press("Run")
    playground.wait_for_update(5)
    playground.alpha.evaluate("(field) => { field.value = '0.1'; }")
    playground.wait_for_update(80)
    expect(playground.alpha).to_have_value("0.1")


def test_a_decimal_comma_is_read_where_a_weight_is_typed(playground: Playground) -> None:
    page = playground.page
    playground.open("?lesson=streetlights")
    page.locator("#network-table-button").click()
    field = page.locator("#network-table input[data-name='h1.x2']")
    playground.fill(field, "−0,5")
    expect(page).to_have_url(re.compile("changes=0:h1.x2=-0.5"))
    expect(field).to_have_value("-0.5")
    page.locator("#network-table-button").click()
    page.locator("#network").focus()
    page.keyboard.press("Enter")
    with page.expect_response(lambda answer: "/fragments/setup" in answer.url):
        page.locator(".weight-field").fill("0,25")
        page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("=0.25"))


def test_a_wrong_key_of_the_page_is_told_and_the_page_opens_on_the_rest(
    playground: Playground,
) -> None:
    page = playground.page
    playground.open("?lesson=xor&scale=banana&display=dark&row=3&at=8")
    expect(page.locator("#problem")).to_have_text("scale must be one of log, linear, got 'banana'")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    expect(page.locator("#network-note")).to_contain_text("row 3 of 4")
    expect(playground.status).to_contain_text("Paused")
    expect(page).to_have_url(re.compile("lesson=xor&at=8.*&row=3.*&display=dark"))
    assert playground.key("scale") == ""


def test_what_waits_for_reset_says_so(playground: Playground) -> None:
    playground.open("?lesson=streetlights&speed=20")
    playground.press("Run")
    playground.wait_for_update(5)
    playground.fill(playground.hidden, "3")
    expect(playground.page.get_by_text("takes effect on Reset")).to_have_count(1)
    assert playground.key("hidden") == "4"
    playground.press("Reset")
    expect(playground.epoch).to_have_text("0")
    expect(playground.page).to_have_url(re.compile("hidden=3"))
    expect(playground.page.get_by_text("takes effect on Reset")).to_have_count(0)


def test_rows_and_columns_come_and_go(playground: Playground) -> None:
    playground.open()
    playground.press("Add row")
    expect(playground.page.get_by_label("Inputs row 2 x₁")).to_have_value("0")
    playground.press("Add input")
    expect(playground.page.get_by_label("Inputs row 1 x₂")).to_have_value("0")
    expect(playground.page).to_have_url(re.compile("inputs=5,0;0,0&goals=42;0"))
    removes = playground.page.get_by_role("button", name="Remove row 2")
    removes.click()
    expect(removes).to_have_count(0)
    playground.page.get_by_role("button", name="Remove column x₂").click()
    expect(playground.page.get_by_label(re.compile("^Inputs"))).to_have_count(1)
    expect(playground.page.get_by_label(re.compile("^Goals"))).to_have_value("42")


def test_a_block_from_a_spreadsheet_is_pasted(playground: Playground) -> None:
    playground.open()
    paste(playground, playground.page.get_by_label("Inputs row 1 x₁"), "1\t2\t3\r\n4\t5\t6\r\n")
    expect(playground.page).to_have_url(re.compile("inputs=1,2;4,5&goals=3;6"))
    expect(playground.page.get_by_label("Goals row 2 goal")).to_have_value("6")


def test_a_pasted_cell_that_is_text_is_named(playground: Playground) -> None:
    playground.open()
    paste(playground, playground.page.get_by_label("Inputs row 1 x₁"), "1\t2\n3\tfour\n")
    problem = playground.page.locator("#block-problem")
    expect(problem).to_contain_text("row 2, column 2")
    expect(problem).to_contain_text("four")
    expect(playground.page.locator("#field-block")).to_have_value(re.compile("four"))
    expect(playground.page.get_by_label("Inputs row 1 x₁")).to_have_value("5")


def test_the_slider_moves_alpha(playground: Playground) -> None:
    playground.open()
    slider = playground.page.locator("#alpha-slider")
    with playground.page.expect_response(lambda answer: "/fragments/setup" in answer.url):
        slider.evaluate(
            "slider => { slider.value = '0.5'; for (const type of ['input', 'change']) "
            "slider.dispatchEvent(new Event(type, {bubbles: true})); }"
        )
    expect(playground.alpha).to_have_value("0.032")
    expect(playground.page).to_have_url(re.compile("alpha=0.032"))


def test_the_slider_changes_alpha_while_the_run_goes_on(playground: Playground) -> None:
    page = playground.page
    playground.open("?inputs=5&goals=42&weights=1&rule=delta&epochs=100000&alpha=0.001&speed=20")
    slider = page.locator("#alpha-slider")
    expect(slider).to_have_attribute("aria-valuetext", re.compile("below half of the limit"))
    playground.press("Run")
    playground.wait_for_update(5)
    at = slider.bounding_box()
    assert at
    assert at["height"] >= 40
    page.mouse.move(at["x"] + at["width"] / 2, at["y"] + 20)
    page.mouse.down()
    page.mouse.move(at["x"] + at["width"] * 0.75, at["y"] + 20)
    expect(page).to_have_url(re.compile(r"changes=\d+:alpha=0\.0"))  # still held
    expect(slider).not_to_have_value("0")
    page.mouse.move(at["x"] + at["width"], at["y"] + 20)
    page.mouse.up()
    expect(playground.alpha).to_have_value("0.1")
    expect(slider).to_have_value("0")  # its middle is now where it was let go
    expect(slider).to_have_attribute("aria-valuetext", re.compile("beyond the limit"))
    expect(page).to_have_url(re.compile("alpha=0.1(&|$)"))
    expect(playground.status).not_to_contain_text("Paused")


def test_the_slider_has_no_zones_where_no_limit_is_known(playground: Playground) -> None:
    page = playground.page
    playground.open("?lesson=xor")
    expect(page.locator(".alpha-slider")).not_to_have_class(re.compile("zoned"))
    expect(page.locator(".alpha-slider .limit")).to_have_text("")
    playground.open()
    expect(page.locator(".alpha-slider")).to_have_class(re.compile("zoned"))
    expect(page.locator(".alpha-slider .limit")).to_have_text("limit 0.08")


@pytest.mark.parametrize(
    ("alpha", "ends"),
    [
        ("0.01", ["1×10⁻⁴", "limit 0.08", "1"]),
        ("0.002", ["2×10⁻⁵", "limit 0.08", ""]),  # they would overlap
        ("0.05", ["5×10⁻⁴", "limit 0.08", "5"]),
        ("4", ["", "limit 0.08", "400"]),
    ],
)
def test_the_ends_of_the_slider_have_their_numbers_beside_the_limit(
    playground: Playground, alpha: str, ends: list[str]
) -> None:
    playground.open(f"?rule=delta&alpha={alpha}")
    expect(playground.page.locator(".alpha-slider small")).to_have_text(ends)


def test_a_weight_can_be_set_by_hand(playground: Playground) -> None:
    playground.open("?lesson=streetlights&speed=20")
    playground.page.locator("#network-table-button").click()
    field = playground.page.locator("#network-table input[data-name='h1.x2']")
    playground.fill(field, "-1")
    expect(playground.page).to_have_url(re.compile("changes=0:h1.x2=-1"))
    expect(field).to_have_value("-1")


def test_the_ball_can_be_moved_while_paused(playground: Playground) -> None:
    playground.open()
    ball = playground.page.get_by_label("Value of the selected weight")
    with playground.page.expect_response(lambda answer: "/fragments/setup" in answer.url):
        ball.focus()
        ball.press("ArrowRight")
    expect(playground.page).to_have_url(re.compile("changes=0:o1.x1="))


def cell(playground: Playground, row: int, column: str = "x₁") -> Locator:
    """Find a cell of the inputs."""
    return playground.page.get_by_label(f"Inputs row {row} {column}")


def test_the_data_are_typed_as_in_a_table(playground: Playground) -> None:
    page = playground.page
    playground.open("?lesson=xor")
    with page.expect_response("**/static/js/data-table.js"):
        cell(playground, 1).click()
    page.evaluate("() => import('/static/js/data-table.js')")
    keys = ["7", "Enter", "8", "Enter", "9", "ArrowRight", "1", "2", "ArrowUp", "3", "Escape"]
    for key in [*keys, "ArrowDown", "ArrowDown", "4", "Shift+Enter"]:
        page.keyboard.press(key)
    expect(cell(playground, 3, "x₂")).to_be_focused()
    playground.settle()
    expect(page).to_have_url(re.compile(r"inputs=7,0;8,1;9,12;1,4&"))


def test_what_is_typed_while_an_answer_is_on_its_way_is_kept(playground: Playground) -> None:
    page = playground.page
    playground.open("?lesson=xor")
    cell(playground, 1).click()
    page.evaluate("() => import('/static/js/data-table.js')")
    typed = ["-2.5", "tall", "3", "4"]
    for text in typed:
        page.keyboard.type(text)
        page.keyboard.press("Enter")
    expect(page.locator("p.problem")).to_have_text("x₁ must be a finite number, got 'tall'")
    for row, text in enumerate(typed, start=1):
        expect(cell(playground, row)).to_have_value(text)
    playground.fill(cell(playground, 2), "2")
    expect(page).to_have_url(re.compile(r"inputs=-2\.5,0;2,1;3,0;4,1&"))


def test_a_wrong_cell_is_told_beside_it_and_in_sight(playground: Playground) -> None:
    page = playground.page
    page.set_viewport_size({"width": 1280, "height": 720})
    playground.open(f"?inputs={';'.join('1' * 20)}&goals={';'.join('1' * 20)}&alpha=0.001")
    playground.fill(cell(playground, 20), "many")
    field = cell(playground, 20)
    expect(field).to_have_attribute("aria-describedby", "cell-20-1-problem")
    problem = page.locator("#cell-20-1-problem")
    expect(problem).to_have_text("x₁ must be a finite number, got 'many'")
    expect(problem).to_be_in_viewport()
    places = [element.bounding_box() for element in (field, problem)]
    assert places[0]
    assert places[1]
    assert 0 < places[1]["y"] - places[0]["y"] < 60


def test_a_block_with_names_of_columns_and_people_becomes_the_table(
    playground: Playground,
) -> None:
    page = playground.page
    playground.open("?lesson=xor")
    block = "name\tweight\theight\tfemale\nEmily\t-7\t-3\t1\nFrank\t20\t2\t0"
    paste(playground, cell(playground, 1), block)
    expect(page.get_by_label("Inputs row 2 height")).to_have_value("2")
    expect(page.get_by_label("Name of row 1")).to_have_value("Emily")
    expect(page.locator("#rows")).to_contain_text("Frank")
    expect(page.get_by_label("Try height")).to_be_visible()
