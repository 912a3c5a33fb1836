"""Long computations in pieces, so that whoever waits for one can let others have their turn.

A computation is a generator that yields between its pieces and returns its result.
"""

from collections.abc import Generator, Iterator
from typing import TypeVar

Result = TypeVar("Result")
Pieces = Generator[None, None, Result]

PIECE = 2**20
"""Multiplications that a piece may take where it can be divided: about a millisecond."""


def whole(pieces: Pieces[Result]) -> Result:
    """Compute all pieces at once and give the result."""
    while True:
        try:
            next(pieces)
        except StopIteration as ended:
            result: Result = ended.value
            return result


def parts(total: int, price: int) -> Iterator[slice]:
    """Cut `total` things of so many multiplications each into slices of one piece, at least one."""
    size = max(1, PIECE // max(1, price))
    for at in range(0, total, size):
        yield slice(at, min(at + size, total))
