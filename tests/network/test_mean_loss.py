"""The loss, and how large parameters may be with it surely finite."""

from math import inf, nan

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.network.architecture import Architecture
from app.network.mean_loss import mean_losses, safe_size
from tests.support.strategies import Case, architectures, cases, numbers, seeds, table_of

ONE = Architecture((1, 1), ("linear",), bias=False)
ONE_TABLE = np.array([[5.0], [42.0]])


def test_loss_is_the_mean_over_rows_of_the_sum_over_outputs() -> None:
    network = Architecture((1, 2), ("linear",), bias=False)
    table = np.array([[1.0, 2.0], [0.0, 0.0], [1.0, 1.0]])  # x, then both goals
    # Row 1: (2, 3) against (0, 1): 4 + 4. Row 2: (4, 6) against (0, 1): 16 + 25.
    assert mean_losses(network, np.array([[2.0, 3.0]]), table).tolist() == [(8 + 41) / 2]


@given(case=cases(), seed=seeds)
def test_order_of_rows_does_not_matter(case: Case, seed: int) -> None:
    shuffled = np.random.default_rng(seed).permutation(case.table, axis=1)
    parameters = case.parameters[np.newaxis]
    received = mean_losses(case.architecture, parameters, shuffled)
    assert received == pytest.approx(
        mean_losses(case.architecture, parameters, case.table), rel=1e-13
    )


@given(
    network=architectures(),
    seed=seeds,
    runs=st.sampled_from([2, 3, 16, 256]),
    rows=st.integers(1, 40),
)
def test_bits_do_not_depend_on_how_many_are_computed_together(
    network: Architecture, seed: int, runs: int, rows: int
) -> None:
    states, table = numbers(seed, runs, network.n_parameters, size=4), table_of(network, seed, rows)
    together = mean_losses(network, states, table)
    assert mean_losses(network, states[1:], table).tobytes() == together[1:].tobytes()
    assert mean_losses(network, states[::2], table).tobytes() == together[::2].tobytes()
    assert mean_losses(network, states[-1:], table).tobytes() == together[-1:].tobytes()


@pytest.mark.parametrize("weight", [1e200, -1e308, inf, -inf, nan])
def test_what_is_not_finite_is_told_without_a_warning(weight: float) -> None:
    assert not np.isfinite(mean_losses(ONE, np.array([[weight]]), ONE_TABLE)).any()


def test_infinities_of_both_signs_are_told_without_a_warning() -> None:
    network = Architecture((2, 1), ("linear",), bias=False)
    table = np.array([[1e200], [1e200], [0.0]])
    # NaN, or infinity where the processor fuses multiplying and adding.
    assert not np.isfinite(mean_losses(network, np.array([[1e200, -1e200]]), table)).any()


@given(
    network=architectures(),
    seed=seeds,
    rows=st.integers(1, 5),
    size=st.integers(-3, 300).map(lambda exponent: 10.0**exponent),
)
def test_safe_size_is_safe(network: Architecture, seed: int, rows: int, size: float) -> None:
    table = table_of(network, seed, rows, size=size)
    safe = safe_size(network, table)
    largest = np.nextafter(safe, 0) * np.sign(numbers(seed, 8, network.n_parameters))
    largest[0], largest[1] = np.abs(largest[0]), -np.abs(largest[1])
    if safe > 0:
        assert np.isfinite(mean_losses(network, largest, table)).all()


@pytest.mark.parametrize("activation", ["relu", "tanh"])
def test_safe_size_is_safe_at_the_edge_for_the_largest_networks(activation: str) -> None:
    sizes = (20, *[32] * 6, 10)
    network = Architecture(sizes, (activation,) * 6 + ("linear",), bias=True)
    ones = np.ones((1, network.n_parameters))
    for size in 10 ** np.linspace(0, 70, 99):  # some just need the next smaller size
        table = np.full((20 + 1 + 10, 3), size)
        largest = np.nextafter(safe_size(network, table), 0)
        assert largest > 0
        assert np.isfinite(mean_losses(network, ones * largest, table)).all()


@given(network=architectures())
def test_safe_size_is_large_for_ordinary_data(network: Architecture) -> None:
    assert safe_size(network, table_of(network, 1, 5)) >= 1e20


@pytest.mark.parametrize("table", [[[1e308], [0.0]], [[1.0], [1e200]], [[0.0], [-1e300]]])
def test_no_size_is_safe_where_the_data_are_too_large(table: list[list[float]]) -> None:
    assert safe_size(ONE, np.array(table)) == 0
