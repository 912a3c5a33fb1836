"""Blocks of text from spreadsheets, as cells and as tables."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import InvalidAddress
from app.pasted_table import (
    Cells,
    cells_of,
    pasted,
    require_even,
    tables,
    without_heading,
    without_labels,
)


@pytest.mark.parametrize(
    "text",
    [
        "1\t2\n3\t4",
        "1\t2\r\n3\t4\r\n",
        "1\t2\r3\t4\r",
        "1;2\n3;4",
        "1,2\n3,4",
        "1, 2\n3, 4\n",
        "1 2\n3 4",
        " 1  2 \n3 4  ",
        "\n1,2\n\n3,4\n\n",
        '"1","2"\n"3","4"',
    ],
)
def test_blocks_are_split_into_cells(text: str) -> None:
    assert cells_of(text) == [["1", "2"], ["3", "4"]]


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ("1,5\t2\n", [["1,5", "2"]]),
        ("1,5;2\n", [["1,5", "2"]]),
        ("1,5 2,5\n3 4,5", [["1,5", "2,5"], ["3", "4,5"]]),
        ("a b\n1,5  2", [["a", "b"], ["1,5", "2"]]),
        ("1,5\n2,5", [["1", "5"], ["2", "5"]]),
        ("height (cm),age\n170,20", [["height (cm)", "age"], ["170", "20"]]),
        ("1, 2", [["1", "2"]]),
        ("1 ,2", [["1", "2"]]),
        ("\t1\n2\t", [["", "1"], ["2", ""]]),
        ("height (cm)\tage\n1\t2", [["height (cm)", "age"], ["1", "2"]]),
        ('"a, b",c', [["a, b", "c"]]),
        ("7", [["7"]]),
        ("", []),
        (" \n\t\n", []),
    ],
)
def test_the_separator_is_a_tab_if_there_is_one(text: str, cells: Cells) -> None:
    assert cells_of(text) == cells


@given(text=st.text(max_size=60))
def test_any_text_is_split(text: str) -> None:
    assert all(isinstance(cell, str) for row in cells_of(text) for cell in row)


def test_a_cell_that_never_ends_is_refused() -> None:
    with pytest.raises(InvalidAddress, match="The pasted table must be rows of numbers"):
        cells_of('"' + "1" * 200_000)


@pytest.mark.parametrize(
    ("block", "heading"),
    [
        ([["a", "b"], ["1", "2"]], ["a", "b"]),
        ([["a", "2"], ["1", "2"]], []),
        ([["1", "2"], ["1", "2"]], []),
        ([["a", "b"]], []),
        ([], []),
    ],
)
def test_a_first_line_without_numbers_is_a_heading(block: Cells, heading: list[str]) -> None:
    names, rest = without_heading(block)
    assert names == heading
    assert rest == (block[1:] if heading else block)


@pytest.mark.parametrize(
    ("block", "message"),
    [
        ([], "The pasted table must be rows of numbers"),
        ([["1", "2"], ["3"]], "row 1 has 2 cells, row 2 has 1"),
        (
            [["1", "2"], ["3", "x"]],
            "rows of finite numbers; row 2, column 2 is not, got 'x'",
        ),
    ],
)
def test_an_uneven_block_is_refused(block: Cells, message: str) -> None:
    with pytest.raises(InvalidAddress, match=message):
        require_even(block)


def test_an_even_block_may_hold_text_where_that_is_allowed() -> None:
    require_even([["1", "x"]], numbers=False)
    require_even([["1", "2"], ["3", "4"]])


def test_a_block_is_put_at_its_corner_and_adds_rows() -> None:
    cells = [["1", "2", "3"], ["4", "5", "6"]]
    assert pasted(cells, [["a", "b"], ["c", "d"]], row=1, column=1) == [
        ["1", "2", "3"],
        ["4", "a", "b"],
        ["0", "c", "d"],
    ]
    assert cells == [["1", "2", "3"], ["4", "5", "6"]]


def test_a_block_that_reaches_beyond_the_last_column_is_refused() -> None:
    with pytest.raises(InvalidAddress, match="at most 1 columns wide from here: the table has 2"):
        pasted([["1", "2"]], [["a", "b"]], row=0, column=1)


def test_cells_are_read_as_inputs_and_goals() -> None:
    assert tables([["1", "2,5", "3"], ["4", "5", "6"]], 2, ["x1", "x2", "goal"]) == (
        ((1.0, 2.5), (4.0, 5.0)),
        ((3.0,), (6.0,)),
    )


def test_every_wrong_cell_is_named() -> None:
    with pytest.raises(InvalidAddress) as caught:
        tables([["1", "x"], ["", "2"]], 1, ["height", "age"])
    assert [(p.key, p.value, p.allowed) for p in caught.value.problems] == [
        ("goals", "x", "a finite number in row 1, age"),
        ("inputs", "", "a finite number in row 2, height"),
    ]


@pytest.mark.parametrize(
    ("block", "labels"),
    [
        ([["a", "1"], ["b", "2"]], ["a", "b"]),
        ([["a", "1"], ["3", "2"]], []),
        ([["a", "1"]], []),
        ([["a"], ["b"]], []),
        ([["", "1"], ["", "2"]], ["", ""]),
        ([], []),
    ],
)
def test_a_first_column_without_a_number_labels_the_rows(block: Cells, labels: list[str]) -> None:
    left = [row[1:] for row in block] if labels else block
    assert without_labels(block) == (labels, left)
