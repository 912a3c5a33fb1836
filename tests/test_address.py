"""An address and its experiment are one thing in two forms."""

from contextlib import suppress
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from app import address
from app.errors import InvalidAddress
from app.experiment import FULL, OPTIONS, Experiment
from app.network.activations import ACTIVATIONS
from app.network.initializers import INITIALIZERS
from app.options.changes import Change
from app.options.numbers import Rejected, number, write_number
from tests.support.strategies import experiments, finite

ODD = ("a&b=c", "50 %", "x+y", "#1", "é/ü?", "<b>", '"\\', "日本", "'", "[1]{2}")


def read(query: str) -> Experiment:
    return address.read(parse_qsl(query, keep_blank_values=True))


def problems_of(query: str) -> list[tuple[str, str, str]]:
    with pytest.raises(InvalidAddress) as caught:
        read(query)
    return [(problem.key, problem.value, problem.allowed) for problem in caught.value.problems]


# Zero has no sign: equal experiments are one run, and have one address.

SIGNED = {
    "inputs": "inputs=-0,1;0,-0.0&goals=1;0",
    "goals": "goals=-0",
    "weights": "weights=-0",
    "weights that underflow": "weights=-1e-999",
    "alpha": "alpha=-0",
    "until": "until=-0",
    "a change": "changes=3:o1.x1=-0;5:alpha=-0.0",
}


@pytest.mark.parametrize("query", SIGNED.values(), ids=SIGNED)
def test_zero_has_no_sign(query: str) -> None:
    e, plain = read(query), read(query.replace("-1e-999", "0").replace("-", ""))
    assert e == plain
    assert repr(e) == repr(plain)
    assert "-0" not in repr(e)


def test_numbers_below_zero_keep_theirs() -> None:
    assert str(number("-5e-324")) == "-5e-324"
    assert write_number(-5e-324) == "-5e-324"
    assert str(number("-0")) == str(number("-0.0e5")) == "0.0"
    assert write_number(-0.0) == "0"


# Round trips.


@settings(max_examples=300)
@given(e=experiments())
@example(e=Experiment())
def test_an_experiment_is_its_address(e: Experiment) -> None:
    query = address.write(e)
    assert read(query) == e
    assert address.write(read(query)) == query
    assert urlsplit(f"http://host/?{query}").query == query


@given(e=experiments())
def test_texts_read_back_too(e: Experiment) -> None:
    texts = address.texts(e)
    assert list(texts) == list(OPTIONS)
    assert address.read(texts.items()) == e


@given(value=finite)
def test_a_number_is_written_so_that_it_reads_back(value: float) -> None:
    text = write_number(value)
    assert (number(text), number(text.replace("+", " "))) == (value, value)
    assert "+" not in text
    assert not text.endswith(".0")


@pytest.mark.parametrize(
    ("value", "text"),
    [(5.0, "5"), (-0.5, "-0.5"), (1e22, "1e22"), (1e-7, "1e-07"), (0.1, "0.1"), (1e6, "1000000")],
)
def test_numbers_are_written_short(value: float, text: str) -> None:
    assert write_number(value) == text


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("5", 5),
        ("+5", 5),
        (" 5 ", 5),
        ("5.", 5),
        (".5", 0.5),
        ("-.5e1", -5),
        ("1e5", 1e5),
        ("1e+5", 1e5),
        ("1E+05", 1e5),
        ("1e 5", 1e5),
        ("1E 05", 1e5),
        ("1e-5", 1e-5),
    ],
)
def test_numbers_are_read_as_people_write_them(text: str, value: float) -> None:
    assert number(text) == value


@pytest.mark.parametrize(
    "text",
    ["", " ", "nan", "inf", "-Infinity", "1e999", "five", "1_000", "0x10", "1,5", "1e", "--1", "٣",
     "1 2", "e5", "."],
)  # fmt: skip
def test_what_is_not_a_finite_number_is_rejected(text: str) -> None:
    with pytest.raises(Rejected, match="a finite number"):
        number(text)


