"""An optimizer with a memory, for tests of what carries it."""

from collections.abc import Sequence
from types import MappingProxyType

import numpy as np
import pytest

from app.network.arrays import Call, FloatArray
from app.network.optimizers import OPTIMIZERS, Optimizer

SHARE = np.array(0.5)
PATCHED = ("app.network.optimizers", "app.run.numpy_engine", "app.run.run", "tests.support.engines")


def _calls(
    alpha: FloatArray, gradient: FloatArray, parameters: FloatArray, memory: Sequence[FloatArray]
) -> list[Call]:
    """Give v = 0.5 v + gradient, then parameter - alpha v: Polyak 1964, the heavy ball."""
    (velocity,) = memory
    return [
        (np.multiply, (velocity, SHARE, velocity)),
        (np.add, (velocity, gradient, velocity)),
        (np.copyto, (gradient, velocity)),
        *OPTIMIZERS["sgd"].calls(alpha, gradient, parameters, ()),
    ]


MOMENTUM = Optimizer("momentum", _calls, memory=(0.0,))


def with_momentum(monkeypatch: pytest.MonkeyPatch) -> None:
    """Put it into the registry, as a new entry would be."""
    registry = MappingProxyType({**OPTIMIZERS, MOMENTUM.name: MOMENTUM})
    for module in PATCHED:
        monkeypatch.setattr(f"{module}.OPTIMIZERS", registry)
