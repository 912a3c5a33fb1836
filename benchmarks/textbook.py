"""Training as a textbook writes it: a matrix and a bias vector a layer, new arrays at every step.

It is what the engine is measured against, so it is written to be read, and as fast as such code is.
"""

from collections.abc import Callable, Mapping

import numpy as np

from app.experiment import Experiment
from app.network.arrays import BoolArray, FloatArray

FUNCTIONS: Mapping[str, Callable[[FloatArray], FloatArray]] = {
    "relu": lambda z: np.maximum(z, 0),
    "sigmoid": lambda z: 1 / (1 + np.exp(-z)),
    "tanh": np.tanh,
}
SLOPES: Mapping[str, Callable[[FloatArray], FloatArray | BoolArray]] = {
    "relu": lambda a: a > 0,
    "sigmoid": lambda a: a * (1 - a),
    "tanh": lambda a: 1 - a * a,
}
"""The derivative, from the activation's own output. Linear has neither function nor slope."""


class Textbook:
    """The network of an experiment, at its start; rows stand along the first axis."""

    def __init__(self, experiment: Experiment) -> None:
        network = experiment.architecture
        incoming = network.sizes[:-1]
        matrices = network.matrices(experiment.start())
        self.bias = network.bias
        self.weights = [m[:, :n].T.copy() for m, n in zip(matrices, incoming, strict=True)]
        self.biases = [m[:, -1].copy() if self.bias else np.empty(0) for m in matrices]
        self.activations = network.activations
        self.inputs, self.goals = np.array(experiment.inputs), np.array(experiment.goals)
        self.alpha, self.batch = experiment.alpha, experiment.batch_rows
        factor = 2.0 if experiment.rule == "gradient" else 1.0
        self.factor = factor / self.batch if experiment.reduce == "mean" else factor

    def train(self, epochs: int) -> None:
        """Train for so many epochs, rows in the order given; the batch must divide the rows."""
        for _ in range(epochs):
            for at in range(0, len(self.inputs), self.batch):
                self.update(self.inputs[at : at + self.batch], self.goals[at : at + self.batch])

    def update(self, inputs: FloatArray, goals: FloatArray) -> None:
        """Change the weights once: forward, backward, gradient descent."""
        layers = self.forward(inputs)
        delta = self.factor * (layers[-1] - goals)
        for at in reversed(range(len(self.weights))):
            if self.activations[at] != "linear":
                delta = delta * SLOPES[self.activations[at]](layers[at + 1])
            below = delta @ self.weights[at].T if at > 0 else delta
            self.weights[at] -= self.alpha * (layers[at].T @ delta)
            if self.bias:
                self.biases[at] -= self.alpha * delta.sum(axis=0)
            delta = below

    def forward(self, inputs: FloatArray) -> list[FloatArray]:
        """Give what stands in each layer, inputs first."""
        layers = [inputs]
        for weights, biases, name in zip(self.weights, self.biases, self.activations, strict=True):
            z = layers[-1] @ weights
            if self.bias:
                z = z + biases
            layers.append(z if name == "linear" else FUNCTIONS[name](z))
        return layers

    def parameters(self) -> FloatArray:
        """Give all parameters in the product's flat order, (n_parameters,)."""
        rows = [
            np.vstack([w, b]) if self.bias else w
            for w, b in zip(self.weights, self.biases, strict=True)
        ]
        return np.concatenate([layer.T.ravel() for layer in rows])
