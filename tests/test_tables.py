"""Tables that are read at once are read as they are cell by cell."""

import re
from unittest.mock import patch

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.options.numbers import Rejected
from app.options.tables import Cells

cells = st.one_of(
    st.floats(allow_nan=False, allow_infinity=False).map(repr),
    st.text("0123456789+-.eE _,;ain", max_size=6),
    st.sampled_from(["-0", "+1.", ".5", "1e999", "-1E+05", "1e", "", ".", "٣", "1_0", "nan"]),
)
tables = st.lists(st.lists(cells, min_size=1, max_size=4).map(",".join), min_size=1, max_size=4)


def told(text: str) -> str:
    """Read a table, and give what comes of it in words, the sign of zeros included."""
    try:
        return repr(Cells(20).read(text))
    except Rejected as rejected:
        return f"{rejected.allowed} {rejected.value}"


@given(text=tables.map(";".join))
@example(text="1e999,1;2,3")
@example(text="1,2;3")
@example(text="-0,1;-0.0,+5")
@example(text="")
def test_at_once_and_cell_by_cell_are_the_same(text: str) -> None:
    with patch("app.options.tables.PLAIN", re.compile("(?!)")):
        by_cell = told(text)
    assert told(text) == by_cell


@pytest.mark.parametrize(("text", "plain"), [("1,-2.5e3;3,4", True), ("1, 2;3,4", False)])
def test_what_is_plain_is_read_at_once(text: str, plain: bool) -> None:
    with patch("app.options.tables._read_row", side_effect=Rejected("cell by cell")) as by_cell:
        told(text)
    assert by_cell.called is not plain
