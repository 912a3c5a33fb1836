"""The form, filled in and sent as the page does: what becomes of it, and of the run."""

from urllib.parse import parse_qsl, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from app import address
from app.experiment import OPTIONS
from app.lessons import FIRST, LESSONS, after
from app.limits import MAX_ADDRESS
from app.live.edit import STATES
from app.web.form import PLAIN_KEYS
from app.web.fragments import MAX_FORM
from tests.support.addresses import XOR, experiment, same
from tests.support.markup import FORM_PATH, Element, Form, opened, post

NAMED = "inputs=-2,-1;25,6&goals=1;0&names=weight,height,female;Alice,Bob"
GIVEN = "inputs=1,2&goals=3&weights=0.5,-1"
HINT = "takes effect on Reset"
GOING = ("running", 40)
STANDING = [("fresh", 0), ("paused", 40), ("ended", 4000)]
ANYWHERE = [*STANDING, GOING]
TYPED = {
    "hidden": "3",
    "activation": "relu",
    "output": "sigmoid",
    "bias": "0",
    "seed": "9",
    "batch": "full",
    "order": "shuffled",
    "rule": "delta",
    "reduce": "sum",
    "derivative": "numerical",
    "weights": "xavier",
}
"""Another value for every field that needs another start."""


# Lessons.


@pytest.mark.parametrize("lesson", LESSONS)
@pytest.mark.parametrize(("state", "at"), ANYWHERE)
def test_lesson_opens_from_its_start(client: TestClient, lesson: str, state: str, at: int) -> None:
    form = opened(client, XOR).send(client, "lesson", state, at, lesson=lesson)
    assert form.status == 200
    assert form.restart
    assert form.run["address"] == form.run["next"] == same(LESSONS[lesson].query)
    assert form.run["lesson"] == form.value("lesson") == lesson
    assert form.page.one("p", class_="goal").text == LESSONS[lesson].goal
    assert form.value("speed") == LESSONS[lesson].chips[0].speed
    assert form.run["title"].startswith(LESSONS[lesson].title.split(":")[0])


def test_lesson_stays_the_lesson_while_its_network_is_changed(client: TestClient) -> None:
    form = opened(client, "lesson=xor").send(client, hidden="2")
    assert form.run["lesson"] == "xor"
    assert form.run["title"] == "XOR, 2–2–1"


def test_going_back_to_no_lesson_changes_nothing(client: TestClient) -> None:
    form = opened(client, XOR)
    assert form.value("lesson") == ""
    assert form.send(client, "lesson", "paused", 40).run["address"] == same(XOR)


CHIPS = [(lesson, at) for lesson in LESSONS for at in range(len(LESSONS[lesson].chips))]


@pytest.mark.parametrize(("lesson", "number"), CHIPS)
def test_chip_is_set_from_its_start(client: TestClient, lesson: str, number: int) -> None:
    chip = LESSONS[lesson].chips[number]
    form = opened(client, f"lesson={lesson}").send(client, f"try:{number}", "ended", 4000)
    assert form.status == 200
    assert form.restart
    written = address.write(LESSONS[lesson].experiments[number])
    assert form.run["address"] == form.run["next"] == written
    assert (form.run["lesson"], form.run["chip"]) == (lesson, number)
    assert form.run["says"] == chip.says
    assert form.run["shows"] == chip.shows
    assert form.value("speed") == chip.speed
    assert [button.text for button in buttons(form, "chips")] == [
        chip.label for chip in LESSONS[lesson].chips
    ]


@pytest.mark.parametrize(("state", "at"), ANYWHERE)
def test_chip_is_set_whatever_the_run_does_and_the_fields_say(
    client: TestClient, state: str, at: int
) -> None:
    form = opened(client, "lesson=xor").send(client, "", *GOING, hidden="3")
    form = form.send(client, "try:1", state, at, alpha="nonsense", cell="x")
    assert (form.status, form.run["chip"], form.problems()) == (200, 1, [])
    again = form.send(client, "try:1", state, at)
    assert again.run == form.run
    assert again.restart


@pytest.mark.parametrize("number", ["4", "-1", "", "x", "1:2"])
@pytest.mark.parametrize("lesson", ["one-weight", "nothing", ""])
def test_chip_that_is_not_there_is_told(client: TestClient, lesson: str, number: str) -> None:
    response = post(client, [("edit", f"try:{number}"), ("lesson", lesson)])
    assert response.status_code == 404


def test_run_that_is_changed_is_no_chip(client: TestClient) -> None:
    form = opened(client, "lesson=one-weight")
    assert (form.run["chip"], form.run["says"]) == (0, LESSONS["one-weight"].chips[0].says)
    for state, at in (("fresh", 0), ("running", 5), ("ended", 20)):
        changed = form.send(client, "", state, at, alpha="0.02")
        assert (changed.run["chip"], changed.run["says"], changed.run["shows"]) == (None, "", {})
    typed = form.send(client, "", "fresh", 0, alpha="0.07")
    assert typed.run["chip"] == 2


def buttons(form: Form, group: str) -> list[Element]:
    """Give the buttons in a part of the strip."""
    return form.page.one("div", class_=group).all("button")


