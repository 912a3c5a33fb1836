"""Failures carry data, and say in one sentence what is allowed."""

import pytest

from app.errors import Busy, InvalidAddress, PlaygroundError, Problem, UnknownKey, UnknownThing

PROBLEM = Problem("hidden", "99", "1 to 32 units a layer")
MESSAGE = "hidden must be 1 to 32 units a layer, got '99'"


def test_a_problem_names_key_value_and_what_is_allowed() -> None:
    assert PROBLEM.message == MESSAGE
    assert PROBLEM.as_dict() == {
        "key": "hidden",
        "value": "99",
        "allowed": "1 to 32 units a layer",
        "message": MESSAGE,
    }


def test_a_long_value_is_shown_in_part() -> None:
    message = Problem("seed", "1" * 5000, "a number").message
    assert message == f"seed must be a number, got '{'1' * 60}…'"


def test_an_unknown_key_is_told_those_there_are() -> None:
    problem = UnknownKey("sed", "1", "seed, alpha")
    assert problem.message == "there is no key 'sed'; the keys are seed, alpha"
    assert problem.as_dict()["message"] == problem.message


def test_an_invalid_address_holds_all_its_problems() -> None:
    error = InvalidAddress([PROBLEM, PROBLEM])
    assert error.problems == (PROBLEM, PROBLEM)
    assert str(error) == f"{MESSAGE}; {MESSAGE}"


@pytest.mark.parametrize(
    ("error", "builtin"),
    [
        (InvalidAddress([PROBLEM]), ValueError),
        (UnknownThing("lesson", "x", ["a", "b"]), LookupError),
        (Busy(5), RuntimeError),
    ],
)
def test_each_error_is_one_a_python_programmer_expects(
    error: PlaygroundError, builtin: type[Exception]
) -> None:
    assert isinstance(error, PlaygroundError)
    assert isinstance(error, builtin)


def test_an_unknown_thing_says_what_is_known() -> None:
    assert str(UnknownThing("lesson", "x", ["a", "b"])) == "lesson must be one of a, b, got 'x'"


def test_busy_says_when_to_come_back() -> None:
    assert Busy(5).retry_after == 5
    assert "5 s" in str(Busy(5))
