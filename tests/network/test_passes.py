"""Forward and backward: the heart of it, held to hand-worked numbers and to central differences."""

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from app.network.activations import ACTIVATIONS, Activation
from app.network.architecture import Architecture
from app.network.arrays import Call, FloatArray, perform
from app.network.losses import LOSSES, Loss
from app.network.passes import Pass, backward, forward
from app.network.products import EXACT_RUNS, MANY_RUNS, ONE_RUN, Products
from tests.support.gradients import assert_gradients_agree, central_difference
from tests.support.strategies import (
    Case,
    activation_names,
    architectures,
    cases,
    numbers,
    rows_in_batch,
    seeds,
    table_of,
)
from tests.support.textbook import Textbook

PRODUCTS = {"one run": ONE_RUN, "exact runs": EXACT_RUNS, "many runs": MANY_RUNS}
KINK = 0.02
"""Sums stay this far from kinks, more than a nudge of a parameter moves them."""

TWIN = Architecture((2, 2, 1), ("sigmoid", "sigmoid"), bias=True)
ALICE = np.array([[-2.0], [-1.0], [1.0], [1.0]])  # x1, x2, the line of ones, the goal
ALL_ONES = np.array([1.0, 1, 0, 1, 1, 0, 1, 1, 0])


def textbook(case: Case) -> Textbook:
    a = case.architecture
    return Textbook(a.sizes, a.activations, a.bias)


def summed_gradient(case: Case) -> list[float]:
    network, parameters = textbook(case), case.parameters.tolist()
    each = [network.gradient(parameters, x, y) for x, y in case.rows]
    return [sum(numbers) for numbers in zip(*each, strict=True)]


def gradient_by(products: Products, case: Case) -> FloatArray:
    """Run the case through the calls that training makes."""
    runs = case.parameters if products is ONE_RUN else case.parameters[np.newaxis]
    parameters = products.ones(*runs.shape)
    parameters[...] = runs
    network = Pass(case.architecture, parameters, case.table.shape[1], products)
    network.table[...] = case.table
    perform([*network.forward_calls, *network.backward_calls()])
    return network.gradient.reshape(-1)


def inputs_are_clear_of_kinks(case: Case) -> bool:
    network, parameters = textbook(case), case.parameters.tolist()
    return all(
        abs(z - kink) > KINK
        for inputs, _ in case.rows
        for layer, name in zip(
            network.sums(parameters, inputs), case.architecture.activations, strict=True
        )
        for z in layer
        for kink in ACTIVATIONS[name].kinks
    )


@pytest.mark.parametrize("products", PRODUCTS.values(), ids=PRODUCTS)
@pytest.mark.parametrize("depth", [0, 1, 2, 3])
@pytest.mark.parametrize("activation", ACTIVATIONS)
@settings(max_examples=20)
@given(
    data=st.data(),
    output=activation_names,
    bias=st.booleans(),
    seed=seeds,
    rows=rows_in_batch,
    n_outputs=st.integers(1, 3),
)
def test_gradient_is_the_central_difference(
    activation: str,
    depth: int,
    products: Products,
    data: st.DataObject,
    output: str,
    bias: bool,
    seed: int,
    rows: int,
    n_outputs: int,
) -> None:
    hidden = [data.draw(st.integers(1, 3)) for _ in range(depth)]
    sizes = (data.draw(st.integers(1, 3)), *hidden, n_outputs)
    network = Architecture(sizes, (*[activation] * depth, output), bias)
    case = Case(network, numbers(seed, network.n_parameters), table_of(network, seed, rows))
    assume(inputs_are_clear_of_kinks(case))
    book = textbook(case)
    expected = central_difference(
        lambda parameters: sum(book.error(parameters, x, y) for x, y in case.rows),
        case.parameters.tolist(),
    )
    assert_gradients_agree(network, gradient_by(products, case).tolist(), expected)


def test_a_wrong_gradient_is_named() -> None:
    expected = [1.0] * 9
    received = [*expected[:5], 1.25, *expected[6:]]
    message = (
        r"gradient of h2\.b \(layer 1, unit 1, position 2\): received 1\.25, expected 1\.0, "
        r"relative error 2\.5e-01"
    )
    with pytest.raises(AssertionError, match=message):
        assert_gradients_agree(TWIN, received, expected)


@given(case=cases())
def test_gradient_is_the_textbooks(case: Case) -> None:
    received = backward(case.architecture, case.parameters, case.table).gradient[0]
    assert received == pytest.approx(summed_gradient(case), rel=1e-11, abs=1e-12)


@given(case=cases())
def test_prediction_and_activations_are_the_textbooks(case: Case) -> None:
    layers = forward(case.architecture, case.parameters, case.table).activations()
    book = textbook(case)
    for row, (inputs, _) in enumerate(case.rows):
        expected = book.values(case.parameters.tolist(), inputs)
        received = [np.reshape(layer, (-1, len(case.rows)))[:, row] for layer in layers]
        for units, numbers_expected in zip(received, expected, strict=True):
            assert units == pytest.approx(numbers_expected, rel=1e-12, abs=1e-13)


@given(case=cases())
def test_row_error_is_the_sum_over_outputs(case: Case) -> None:
    received = forward(case.architecture, case.parameters, case.table).row_errors()[0]
    expected = [textbook(case).error(case.parameters.tolist(), x, y) for x, y in case.rows]
    assert received == pytest.approx(expected, rel=1e-11, abs=1e-13)


@given(case=cases())
def test_gradient_of_a_batch_is_the_sum_of_its_rows(case: Case) -> None:
    together = backward(case.architecture, case.parameters, case.table).gradient[0]
    rows = [case.table[:, row : row + 1] for row in range(case.table.shape[1])]
    each = [backward(case.architecture, case.parameters, row).gradient[0] for row in rows]
    assert together == pytest.approx(np.sum(each, axis=0), rel=1e-11, abs=1e-12)