def test_edited_data_lose_the_lesson_and_lead_back_to_it(client: TestClient) -> None:
    own = opened(client, "lesson=xor").send(client, goals="", cell=["0", "0", "1"] * 4)
    assert (own.run["lesson"], own.run["left"]) == ("", "xor")
    assert own.run["title"] == "Your network, 2–4–1"
    assert buttons(own, "chips") == []
    assert [button["data-lesson"] for button in buttons(own, "onward")] == ["xor", "streetlights"]
    further = own.send(client, hidden="2")
    assert (further.run["left"], further.value("left")) == ("xor", "xor")
    reopened = opened(client, f"{further.run['address']}&lesson=xor")
    assert (reopened.run["lesson"], reopened.run["left"]) == ("", "xor")
    cells = [cell for row in opened(client, "lesson=xor").cells() for cell in row]
    back = further.send(client, cell=cells)
    assert (back.run["lesson"], back.run["left"]) == ("xor", "")
    assert back.run["title"] == "XOR, 2–2–1"
    assert further.send(client, "lesson", lesson="xor").run["lesson"] == "xor"


def test_data_that_wait_for_reset_leave_the_lesson_its_title(client: TestClient) -> None:
    form = opened(client, "lesson=xor").send(client, "", *GOING, cell=["0", "0", "1"] * 4)
    assert form.run["title"] == "XOR, 2–4–1"
    assert form.send(client, "reset", *GOING).run["left"] == "xor"


@pytest.mark.parametrize("lesson", LESSONS)
def test_strip_leads_to_the_next_lesson(client: TestClient, lesson: str) -> None:
    (button,) = buttons(opened(client, f"lesson={lesson}"), "onward")
    assert button["data-lesson"] == after(lesson).name
    assert button.text == "Next lesson"
    (button,) = buttons(opened(client, XOR), "onward")
    assert button["data-lesson"] == FIRST


def test_strip_comes_with_every_answer_for_its_own_place(client: TestClient) -> None:
    for form in (
        opened(client, XOR).send(client, "lesson", lesson="and"),
        opened(client, XOR).send(client, "", alpha="x"),
    ):
        assert form.page.one("section", id="strip")["hx-swap-oob"] == "outerMorph"
    assert "hx-swap-oob" not in opened(client).page.one("section", id="strip").attributes


# Fields.


@pytest.mark.parametrize(("state", "at"), STANDING)
@pytest.mark.parametrize("field", TYPED)
def test_run_that_stands_still_starts_anew_with_what_was_typed(
    client: TestClient, field: str, state: str, at: int
) -> None:
    form = opened(client, XOR).send(client, "", state, at, **{field: TYPED[field]})
    assert form.status == 200
    assert form.restart
    changed = dict(parse_qsl(XOR)) | {field: TYPED[field]}
    expected = same("&".join(f"{key}={value}" for key, value in changed.items()))
    assert form.run["address"] == form.run["next"] == expected
    assert form.value(field) == TYPED[field]
    assert HINT not in form.form.text


@pytest.mark.parametrize("field", TYPED)
def test_run_that_goes_takes_what_was_typed_on_reset(client: TestClient, field: str) -> None:
    form = opened(client, XOR).send(client, "", *GOING, **{field: TYPED[field]})
    assert not form.restart
    assert form.run["address"] == same(XOR)
    assert f"{field}={TYPED[field]}" in form.run["next"] or field in ("activation", "bias")
    assert form.value(field) == TYPED[field]
    assert HINT in form.under(field)
    assert form.form.text.count(HINT) == 1
    again = form.send(client, "reset", *GOING)
    assert again.restart
    assert again.run["address"] == again.run["next"] == form.run["next"]
    assert HINT not in again.form.text


def test_value_typed_back_takes_effect_at_once(client: TestClient) -> None:
    form = (
        opened(client, XOR)
        .send(client, "", *GOING, hidden="3")
        .send(client, "", *GOING, hidden="2")
    )
    assert form.run["address"] == form.run["next"] == same(XOR)
    assert HINT not in form.form.text


@pytest.mark.parametrize(("state", "at"), [("paused", 40), GOING])
def test_alpha_is_changed_where_the_run_stands(client: TestClient, state: str, at: int) -> None:
    form = opened(client, XOR).send(client, "", state, at, alpha="0.5")
    assert not form.restart
    assert form.run["address"] == same(f"{XOR}&changes={at}:alpha=0.5")
    assert form.run["next"] == same(f"{XOR}&alpha=0.5")
    assert form.value("alpha") == "0.5"
    assert HINT not in form.form.text
    further = form.send(client, "", state, 60, alpha="0.2")
    assert further.run["address"] == same(f"{XOR}&changes={at}:alpha=0.5;60:alpha=0.2")
    assert further.send(client, "", state, 60, alpha="0.2").run == further.run
    again = further.send(client, "", state, 60, alpha="0.3")
    assert again.run["address"] == same(f"{XOR}&changes={at}:alpha=0.5;60:alpha=0.3")


@pytest.mark.parametrize(("state", "at"), [("fresh", 0), ("ended", 4000)])
def test_alpha_before_or_after_the_run_is_that_of_the_next(
    client: TestClient, state: str, at: int
) -> None:
    form = opened(client, XOR).send(client, "", state, at, alpha="0.5")
    assert form.restart
    assert form.run["address"] == form.run["next"] == same(f"{XOR}&alpha=0.5")


