"""The coming update of one parameter, as it is written on paper."""

import re
from dataclasses import replace
from math import exp
from typing import Literal

import pytest
from hypothesis import given

from app.experiment import Experiment
from app.insight.coming import coming_update
from app.insight.step_words import note, rows_named, worked
from app.lessons import LESSONS
from app.options.changes import Change
from app.run.run import Run
from tests.support.strategies import trainings

ONE_WEIGHT = LESSONS["one-weight"].experiment


def line(e: Experiment, name: str, step: int = 0, *, exact: bool = False) -> str:
    parts = worked(Run(e).to(step).moment, name)
    return " · ".join(part.exact if exact else part.text for part in parts)


def test_one_weight_is_worked_as_in_the_book() -> None:
    assert line(ONE_WEIGHT, "o1.x1") == (
        "5 × 1 = 5 · 5 − 42 = −37 · −37 × 5 = −185 · 1 − 0.01 × −185 = 2.85"
    )


def test_the_true_gradient_has_a_factor_of_two() -> None:
    assert line(replace(ONE_WEIGHT, rule="gradient"), "o1.x1") == (
        "5 × 1 = 5 · 5 − 42 = −37 · 2 × −37 × 5 = −370 · 1 − 0.01 × −370 = 4.7"
    )


def test_the_sums_of_the_first_updates_hold_as_they_are_printed() -> None:
    assert line(ONE_WEIGHT, "o1.x1", 1) == (
        "5 × 2.85 = 14.25 · 14.25 − 42 = −27.75 · −27.75 × 5 = −138.75 · "
        "2.85 − 0.01 × −138.75 = 4.2375"
    )
    assert "4.2375 − 0.01 × −104.0625 = 5.278125" in line(ONE_WEIGHT, "o1.x1", 2)
    assert "≈" in line(ONE_WEIGHT, "o1.x1", 9)  # more digits than anybody writes down


@given(e=trainings(epochs=2))
def test_an_equals_sign_in_a_printed_sum_means_equal(e: Experiment) -> None:
    for name in e.architecture.parameter_names:
        for part in worked(Run(e).moment, name):
            left, equals, right = part.text.rpartition(" = ")
            product = left.rpartition(": ")[2].rpartition(", ")[2]
            is_product = re.fullmatch(r"[−\d.⁻⁰¹²³⁴⁵⁶⁷⁸⁹×+ ]+", product) and " × " in product
            if equals and is_product and " − " not in product:
                assert total(product) == pytest.approx(number(right), rel=1e-12, abs=1e-300)


def test_a_bias_under_the_delta_rule_has_no_sum_that_says_nothing() -> None:
    e = Experiment(
        inputs=((2.0,),), goals=((1.0,),), bias=True, weights=(1.0, 1.0), alpha=0.01, rule="delta"
    )
    assert line(e, "o1.b") == "2 × 1 + 1 = 3 · 3 − 1 = 2 · 1 − 0.01 × 2 = 0.98"
    assert "2 × 2 = 4" in line(replace(e, rule="gradient"), "o1.b")


@pytest.mark.parametrize("rule", ["gradient", "delta"])
def test_the_pushes_of_rows_add_up_to_what_the_update_uses(
    rule: Literal["gradient", "delta"],
) -> None:
    e = replace(LESSONS["xor"].experiment, batch=4, rule=rule, reduce="sum")
    moment = Run(e).moment
    index = e.architecture.parameter_names.index("h1.x2")
    parts = worked(moment, "h1.x2")
    pushes = [number(part.exact.rpartition(" = ")[2]) for part in parts[:4]]
    used = coming_update(moment).gradient[index]
    assert sum(pushes) == pytest.approx(used)
    assert number(parts[4].exact.rpartition(" = ")[2]) == used


@pytest.mark.parametrize("reduce", ["mean", "sum"])
def test_nudges_of_a_batch_are_divided_by_its_own_rows(reduce: Literal["mean", "sum"]) -> None:
    e = replace(LESSONS["xor"].experiment, batch=3, derivative="numerical", reduce=reduce)
    text = line(e, "o1.h1", exact=True)
    above, below, way, used = re.findall(r"\((\S+) − (\S+)\) ÷ (\S+) = (\S+)", text)[0]
    quotient = (number(above) - number(below)) / number(way)
    assert quotient == pytest.approx(number(used), rel=1e-6)


def test_a_changed_alpha_is_the_one_that_is_written() -> None:
    e = replace(ONE_WEIGHT, changes=(Change(1, "alpha", 0.02),))
    assert "− 0.01 ×" in line(e, "o1.x1")
    assert "− 0.02 ×" in line(e, "o1.x1", 1)


def test_a_sigmoid_neuron_is_worked_with_its_bias_and_its_slope() -> None:
    e = replace(LESSONS["sigmoid-neuron"].experiment, weights=(0.0, 1.0, -3.5))
    text = line(e, "o1.x2")
    answer = 1 / (1 + exp(0.5))
    assert text.startswith(
        "2 × 0 + 3 × 1 + −3.5 = −0.5 · sigmoid of −0.5 ≈ 0.3775 · 0.3775 − 1 ≈ −0.6225 · "
    )
    used = 2 * (answer - 1) * answer * (1 - answer) * 3
    assert f"2 × −0.6225 × 0.235 × 3 ≈ {used:.4f}".replace("-", "−") in text
    assert "× 3 ≈" not in line(e, "o1.b")  # a bias has no input


