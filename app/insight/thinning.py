"""Fewer points for a picture, chosen from the true ones; none is averaged or made up."""

from itertools import pairwise

from app.network.arrays import FloatArray


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
    edges = [(part * n) // ((most - 1) // 2) for part in range((most - 1) // 2 + 1)]
    chosen = {n - 1}
    for low, high in pairwise(edges):
        part = values[low:high]
        chosen |= {low + int(part.argmin()), low + int(part.argmax())}
    return sorted(chosen)


def spread(n: int, most: int) -> list[int]:
    """Choose at most `most` of the indexes 0 … n - 1, evenly, the last one always."""
    if n <= most:
        return list(range(n))
    return sorted({n - 1 - (k * n) // most for k in range(most)})