def test_alpha_goes_at_once_while_other_fields_wait(client: TestClient) -> None:
    form = opened(client, XOR).send(client, "", *GOING, alpha="0.5", hidden="3")
    assert form.run["address"] == same(f"{XOR}&changes=40:alpha=0.5")
    assert form.run["next"] == same(f"{XOR.replace('hidden=2', 'hidden=3')}&alpha=0.5")


@pytest.mark.parametrize(("state", "at"), [("paused", 40), GOING, ("ended", 4000)])
@pytest.mark.parametrize(
    ("field", "typed"),
    [("epochs", "2000"), ("until", "0.01"), ("column", ["a", "b", "c"])],
    ids=["epochs", "until", "names"],
)
def test_end_and_names_change_without_another_start(
    client: TestClient, field: str, typed: str | list[str], state: str, at: int
) -> None:
    form = opened(client, f"{XOR}&changes=7:alpha=0.2").send(
        client, "", state, at, **{field: typed}, alpha="0.2"
    )
    name, value = ("names", "a,b,c") if field == "column" else (field, typed)
    assert not form.restart
    assert form.run["address"] == same(f"{XOR}&{name}={value}&changes=7:alpha=0.2")
    assert HINT not in form.form.text


def test_end_before_where_the_run_stands_waits_for_reset(client: TestClient) -> None:
    form = opened(client, XOR).send(client, "", *GOING, epochs="5")
    assert not form.restart
    assert form.run["address"] == same(XOR)
    assert form.run["next"] == same(f"{XOR}&epochs=5")
    assert HINT in form.under("epochs")
    assert opened(client, XOR).send(client, "", *GOING, epochs="10").run["epochs"] == 10


def test_end_before_a_change_waits_for_reset(client: TestClient) -> None:
    form = opened(client, f"{XOR}&changes=30:alpha=0.2")
    form = form.send(client, "", "paused", 8, epochs="5", alpha="0.1")
    assert "epochs" not in form.run["address"]
    assert HINT in form.under("epochs")


def test_given_weights_give_way_to_a_rule_when_the_network_grows(client: TestClient) -> None:
    form = opened(client, GIVEN)
    assert form.value("weights") == "given"
    assert form.value("numbers") == "0.5,-1"
    form = form.send(client, hidden="2")
    assert form.status == 200
    assert form.value("weights") == "uniform"
    assert form.value("numbers") == ""
    assert "the numbers were for another network; now uniform" in form.under("weights")
    assert form.run["address"] == same("inputs=1,2&goals=3&hidden=2")


def test_given_weights_stay_where_they_fit(client: TestClient) -> None:
    form = opened(client, GIVEN).send(client, alpha="0.2")
    assert form.run["address"] == same(f"{GIVEN}&alpha=0.2")


def test_wrong_count_of_typed_weights_is_told_under_the_start(client: TestClient) -> None:
    form = opened(client, GIVEN).send(client, numbers="1,2,3")
    assert form.status == 422
    assert form.value("numbers") == "1,2,3"
    assert "a rule, or 2 numbers for this network" in form.under("weights")


def test_start_as_numbers_begins_with_those_of_the_run(client: TestClient) -> None:
    form = opened(client, "inputs=1,2&goals=3&weights=zeros").send(client, weights="given")
    assert form.value("numbers") == "0,0"
    assert form.run["address"] == "inputs=1,2&goals=3&weights=0,0"


# A weight, set by hand.


@pytest.mark.parametrize(("state", "at"), [("fresh", 0), ("paused", 40), GOING])
def test_weight_is_changed_where_the_run_stands(client: TestClient, state: str, at: int) -> None:
    form = opened(client, XOR)
    context = {"parameter": "h1.x2", "value": "-1.5"}
    form = form.send(client, "set", state, at, **context)
    assert form.status == 200
    assert not form.restart
    assert form.run["address"] == same(f"{XOR}&changes={at}:h1.x2=-1.5")
    assert form.run["next"] == same(XOR)


def test_weight_set_at_the_start_stays_through_other_edits(client: TestClient) -> None:
    form = opened(client, XOR).send(client, "set", parameter="h1.b", value="2")
    form = form.send(client, alpha="0.3")
    assert form.run["address"] == same(f"{XOR}&alpha=0.3&changes=0:h1.b=2")
    assert form.send(client, seed="5").run["address"] == same(f"{XOR}&alpha=0.3&seed=5")
    assert form.send(client, "reset").run["address"] == same(f"{XOR}&alpha=0.3")


@pytest.mark.parametrize(
    ("parameter", "value", "words"),
    [
        ("h9.x1", "1", "changes must be of alpha or one of this network's parameters"),
        ("h1.x2", "x", "value must be a finite number"),
        ("h1.x2", "inf", "value must be a finite number"),
        ("h1.x2", "", "value must be a finite number"),
    ],
)
def test_weight_that_cannot_be_set_is_told(
    client: TestClient, parameter: str, value: str, words: str
) -> None:
    form = opened(client, XOR).send(client, "set", parameter=parameter, value=value)
    assert form.status == 422
    assert form.run["address"] == same(XOR)
    assert words in form.page.one(id="problem").text


# Decimal commas, wherever someone types.


