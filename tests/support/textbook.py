"""A neural network as a textbook writes it, neuron by neuron in plain Python.

It shares nothing with `app.network` but the order of the flat parameters, which is part of the
contract, and the source code of those activations that it does not know by hand. Slow, and only
there to be compared with.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from math import exp, tanh

import numpy as np
from numpy.random import RandomState

from app.experiment import Experiment
from app.network.activations import ACTIVATIONS

Row = Sequence[float]


def sigmoid(z: float) -> float:
    """1 / (1 + e^-z), by the branch that cannot overflow."""
    return 1 / (1 + exp(-z)) if z >= 0 else exp(z) / (1 + exp(z))


Function = Callable[[float], float]

BY_HAND: dict[str, tuple[Function, Function]] = {
    "linear": (lambda z: z, lambda z: 1.0),
    "relu": (lambda z: z if z > 0 else 0.0, lambda z: 1.0 if z > 0 else 0.0),
    "sigmoid": (sigmoid, lambda z: sigmoid(z) * (1 - sigmoid(z))),
    "tanh": (tanh, lambda z: 1 - tanh(z) ** 2),
}
"""Name → f(z) and f'(z)."""


def functions(name: str) -> tuple[Function, Function]:
    """Give f(z) and f'(z) of an activation: by hand, or as its own source code for exports says."""
    if name in BY_HAND:
        return BY_HAND[name]
    entry = ACTIVATIONS[name]
    value = partial(_computed, entry.value)
    return value, lambda z: _computed(entry.slope, z, value(z))


def _computed(source: str, z: float, a: float | None = None) -> float:
    return float(eval(source, {"np": np, "z": np.float64(z), "a": a}))


@dataclass(frozen=True)
class Textbook:
    """A network's shape: units a layer, an activation a layer after the inputs, biases or not."""

    sizes: Sequence[int]
    activations: Sequence[str]
    bias: bool

    def neurons(self, parameters: Sequence[float]) -> list[list[tuple[list[float], float]]]:
        """Take the flat parameters apart: for each layer each neuron's weights and its bias."""
        numbers, layers = iter(parameters), []
        for incoming, units in zip(self.sizes, self.sizes[1:], strict=False):
            layer = []
            for _ in range(units):
                weights = [next(numbers) for _ in range(incoming)]
                layer.append((weights, next(numbers) if self.bias else 0.0))
            layers.append(layer)
        assert next(numbers, None) is None
        return layers

    def sums(self, parameters: Sequence[float], row: Row) -> list[list[float]]:
        """Give z of every neuron, layer by layer, for one row of inputs."""
        values, found = [float(x) for x in row], []
        for layer, name in zip(self.neurons(parameters), self.activations, strict=True):
            z = [sum(w * v for w, v in zip(ws, values, strict=True)) + b for ws, b in layer]
            values = [functions(name)[0](number) for number in z]
            found.append(z)
        return found

    def values(self, parameters: Sequence[float], row: Row) -> list[list[float]]:
        """Give every activation, inputs first."""
        found = [[float(x) for x in row]]
        for z, name in zip(self.sums(parameters, row), self.activations, strict=True):
            found.append([functions(name)[0](number) for number in z])
        return found

    def error(self, parameters: Sequence[float], row: Row, goals: Row) -> float:
        """Give the row error: the sum over the outputs of delta²."""
        prediction = self.values(parameters, row)[-1]
        return sum((p - g) ** 2 for p, g in zip(prediction, goals, strict=True))

    def gradient(self, parameters: Sequence[float], row: Row, goals: Row) -> list[float]:
        """Differentiate the row error by hand, by the chain rule, in flat order."""
        layers, sums = self.neurons(parameters), self.sums(parameters, row)
        values = self.values(parameters, row)
        pushes = [2 * (p - g) for p, g in zip(values[-1], goals, strict=True)]  # dE/da
        found: list[list[float]] = []
        for at in reversed(range(len(layers))):
            slope = functions(self.activations[at])[1]
            deltas = [push * slope(z) for push, z in zip(pushes, sums[at], strict=True)]  # dE/dz
            found.insert(0, [])
            for delta in deltas:
                found[0] += [delta * value for value in values[at]]
                found[0] += [delta] if self.bias else []
            pushes = [
                sum(delta * ws[k] for delta, (ws, _) in zip(deltas, layers[at], strict=True))
                for k in range(self.sizes[at])
            ]
        return [number for layer in found for number in layer]


def textbook_of(e: Experiment) -> Textbook:
    """Give the network of an experiment."""
    single = len(e.activation) == 1
    hidden = list(e.activation) * len(e.hidden) if single else list(e.activation)
    sizes = [len(e.inputs[0]), *e.hidden, len(e.goals[0])]
    return Textbook(sizes, [*hidden, e.output], e.bias)


def textbook_loss(e: Experiment, parameters: Sequence[float]) -> float:
    """Give the mean of the row errors."""
    network = textbook_of(e)
    rows = zip(e.inputs, e.goals, strict=True)
    return sum(network.error(parameters, x, y) for x, y in rows) / len(e.inputs)


def textbook_training(e: Experiment, start: Sequence[float], updates: int) -> list[list[float]]:
    """Train with a plain loop over epochs and batches; give the parameters after each update."""
    network, parameters, found, epoch = textbook_of(e), list(start), [], 0
    size = len(e.inputs) if e.batch == 0 else e.batch
    while True:
        order = list(range(len(e.inputs)))
        if e.order == "shuffled":
            order = list(RandomState([e.seed, epoch]).permutation(len(e.inputs)))
        for at in range(0, len(order), size):
            batch = order[at : at + size]
            total = [0.0] * len(parameters)
            for row in batch:
                gradient = network.gradient(parameters, e.inputs[row], e.goals[row])
                total = [t + g for t, g in zip(total, gradient, strict=True)]
            share = (0.5 if e.rule == "delta" else 1.0) / (len(batch) if e.reduce == "mean" else 1)
            parameters = [p - e.alpha * share * t for p, t in zip(parameters, total, strict=True)]
            found.append(parameters)
            if len(found) == updates:
                return found
        epoch += 1
