"""Long computations in pieces."""

import pytest

from app.insight.pieces import PIECE, Pieces, parts, whole


def counting(n: int) -> Pieces[int]:
    for _ in range(n):
        yield
    return n


@pytest.mark.parametrize("n", [0, 1, 5])
def test_all_pieces_together_give_the_result(n: int) -> None:
    assert whole(counting(n)) == n


@pytest.mark.parametrize(
    ("price", "largest"), [(1, 62), (PIECE // 10, 10), (PIECE, 1), (9 * PIECE, 1)]
)
def test_a_piece_takes_what_it_may_and_at_least_one(price: int, largest: int) -> None:
    cut = list(parts(62, price))
    assert [n for part in cut for n in range(62)[part]] == list(range(62))
    assert max(part.stop - part.start for part in cut) == largest
