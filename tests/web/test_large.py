"""The largest and oddest that anyone may send: a short answer, and little work and memory for it.

Work is counted in calls of functions, so that no test needs a clock.
"""

import sys
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from urllib.parse import urlencode

import pytest

from app.errors import MOST_TOLD
from app.experiment import OPTIONS
from app.limits import MAX_ADDRESS
from app.main import app
from app.web.form import MAX_GIVEN_BACK, PLAIN_KEYS, START
from app.web.fragments import MAX_FIELDS, MAX_FORM
from tests.support.asgi import HTMX, Answer, ask
from tests.support.markup import FORM_PATH, read_html
from tests.support.wire import strict_json

BEYOND_THE_PAGE = 100_000  # bytes
MOST_MEMORY = 20_000_000  # bytes
MOST_CALLS = 600_000

FILLED_IN = {
    **{key: OPTIONS[key].write(OPTIONS[key].default) for key in (*PLAIN_KEYS, START)},
    "numbers": "",
    "n_inputs": "1",
    "n_columns": "2",
    "run": "inputs=5",
    "speed": "20",
}


def form(fields: bytes, /, **over: str) -> bytes:
    """Fill the form in, then add fields as they would be sent."""
    return urlencode(FILLED_IN | over).encode() + b"&" + fields


