"""What an experiment is, and every limit that its parts set each other."""

from dataclasses import FrozenInstanceError, replace
from typing import Any

import pytest
from hypothesis import given

from app.dataset import Table
from app.errors import InvalidAddress
from app.experiment import FULL, Experiment
from app.limits import (
    MAX_CELLS,
    MAX_INPUTS,
    MAX_NUMERICAL_VISITS,
    MAX_OUTPUTS,
    MAX_PARAMETERS,
    MAX_ROW_VISITS,
)
from app.options.changes import Change
from tests.support.strategies import trainings


def table(rows: int, columns: int) -> Table:
    return ((0.5,) * columns,) * rows


def data(rows: int, inputs: int = 1, goals: int = 1, **others: Any) -> Experiment:
    return Experiment(inputs=table(rows, inputs), goals=table(rows, goals), **others)


def problems(**settings: Any) -> list[tuple[str, str]]:
    with pytest.raises(InvalidAddress) as caught:
        Experiment(**settings)
    return [(problem.key, problem.value) for problem in caught.value.problems]


# What follows from the settings.


@pytest.mark.parametrize(
    ("batch", "batch_rows", "per_epoch"),
    [(1, 1, 7), (3, 3, 3), (7, 7, 1), (99, 7, 1), (FULL, 7, 1)],
)
def test_updates_of_an_epoch(batch: int, batch_rows: int, per_epoch: int) -> None:
    e = data(7, batch=batch, epochs=10)
    assert (e.batch_rows, e.updates_per_epoch, e.updates) == (batch_rows, per_epoch, 10 * per_epoch)


@pytest.mark.parametrize(("updates", "visits"), [(0, 0), (1, 3), (2, 6), (3, 7), (4, 10), (6, 14)])
def test_row_visits_count_the_smaller_last_batch(updates: int, visits: int) -> None:
    assert data(7, batch=3).row_visits(updates) == visits


@given(e=trainings())
def test_row_visits_of_whole_epochs(e: Experiment) -> None:
    assert e.row_visits(e.updates) == e.epochs * e.rows


@pytest.mark.parametrize(
    ("hidden", "activation", "expected"),
    [
        ((), ("relu",), ("linear",)),
        ((4,), ("tanh",), ("tanh", "linear")),
        ((4, 2), ("tanh",), ("tanh", "tanh", "linear")),
        ((4, 2), ("tanh", "relu"), ("tanh", "relu", "linear")),
    ],
)
def test_one_activation_serves_all_hidden_layers(
    hidden: tuple[int, ...], activation: tuple[str, ...], expected: tuple[str, ...]
) -> None:
    e = Experiment(hidden=hidden, activation=activation)
    assert e.architecture.activations == expected
    assert e.architecture.sizes == (1, *hidden, 1)


def test_table_is_what_a_pass_reads() -> None:
    e = Experiment(inputs=((1.0, 2.0), (3.0, 4.0)), goals=((5.0,), (6.0,)), bias=True)
    assert e.table.tolist() == [[1, 3], [2, 4], [1, 1], [5, 6]]
    assert replace(e, bias=False).table.tolist() == [[1, 3], [2, 4], [5, 6]]


def test_start_is_by_rule_or_by_numbers() -> None:
    assert Experiment(weights=(1.5,)).start().tolist() == [1.5]
    assert Experiment(seed=1).start().tolist() == [-0.165955990594852]


@pytest.mark.parametrize(("step", "alpha"), [(0, 0.1), (4, 0.1), (5, 2.0), (8, 2.0), (9, 0.0)])
def test_alpha_follows_its_changes(step: int, alpha: float) -> None:
    changes = (Change(5, "o1.x1", 7.0), Change(5, "alpha", 2.0), Change(9, "alpha", 0.0))
    assert Experiment(changes=changes).alpha_at(step) == alpha


def test_an_experiment_is_a_value() -> None:
    assert Experiment() == Experiment()
    assert len({Experiment(), Experiment(), Experiment(seed=2)}) == 2
    with pytest.raises(FrozenInstanceError):
        Experiment().seed = 2  # type: ignore[misc]  # what is tested


# What must fit together.


