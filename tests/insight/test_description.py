"""What a page has to know to draw a network."""

import pytest
from hypothesis import given

from app.experiment import Experiment
from app.insight.description import (
    ParameterDescription,
    column_names,
    describe,
    parameters,
    unit_labels,
)
from app.insight.stability import AlphaLimit
from app.options.changes import Change
from tests.support.strategies import trainings

HEIGHTS = Experiment(
    inputs=((-2.0, -1.0), (25.0, 6.0)), goals=((1.0,), (0.0,)), hidden=(2,), bias=True,
    activation=("tanh",), output="sigmoid",
    names=(("weight", "height", "female"), ("Alice", "Bob")),
)  # fmt: skip
TWO_GOALS = Experiment(inputs=((1.0, 2.0),), goals=((1.0, 2.0),), hidden=(2, 1))


@pytest.mark.parametrize(
    ("e", "expected"),
    [
        (Experiment(), (["x₁"], ["goal"])),
        (TWO_GOALS, (["x₁", "x₂"], ["goal₁", "goal₂"])),
        (HEIGHTS, (["weight", "height"], ["female"])),
        (Experiment(names=(("in", ""), ())), (["in"], ["goal"])),
    ],
)
def test_columns_have_the_persons_names_or_their_own(
    e: Experiment, expected: tuple[list[str], list[str]]
) -> None:
    assert column_names(e) == expected


@pytest.mark.parametrize(
    ("e", "expected"),
    [
        (Experiment(), [["x₁"], ["output"]]),
        (TWO_GOALS, [["x₁", "x₂"], ["h₁.₁", "h₁.₂"], ["h₂.₁"], ["goal₁", "goal₂"]]),
        (HEIGHTS, [["weight", "height"], ["h₁", "h₂"], ["female"]]),
    ],
)
def test_units_are_named_layer_by_layer(e: Experiment, expected: list[list[str]]) -> None:
    assert unit_labels(e) == expected


def test_parameters_say_which_units_they_join() -> None:
    described = parameters(HEIGHTS)
    assert described[1:3] == [
        ParameterDescription("h1.x2", "height → h₁", layer=1, to=0, source=1),
        ParameterDescription("h1.b", "h₁ bias", layer=1, to=0, source=None),
    ]
    assert described[-1].label == "female bias"


@given(e=trainings())
def test_parameters_stand_in_flat_order(e: Experiment) -> None:
    described, shown = parameters(e), describe(e)
    assert [entry.name for entry in described] == e.architecture.parameter_names
    for entry in described:
        units = shown.layers[entry.layer - 1].units
        assert entry.source is None or entry.source < len(units)
        assert entry.to < len(shown.layers[entry.layer].units)


def test_description_of_the_heights() -> None:
    shown = describe(HEIGHTS)
    assert [layer.activation for layer in shown.layers] == [None, "tanh", "sigmoid"]
    assert shown.labels == ["Alice", "Bob"]
    assert (shown.columns.inputs, shown.columns.goals) == (["weight", "height"], ["female"])
    assert (shown.updates_per_epoch, shown.updates, shown.epochs) == (2, 2000, 1000)
    assert [layer.names for layer in shown.layers] == [["x1", "x2"], ["h1", "h2"], ["o1"]]
    assert [layer.range for layer in shown.layers] == [[None, None], [-1, 1], [0, 1]]


@given(e=trainings())
def test_units_have_the_names_of_their_parameters(e: Experiment) -> None:
    layers = describe(e).layers
    for entry in parameters(e):
        assert entry.name.startswith(f"{layers[entry.layer].names[entry.to]}.")


def test_notices_are_told_in_words() -> None:
    notices = describe(HEIGHTS).notices
    assert list(notices) == ["out of hand", "stuck", "at rest", "fitted"]
    assert "10 times" in notices["out of hand"]
    assert "200 epochs" in notices["stuck"]


def test_what_was_changed_on_the_way_is_told_for_the_charts() -> None:
    changes = (Change(0, "o1.x1", 3.0), Change(2, "alpha", 0.5))
    told = describe(Experiment(changes=changes)).changes
    assert [(change.update, change.text) for change in told] == [
        (0, "x₁ → output → 3"),
        (2, "α → 0.5"),
    ]
    assert describe(Experiment()).changes == []


def test_the_limit_of_alpha_is_told_where_it_is_known() -> None:
    assert describe(Experiment(rule="delta")).alpha_limit == AlphaLimit(0.08, exact=True)
    assert describe(HEIGHTS).alpha_limit is None