def full(fields: bytes, unit: bytes, /, **over: str) -> bytes:
    """Fill the form in, then repeat a piece until it is as long as a form may be."""
    begun = form(fields, **over)
    return begun + unit * ((MAX_FORM - len(begun)) // len(unit))


CELLS = b"cell=5&cell=42"
PASTE = {"edit": "paste"}
GIVEN = {"weights": "given"}
FORMS: dict[str, bytes] = {
    "block of short lines": full(CELLS + b"&block=", b"1\n", **PASTE),
    "block of blank lines": full(CELLS + b"&block=", b"\n", **PASTE),
    "block of commas": full(CELLS + b"&block=", b",", **PASTE),
    "block of one line": full(CELLS + b"&block=", b"1,", **PASTE),
    "block of words": full(CELLS + b"&block=", b"1 ", **PASTE),
    "block of quotes": full(CELLS + b"&block=", b'"', **PASTE),
    "block of quoted cells": full(CELLS + b"&block=", b'"1",', **PASTE),
    "block of 5000 columns": form(CELLS + b"&block=" + b"1," * 4999 + b"1", **PASTE),
    "block far below": form(
        b"block=1&paste_row=5000&paste_column=0", **PASTE, n_columns="5000", n_inputs="4999"
    ),
    "block that is not used": full(CELLS + b"&block=", b"1\n"),
    "block of quotes that is not used": full(CELLS + b"&block=", b'"'),
    "block that fits, with a bad alpha": form(
        CELLS + b"&block=" + b"1,2\n" * 2500, **PASTE, alpha="x"
    ),
    **{
        f"table of {unit!r}": full(b"table=", unit)
        for unit in (b",", b"\n", b" ", b'"', b"1,", b"1\n", b"x ", b"\r", b"%26", b"1,x\n", b";")
    },
    "blank cells": full(b"", b"cell=&"),
    "bare cells": full(b"", b"cell&"),
    "cells in one row": form(b"cell=x&" * 4900, n_columns="5000"),
    "columns without cells": form(b"", n_columns="5000"),
    "one row of as many cells as are shown": form(b"", n_columns="240"),
    "one column of as many cells as are shown": form(b"cell=x&" * 240, n_columns="1"),
    "long cells": form((b"cell=" + b"x" * 700 + b"&") * 240),
    "many columns": full(CELLS, b"&column=a"),
    "many labels": full(CELLS, b"&label=a"),
    "labels of a bad table": form(b"&label=aaaaaaaaaa" * 2500 + b"&table=" + b"1,x\n" * 2500),
    "long name over bad rows": form(
        b"column=" + b"n" * 150_000 + b"&column=b&table=" + b"x,x\n" * 2500
    ),
    "long name over cells": form(b"column=" + b"n" * 150_000 + b"&column=b" + b"&cell=x" * 240),
    "weights of ones": full(CELLS + b"&numbers=", b"1,", **GIVEN),
    "weights of commas": full(CELLS + b"&numbers=", b",", **GIVEN),
    "weights of spaces": full(CELLS + b"&numbers=", b"1 ", **GIVEN),
    "weights of semicolons": full(CELLS + b"&numbers=", b"0,5;", **GIVEN),
    "hidden of ones": full(CELLS + b"&hidden=", b"1,"),
    "activation of quotes": form(CELLS, activation='"' * 50_000),
    "alpha of digits": form(CELLS, alpha="1" * 150_000),
    "speed of quotes": form(CELLS, speed='"' * 50_000),
    "speed of zeros": form(CELLS, speed="1." + "0" * 150_000),
    "lesson of quotes": form(CELLS, lesson='"' * 50_000),
    "unknown fields": full(CELLS, b"&a"),
    "nothing but ampersands": full(CELLS, b"&"),
    "run of unknown keys": full(CELLS + b"&run=", b"a%26", run=""),
    "run of changes": full(CELLS + b"&run=changes=", b"1:alpha=1;"),
    "run of weights": full(CELLS + b"&run=weights=", b"1,"),
    "far row removed": form(CELLS, edit="remove-row:" + "9" * 150_000),
    "long edit": full(CELLS + b"&edit=", b"x"),
    "long value": form(CELLS, edit="set", parameter="o1.x1", value="9" * 150_000),
    "long parameter": form(CELLS, edit="set", parameter="9" * 150_000, value="1"),
    "no text": full(CELLS + b"&alpha=", b"\xff"),
}  # fmt: skip
QUERIES: dict[str, tuple[bytes, bytes]] = {
    "unknown key": (b"", b"a&"),
    "known key": (b"", b"alpha&"),
    "key of the route": (b"", b"row&to&step&"),
    "changes of nothing": (b"changes=", b"1:x=1;"),
    "changes after the end": (b"changes=", b"9999:alpha=1;"),
    "alpha": (b"alpha=", b"x"),
    "quotes": (b"activation=", b'"'),
    "zeros": (b"hidden=", b"%00"),
    "no text": (b"output=", b"\xff"),
    "layers": (b"hidden=", b"1,"),
    "weights": (b"weights=", b"1,"),
    "cells": (b"inputs=", b"1;"),
    "blank cells": (b"inputs=", b","),
    "names": (b"names=", b","),
    "input": (b"input=", b"1,"),
    "parameter": (b"w=", b'"'),
    "speed": (b"speed=", b'"'),
    "lesson": (b"lesson=", b'"'),
}


@contextmanager
def counted_calls() -> Iterator[Callable[[], int]]:
    """Count every call of a function, also of those written in C."""
    count = 0

    def called(_frame: object, event: str, _argument: object) -> None:
        nonlocal count
        count += event.endswith("call")

    before = sys.getprofile()
    sys.setprofile(called)
    try:
        yield lambda: count
    finally:
        sys.setprofile(before)


def check(wanted: Callable[[], Answer], page_length: int) -> Answer:
    """Require a refusal that is cheap to make and short, and give it."""
    with counted_calls() as calls:
        answer = wanted()
    assert calls() < MOST_CALLS
    tracemalloc.start()
    try:
        wanted()
        memory = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert memory < MOST_MEMORY
    assert len(answer.body) < page_length + BEYOND_THE_PAGE
    return answer


@pytest.fixture(scope="module", autouse=True)
def page_length() -> int:
    """The length of the page and of its form; asked for first, so that all is loaded."""
    ask(app, FORM_PATH, form=form(CELLS, alpha="x"), headers=HTMX)
    return len(ask(app, "/").body)


@pytest.mark.parametrize("sent", FORMS.values(), ids=FORMS)
def test_no_form_makes_much_work(sent: bytes) -> None:
    assert len(sent) <= MAX_FORM
    answer = check(lambda: ask(app, FORM_PATH, form=sent, headers=HTMX), 0)
    assert answer.status in (200, 413, 422)
    if answer.status != 200:
        assert read_html(answer.body.decode()).all("p", class_="problem")


@pytest.mark.parametrize("path", ["/", "/api/predict"])
@pytest.mark.parametrize(("key", "unit"), QUERIES.values(), ids=QUERIES)
def test_no_address_makes_much_work(path: str, key: bytes, unit: bytes, page_length: int) -> None:
    query = key + unit * ((MAX_ADDRESS - len(key)) // len(unit))
    answer = check(lambda: ask(app, path, query), page_length * (path == "/"))
    assert answer.status == 422 or (path == "/" and key == b"lesson=")


# What is told, and what is kept.


def posted(sent: bytes) -> Answer:
    return ask(app, FORM_PATH, form=sent, headers=HTMX)


def messages(answer: Answer) -> list[str]:
    return [p.text for p in read_html(answer.body.decode()).all("p", class_="problem")]


def test_too_many_cells_are_counted_and_told() -> None:
    answer = posted(form(CELLS + b"&block=" + b"1\n" * 30_000, **PASTE))
    assert answer.status == 422
    assert messages(answer) == ["The pasted table must be at most 5000 cells, got '30000 cells'"]
    page = read_html(answer.body.decode())
    assert "".join(page.one("textarea", name="block").texts) == "1\n" * 30_000


def test_table_with_too_many_cells_is_kept_with_its_names() -> None:
    typed = b"&column=a&column=b&table=" + b"1,2\n" * 2501
    answer = posted(form(typed))
    assert answer.status == 422
    assert messages(answer) == ["inputs must be at most 5000 cells, got '5002 cells'"]
    page = read_html(answer.body.decode())
    assert "".join(page.one("textarea", name="table").texts) == "1,2\n" * 2501
    assert [field["value"] for field in page.all("input", name="column")] == ["a", "b"]


@pytest.mark.parametrize(("edit", "field"), [("paste", "block"), ("", "table")])
def test_bad_table_shows_its_first_problems_and_how_many_more(edit: str, field: str) -> None:
    sent = form(f"{field}=".encode() + b"1,x\n" * 317, edit=edit)
    (told,) = messages(posted(sent))
    assert told.count("got 'x'") == 5
    assert told.endswith("; and 312 more")


def test_form_too_large_to_be_given_back_is_left_as_it_was_typed() -> None:
    answer = posted(form(CELLS + b"&block=" + b"1\n" * 60_000, **PASTE))
    assert answer.status == 413  # the page takes a 422 for the form, and that has not come back
    assert answer.headers["hx-retarget"] == "#problem"
    assert messages(answer) == ["The pasted table must be at most 5000 cells, got '60000 cells'"]
    assert not read_html(answer.body.decode()).all("form")


def test_block_that_is_not_used_is_kept_up_to_a_limit() -> None:
    fits = posted(form(CELLS + b"&block=" + b"1" * MAX_GIVEN_BACK))
    assert fits.status == 200
    assert b"1" * MAX_GIVEN_BACK in fits.body
    beyond = posted(form(CELLS + b"&block=" + b"1" * (MAX_GIVEN_BACK + 1)))
    assert beyond.status == 413
    assert "The pasted table must be at most 98304 characters" in messages(beyond)[0]


def test_as_many_fields_are_read_as_a_table_has_cells() -> None:
    n_fields = form(b"").count(b"&") + 1
    assert posted(form(b"cell=1" + b"&cell=1" * (MAX_FIELDS - n_fields))).status == 422
    beyond = posted(form(b"cell=1" + b"&cell=1" * (MAX_FIELDS - n_fields + 1)))
    assert beyond.status == 413
    assert messages(beyond) == ["form must be at most 5000 fields, got '5001 fields'"]


@pytest.mark.parametrize("row", ["2499", "5000"])
def test_block_that_makes_too_many_cells_is_not_put_there(row: str) -> None:
    typed = f"{CELLS.decode()}&block=1\n2&paste_row={row}&paste_column=0".encode()
    answer = posted(form(typed, **PASTE))
    assert answer.status == 422
    assert "The pasted table must be at most 5000 cells" in messages(answer)[0]


def test_large_table_that_is_refused_comes_back_as_text() -> None:
    answer = posted(form(CELLS + b"&block=" + b"1,2\n" * 300, **PASTE, alpha="x"))
    assert answer.status == 422
    page = read_html(answer.body.decode())
    assert "".join(page.one("textarea", name="table").texts) == "\n".join(["1\t2"] * 300)
    assert not page.all("input", name="cell")


def test_run_longer_than_an_address_is_refused() -> None:
    answer = posted(form(CELLS, run="a&" * 20_000))
    assert answer.status == 422
    assert messages(answer)[0].startswith("run must be at most 32768 characters long")


# The first of many problems.


@pytest.mark.parametrize("path", ["/api/history", "/api/predict", "/api/stream"])
def test_answer_lists_the_first_problems_and_how_many_more(path: str) -> None:
    keys = "&".join(f"k{at}" for at in range(MOST_TOLD + 312)).encode()
    told = strict_json(ask(app, path, keys).body)["detail"]
    assert [problem["key"] for problem in told[:-1]] == [f"k{at}" for at in range(MOST_TOLD)]
    assert told[-1]["message"] == "and 312 more"
    assert told[-1]["value"] == "312"
    fragment = ask(app, path, keys, headers=HTMX)
    assert messages(Answer(422, {}, fragment.body))[MOST_TOLD:] == ["and 312 more"]


def test_as_many_problems_as_are_listed_need_no_count() -> None:
    keys = "&".join(f"k{at}" for at in range(MOST_TOLD)).encode()
    told = strict_json(ask(app, "/api/history", keys).body)["detail"]
    assert [problem["key"] for problem in told] == [f"k{at}" for at in range(MOST_TOLD)]


def test_page_tells_the_first_problems_and_how_many_more() -> None:
    keys = "&".join(f"k{at}" for at in range(MOST_TOLD + 312)).encode()
    told = messages(ask(app, "/", keys))
    assert len(told) == MOST_TOLD + 1
    assert told[-1] == "and 312 more"