@pytest.mark.parametrize(
    "settings",
    [
        {"inputs": table(1, MAX_INPUTS), "goals": table(1, MAX_OUTPUTS)},
        {"inputs": table(MAX_CELLS // 2, 1), "goals": table(MAX_CELLS // 2, 1)},
        {"inputs": table(1, 20), "hidden": (32, 32, 9)},  # 1,961 parameters
        {"inputs": table(10, 1), "goals": table(10, 1), "epochs": MAX_ROW_VISITS // 10},
        {"inputs": table(1, 20), "hidden": (32, 32), "derivative": "numerical"},
        {"epochs": 9, "changes": (Change(9, "alpha", 1e6),)},
        {"names": (("a", "b"), ("r",))},
    ],
)
def test_what_just_fits_is_allowed(settings: dict[str, Any]) -> None:
    assert Experiment(**settings).architecture.n_parameters <= MAX_PARAMETERS


@pytest.mark.parametrize(
    ("settings", "key", "value"),
    [
        ({"inputs": table(1, 21)}, "inputs", "21 columns"),
        ({"goals": table(1, 11)}, "goals", "11 columns"),
        ({"inputs": table(3, 1)}, "goals", "1 rows"),
        ({"inputs": table(2501, 1), "goals": table(2501, 1)}, "inputs", "5002 cells"),
        ({"names": (("a",), ())}, "names", "1 column names"),
        ({"names": ((), ("a", "b"))}, "names", "2 row labels"),
        ({"activation": ("relu", "tanh")}, "activation", "relu,tanh"),
        ({"hidden": (4,), "activation": ("relu", "tanh")}, "activation", "relu,tanh"),
        ({"hidden": (32, 32, 32)}, "hidden", "32,32,32"),
        ({"weights": (1.0, 2.0)}, "weights", "2 numbers"),
        ({"weights": (1.0,), "bias": True}, "weights", "1 numbers"),
        ({"inputs": table(11, 1), "goals": table(11, 1), "epochs": 10**6}, "epochs", "1000000"),
        ({"changes": (Change(1, "h1.x1", 1.0),)}, "changes", "1:h1.x1=1"),
        ({"changes": (Change(1001, "alpha", 1.0),)}, "changes", "1001:alpha=1"),
        ({"changes": (Change(1, "alpha", -1.0),)}, "changes", "1:alpha=-1"),
        ({"changes": (Change(1, "alpha", 2e6),)}, "changes", "1:alpha=2e+06"),
    ],
)
def test_what_does_not_fit_is_named(settings: dict[str, Any], key: str, value: str) -> None:
    assert problems(**settings) == [(key, value)]


@pytest.mark.parametrize(
    ("rows", "batch", "refused"), [(15, 1, False), (14, FULL, False), (15, FULL, True)]
)
def test_too_much_nudging_is_refused(rows: int, batch: int, refused: bool) -> None:
    # 672 parameters, each nudged up and down for every row of a batch.
    settings = {"inputs": table(rows, 20), "goals": table(rows, 1), "hidden": (32,)}
    assert (2 * 672 * (batch or rows) > MAX_NUMERICAL_VISITS) == refused
    if refused:
        assert problems(**settings, batch=batch, derivative="numerical") == [
            ("derivative", "numerical")
        ]
    else:
        Experiment(**settings, batch=batch, derivative="numerical")  # type: ignore[arg-type]


def test_a_weight_may_be_changed_to_any_number() -> None:
    assert Experiment(changes=(Change(1, "o1.x1", -1e300),)).changes[0].value == -1e300


def test_several_problems_are_told_at_once() -> None:
    found = problems(inputs=table(3, 21), names=(("a",), ()), activation=("relu", "tanh"))
    assert [key for key, _ in found] == ["inputs", "goals", "names", "activation"]


def test_the_message_says_what_is_allowed() -> None:
    with pytest.raises(InvalidAddress) as caught:
        Experiment(weights=(1.0, 2.0))
    assert str(caught.value) == (
        "weights must be a rule, or 1 numbers for this network, got '2 numbers'"
    )


def test_an_experiment_stands_as_of_any_update_in_any_order() -> None:
    changes = (Change(2, "alpha", 0.5), Change(3, "o1.x1", 1.0), Change(5, "alpha", -0.0))
    e = Experiment(weights=(1.0,), alpha=0.0, changes=changes)
    for step in (0, 1, 2, 5, 4, 3, 9, 0):
        expected = 0.0 if step < 2 else 0.5 if step < 5 else -0.0
        assert repr(e.alpha_at(step)) == repr(expected)
        assert e.as_of(step).changes == (() if step >= 2 else changes)
        assert e.as_of(step).weights == (1.0,)
