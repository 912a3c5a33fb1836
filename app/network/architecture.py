"""The shape of a network, and its parameters as one flat vector."""

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from app.network.arrays import FloatArray


@dataclass(frozen=True)
class Architecture:
    """How many units stand in each layer, how they answer, and how the answers are measured.

    Attributes
    ----------
    sizes
        Units a layer: inputs first, then the hidden layers, outputs last; each at least 1.
    activations
        One name a layer after the inputs, of `app.network.activations.ACTIVATIONS`.
    bias
        True where every unit after the inputs has a bias.
    loss
        What its answers are measured by: a name of `app.network.losses.LOSSES`.

    Notes
    -----
    Parameters stand in flat order: layer by layer, unit by unit, its incoming weights in input
    order, then its bias. So a layer's slice is a matrix (units, incoming + 1) whose last column
    holds the biases, and z = matrix · [activations; 1].
    """

    sizes: tuple[int, ...]
    activations: tuple[str, ...]
    bias: bool
    loss: str = "squared"

    @cached_property
    def shapes(self) -> list[tuple[int, int]]:
        """(units, incoming weights and bias) of each layer after the inputs."""
        return [(units, incoming + self.bias) for incoming, units in pairwise(self.sizes)]

    @cached_property
    def n_parameters(self) -> int:
        """Weights and biases in all."""
        return sum(units * incoming for units, incoming in self.shapes)

    @cached_property
    def n_units(self) -> int:
        """Units in all, inputs left out."""
        return sum(self.sizes[1:])

    def matrices(self, parameters: FloatArray) -> list[FloatArray]:
        """Give one view (…, units, incoming + bias) a layer of parameters (…, n_parameters)."""
        views, at = [], 0
        for units, incoming in self.shapes:
            flat = parameters[..., at : at + units * incoming]
            views.append(flat.reshape(*parameters.shape[:-1], units, incoming))
            at += units * incoming
        return views

    @cached_property
    def unit_names(self) -> list[list[str]]:
        """Names a layer: x1…, then h1… (h2.3 where there are several hidden layers), then o1…."""
        hidden = self.sizes[1:-1]
        names = [[f"x{unit + 1}" for unit in range(self.sizes[0])]]
        for layer, units in enumerate(hidden, start=1):
            stem = f"h{layer}." if len(hidden) > 1 else "h"
            names.append([f"{stem}{unit + 1}" for unit in range(units)])
        return [*names, [f"o{unit + 1}" for unit in range(self.sizes[-1])]]

    @cached_property
    def parameter_names(self) -> list[str]:
        """Names in flat order: `to.from` for a weight, as h1.x2, and `to.b` for a bias."""
        return [
            f"{to}.{source}"
            for sources, targets in pairwise(self.unit_names)
            for to in targets
            for source in [*sources, *(["b"] if self.bias else [])]
        ]

    @cached_property
    def places(self) -> dict[str, int]:
        """Where in flat order each parameter stands, by its name."""
        return {name: place for place, name in enumerate(self.parameter_names)}
