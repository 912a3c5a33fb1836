"""Fewer points for a picture, chosen from the true ones; none is averaged or made up."""

import numpy as np

from app.network.arrays import FloatArray


def thinned(values: FloatArray, most: int) -> list[int]:
    """Choose at most `most` indexes of a series, extremes kept, the last one always.

    Parameters
    ----------
    values
        (n,), finite.
    most
        At least 2.

    Notes
    -----
    The series is cut into most // 2 parts of equal length; each gives its lowest and its highest.
    """
    n = len(values)
    if n <= most:
        return list(range(n))
    edges = np.linspace(0, n, most // 2 + 1).astype(int)
    chosen = {n - 1}
    for low, high in zip(edges[:-1], edges[1:], strict=True):
        part = values[low:high]
        chosen |= {low + int(part.argmin()), low + int(part.argmax())}
    ordered = sorted(chosen)
    return ordered if len(ordered) <= most else ordered[:-2] + ordered[-1:]


def spread(n: int, most: int) -> list[int]:
    """Choose at most `most` of the indexes 0 … n - 1, evenly, the last one always."""
    if n <= most:
        return list(range(n))
    return sorted({n - 1 - (k * n) // most for k in range(most)})
