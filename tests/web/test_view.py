"""What the templates are given."""

from typing import Any

from app.lessons import LESSONS
from app.live.edit import Edited
from app.web.form import FormInput
from app.web.view import FormView, form_view, lesson_of
from app.web.wire import json_bytes
from tests.support.addresses import experiment
from tests.support.wire import strict_json


def view_of(query: str, lesson: str = "", speed: str = "20") -> FormView:
    e = experiment(query)
    return form_view(Edited(e, e), FormInput.of(e), lesson, speed)


def layer(
    units: list[str], names: list[str], activation: str | None, bounds: list[float | None]
) -> dict[str, Any]:
    return {"units": units, "names": names, "activation": activation, "range": bounds}


def test_run_is_described_as_the_contract_says() -> None:
    run = view_of("inputs=0,0;0,1&goals=0;1&hidden=2&bias=1&epochs=10").run
    run = strict_json(json_bytes(run))
    assert list(run) == [
        "address",
        "next",
        "lesson",
        "left",
        "title",
        "chip",
        "says",
        "shows",
        "layers",
        "parameters",
        "inputs",
        "goals",
        "labels",
        "columns",
        "updates_per_epoch",
        "updates",
        "epochs",
        "until",
        "alpha",
        "alpha_limit",
        "changes",
        "notices",
    ]
    assert run["layers"] == [
        layer(["x₁", "x₂"], ["x1", "x2"], None, [None, None]),
        layer(["h₁", "h₂"], ["h1", "h2"], "relu", [0, None]),
        layer(["output"], ["o1"], "linear", [None, None]),
    ]
    assert run["parameters"][1:3] == [
        {"name": "h1.x2", "label": "x₂ → h₁", "layer": 1, "to": 0, "from": 1},
        {"name": "h1.b", "label": "h₁ bias", "layer": 1, "to": 0, "from": None},
    ]
    assert (run["updates_per_epoch"], run["updates"]) == (2, 20)


def test_address_is_never_empty() -> None:
    run = view_of("").run
    assert run["address"] == run["next"] == "inputs=5"


def test_value_without_a_choice_joins_the_choices() -> None:
    choices = view_of("hidden=2,2&activation=relu,tanh").fields["activation"].choices
    assert choices is not None
    assert choices[0] == ("relu,tanh", "relu,tanh")
    assert view_of("", speed="7").speeds[0] == "7"


def test_own_network_is_no_lesson() -> None:
    view = view_of("inputs=1,2&goals=3&hidden=4")
    assert (view.lesson, view.title) == ("", "Your network, 2–4–1")
    assert view.lessons[0] == ("", "Your own")
    assert len(view.lessons) == len(LESSONS) + 1
    assert lesson_of(experiment("inputs=1,2&goals=3&hidden=4")) == ""
