"""Where networks start: the numbers that anyone's notebook gives, too."""

from collections.abc import Iterator
from math import sqrt

import numpy as np
import pytest

from app.limits import MAX_SEED
from app.network.architecture import Architecture
from app.network.initializers import INITIALIZERS, initial_parameters

every_rule = pytest.mark.parametrize("rule", INITIALIZERS)
HIDDEN_BIAS = Architecture((3, 4, 2), ("relu", "linear"), bias=True)
LARGE = Architecture((32, 32, 10), ("relu", "linear"), bias=True)


@pytest.fixture
def notebook() -> Iterator[None]:
    """Lend the global generator that notebooks seed, and give it back as it was."""
    before = np.random.get_state()  # noqa: NPY002  # the point of these tests
    yield
    np.random.set_state(before)  # noqa: NPY002


@pytest.mark.usefixtures("notebook")
@pytest.mark.parametrize("seed", [0, 1, 44, MAX_SEED])
def test_uniform_start_is_the_notebooks(seed: int) -> None:
    np.random.seed(seed)  # noqa: NPY002
    matrices = [2 * np.random.random((4, 3)) - 1, 2 * np.random.random((2, 4)) - 1]  # noqa: NPY002
    biases = [2 * np.random.random(4) - 1, 2 * np.random.random(2) - 1]  # noqa: NPY002
    layers = HIDDEN_BIAS.matrices(initial_parameters(HIDDEN_BIAS, "uniform", seed))
    for layer, weights, bias in zip(layers, matrices, biases, strict=True):
        assert (layer == np.column_stack([weights, bias])).all()


@pytest.mark.usefixtures("notebook")
@pytest.mark.parametrize("seed", [0, 1, 44, MAX_SEED])
def test_normal_start_draws_all_weights_before_the_biases(seed: int) -> None:
    np.random.seed(seed)  # noqa: NPY002
    w1, w2, w3, w4, w5, w6, b1, b2, b3 = (np.random.normal() for _ in range(9))  # noqa: NPY002
    network = Architecture((2, 2, 1), ("sigmoid", "sigmoid"), bias=True)
    assert initial_parameters(network, "normal", seed).tolist() == [
        w1,
        w2,
        b1,
        w3,
        w4,
        b2,
        w5,
        w6,
        b3,
    ]


def test_published_numbers_of_seed_1() -> None:
    received = initial_parameters(Architecture((3, 1), ("sigmoid",), bias=False), "uniform", 1)
    assert received.tolist() == [-0.165955990594852, 0.4406489868843162, -0.9997712503653102]


def test_zeros_are_zeros() -> None:
    assert not initial_parameters(LARGE, "zeros", 1).any()


def test_xavier_is_uniform_within_the_limit_of_each_layer() -> None:
    uniform = LARGE.matrices(initial_parameters(LARGE, "uniform", 3))
    xavier = LARGE.matrices(initial_parameters(LARGE, "xavier", 3))
    for drawn, scaled, fans in zip(uniform, xavier, (32 + 32, 32 + 10), strict=True):
        assert scaled[:, :-1] == pytest.approx(drawn[:, :-1] * sqrt(6 / fans), rel=1e-15)
        assert not scaled[:, -1].any()


def test_he_is_normal_with_the_deviation_of_each_layer() -> None:
    normal = LARGE.matrices(initial_parameters(LARGE, "normal", 3))
    he = LARGE.matrices(initial_parameters(LARGE, "he", 3))
    for drawn, scaled in zip(normal, he, strict=True):
        assert scaled[:, :-1] == pytest.approx(drawn[:, :-1] * sqrt(2 / 32), rel=1e-15)
        assert not scaled[:, -1].any()


@every_rule
def test_same_seed_gives_the_same_start(rule: str) -> None:
    assert (
        initial_parameters(LARGE, rule, 7).tobytes() == initial_parameters(LARGE, rule, 7).tobytes()
    )


@every_rule
def test_another_seed_gives_another_start(rule: str) -> None:
    same = (initial_parameters(LARGE, rule, 7) == initial_parameters(LARGE, rule, 8)).all()
    assert same == (rule == "zeros")


@every_rule
def test_drawing_leaves_the_global_generator_alone(rule: str) -> None:
    before = np.random.get_state()[1].tobytes()  # type: ignore[index]  # noqa: NPY002
    initial_parameters(LARGE, rule, 7)
    assert np.random.get_state()[1].tobytes() == before  # type: ignore[index]  # noqa: NPY002
