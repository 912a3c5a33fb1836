"""How a gradient moves the parameters: one entry each.

An optimizer may remember something from update to update; what it remembers is part of a run's
state, goes into its checkpoints, and so a resumed run has the bits of one never interrupted. To
add one, add an entry: address, API, documents and tests find it by themselves.

References
----------
Rumelhart, Hinton and Williams 1986, "Learning representations by back-propagating errors".
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from app.network.arrays import Call, FloatArray


@dataclass(frozen=True, slots=True)
class Optimizer:
    """One rule of descent.

    Attributes
    ----------
    name
        The word used in addresses.
    calls
        `calls(alpha, gradient, parameters, memory)`: the calls of one update, which may overwrite
        the gradient. alpha is () or, like the others, as the parameters; memory has one array a
        slot.
    memory
        What each slot holds before the first update; every slot is as large as the parameters.
    """

    name: str
    calls: Callable[[FloatArray, FloatArray, FloatArray, Sequence[FloatArray]], list[Call]]
    memory: tuple[float, ...] = ()


def _sgd(
    alpha: FloatArray, gradient: FloatArray, parameters: FloatArray, _memory: Sequence[FloatArray]
) -> list[Call]:
    """Give parameter - alpha * gradient, multiplied in that order: the last digit depends on it."""
    return [
        (np.multiply, (alpha, gradient, gradient)),
        (np.subtract, (parameters, gradient, parameters)),
    ]


OPTIMIZERS: Mapping[str, Optimizer] = MappingProxyType(
    {entry.name: entry for entry in (Optimizer("sgd", _sgd),)}
)
