"""The three matrix products of a network, in the way that is fastest for so many runs.

Measured (benchmarks/): `dot` costs half of `matmul` for a single tiny run; for many runs one
`einsum` with the runs innermost in memory beats `matmul`, which pays for every run anew. `matmul`
gives a run the same bits however many runs stand beside it, so it computes what is reported.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from math import prod

import numpy as np

from app.network.arrays import Call, FloatArray


def _turned(matrix: FloatArray) -> FloatArray:
    return np.swapaxes(matrix, -1, -2)


@dataclass(frozen=True, slots=True)
class Products:
    """Ready calls for z = W·a, gradient = delta·aᵀ and Wᵀ·delta, and how buffers lie in memory.

    With W (…, units, incoming), a (…, incoming, rows), z and delta (…, units, rows).
    """

    forward: Callable[[FloatArray, FloatArray, FloatArray], Call]
    gradient: Callable[[FloatArray, FloatArray, FloatArray], Call]
    back: Callable[[FloatArray, FloatArray, FloatArray], Call]
    runs_innermost: bool = False
    runs_aligned: bool = False

    def ones(self, *shape: int) -> FloatArray:
        """Give a buffer of ones whose first axis, the runs, is innermost where that is faster.

        Where runs are aligned, each begins at a multiple of 16 bytes: old BLAS kernels sum in
        another order where it does not.
        """
        if self.runs_aligned:
            size = prod(shape[1:])
            return np.ones((shape[0], size + size % 2))[:, :size].reshape(shape)
        if self.runs_innermost:
            return np.moveaxis(np.ones((*shape[1:], shape[0])), -1, 0)
        return np.ones(shape)


ONE_RUN = Products(
    forward=lambda w, a, z: (w.dot, (a, z)),
    gradient=lambda d, a, g: (d.dot, (a.T, g)),
    back=lambda w, d, e: (w.T.dot, (d, e)),
)
"""One run, parameters (n_parameters,)."""

EXACT_RUNS = Products(
    forward=lambda w, a, z: (np.matmul, (w, a, z)),
    gradient=lambda d, a, g: (np.matmul, (d, _turned(a), g)),
    back=lambda w, d, e: (np.matmul, (_turned(w), d, e)),
    runs_aligned=True,
)
"""Parameters (runs, n_parameters); each run's bits do not depend on the other runs."""


def _einsum(subscripts: str, summed: int) -> Callable[[FloatArray, FloatArray, FloatArray], Call]:
    """Sum over one axis of the left array; where it holds one number only, just multiply."""

    def call(left: FloatArray, right: FloatArray, out: FloatArray) -> Call:
        right = np.broadcast_to(right, (left.shape[0], *right.shape[-2:]))  # inputs are shared
        if left.shape[summed] > 1:
            return partial(np.einsum, subscripts, left, right, out=out), ()
        if subscripts == "rob,rib->roi":
            return np.multiply, (left, _turned(right), out)
        return np.multiply, (_turned(left) if summed == -2 else left, right, out)

    return call


MANY_RUNS = Products(
    forward=_einsum("roi,rib->rob", summed=-1),
    gradient=_einsum("rob,rib->roi", summed=-1),
    back=_einsum("roi,rob->rib", summed=-2),
    runs_innermost=True,
)
"""Parameters (runs, n_parameters) with the runs innermost in memory; fastest for many runs."""