@pytest.mark.parametrize("query", ["alpha=1e+5", "alpha=1e%2B5", "alpha=1E+5", "alpha=+100000"])
def test_a_plus_in_the_address_may_stand_for_itself(query: str) -> None:
    assert read(query).alpha == 1e5


# The canonical form.


def test_an_empty_address_is_the_one_weight_lesson() -> None:
    assert read("") == Experiment()
    assert address.write(Experiment()) == ""


def test_defaults_are_left_out() -> None:
    query = "&".join(f"{name}={text}" for name, text in address.texts(Experiment()).items())
    assert address.write(read(query)) == ""


def test_keys_stand_in_canonical_order() -> None:
    assert " ".join(OPTIONS) == (
        "inputs goals names hidden activation output bias weights seed alpha batch order rule "
        "reduce derivative loss optimizer epochs until changes"
    )
    query = "until=1&epochs=9&alpha=1&seed=2&hidden=3&goals=1&inputs=1"
    expected = "inputs=1&goals=1&hidden=3&seed=2&alpha=1&epochs=9&until=1"
    assert address.write(read(query)) == expected


@pytest.mark.parametrize(
    ("query", "canonical"),
    [
        ("alpha=0.10&seed=01", ""),
        ("inputs=1,%202;3,4&goals=1;2", "inputs=1,2;3,4&goals=1;2"),
        ("hidden=4,2&activation=tanh,tanh", "hidden=4,2&activation=tanh"),
        ("changes=9:alpha=1;3:o1.x1=%2B2", "changes=3:o1.x1=2;9:alpha=1"),
        ("changes=3:alpha=1;3:alpha=2", "changes=3:alpha=2"),
        ("changes=3:alpha=2;3:o1.x1=1", "changes=3:alpha=2;3:o1.x1=1"),
        ("changes=3:alpha=1;3:o1.x1=1;3:alpha=2", "changes=3:o1.x1=1;3:alpha=2"),
        ("names=a, b;", "names=a,b"),
    ],
)
def test_one_experiment_has_one_address(query: str, canonical: str) -> None:
    assert address.write(read(query)) == canonical


def test_an_address_stays_readable() -> None:
    e = Experiment(names=(("in (cm)", "out/2"), ("row *1",)), weights=(-1.5,))
    assert address.write(e) == "names=in+(cm),out/2;row+*1&weights=-1.5"


@pytest.mark.parametrize("name", ODD)
def test_odd_characters_in_names_survive(name: str) -> None:
    e = Experiment(names=((name, "goal"), (name,)))
    assert read(address.write(e)) == e


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("", ((), ())),
        ("a,b", (("a", "b"), ())),
        (";r", ((), ("r",))),
        ("a,b;r", (("a", "b"), ("r",))),
        (",b", (("", "b"), ())),
        (" a , b c ; r ", (("a", "b c"), ("r",))),
    ],
)
def test_names_are_of_columns_then_of_rows(text: str, names: Any) -> None:
    assert address.read([("names", text)]).names == names


@pytest.mark.parametrize(
    ("query", "key", "value"),
    [
        ("inputs=1,2;3,4&goals=1;2", "inputs", ((1, 2), (3, 4))),
        ("hidden=", "hidden", ()),
        ("hidden=4, 2", "hidden", (4, 2)),
        ("hidden=4&activation=tanh", "activation", ("tanh",)),
        ("hidden=4,2&activation=tanh,relu", "activation", ("tanh", "relu")),
        ("bias=1", "bias", True),
        ("weights=he", "weights", "he"),
        ("weights=-1", "weights", (-1,)),
        ("seed=4294967295", "seed", 2**32 - 1),
        ("alpha=0", "alpha", 0),
        ("alpha=1000000", "alpha", 1e6),
        ("batch=full", "batch", FULL),
        ("batch=5000", "batch", 5000),
        ("epochs=1000000", "epochs", 10**6),
        ("until=1e300", "until", 1e300),
        ("changes=120:alpha=0.5", "changes", (Change(120, "alpha", 0.5),)),
        ("changes=", "changes", ()),
    ],
)
def test_values_are_read(query: str, key: str, value: Any) -> None:
    assert getattr(read(query), key) == value