@pytest.mark.parametrize(("state", "at"), ANYWHERE)
def test_decimal_comma_is_read_in_a_field(client: TestClient, state: str, at: int) -> None:
    typed = opened(client, XOR).send(client, "", state, at, alpha="0,5", until="0,02")
    point = opened(client, XOR).send(client, "", state, at, alpha="0.5", until="0.02")
    assert typed.status == 200
    assert typed.run == point.run
    assert (typed.value("alpha"), typed.value("until")) == ("0.5", "0.02")


@pytest.mark.parametrize(("state", "at"), ANYWHERE)
@pytest.mark.parametrize(
    ("field", "typed"),
    [("alpha", "0,5x"), ("alpha", "−0,5"), ("alpha", "2000000,5"), ("until", "-0,1")],
)
def test_bad_number_is_told_and_kept_as_it_was_typed(
    client: TestClient, field: str, typed: str, state: str, at: int
) -> None:
    form = opened(client, XOR).send(client, "", state, at, **{field: typed})
    assert form.status == 422
    assert form.value(field) == typed
    assert f"got {typed!r}" in form.under(field)


@pytest.mark.parametrize("value", ["-1,5", "−1,5", "-1.5", " -1,5 "])
def test_decimal_comma_is_read_in_a_weight_set_by_hand(client: TestClient, value: str) -> None:
    form = opened(client, XOR).send(client, "set", parameter="h1.x2", value=value)
    assert form.run["address"] == same(f"{XOR}&changes=0:h1.x2=-1.5")


@pytest.mark.parametrize("numbers", ["0,5; −1", "0,5 -1", "0,5\n-1", "0.5,-1", "0.5, -1"])
def test_decimal_comma_is_read_in_the_start_weights(client: TestClient, numbers: str) -> None:
    form = opened(client, "inputs=1,2&goals=3&weights=7,7").send(client, numbers=numbers)
    assert form.status == 200
    assert form.run["address"] == same(GIVEN)


def test_bad_start_weight_is_told_with_its_place(client: TestClient) -> None:
    form = opened(client, GIVEN).send(client, numbers="0,5; 1,x")
    assert form.status == 422
    assert form.value("numbers") == "0,5; 1,x"
    assert "(number 2 is not), got '1,x'" in form.under("weights")


@pytest.mark.parametrize("block", ["0,5\t1,5\t2", "0,5;1,5;2", "0,5 1,5 2"])
def test_decimal_comma_is_read_in_a_pasted_block(client: TestClient, block: str) -> None:
    form = opened(client, XOR).send(client, "paste", block=block)
    assert form.run["address"].startswith("inputs=0.5,1.5&goals=2&")


@pytest.mark.parametrize("query", ["alpha=0,5", "until=0,5", "weights=0,5;1,2"])
def test_decimal_comma_is_not_read_in_an_address(client: TestClient, query: str) -> None:
    assert client.get(f"/?{query}").status_code == 422
    assert client.get(f"/api/history?{query}").status_code == 422


# Reset.


@pytest.mark.parametrize(("state", "at"), ANYWHERE)
def test_reset_starts_with_the_form_and_without_changes(
    client: TestClient, state: str, at: int
) -> None:
    changed = opened(client, f"{XOR}&changes=7:alpha=0.2;9:h1.x1=1")
    form = changed.send(client, "reset", state, at, alpha="0.3", hidden="3")
    assert form.restart
    expected = same(f"{XOR.replace('hidden=2', 'hidden=3')}&alpha=0.3")
    assert form.run["address"] == form.run["next"] == expected


def test_reset_with_a_bad_field_starts_the_run_as_it_was(client: TestClient) -> None:
    form = opened(client, f"{XOR}&changes=7:alpha=0.2").send(client, "reset", *GOING, alpha="x")
    assert form.status == 422
    assert form.restart
    assert form.run["address"] == same(XOR)
    assert form.value("alpha") == "x"


# The table.


@pytest.mark.parametrize(("state", "at"), STANDING)
def test_rows_and_columns_come_and_go(client: TestClient, state: str, at: int) -> None:
    form = opened(client, NAMED).send(client, "add-row", state, at)
    assert form.restart
    assert form.cells()[-1] == ["0", "0", "0"]
    assert form.values("label") == ["Alice", "Bob", ""]
    assert form.run["address"].startswith("inputs=-2,-1;25,6;0,0&goals=1;0;0")
    form = form.send(client, "remove-row:0", state, at)
    assert form.cells() == [["25", "6", "0"], ["0", "0", "0"]]
    assert form.values("label") == ["Bob", ""]
    form = form.send(client, "add-input", state, at)
    assert form.cells()[0] == ["25", "6", "0", "0"]
    assert form.values("column") == ["weight", "height", "", "female"]
    form = form.send(client, "add-goal", state, at)
    assert form.cells()[0] == ["25", "6", "0", "0", "0"]
    assert (form.value("n_inputs"), form.value("n_columns")) == ("3", "5")
    form = form.send(client, "remove-column:1", state, at)
    form = form.send(client, "remove-column:2", state, at)
    assert form.values("column") == ["weight", "", ""]
    expected = "inputs=25,0;0,0&goals=0;0&names=weight,,;Bob,"
    assert form.run["address"] == form.run["next"] == expected
    assert experiment(form.run["address"])