def test_a_weight_of_a_larger_network_is_delta_times_input() -> None:
    e = LESSONS["partial"].experiment
    assert line(e, "h1.x1") == (
        "delta of h₁ × weight: −0.01073 × −2 ≈ 0.02147 · 1 − 0.1 × 0.02147 ≈ 0.9979"
    )


def test_several_rows_are_written_one_by_one_and_joined() -> None:
    e = LESSONS["perceptron"].experiment
    text = line(e, "o1.x1")
    assert [f"row {k}: " in text for k in (1, 2, 3, 4)] == [True] * 4
    assert "their sum ≈ " in text
    assert "their mean ≈ " in line(replace(e, reduce="mean"), "o1.x1")
    many = replace(e, inputs=e.inputs * 3, goals=e.goals * 3)
    assert "sum of delta of output × x₁ over 12 rows ≈ " in line(many, "o1.x1")


def test_a_numerical_derivative_is_worked_by_nudging() -> None:
    text = line(replace(ONE_WEIGHT, derivative="numerical", rule="gradient"), "o1.x1", exact=True)
    above, below, used = re.findall(r"\((\S+) − (\S+)\) ÷ 0.0002 = (\S+)", text)[0]
    assert "nudged up and down by 0.0001" in text
    assert float(above) == pytest.approx((5 * 1.0001 - 42) ** 2)
    assert float(below) == pytest.approx((5 * 0.9999 - 42) ** 2)
    assert number(used) == pytest.approx((float(above) - float(below)) / 0.0002)
    halved = line(replace(ONE_WEIGHT, derivative="numerical"), "o1.x1", exact=True)
    assert "÷ 0.0004 =" in halved


@given(e=trainings(epochs=3))
def test_every_product_written_is_right_and_the_last_part_gives_the_coming_weight(
    e: Experiment,
) -> None:
    run = Run(e)
    for index, name in enumerate(e.architecture.parameter_names):
        parts = worked(run.moment, name)
        coming = float(Run(e).advance(1).parameters[0, index])
        assert number(parts[-1].exact.rpartition(" = ")[2]) == coming
        for part in parts:
            left, equals, right = part.exact.rpartition(" = ")
            product = left.rpartition(": ")[2].rpartition(", ")[2]
            if (
                equals
                and re.fullmatch(r"[−\d.⁻⁰¹²³⁴⁵⁶⁷⁸⁹×+ ]+", product)
                and " × " in product
                and " − " not in product
            ):
                assert total(product) == pytest.approx(number(right), rel=1e-9, abs=1e-12)


def number(text: str) -> float:
    mantissa, _, power = text.replace("−", "-").partition("×10")
    return float(f"{mantissa}e{power.translate(str.maketrans('⁰¹²³⁴⁵⁶⁷⁸⁹⁻', '0123456789-')) or 0}")


def total(sums: str) -> float:
    result = 0.0
    for term in sums.split(" + "):
        value = 1.0
        for factor in term.split(" × "):
            value *= number(factor)
        result += value
    return result


def test_the_note_of_the_delta_rule_says_half() -> None:
    assert note(ONE_WEIGHT, [1], -370.0, -185.0, 0.01, 1.85).text == (
        "loss slope −370 · the delta rule uses half, −185 · −0.01 × −185 = +1.85"
    )
    straight = note(replace(ONE_WEIGHT, rule="gradient"), [1], -370.0, -370.0, 0.01, 3.7).text
    assert straight == "loss slope −370 · −0.01 × −370 = +3.7"


def test_the_note_names_the_rows_where_they_are_not_all() -> None:
    e = LESSONS["xor"].experiment
    assert note(e, [3], -0.029, 0.52, 0.1, -0.052).text == (
        "slope of the loss −0.029 (all rows) · this step uses row 3: −alpha × 0.52 = −0.052"
    )
    every = note(replace(e, batch=4), [1, 2, 3, 4], -0.029, -0.029, 0.1, 0.0029).text
    assert "this step uses" not in every


def test_a_sum_over_rows_is_said() -> None:
    e = LESSONS["perceptron"].experiment
    text = note(e, [1, 2, 3, 4], -0.143, -0.286, 1.0, 0.286).text
    assert "half of it, summed over 4 rows: −0.286" in text
    assert "summed" not in note(replace(e, reduce="mean"), [1, 2, 3, 4], -1, -0.5, 1.0, 0.5).text


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([3], "row 3"),
        ([2, 4], "rows 2 and 4"),
        ([1, 2, 3], "rows 1 to 3"),
        ([1, 4, 2], "rows 1, 4 and 2"),
        ([9, 2, 3, 4, 5, 7], "6 rows"),
    ],
)
def test_rows_are_named(rows: list[int], words: str) -> None:
    assert rows_named(rows) == words