# Problems.

TABLE_ALLOWED = "a finite number in every cell (row {}, column {} is not)"
HIDDEN = "empty, or up to 6 layer sizes of 1 to 32 units, as 4 or 4,2"
WEIGHTS = f"one of {', '.join(INITIALIZERS)}, or all parameters as numbers divided by commas"
NAMES = "column names, then after one ';' row labels, each divided by commas"
PRINTABLE = "names of at most 40 printable characters"
CHANGES = "update:name=number, divided by ';', as 120:alpha=0.5"
BATCH = "full, or a whole number from 1 to 5000"
ONE_OF_ACTIVATIONS = "one of " + ", ".join(ACTIVATIONS)
SEED = "a whole number from 0 to 4294967295"
EPOCHS = "a whole number from 1 to 1000000"
ALPHA = "a number from 0 to 1000000"


@pytest.mark.parametrize(
    ("key", "text", "value", "allowed"),
    [
        ("inputs", "", "", TABLE_ALLOWED.format(1, 1)),
        ("inputs", "1,x;2,3", "x", TABLE_ALLOWED.format(1, 2)),
        ("inputs", "1;nan", "nan", TABLE_ALLOWED.format(2, 1)),
        ("inputs", "1;inf", "inf", TABLE_ALLOWED.format(2, 1)),
        ("inputs", "1;1e999", "1e999", TABLE_ALLOWED.format(2, 1)),
        ("inputs", "1;", "", TABLE_ALLOWED.format(2, 1)),
        ("goals", "1,2;3", "3", "rows of equal length (row 2 has 1 values, row 1 has 2)"),
        ("inputs", "1;" * 5000 + "1", "5001 cells", "at most 5000 cells"),
        ("names", "a;b;c", "a;b;c", NAMES),
        ("names", "a" * 41, "a" * 41, PRINTABLE),
        ("names", "a,b\x07", "b\x07", PRINTABLE),
        ("names", "a\u202eb", "a\u202eb", PRINTABLE),
        ("names", "a\ud800", "a\ud800", PRINTABLE),
        ("hidden", "0", "0", HIDDEN),
        ("hidden", "33", "33", HIDDEN),
        ("hidden", "4,", "4,", HIDDEN),
        ("hidden", "4.0", "4.0", HIDDEN),
        ("hidden", "-1", "-1", HIDDEN),
        ("hidden", "1,1,1,1,1,1,1", "1,1,1,1,1,1,1", HIDDEN),
        ("activation", "softplus", "softplus", ONE_OF_ACTIVATIONS),
        ("activation", "", "", ONE_OF_ACTIVATIONS),
        ("activation", "relu,,tanh", "relu,,tanh", ONE_OF_ACTIVATIONS),
        ("activation", ",".join(["relu"] * 7), ",".join(["relu"] * 7), "at most 6 activations"),
        ("output", "softmax", "softmax", ONE_OF_ACTIVATIONS),
        ("output", "ReLU", "ReLU", ONE_OF_ACTIVATIONS),
        ("bias", "true", "true", "one of 0, 1"),
        ("weights", "ones", "ones", WEIGHTS),
        ("weights", "1,,2", "1,,2", WEIGHTS),
        ("weights", "", "", WEIGHTS),
        ("seed", "-1", "-1", SEED),
        ("seed", "4294967296", "4294967296", SEED),
        ("seed", "1.5", "1.5", SEED),
        ("seed", "1" * 5000, "1" * 5000, SEED),
        ("seed", "²", "²", SEED),
        ("alpha", "-0.1", "-0.1", ALPHA),
        ("alpha", "1000001", "1000001", ALPHA),
        ("alpha", "nan", "nan", ALPHA),
        ("alpha", "", "", ALPHA),
        ("batch", "0", "0", BATCH),
        ("batch", "5001", "5001", BATCH),
        ("batch", "Full", "Full", BATCH),
        ("order", "random", "random", "one of given, shuffled"),
        ("rule", "adam", "adam", "one of gradient, delta"),
        ("reduce", "max", "max", "one of mean, sum"),
        ("derivative", "auto", "auto", "one of analytic, numerical"),
        ("epochs", "0", "0", EPOCHS),
        ("epochs", "1000001", "1000001", EPOCHS),
        ("epochs", "1e3", "1e3", EPOCHS),
        ("until", "-1", "-1", "a number from 0"),
        ("until", "inf", "inf", "a number from 0"),
        ("changes", "x", "x", CHANGES),
        ("changes", "1:alpha=1;", "", CHANGES),
        ("changes", "1:alpha", "1:alpha", CHANGES),
        ("changes", "1:alpha=1;2:alpha=x", "2:alpha=x", CHANGES),
        ("changes", "-1:alpha=1", "-1:alpha=1", CHANGES),
        ("changes", "alpha=1", "alpha=1", CHANGES),
        ("changes", "1:alpha=nan", "1:alpha=nan", CHANGES),
    ],
    ids=lambda part: part[:24],
)
def test_a_bad_value_is_named_with_what_is_allowed(
    key: str, text: str, value: str, allowed: str
) -> None:
    with pytest.raises(InvalidAddress) as caught:
        address.read([(key, text)])
    (problem,) = caught.value.problems
    assert (problem.key, problem.value, problem.allowed) == (key, value, allowed)


