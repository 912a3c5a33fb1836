"""The page: on which run it opens, and what of its address it heeds."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from starlette.testclient import TestClient

from app import address
from app.experiment import Experiment
from app.lessons import FIRST, LESSONS
from app.options.numbers import write_number
from tests.support.addresses import XOR, experiment, same
from tests.support.markup import Form, opened
from tests.support.strategies import experiments
from tests.support.wire import strict_json


def shown(form: Form) -> dict[str, Any]:
    """Give what the page is told to show of the run."""
    page: dict[str, Any] = strict_json(form.page.one("div", class_="app")["data-page"])
    found: dict[str, Any] = page["shown"]
    return found


def test_page_without_an_address_opens_the_one_weight_lesson(client: TestClient) -> None:
    form = opened(client)
    assert form.status == 200
    assert form.run["address"] == form.run["next"] == LESSONS[FIRST].query
    assert form.run["lesson"] == FIRST == "one-weight"
    assert form.value("speed") == LESSONS[FIRST].chips[0].speed
    assert form.page.one("h1").text == "One weight, 1–1"


@pytest.mark.parametrize("lesson", LESSONS)
def test_page_opens_a_lesson_by_its_name(client: TestClient, lesson: str) -> None:
    form = opened(client, f"lesson={lesson}")
    assert form.run["address"] == same(LESSONS[lesson].query)
    assert form.run["lesson"] == form.value("lesson") == lesson
    assert form.value("speed") == LESSONS[lesson].chips[0].speed


@pytest.mark.parametrize("lesson", LESSONS)
def test_lesson_is_known_by_its_address(client: TestClient, lesson: str) -> None:
    form = opened(client, f"{LESSONS[lesson].query}&changes=1:alpha=0.5")
    assert form.run["lesson"] == lesson
    assert form.run["next"] == same(LESSONS[lesson].query)


def test_address_wins_over_the_lesson(client: TestClient) -> None:
    form = opened(client, f"lesson=streetlights&{XOR}")
    assert form.run["address"] == same(XOR)


def test_lesson_nobody_knows_is_told_and_is_none(client: TestClient) -> None:
    for query, lesson in ((f"lesson=nothing&{XOR}", ""), ("lesson=nothing", FIRST)):
        form = opened(client, query)
        assert form.run["lesson"] == lesson
        assert form.status == 422
        (problem,) = form.problems()
        assert problem.startswith("lesson must be one of identity, ")
        assert problem.endswith(", got 'nothing'")


def test_run_with_changes_is_reset_without_them(client: TestClient) -> None:
    form = opened(client, f"{XOR}&changes=5:alpha=0.3")
    assert form.run["address"] == same(f"{XOR}&changes=5:alpha=0.3")
    assert form.run["next"] == same(XOR)
    assert form.value("alpha") == "0.1"


@pytest.mark.parametrize(
    ("asked", "shown"),
    [("", "20"), ("&speed=7", "7"), ("&speed=max", "max"), ("&speed=1e3", "1000")],
)
def test_speed_is_that_of_the_address(client: TestClient, asked: str, shown: str) -> None:
    assert opened(client, XOR + asked).value("speed") == shown


@pytest.mark.parametrize(
    "own",
    ["at=500", "row=4", "w=h1.b", "scale=linear", "display=dark", "row=4&w=o1.h2&at=3&speed="],
)
def test_keys_of_the_page_are_taken(client: TestClient, own: str) -> None:
    assert opened(client, f"{XOR}&{own}").status == 200
    assert opened(client, f"{XOR}&{own}").run["address"] == same(XOR)
    assert opened(client, f"lesson=xor&{own}").run["lesson"] == "xor"


@pytest.mark.parametrize(
    ("own", "key"),
    [
        ("at=-1", "at"),
        ("at=soon", "at"),
        ("row=5", "row"),
        ("row=0", "row"),
        ("w=h3.x1", "w"),
        ("speed=0", "speed"),
        ("speed=1e9", "speed"),
        ("at=1&at=1", "at"),
        ("scale=banana", "scale"),
        ("scale=log&scale=log", "scale"),
        ("display=night", "display"),
        ("display=Dark", "display"),
        ("lesson=nope", "lesson"),
    ],
)
def test_page_tells_what_is_wrong_with_its_own_keys(client: TestClient, own: str, key: str) -> None:
    form = opened(client, f"{XOR}&{own}")
    assert form.status == 422
    (problem,) = form.problems()
    assert problem.startswith(f"{key} must be ")


def test_problem_of_the_page_names_what_is_allowed(client: TestClient) -> None:
    form = opened(client, "scale=banana")
    assert form.page.one(id="problem").text == "scale must be one of log, linear, got 'banana'"
    (problem,) = opened(client, "display=night").problems()
    assert problem == "display must be one of auto, light, dark, projector, got 'night'"


def test_all_that_is_wrong_is_told_at_once(client: TestClient) -> None:
    form = opened(client, f"{XOR}&lesson=nope&scale=banana&display=night&row=9&at=x&speed=0")
    told = [problem.split()[0] for problem in form.problems()]
    assert sorted(told) == ["at", "display", "lesson", "row", "scale", "speed"]
    form = opened(client, f"{XOR}&alpha=x&scale=banana&row=9")  # no row can be wrong of no run
    assert sorted(problem.split()[0] for problem in form.problems()) == ["alpha", "scale"]


def test_page_is_told_what_to_show(client: TestClient) -> None:
    default: dict[str, Any] = {"at": 0, "row": 1, "w": None, "tried": [], "scale": "log"}
    default |= {"digits": "3", "display": None}
    assert shown(opened(client)) == default
    own = "at=7&row=3&w=h1.b&try=-1,.5&scale=linear&digits=all&display=projector"
    form = opened(client, f"{XOR}&{own}")
    every = {"at": 7, "row": 3, "w": "h1.b", "tried": ["-1", "0.5"], "scale": "linear"}
    every |= {"digits": "all", "display": "projector"}
    assert shown(form) == every
    assert form.page.one("html")["data-display"] == "projector"
    assert "data-display" not in opened(client).page.one("html").attributes
    assert shown(opened(client, f"{XOR}&epochs=2&at=99"))["at"] == 8


@pytest.mark.parametrize(
    ("given", "kept"), [("1,x", ["1", "x"]), ("1,2,3", ["1", "2", "3"]), ("1;2", ["1;2"])]
)
def test_input_to_try_that_is_wrong_is_told_at_its_fields(
    client: TestClient, given: str, kept: list[str]
) -> None:
    form = opened(client, f"{XOR}&try={given}&row=2")
    assert form.status == 422
    problem = form.page.one("p", id="try-problem").text
    assert problem == f"try must be 2 finite numbers divided by commas, got '{given}'"
    assert shown(form)["tried"] == kept
    assert shown(form)["row"] == 2
    assert not opened(client, f"{XOR}&try=1,2").page.all("p", id="try-problem")


@pytest.mark.parametrize(
    "wrong", ["scale=banana", "digits=4", "display=night", "lesson=nope", "alpha=x", "k=1"]
)
def test_page_opens_on_what_is_right_of_its_own_keys(client: TestClient, wrong: str) -> None:
    right = {"at": "7", "row": "3", "w": "h1.b", "scale": "linear", "display": "dark"}
    right.pop(wrong.split("=")[0], None)
    own = "&".join(f"{key}={value}" for key, value in right.items())
    form = opened(client, f"{XOR}&{own}&{wrong}&speed=50")
    assert form.status == 422
    found = shown(form)
    assert {key: str(found[key]) for key in right} == right
    assert form.value("speed") == "50"
    assert form.run["address"] == same(XOR)


def test_epoch_is_not_told_before_it_is_known(client: TestClient) -> None:
    for query, epoch in ((XOR, "0"), (f"{XOR}&at=8", "–")):
        assert opened(client, query).page.one(id="epoch").text == epoch


def test_unknown_key_is_told_with_those_of_the_page(client: TestClient) -> None:
    (problem,) = opened(client, "rulle=1").problems()
    assert "rulle" in problem
    assert problem.endswith("changes, lesson, at, speed, row, w, try, scale, digits, display")


def test_bad_address_keeps_what_was_given_in_its_fields(client: TestClient) -> None:
    form = opened(client, "alpha=fast&hidden=4;2&rule=adam&weights=1,x&epochs=50")
    assert form.status == 422
    assert form.value("alpha") == "fast"
    assert form.value("hidden") == "4;2"
    assert form.value("rule") == "adam"
    assert form.value("weights") == "1,x"
    assert "alpha must be" in form.under("alpha")
    assert form.run["address"] == "epochs=50"  # what is right is kept
    assert not form.restart


def test_what_is_right_of_a_bad_address_is_kept(client: TestClient) -> None:
    form = opened(client, "alpha=abc&hidden=4&inputs=1,2;3,4&goals=1;2")
    assert form.run["address"] == "inputs=1,2;3,4&goals=1;2&hidden=4"
    assert form.value("alpha") == "abc"
    assert opened(client, "row=7&lesson=xor").run["lesson"] == "xor"


def test_lesson_of_another_width_is_not_named(client: TestClient) -> None:
    form = opened(client, "lesson=xor&alpha=0.7")
    assert (form.run["lesson"], form.run["title"]) == ("", "Your network, 1–1")


@pytest.mark.parametrize(("at", "alpha"), [("4", "0.01"), ("5", "0.05"), ("12", "0.05")])
def test_alpha_in_force_is_shown(client: TestClient, at: str, alpha: str) -> None:
    form = opened(client, f"weights=1&alpha=0.01&rule=delta&changes=5:alpha=0.05&at={at}")
    assert form.value("alpha") == form.value("alpha_shown") == alpha
    assert form.run["address"].endswith("alpha=0.01&rule=delta&changes=5:alpha=0.05")


@pytest.mark.parametrize("key", ["inputs", "goals", "names", "changes"])
def test_problem_without_a_field_is_told_too(client: TestClient, key: str) -> None:
    bad = {"inputs": "x", "goals": "1,", "names": "a,b,c", "changes": "5"}[key]
    (problem,) = opened(client, f"{key}={bad}").problems()
    assert problem.startswith(f"{key} must be ")


def test_page_has_one_of_each_id(client: TestClient) -> None:
    elements = opened(client, "lesson=heights").page.walk()
    ids = [element["id"] for element in elements if "id" in element.attributes]
    assert len(ids) == len(set(ids))


@given(experiments())
def test_page_opens_on_any_experiment_and_its_form_changes_nothing(
    client: TestClient, e: Experiment
) -> None:
    columns, labels = (names if any(names) else () for names in e.names)
    e = replace(e, names=(columns, labels))
    written = address.write(e)
    form = opened(client, written)
    assert form.status == 200
    assert form.run["address"] == (written or "inputs=5")
    assert experiment(form.run["address"]) == e
    at = max((change.step for change in e.changes), default=1)
    alpha = write_number(e.alpha_at(at))
    again = form.send(client, "", "paused", at, alpha=alpha)
    assert again.status == 200
    assert experiment(again.run["address"]) == e
    assert not again.restart
    reset = form.send(client, "reset", "paused", at)
    assert experiment(reset.run["address"]) == experiment(form.run["next"])
