"""Numbers as people type them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.limits import MAX_PARAMETERS
from app.options.numbers import Rejected, write_number
from app.typed import typed_number, typed_numbers
from tests.support.strategies import finite


@pytest.mark.parametrize(
    ("text", "value"),
    [("1.5", 1.5), ("1,5", 1.5), ("-3", -3), ("−1,2", -1.2), ("1e+5", 1e5), (" 0,5 ", 0.5)],
)
def test_a_decimal_comma_counts_as_a_point(text: str, value: float) -> None:
    assert typed_number(text) == value


@pytest.mark.parametrize("text", ["", "x", "1,2,3", "1.2,3", "nan", ",", "1,5;"])
def test_what_is_not_a_number_is_rejected(text: str) -> None:
    with pytest.raises(Rejected):
        typed_number(text)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("0,5; 1,2", (0.5, 1.2)),
        ("0,5;1,2", (0.5, 1.2)),
        ("0,5 1,2", (0.5, 1.2)),
        ("0,5\n1,2\n", (0.5, 1.2)),
        ("0,5\r\n1,2", (0.5, 1.2)),
        ("0,5\t−1,2", (0.5, -1.2)),
        ("0.5 1.2;3", (0.5, 1.2, 3)),
        ("0,5,1,2", (0, 5, 1, 2)),
        ("0.5,1.2", (0.5, 1.2)),
        ("0.5, 1.2", (0.5, 1.2)),
        ("1 ,2", (1, 2)),
        ("1,2,\n3,4", (1, 2, 3, 4)),
        ("0,5", (0, 5)),
        (" 7 ", (7,)),
    ],
)
def test_commas_divide_a_list_only_where_nothing_else_does(
    text: str, values: tuple[float, ...]
) -> None:
    assert typed_numbers(text) == values


@pytest.mark.parametrize(
    ("text", "place", "value"),
    [("1,x", 2, "x"), ("1 x 3", 2, "x"), ("", 1, ""), ("1,,2", 2, ""), ("0.1,0.2 3", 1, "0.1,0.2")],
)
def test_the_first_that_is_no_number_is_named(text: str, place: int, value: str) -> None:
    with pytest.raises(Rejected, match=rf"\(number {place} is not\)") as rejected:
        typed_numbers(text)
    assert rejected.value.value == value


@pytest.mark.parametrize("gap", [",", ";", " ", "\n"])
def test_numbers_are_counted_before_they_are_read(gap: str) -> None:
    with pytest.raises(Rejected, match=f"at most {MAX_PARAMETERS} numbers"):
        typed_numbers(gap.join(["x"] * (MAX_PARAMETERS + 1)))
    assert len(typed_numbers(gap.join(["1"] * MAX_PARAMETERS))) == MAX_PARAMETERS


@given(st.lists(finite, min_size=1, max_size=9), st.sampled_from([",", ", ", ";", " ", "\n"]))
def test_numbers_that_were_written_are_read_back(values: list[float], gap: str) -> None:
    assert typed_numbers(gap.join(map(write_number, values))) == tuple(values)
