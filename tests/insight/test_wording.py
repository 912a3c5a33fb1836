"""Numbers and units in words."""

import json
from math import inf, nan
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.insight.wording import SUPERSCRIPTS, counted, not_finite, short, unit_label, written

ROUNDINGS = json.loads((Path(__file__).parents[1] / "support" / "roundings.json").read_text())
"""What the page and the server both write; tests/js/format.test.js reads it too."""
BACK = {new: old for old, new in SUPERSCRIPTS.items()}


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (0.0, "0"),
        (0.0213, "0.0213"),
        (0.001, "0.00100"),
        (0.00099951, "1.00×10⁻³"),
        (0.9996, "1.00"),
        (41.88266515825944, "41.9"),
        (999.6, "1000"),
        (1369.0, "1369"),
        (9999.4, "9999"),
        (9999.6, "1.00×10⁴"),
        (-1.5e-7, "−1.50×10⁻⁷"),
        (-2.0, "−2.00"),
        (1e300, "1.00×10³⁰⁰"),
        (inf, "∞"),
        (-inf, "−∞"),
        (nan, "NaN"),
    ],
)
def test_numbers_have_three_significant_digits(number: float, text: str) -> None:
    assert written(number) == text


@pytest.mark.parametrize("case", ROUNDINGS, ids=lambda case: f"{case['number']}-{case['digits']}")
def test_numbers_are_rounded_as_on_the_page(case: dict[str, Any]) -> None:
    number, digits = float(case["number"]), case["digits"]
    assert written(number, digits) == case["written"]
    assert short(number, digits) == case["short"]


def test_the_middle_is_rounded_away_from_zero() -> None:
    assert [written(x) for x in (60.25, -60.25, 1234.5)] == ["60.3", "−60.3", "1235"]


@given(number=st.floats(-1.79e308, 1.79e308))
def test_what_is_written_is_the_number(number: float) -> None:
    text = written(number).replace("−", "-").replace("×10", "e")
    assert float(text.translate(BACK)) == pytest.approx(number, rel=5.001e-3, abs=0)


@pytest.mark.parametrize(
    ("number", "text"),
    [(0.08, "0.08"), (5.0, "5"), (100.0, "100"), (0.25, "0.25"), (-1.5, "−1.5"), (0.0, "0"),
     (2e-4, "2×10⁻⁴"), (1.5e9, "1.5×10⁹"), (inf, "∞")],
)  # fmt: skip
def test_sentences_leave_closing_zeros_out(number: float, text: str) -> None:
    assert short(number) == text


@pytest.mark.parametrize(
    ("number", "word"), [(1.0, None), (-1e308, None), (nan, "NaN"), (inf, "∞"), (-inf, "−∞")]
)
def test_what_is_not_finite_has_a_name(number: float, word: str | None) -> None:
    assert not_finite(number) == word


@pytest.mark.parametrize(
    ("count", "text"), [(7, "7"), (999, "999"), (1204, "1 204"), (10**6, "1 000 000")]
)
def test_counts_stand_in_groups_of_three(count: int, text: str) -> None:
    assert counted(count).replace("\u202f", " ") == text


@pytest.mark.parametrize(
    ("name", "label"), [("x1", "x₁"), ("h2.3", "h₂.₃"), ("o10", "o₁₀"), ("goal2", "goal₂")]
)
def test_units_carry_their_number_below(name: str, label: str) -> None:
    assert unit_label(name) == label