def test_table_of_a_running_network_changes_on_reset(client: TestClient) -> None:
    form = opened(client, XOR).send(client, "add-row", *GOING)
    assert not form.restart
    assert form.run["address"] == same(XOR)
    assert len(form.cells()) == 5
    assert form.form.text.count(HINT) == 2  # inputs and goals
    assert len(experiment(form.run["next"]).inputs) == 5


@pytest.mark.parametrize("edit", ["remove-row:0", "remove-column:0", "remove-column:1"])
def test_last_row_input_and_goal_stay(client: TestClient, edit: str) -> None:
    form = opened(client, "inputs=1&goals=2").send(client, edit)
    assert form.cells() == [["1", "2"]]
    assert form.status == 200


@pytest.mark.parametrize(
    "edit", ["remove-row:9", "remove-row:", "remove-column:3", "remove-column:-1"]
)
def test_row_or_column_that_is_not_there_cannot_go(client: TestClient, edit: str) -> None:
    form = opened(client, XOR).send(client, edit)
    assert form.status == 422
    assert "a whole number from 0" in form.page.one(id="problem").text


def test_one_column_too_many_is_told_and_can_be_taken_back(client: TestClient) -> None:
    form = opened(client, f"inputs={','.join('1' * 20)}&goals=1").send(client, "add-input")
    assert form.status == 422
    assert form.problems() == ["inputs must be 1 to 20 columns, got '21 columns'"]
    assert len(form.cells()[0]) == 22
    form = form.send(client, "remove-column:20")
    assert form.status == 200
    assert form.problems() == []


def test_cell_is_typed_over(client: TestClient) -> None:
    cells = ["1", "2", "3", " 4.5 ", "1e-3", "-7"]
    form = opened(client, NAMED).send(client, cell=cells)
    assert form.run["address"].startswith("inputs=1,2;4.5,0.001&goals=3;-7")


def test_text_in_a_cell_is_told_with_its_place(client: TestClient) -> None:
    form = opened(client, NAMED).send(client, cell=["1", "tall", "3", "4", "", "nan"])
    assert form.status == 422
    assert not form.restart
    assert form.run["address"] == same(NAMED)
    assert form.problems() == [
        "height must be a finite number, got 'tall'",
        "height must be a finite number, got ''",
        "female must be a finite number, got 'nan'",
    ]
    for cell in form.form.all("input", aria_invalid="true"):  # each message stands in the next row
        (message,) = form.form.all("p", id=cell["aria-describedby"])
        assert message.text.endswith(f"got {cell['value']!r}")
        rows = form.form.one("tbody").children
        lines = [next(row for row in rows if each in row.walk()) for each in (cell, message)]
        assert 0 < rows.index(lines[1]) - rows.index(lines[0]) <= 2
    assert form.cells() == [["1", "tall", "3"], ["4", "", "nan"]]


def test_all_that_is_wrong_is_told_under_its_field(client: TestClient) -> None:
    typed = {"alpha": "fast", "seed": "-1", "until": "nan", "hidden": "4;2", "epochs": ""}
    form = opened(client, XOR).send(client, "", *GOING, **typed, cell=["x"] * 12)
    assert form.status == 422
    for field, value in typed.items():
        (element,) = form.form.all(id=f"field-{field}")
        assert element["value"] == value
        assert element["aria-invalid"] == "true"
        (message,) = form.form.all(id=element["aria-describedby"])
        assert message.text.startswith(f"{field} must be ")
        assert message.text in form.under(field)
    assert form.form["data-valid"] == "false"
    assert "open" in form.page.one("details", id="more").attributes
    assert form.run["address"] == form.run["next"] == same(XOR)


def test_no_more_is_told_than_can_be_read(client: TestClient) -> None:
    form = opened(client, f"inputs={';'.join('1' * 9)}&goals={';'.join('1' * 9)}")
    form = form.send(client, cell=["1", "x"] * 9)
    *told, more = form.problems()
    assert told == ["goal must be a finite number, got 'x'"] * 5
    assert more == "and 4 more"
    invalid = form.form.all("input", name="cell", aria_invalid="true")
    assert [element["aria-label"] for element in invalid] == [
        f"Goals row {row} goal" for row in range(1, 10)
    ]


def test_mended_form_is_taken(client: TestClient) -> None:
    bad = opened(client, XOR).send(client, hidden="two", seed="7")
    good = bad.send(client, hidden="3")
    assert good.status == 200
    assert good.form["data-valid"] == "true"
    assert good.run["address"] == same(f"{XOR.replace('hidden=2', 'hidden=3')}&seed=7")


def test_names_are_escaped(client: TestClient) -> None:
    name = "<b onclick='x()'>&\""
    form = opened(client, NAMED).send(client, column=[name, "", ""], label=[name, ""])
    assert form.status == 200
    assert form.values("column")[0] == form.values("label")[0] == name
    assert form.run["columns"]["inputs"] == [name, "x₂"]
    assert form.run["labels"] == [name, ""]
    assert form.page.all("b") == []
    again = opened(client, form.run["address"])
    assert again.values("column")[0] == name


def test_name_with_a_comma_is_told(client: TestClient) -> None:
    form = opened(client, NAMED).send(client, column=["weight, kg", "height", "female"])
    assert form.status == 422
    assert form.values("column")[0] == "weight, kg"
    assert any(problem.startswith("names must be") for problem in form.problems())


