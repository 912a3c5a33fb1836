"""The shape of a network: names and places of its parameters."""

import numpy as np
import pytest
from hypothesis import given

from app.network.architecture import Architecture
from tests.support.strategies import architectures


def shape(*sizes: int, bias: bool = False) -> Architecture:
    return Architecture(sizes, ("linear",) * (len(sizes) - 1), bias)


@pytest.mark.parametrize(
    ("network", "names"),
    [
        (shape(1, 1), "o1.x1"),
        (shape(2, 2, 1), "h1.x1 h1.x2 h2.x1 h2.x2 o1.h1 o1.h2"),
        (shape(2, 2, 1, bias=True), "h1.x1 h1.x2 h1.b h2.x1 h2.x2 h2.b o1.h1 o1.h2 o1.b"),
        (shape(1, 1, 1, 2), "h1.1.x1 h2.1.h1.1 o1.h2.1 o2.h2.1"),
    ],
)
def test_parameters_are_named_in_flat_order(network: Architecture, names: str) -> None:
    assert network.parameter_names == names.split()


def test_hidden_units_name_their_layer_where_there_are_several() -> None:
    assert shape(2, 1, 3, 1).unit_names == [
        ["x1", "x2"],
        ["h1.1"],
        ["h2.1", "h2.2", "h2.3"],
        ["o1"],
    ]


@pytest.mark.parametrize(
    ("network", "count"),
    [
        (shape(3, 4, 1), 16),
        (shape(2, 2, 1, bias=True), 9),
        (shape(2, 4, 2, 1, bias=True), 25),
        (shape(20, 32, 10), 960),
    ],
)
def test_parameters_are_counted(network: Architecture, count: int) -> None:
    assert network.n_parameters == count


@given(network=architectures())
def test_every_parameter_has_a_name_of_its_own(network: Architecture) -> None:
    assert len(set(network.parameter_names)) == network.n_parameters


@given(network=architectures())
def test_matrices_are_views_that_cover_the_vector_in_order(network: Architecture) -> None:
    flat = np.arange(float(network.n_parameters))
    matrices = network.matrices(flat)
    assert [matrix.shape for matrix in matrices] == network.shapes
    assert np.concatenate([matrix.ravel() for matrix in matrices]).tolist() == flat.tolist()
    for matrix in matrices:
        matrix[...] = -1
    assert set(flat) == {-1}


@given(network=architectures())
def test_matrices_of_many_runs_lead_with_the_runs(network: Architecture) -> None:
    runs = np.arange(3.0 * network.n_parameters).reshape(3, -1)
    for run, parameters in enumerate(runs):
        alone = network.matrices(parameters)
        for matrix, together in zip(alone, network.matrices(runs), strict=True):
            assert (together[run] == matrix).all()


def test_last_column_holds_the_biases() -> None:
    matrices = shape(2, 2, 1, bias=True).matrices(np.arange(9.0))
    assert [matrix[:, -1].tolist() for matrix in matrices] == [[2, 5], [8]]
