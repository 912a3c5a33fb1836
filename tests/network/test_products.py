"""The three matrix products give the same numbers, each in its own way."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.network.arrays import FloatArray, perform
from app.network.products import EXACT_RUNS, MANY_RUNS, ONE_RUN, Products
from tests.support.strategies import numbers, seeds

many = pytest.mark.parametrize("products", [EXACT_RUNS, MANY_RUNS], ids=["exact runs", "many runs"])
sizes = st.integers(1, 4)


def buffer(products: Products, values: FloatArray) -> FloatArray:
    made = products.ones(*values.shape)
    made[...] = values
    return made


@given(seed=seeds, units=sizes, incoming=sizes, rows=sizes)
def test_one_run_multiplies_matrices(seed: int, units: int, incoming: int, rows: int) -> None:
    w, a, d = (numbers(seed, *s) for s in ((units, incoming), (incoming, rows), (units, rows)))
    z, g, e = np.empty((units, rows)), np.empty((units, incoming)), np.empty((incoming, rows))
    perform([ONE_RUN.forward(w, a, z), ONE_RUN.gradient(d, a, g), ONE_RUN.back(w, d, e)])
    assert z == pytest.approx(w @ a, rel=1e-14, abs=1e-15)
    assert g == pytest.approx(d @ a.T, rel=1e-14, abs=1e-15)
    assert e == pytest.approx(w.T @ d, rel=1e-14, abs=1e-15)


@many
@given(seed=seeds, runs=sizes, units=sizes, incoming=sizes, rows=sizes)
def test_many_runs_multiply_run_by_run(
    products: Products, seed: int, runs: int, units: int, incoming: int, rows: int
) -> None:
    w = buffer(products, numbers(seed, runs, units, incoming))
    a = buffer(products, numbers(seed, runs, incoming, rows))
    d = buffer(products, numbers(seed, runs, units, rows))
    z, g, e = products.ones(*d.shape), products.ones(*w.shape), products.ones(*a.shape)
    perform([products.forward(w, a, z), products.gradient(d, a, g), products.back(w, d, e)])
    for run in range(runs):
        assert z[run] == pytest.approx(w[run] @ a[run], rel=1e-14, abs=1e-15)
        assert g[run] == pytest.approx(d[run] @ a[run].T, rel=1e-14, abs=1e-15)
        assert e[run] == pytest.approx(w[run].T @ d[run], rel=1e-14, abs=1e-15)


@many
def test_inputs_are_shared_by_all_runs(products: Products) -> None:
    w, a = buffer(products, numbers(1, 3, 2, 4)), numbers(2, 4, 5)
    z = products.ones(3, 2, 5)
    perform([products.forward(w, a, z)])
    assert z == pytest.approx(w @ a, rel=1e-14)


def test_runs_lie_innermost_where_that_is_faster() -> None:
    assert MANY_RUNS.ones(7, 2, 3).strides[0] == 8
    assert EXACT_RUNS.ones(7, 2, 3).strides[-1] == 8
