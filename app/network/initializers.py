"""Where a network starts: rules for the first weights and biases, a registry with one entry each.

Numbers come from `numpy.random.RandomState(seed)`, frozen by NumPy for ever: all weight matrices
first, layer by layer, each (units, incoming) row by row; then all biases, layer by layer.

References
----------
Glorot and Bengio 2010, https://proceedings.mlr.press/v9/glorot10a.html;
He et al. 2015, https://arxiv.org/abs/1502.01852.
"""

from collections.abc import Callable, Mapping
from math import sqrt
from types import MappingProxyType

import numpy as np
from numpy.random import RandomState

from app.network.architecture import Architecture
from app.network.arrays import FloatArray

Draw = Callable[[RandomState, tuple[int, ...], int, int], FloatArray]
"""draw(random, shape, incoming, units) gives an array of that shape."""


def _uniform(random: RandomState, shape: tuple[int, ...], _in: int, _out: int) -> FloatArray:
    """Draw uniformly from [-1, 1)."""
    return 2.0 * random.random_sample(shape) - 1.0


def _normal(random: RandomState, shape: tuple[int, ...], _in: int, _out: int) -> FloatArray:
    """Draw normally, with mean 0 and standard deviation 1."""
    return random.standard_normal(shape)


def _zeros(_random: RandomState, shape: tuple[int, ...], _in: int, _out: int) -> FloatArray:
    return np.zeros(shape)


def _xavier(random: RandomState, shape: tuple[int, ...], incoming: int, units: int) -> FloatArray:
    """Draw uniformly within ±√(6 / (incoming + units)): Glorot and Bengio 2010, equation 16."""
    limit = sqrt(6.0 / (incoming + units))
    return limit * (2.0 * random.random_sample(shape) - 1.0)


def _he(random: RandomState, shape: tuple[int, ...], incoming: int, _out: int) -> FloatArray:
    """Draw normally, with standard deviation √(2 / incoming): He et al. 2015, equation 10."""
    return sqrt(2.0 / incoming) * random.standard_normal(shape)


INITIALIZERS: Mapping[str, tuple[Draw, Draw]] = MappingProxyType(
    {
        "uniform": (_uniform, _uniform),
        "normal": (_normal, _normal),
        "zeros": (_zeros, _zeros),
        "xavier": (_xavier, _zeros),
        "he": (_he, _zeros),
    }
)
"""Rule → how it draws weights, how it draws biases."""


def initial_parameters(architecture: Architecture, rule: str, seed: int) -> FloatArray:
    """Draw the first parameters, (n_parameters,), by a rule of `INITIALIZERS` and a seed."""
    random, (weights, biases) = RandomState(seed), INITIALIZERS[rule]
    parameters = np.empty(architecture.n_parameters)
    matrices = architecture.matrices(parameters)
    fans = list(zip(architecture.sizes, architecture.sizes[1:], strict=False))
    for matrix, (incoming, units) in zip(matrices, fans, strict=True):
        matrix[:, :incoming] = weights(random, (units, incoming), incoming, units)
    if architecture.bias:
        for matrix, (incoming, units) in zip(matrices, fans, strict=True):
            matrix[:, -1] = biases(random, (units,), incoming, units)
    return parameters