@given(key=st.sampled_from(list(OPTIONS)), text=st.text(max_size=30))
def test_any_text_is_read_or_refused(key: str, text: str) -> None:
    with suppress(InvalidAddress):
        e = address.read([(key, text)])
        assert read(address.write(e)) == e


def test_a_key_that_does_not_exist_is_named_beside_those_that_do() -> None:
    with pytest.raises(InvalidAddress) as caught:
        address.read([("alhpa", "1")], ["from"])
    message = str(caught.value)
    assert message.startswith("there is no key 'alhpa'; the keys are inputs, goals, ")
    assert message.endswith("changes, from")


def test_a_key_given_twice_is_refused() -> None:
    assert problems_of("alpha=1&alpha=1") == [("alpha", "1", "given once")]


def test_everything_that_is_wrong_is_told_at_once() -> None:
    keys = [key for key, _, _ in problems_of("alpha=x&seed=x&nothing=1&alpha=2")]
    assert keys == ["alpha", "seed", "nothing", "alpha"]


# Changes.


def test_a_change_takes_its_place_in_time() -> None:
    e = read("changes=5:alpha=1;9:alpha=2")
    changed = e.with_change(Change(7, "o1.x1", 3.0))
    assert [change.step for change in changed.changes] == [5, 7, 9]


def test_a_change_of_the_same_name_at_the_same_update_gives_way() -> None:
    e = read("changes=5:alpha=1;5:o1.x1=2")
    changed = e.with_change(Change(5, "alpha", 0.5))
    assert set(changed.changes) == {Change(5, "o1.x1", 2.0), Change(5, "alpha", 0.5)}


@pytest.mark.parametrize("hidden", ["", "2", "2,2,2"])
def test_as_many_activations_as_layers_also_where_they_are_alike(hidden: str) -> None:
    with pytest.raises(InvalidAddress, match="activation must be one"):
        address.read([("hidden", hidden), ("activation", "tanh,tanh")])
    assert address.read([("hidden", "2,2"), ("activation", "tanh,tanh")]).activation == ("tanh",)
