"""Fewer points for a picture, chosen from the true ones; none is averaged or made up."""

from functools import lru_cache

import numpy as np

from app.network.arrays import FloatArray, IntArray


def thinned(values: FloatArray, most: int) -> list[int]:
    """Choose at most `most` indexes of a series, extremes kept, the last one always.

    Parameters
    ----------
    values
        (n,), finite.
    most
        At least 3.

    Notes
    -----
    The series is cut into (most - 1) // 2 parts of equal length; each gives its lowest and its
    highest.
    """
    n = len(values)
    if n <= most:
        return list(range(n))
    parts = _parts(n, (most - 1) // 2)
    cut, firsts = values[parts], parts[:, 0]
    lowest, highest = firsts + cut.argmin(axis=1), firsts + cut.argmax(axis=1)
    return sorted({n - 1, *lowest.tolist(), *highest.tolist()})


@lru_cache(maxsize=16)
def _parts(n: int, count: int) -> IntArray:
    """Give the indexes of `count` parts of a series, a line each; the last fills up shorter ones.

    Shape (count, longest part), of `n` indexes of at least `count`.
    """
    edges = np.arange(count + 1) * n // count
    firsts, lasts = edges[:-1, np.newaxis], edges[1:, np.newaxis] - 1
    parts: IntArray = np.minimum(firsts + np.arange(int((lasts - firsts).max()) + 1), lasts)
    return parts


def spread(n: int, most: int) -> list[int]:
    """Choose at most `most` of the indexes 0 … n - 1, evenly, the last one always."""
    if n <= most:
        return list(range(n))
    return sorted({n - 1 - (k * n) // most for k in range(most)})
