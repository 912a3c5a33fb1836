"""Forward and backward through a network, as a list of ready calls on ready buffers.

A worked example, held by tests/network/test_passes.py: 2-2-1, sigmoid, all weights 1, biases 0,
the row x = (-2, -1) with goal 1. Forward: h1 = h2 = f(-3) = 0.0474, o1 = f(0.0948) = 0.524.
Backward: ∂L/∂o1 = 2 (0.524 - 1) = -0.952; times o1's slope 0.249 and the weight 1 reaches h1; times
h1's slope 0.0452 and x1 = -2 gives ∂L/∂(h1.x1) = 0.0215.
"""

from functools import cached_property

import numpy as np

from app.network.activations import ACTIVATIONS
from app.network.architecture import Architecture
from app.network.arrays import Call, FloatArray, perform
from app.network.losses import LOSSES
from app.network.products import EXACT_RUNS, Products


class Pass:
    """One forward and backward pass over a batch of fixed size.

    Parameters
    ----------
    architecture
        The network's shape.
    parameters
        (n_parameters,) or (runs, n_parameters). Kept, not copied: each pass reads what stands
        there at the time.
    rows
        Rows in the batch, at least 1.
    products
        How to multiply; must suit the number of axes of `parameters`.

    Attributes
    ----------
    table
        (n_inputs + bias + n_outputs, rows), to be filled before a pass: inputs, a line of ones
        where there are biases, goals. Shared by all runs.
    """

    def __init__(
        self, architecture: Architecture, parameters: FloatArray, rows: int, products: Products
    ) -> None:
        runs, bias = parameters.shape[:-1], int(architecture.bias)
        self.n_inputs = architecture.sizes[0]
        self.table = np.ones((self.n_inputs + bias + architecture.sizes[-1], rows))
        self.goals = self.table[self.n_inputs + bias :]
        self.parameters = parameters
        self._architecture = architecture
        self._weights = architecture.matrices(parameters)
        # Below each layer stand the activations it reads, with a line of ones for the bias.
        hidden = architecture.sizes[1:-1]
        self._below = [self.table[: self.n_inputs + bias]]
        self._below += [products.ones(*runs, units + bias, rows) for units in hidden]
        self.prediction = products.ones(*runs, architecture.sizes[-1], rows)
        self._above = [
            block[..., :units, :] for block, units in zip(self._below[1:], hidden, strict=True)
        ]
        self._above.append(self.prediction)
        self._activations = [ACTIVATIONS[name] for name in architecture.activations]
        self._loss, self._output = LOSSES[architecture.loss], architecture.activations[-1]
        keeps = [activation.needs_z for activation in self._activations]
        keeps[-1] |= self._loss.needs_z
        self._sums = [
            products.ones(*a.shape) if kept else a
            for a, kept in zip(self._above, keeps, strict=True)
        ]
        self._products = products
        self.forward_calls = self._forward()

    @cached_property
    def gradient(self) -> FloatArray:
        """As `parameters`: after a backward pass the gradient of the summed row errors."""
        return self._products.ones(*self.parameters.shape)

    @cached_property
    def _deltas(self) -> list[FloatArray]:
        return [self._products.ones(*a.shape) for a in self._above]

    def _forward(self) -> list[Call]:
        """Collect the calls of z = W·[a; 1], then a = f(z), layer by layer."""
        calls: list[Call] = []
        for weights, below, z, a, activation in zip(
            self._weights, self._below, self._sums, self._above, self._activations, strict=True
        ):
            calls.append(self._products.forward(weights, below, z))
            calls += activation.forward(z, a)
        return calls

    def backward_calls(self, *, halved: bool = False) -> list[Call]:
        """Collect the calls that turn a forward pass into `gradient`.

        Parameters
        ----------
        halved
            False: of the row error. True: of half of it, as the book's delta rule.

        Notes
        -----
        ∂E/∂a of the outputs is the loss's; each layer turns it into ∂E/∂z, takes ∂E/∂z·aᵀ as its
        gradient and hands Wᵀ·∂E/∂z to the layer below.

        References
        ----------
        Rumelhart, Hinton and Williams 1986, "Learning representations by back-propagating errors",
        https://doi.org/10.1038/323533a0; Goodfellow, Bengio and Courville 2016, Deep Learning,
        section 6.5, https://www.deeplearningbook.org.
        """
        outputs = (self._sums[-1], self.prediction, self.goals, self._deltas[-1], halved)
        fused = self._loss.fused.get(self._output)
        calls = (fused or self._loss.delta)(*outputs)
        gradients = self._architecture.matrices(self.gradient)
        for layer in reversed(range(len(self._above))):
            delta = self._deltas[layer]
            if not fused or layer < len(self._above) - 1:
                z, a = self._sums[layer], self._above[layer]
                calls += self._activations[layer].backward(z, a, delta)
            calls.append(self._products.gradient(delta, self._below[layer], gradients[layer]))
            if layer > 0:
                weights = self._weights[layer][..., : self._above[layer - 1].shape[-2]]
                calls.append(self._products.back(weights, delta, self._deltas[layer - 1]))
        return calls

    def activations(self) -> list[FloatArray]:
        """Copy what stands in each layer, inputs first: (n_inputs, rows), (…, units, rows), …."""
        inputs = self.table[: self.n_inputs]
        return [np.array(layer, order="C") for layer in (inputs, *self._above)]

    def deltas(self) -> list[FloatArray]:
        """Copy ∂E/∂z of each layer after the inputs, (…, units, rows), after a backward pass."""
        return [np.array(layer, order="C") for layer in self._deltas]

    def pulls(self) -> FloatArray:
        """Give the sum over the rows of the absolute gradient of each, as `gradient`.

        For the last backward pass; where it is larger than `gradient`, rows pull against each
        other.
        """
        with np.errstate(over="ignore", invalid="ignore"):
            layers = [
                np.abs(delta) @ np.swapaxes(np.abs(below), -1, -2)
                for delta, below in zip(self._deltas, self._below, strict=True)
            ]
        flat = [layer.reshape(*self.gradient.shape[:-1], -1) for layer in layers]
        return np.concatenate(flat, axis=-1)

    def row_errors(self) -> FloatArray:
        """Give the error of each row by the loss, (…, rows), for the last forward pass."""
        with np.errstate(over="ignore", invalid="ignore"):
            return self._measured()

    def mean_loss(self) -> FloatArray:
        """Give the mean of the row errors, (…), for the last forward pass."""
        with np.errstate(over="ignore", invalid="ignore"):
            errors = self._measured()
            means: FloatArray = np.add.reduce(errors, axis=-1) / errors.shape[-1]
            return means

    def _measured(self) -> FloatArray:
        return self._loss.errors(self._sums[-1], self.prediction, self.goals)


def forward(architecture: Architecture, parameters: FloatArray, table: FloatArray) -> Pass:
    """Run every row of the table forward and give the pass.

    Parameters
    ----------
    parameters
        (n_parameters,) or (runs, n_parameters).
    table
        (n_inputs + bias + n_outputs, rows), as `Pass.table`.

    Notes
    -----
    A network computed alone and among others has the same bits: both go through `EXACT_RUNS`.
    """
    given = np.atleast_2d(parameters)
    runs = EXACT_RUNS.ones(*given.shape)
    runs[...] = given
    result = Pass(architecture, runs, table.shape[1], EXACT_RUNS)
    result.table[...] = table
    with np.errstate(over="ignore", invalid="ignore"):
        perform(result.forward_calls)
    return result


def backward(
    architecture: Architecture, parameters: FloatArray, table: FloatArray, *, halved: bool = False
) -> Pass:
    """Run every row forward and backward; `gradient` is then of their summed row errors.

    Parameters are as for `forward`; `halved` as for `Pass.backward_calls`.
    """
    result = forward(architecture, parameters, table)
    with np.errstate(over="ignore", invalid="ignore"):
        perform(result.backward_calls(halved=halved))
    return result