# Pasting.


BLOCKS = {
    "tabs": ("1\t2\t3\n4\t5\t6", "1,2;4,5", "3;6"),
    "CSV": ("1,2,3\n4,5,6\n", "1,2;4,5", "3;6"),
    "CSV with spaces": ("1, 2, 3\r\n4, 5, 6\r\n", "1,2;4,5", "3;6"),
    "semicolons": ("1;2;3\n4;5;6", "1,2;4,5", "3;6"),
    "decimal commas": ("1,5;2,25;3\n4;5;-6,5", "1.5,2.25;4,5", "3;-6.5"),
    "tabs and decimal commas": ("1,5\t2\t3", "1.5,2", "3"),
    "spaces": ("1 2 3\n4 5 6", "1,2;4,5", "3;6"),
    "empty lines": ("1\t2\t3\n\n4\t5\t6\n\n", "1,2;4,5", "3;6"),
    "a column more": ("1\t2\t3\t4", "1,2,3", "4"),
    "a column less": ("1\t4", "1", "4"),
    "quotes": ('"1","2","3"', "1,2", "3"),
}


@pytest.mark.parametrize(("block", "inputs", "goals"), BLOCKS.values(), ids=BLOCKS)
def test_block_becomes_the_table(client: TestClient, block: str, inputs: str, goals: str) -> None:
    form = opened(client, "inputs=9,8;7,6;5,4&goals=1;2;3").send(client, "paste", block=block)
    assert form.status == 200
    assert form.restart
    assert form.run["address"] == f"inputs={inputs}&goals={goals}"
    assert form.value("block") == ""


def test_block_of_the_same_width_keeps_the_names_of_columns(client: TestClient) -> None:
    form = opened(client, NAMED).send(client, "paste", block="7\t8\t9")
    assert form.cells() == [["7", "8", "9"]]
    assert form.values("column") == ["weight", "height", "female"]
    assert form.values("label") == []
    assert opened(client, NAMED).send(client, "paste", block="7\t9").values("column") == ["", ""]


@pytest.mark.parametrize("block", ["a\tb\tc\n1\t2\t3", "1\t2\t3\t4"])
def test_block_with_a_heading_or_another_width_at_the_first_cell_becomes_the_table(
    client: TestClient, block: str
) -> None:
    form = opened(client, XOR).send(client, "paste", block=block, paste_row="0", paste_column="0")
    assert len(form.cells()) == 1


def test_block_of_the_same_width_at_the_first_cell_leaves_the_rows_below(
    client: TestClient,
) -> None:
    form = opened(client, XOR).send(
        client, "paste", block="7\t8\t9", paste_row="0", paste_column="0"
    )
    assert form.cells()[:2] == [["7", "8", "9"], ["0", "1", "1"]]
    assert len(form.cells()) == 4


def test_heading_becomes_the_names_and_the_block_the_whole_table(client: TestClient) -> None:
    block = "size, m;weight;is it; tall?\n1,5;2;0;1\n1,9;3;1;1"
    form = opened(client, NAMED).send(client, "paste", block=block)
    assert form.status == 200
    assert form.values("column") == ["size  m", "weight", "is it", "tall?"]
    assert form.run["columns"] == {"inputs": ["size  m", "weight", "is it"], "goals": ["tall?"]}
    assert form.run["address"].startswith("inputs=1.5,2,0;1.9,3,1&goals=1;1&names=")
    assert form.values("label") == []


def test_heading_that_is_too_short_leaves_columns_without_names(client: TestClient) -> None:
    form = opened(client, XOR).send(client, "paste", block="a,b\n1,2,3\n4,5,6")
    assert form.status == 200
    assert form.values("column") == ["a", "b", ""]


def test_block_at_a_cell_fills_the_table_from_there(client: TestClient) -> None:
    form = opened(client, NAMED).send(
        client, "paste", block="7\t8\n9\t10", paste_row="1", paste_column="1"
    )
    assert form.cells() == [["-2", "-1", "1"], ["25", "7", "8"], ["0", "9", "10"]]
    assert form.values("label") == ["Alice", "Bob", ""]
    assert form.value("paste_row") == form.value("paste_column") == ""


@pytest.mark.parametrize(
    ("block", "words"),
    [
        ("1,2,3\n4,5", "rows of equal length: row 1 has 3 cells, row 2 has 2"),
        (
            "hello world\nfoo\n1,2,x",
            "The pasted table must be rows of equal length: row 2 has 1 cell, row 3 has 3, got",
        ),
        ("\n1,2\n\n3", "row 2 has 2 cells, row 4 has 1"),
        ("name,x,goal\n\nEmily,1,2\nFrank,two,3", "row 4, column 2 is not, got 'two'"),
        ("name,x,goal\nEmily,1,2\nFrank,3", "row 2 has 3 cells, row 3 has 2, got"),
        ("1,2,3\n4,x,6", "rows of finite numbers; row 2, column 2 is not, got 'x'"),
        ("1,2,1e999", "row 1, column 3 is not"),
        ("", "rows of numbers"),
        ("  \n ", "rows of numbers"),
    ],
    ids=[
        "ragged",
        "ragged under a heading",
        "ragged between empty lines",
        "text beside labels",
        "ragged beside labels",
        "text",
        "too large",
        "nothing",
        "only space",
    ],
)
def test_block_that_is_no_table_is_told_and_kept(
    client: TestClient, block: str, words: str
) -> None:
    form = opened(client, XOR).send(client, "paste", block=block)
    assert form.status == 422
    assert words in form.under("block")
    assert form.value("block").split() == block.split()
    assert form.cells()[0] == ["0", "0", "0"]
    assert "open" in form.page.one("details", id="paste").attributes
    assert form.run["address"] == same(XOR)


