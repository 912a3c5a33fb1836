"""A look through shared buffers shows what a pass of one's own does, to the bit."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.network import glance as module
from app.network.arrays import FloatArray
from app.network.glance import glance, glance_along
from app.network.passes import Pass, backward, forward
from tests.support.strategies import Case, cases, numbers, table_of


def told(network: Pass) -> list[bytes]:
    """Give what a pass says after it went backward."""
    arrays = [*network.activations(), *network.deltas(), network.gradient, network.row_errors()]
    return [array.tobytes() for array in arrays]


@given(case=cases(), halved=st.booleans())
def test_a_glance_shows_the_bits_of_a_pass(case: Case, halved: bool) -> None:
    network, table = case.architecture, case.table
    for parameters in (case.parameters, -case.parameters, np.array([case.parameters] * 3)):
        own = backward(network, parameters, table, halved=halved)
        assert told(glance(network, parameters, table).back(halved=halved)) == told(own)


@given(case=cases(), seed=st.integers(0, 99))
def test_a_parameter_is_tried_at_each_value(case: Case, seed: int) -> None:
    network, table, values = case.architecture, case.table, numbers(seed, 5)
    index = seed % network.n_parameters
    tried = np.tile(case.parameters, (5, 1))
    tried[:, index] = values
    seen = glance_along(network, case.parameters, index, values, table)
    expected = forward(network, tried, table)
    assert seen.row_errors().tobytes() == expected.row_errors().tobytes()


def counting(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Count how often calls are performed."""
    counts = [0]

    def count(calls: list[object]) -> None:
        counts[0] += 1

    monkeypatch.setattr(module, "perform", count)
    return counts


@given(case=cases())
def test_what_one_thing_shows_is_not_computed_again(case: Case) -> None:
    network, parameters, table, of = case.architecture, case.parameters, case.table, object()
    glance(network, parameters, table, of).back()
    with pytest.MonkeyPatch.context() as patch:
        counts = counting(patch)
        glance(network, parameters, table, of).back()
        assert counts == [0]
        glance(network, parameters, table, of).back(halved=True)
        assert counts == [1]
        glance(network, parameters, table, object())
        glance(network, parameters, table, of).back()
        assert counts == [4]
        glance(network, parameters, table.copy(), of)  # the same numbers, but not the same rows
        assert counts == [5]


@given(case=cases())
def test_a_glance_in_between_disturbs_nothing_that_is_looked_at_again(case: Case) -> None:
    of, rows = object(), case.table.shape[1]
    before = told(glance(case.architecture, case.parameters, case.table, of).back())
    others: FloatArray = table_of(case.architecture, 1, rows)
    glance(case.architecture, 2 * case.parameters, others).back()
    assert told(glance(case.architecture, case.parameters, case.table, of).back()) == before
