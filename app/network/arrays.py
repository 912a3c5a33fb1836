"""The array types, and a NumPy call that is ready to be made."""

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]
Call = tuple[Callable[..., object], tuple[Any, ...]]

ZERO, ONE, TWO = (np.array(number) for number in (0.0, 1.0, 2.0))


def perform(calls: Iterable[Call]) -> None:
    """Make the calls one after the other."""
    for call, arguments in calls:
        call(*arguments)