def test_block_wider_than_the_table_does_not_fit_at_a_cell(client: TestClient) -> None:
    form = opened(client, XOR).send(
        client, "paste", block="1\t2\t3", paste_row="0", paste_column="1"
    )
    assert form.status == 422
    assert "at most 2 columns wide from here" in form.under("block")


def test_block_with_too_many_columns_is_told(client: TestClient) -> None:
    form = opened(client, XOR).send(client, "paste", block="\t".join("1" * 30))
    assert form.status == 422
    told = "at most 20 columns of inputs and 1 of goals wide, got '30 columns'"
    assert form.problems() == [f"The pasted table must be {told}"]
    assert form.value("block") == "\t".join("1" * 30)
    assert form.cells() == opened(client, XOR).cells()


def test_block_that_was_not_used_yet_stays_while_other_fields_change(client: TestClient) -> None:
    form = opened(client, XOR).send(client, block="1,2", alpha="0.2")
    assert form.value("block") == "1,2"


PEOPLE = "name\tweight\theight\tfemale\nEmily\t-7\t-3\t1\nFrank\t20\t2\t0"


@pytest.mark.parametrize(
    "block",
    [
        PEOPLE,
        PEOPLE.replace("name", ""),
        PEOPLE.replace("name\t", ""),
        PEOPLE.replace("\t", ","),
        PEOPLE.replace("\t", " "),
    ],
    ids=["heading", "empty corner", "no corner", "commas", "spaces"],
)
@pytest.mark.parametrize("at", [{}, {"paste_row": "0", "paste_column": "0"}], ids=["form", "cell"])
def test_block_may_have_names_of_columns_and_rows(
    client: TestClient, block: str, at: dict[str, str]
) -> None:
    form = opened(client, XOR).send(client, "paste", block=block, **at)
    assert form.status == 200
    assert form.run["columns"] == {"inputs": ["weight", "height"], "goals": ["female"]}
    assert form.run["labels"] == ["Emily", "Frank"]
    assert form.cells() == [["-7", "-3", "1"], ["20", "2", "0"]]


def test_block_with_labels_alone_keeps_the_names_of_the_columns(client: TestClient) -> None:
    block = PEOPLE.partition("\n")[2].replace("Frank", "Frank, Jr; tall")
    form = opened(client, NAMED).send(client, "paste", block=block, paste_row="0", paste_column="0")
    assert form.run["columns"] == {"inputs": ["weight", "height"], "goals": ["female"]}
    assert form.run["labels"] == ["Emily", "Frank  Jr  tall"]


def test_labels_pasted_below_go_with_their_rows(client: TestClient) -> None:
    block = "Emily\t-7\t-3\t1\nFrank\t20\t2\t0"
    form = opened(client, NAMED).send(client, "paste", block=block, paste_row="1", paste_column="0")
    assert form.run["labels"] == ["Alice", "Emily", "Frank"]
    assert form.cells() == [["-2", "-1", "1"], ["-7", "-3", "1"], ["20", "2", "0"]]


@pytest.mark.parametrize("block", ["Emily\t-7\t1", "Emily\t-7\t1\n3\t20\t0"])
def test_text_in_a_first_column_of_numbers_is_no_label(client: TestClient, block: str) -> None:
    form = opened(client, XOR).send(client, "paste", block=block)
    assert form.status == 422
    assert "row 1, column 1 is not, got 'Emily'" in form.under("block")


# Large tables are edited as text.

LARGE = "\n".join(f"{row}\t{row % 7}\t{row % 2}" for row in range(200))


def test_large_table_is_edited_as_text(client: TestClient) -> None:
    form = opened(client, NAMED).send(client, "paste", block=f"a\tb\tc\n{LARGE}")
    assert form.status == 200
    assert form.value("table") == LARGE
    assert form.values("cell") == []
    assert experiment(form.run["address"]).rows == 200
    form = form.send(client, table=f"{LARGE}\n5\t5\t5")
    assert experiment(form.run["address"]).inputs[-1] == (5, 5)
    assert form.run["columns"] == {"inputs": ["a", "b"], "goals": ["c"]}
    form = form.send(client, table=f"{LARGE}\n5\tx\t5")
    assert form.status == 422
    assert form.problems() == ["inputs must be a finite number in row 201, b, got 'x'"]
    assert form.value("table").endswith("5\tx\t5")
    form = form.send(client, table="1\t2\t3\t4")
    assert form.run["address"] == "inputs=1,2,3&goals=4"
    assert form.cells() == [["1", "2", "3", "4"]]


def test_large_table_with_labels_keeps_them_while_they_fit(client: TestClient) -> None:
    labels = ",".join(f"r{row}" for row in range(121))
    rows = ";".join("1" * 121)
    form = opened(client, f"inputs={rows}&goals={rows}&names=;{labels}")
    assert form.send(client, alpha="0.2").run["labels"] == labels.split(",")
    assert form.send(client, table="1\t2\n3\t4").run["labels"] == []