@given(case=cases())
def test_delta_rule_takes_exactly_half(case: Case) -> None:
    whole = backward(case.architecture, case.parameters, case.table).gradient
    halved = backward(case.architecture, case.parameters, case.table, halved=True).gradient
    assert (halved == whole / 2).all()


def test_hand_worked_example() -> None:
    seen = backward(TWIN, ALL_ONES, ALICE)
    inputs, hidden, outputs = seen.activations()
    assert inputs.ravel().tolist() == [-2, -1]
    assert hidden.ravel() == pytest.approx([0.0474, 0.0474], abs=5e-5)
    assert outputs.ravel() == pytest.approx([0.524], abs=5e-4)
    assert seen.gradient[0, 0] == pytest.approx(0.0214695352658111, rel=1e-14)


@given(network=architectures(), seed=seeds, runs=st.integers(2, 40), rows=st.integers(1, 40))
def test_a_network_has_the_same_bits_alone_and_among_others(
    network: Architecture, seed: int, runs: int, rows: int
) -> None:
    parameters = numbers(seed, runs, network.n_parameters, size=4)
    table = table_of(network, seed, rows)
    together = backward(network, parameters, table)
    for run in {0, 1, runs - 1}:
        alone = backward(network, parameters[run], table)
        assert alone.prediction[0].tobytes() == together.prediction[run].tobytes()
        assert alone.row_errors()[0].tobytes() == together.row_errors()[run].tobytes()
        assert alone.gradient[0].tobytes() == together.gradient[run].tobytes()


@given(case=cases())
def test_a_pass_leaves_parameters_and_data_as_they_are(case: Case) -> None:
    before = case.parameters.copy(), case.table.copy()
    backward(case.architecture, case.parameters, case.table)
    assert (case.parameters == before[0]).all()
    assert (case.table == before[1]).all()


def test_activations_are_copies() -> None:
    seen = forward(TWIN, ALL_ONES, ALICE)
    for layer in seen.activations():
        layer[...] = 99
    assert seen.activations()[0].ravel().tolist() == [-2, -1]


def test_a_pass_reads_the_parameters_as_they_stand_at_the_time() -> None:
    parameters = np.array([1.0])
    network = Pass(Architecture((1, 1), ("linear",), bias=False), parameters, 1, ONE_RUN)
    network.table[...] = [[5.0], [42.0]]
    predictions = []
    for weight in (1.0, 2.0):
        parameters[0] = weight
        perform(network.forward_calls)
        predictions.append(float(network.prediction[0, 0]))
    assert predictions == [5, 10]


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_overflow_is_a_result_and_not_a_warning(activation: str) -> None:
    network = Architecture((2, 2, 1), (activation, "linear"), bias=True)
    parameters = np.full(network.n_parameters, 1e200)
    table = np.array([[1e200], [-1e200], [1.0], [0.0]])
    assert not np.isfinite(backward(network, parameters, table).gradient).all()


def _half_square(z: FloatArray, a: FloatArray) -> list[Call]:
    return [(np.multiply, (z, z, a)), (np.multiply, (a, np.array(0.5), a))]


def _by_z(z: FloatArray, _a: FloatArray, delta: FloatArray) -> list[Call]:
    return [(np.multiply, (delta, z, delta))]


HALF_SQUARE = Activation("half", _half_square, _by_z, "z * z / 2", "z", needs_z=True)
"""Its slope z cannot be told from its value, which both signs of z share."""


def _of_sums(z: FloatArray, _a: FloatArray, goals: FloatArray) -> FloatArray:
    errors: FloatArray = np.add.reduce((z - goals) ** 2, axis=-2)
    return errors


def _of_sums_delta(
    z: FloatArray, _a: FloatArray, goals: FloatArray, delta: FloatArray, _halved: bool
) -> list[Call]:
    return [(np.subtract, (z, goals, delta)), (np.multiply, (delta, np.array(2.0), delta))]


OF_SUMS = Loss(
    "sums", _of_sums, _of_sums_delta, "…", fused={"sigmoid": _of_sums_delta}, needs_z=True
)
"""It measures what goes into the outputs, which a sigmoid has squeezed beyond telling."""


@pytest.mark.parametrize(
    ("activation", "loss"), [("half", "squared"), ("tanh", "sums"), ("half", "sums")]
)
def test_sums_are_kept_for_what_needs_them(
    monkeypatch: pytest.MonkeyPatch, activation: str, loss: str
) -> None:
    monkeypatch.setattr("app.network.passes.ACTIVATIONS", {**ACTIVATIONS, "half": HALF_SQUARE})
    monkeypatch.setattr("app.network.passes.LOSSES", {**LOSSES, "sums": OF_SUMS})
    network = Architecture((2, 3, 2), (activation, "sigmoid"), bias=True, loss=loss)
    parameters, table = numbers(3, network.n_parameters), table_of(network, 4, 5)

    def error(p: Sequence[float]) -> float:
        return float(forward(network, np.array(p), table).row_errors().sum())

    received = backward(network, parameters, table).gradient[0]
    expected = central_difference(error, parameters.tolist())
    assert_gradients_agree(network, received.tolist(), expected)


@given(case=cases())
def test_pulls_are_the_gradients_of_the_rows_without_their_signs(case: Case) -> None:
    columns = range(case.table.shape[1])
    each = [
        backward(case.architecture, case.parameters, case.table[:, at : at + 1]).gradient[0]
        for at in columns
    ]
    pulled = backward(case.architecture, case.parameters, case.table).pulls()[0]
    assert pulled == pytest.approx(np.abs(each).sum(axis=0), rel=1e-9, abs=1e-12)