def test_table_that_no_address_can_hold_is_told(client: TestClient) -> None:
    table = "\n".join(["0.123456789,1"] * 2400)
    form = opened(client, XOR).send(client, "paste", block=table)
    assert form.status == 422
    (problem,) = form.problems()
    assert problem.startswith(
        f"inputs must be a table that an address of {MAX_ADDRESS - 512} bytes"
    )
    assert form.run["address"] == same(XOR)


def test_more_changes_than_an_address_can_hold_are_told(client: TestClient) -> None:
    changes = ";".join(f"{step}:alpha=0.1{step}1" for step in range(1000, 2610))
    form = opened(client, f"{XOR}&changes={changes}").send(client, "", "paused", 3500, alpha="0.7")
    assert form.status == 422
    assert "changes must be few enough for an address" in form.page.one(id="problem").text
    assert form.send(client, "reset", "paused", 3500).status == 200


# The request itself.


def test_form_is_taken_from_an_address_too(client: TestClient) -> None:
    form = opened(client, XOR)
    fields = [*form.fields(), ("edit", "add-row"), ("run", form.run["address"])]
    asked = client.get(FORM_PATH, params=fields)
    assert asked.status_code == 200
    assert asked.text == post(client, fields).text


def test_form_is_posted_as_servers_take_no_address_as_long_as_a_table(client: TestClient) -> None:
    form = opened(client, XOR)
    assert form.form["hx-post"] == FORM_PATH
    rows = "\n".join(f"{row / 7:.5f}\t{row % 10}.5\t1" for row in range(1650))
    form = form.send(client, "paste", block=rows)
    assert form.status == 200
    assert len(urlencode([*form.fields(), ("run", form.run["address"])])) > 2**16
    assert form.send(client, alpha="0.2").run["alpha"] == 0.2


def test_form_without_end_is_refused(client: TestClient) -> None:
    response = client.post(FORM_PATH, content=b"block=" + b"1" * MAX_FORM)
    assert response.status_code == 413
    (problem,) = response.json()["detail"]
    assert (problem["key"], problem["allowed"]) == ("form", f"at most {MAX_FORM} bytes")


def test_form_of_another_version_says_so_and_can_be_used(client: TestClient) -> None:
    form = opened(client, XOR)
    form.run["address"] = "rulle=delta"
    again = form.send(client, alpha="0.5")
    assert again.status == 422
    assert again.value("alpha") == "0.5"
    assert "there is no key 'rulle'" in again.page.one(id="problem").text


def test_every_field_of_the_address_stands_in_the_form(client: TestClient) -> None:
    names = {name for name, _ in opened(client, XOR).fields()}
    chosen = {name for name in PLAIN_KEYS if not OPTIONS[name].is_settled}
    assert {*chosen, "weights", "cell", "column"} <= names
    assert not names & (set(PLAIN_KEYS) - chosen)


# Whatever is pressed.

ACTIONS = (
    "add-row add-input add-goal remove-row:0 remove-row:1 remove-column:0 remove-column:1 "
    "remove-column:2 paste reset "
)
TYPING = st.dictionaries(
    st.sampled_from(["hidden", "alpha", "epochs", "seed", "weights", "until", "bias", "block"]),
    st.sampled_from(["0", "1", "2", "2,2", "given", "uniform", "", "x", "1\t2\n3\t4", "1;2;3"]),
    max_size=2,
)
PRESSES = st.lists(
    st.tuples(st.sampled_from(ACTIONS.split(" ")), TYPING, st.sampled_from(STATES)), max_size=8
)


@given(PRESSES)
def test_run_is_always_one_that_can_be_run(
    client: TestClient, presses: list[tuple[str, dict[str, str], str]]
) -> None:
    form, at = opened(client, XOR), 0
    for action, typed, state in presses:
        at = 0 if form.restart else min(at + 3, form.run["updates"])
        form = form.send(client, action, state, at, **typed)
        assert form.status in (200, 422)
        assert form.form["data-valid"] == str(form.status == 200).lower()
        assert bool(form.problems()) == (form.status == 422)
        assert form.run["updates"] >= at or form.restart or state == "fresh"
        for name in ("address", "next"):
            assert same(form.run[name]) in (form.run[name], "")
        if form.status == 200:
            filled_in = opened(client, form.run["next"]).fields()
            own = ("lesson", "left", "speed", "block")
            assert [f for f in form.fields() if f[0] not in own] == [
                f for f in filled_in if f[0] not in own
            ]


@pytest.mark.parametrize("state", ["paused", "running"])
def test_an_edit_of_another_field_makes_no_change_of_alpha(client: TestClient, state: str) -> None:
    form = opened(client, "weights=1&alpha=0.01&rule=delta&changes=5:alpha=0.05")
    assert form.value("alpha") == "0.01"  # and the run has since passed update 5
    going = form.send(client, "", state, 12, epochs="2000")
    assert going.run["address"].endswith("rule=delta&epochs=2000&changes=5:alpha=0.05")
    assert going.value("alpha") == "0.05"
    assert going.run["next"] == "weights=1&alpha=0.05&rule=delta&epochs=2000"
