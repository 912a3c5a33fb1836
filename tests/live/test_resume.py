"""What may be computed for one answer."""

import pytest

from app.live.resume import visits
from tests.support.addresses import experiment


@pytest.mark.parametrize(
    ("query", "updates", "expected"),
    [
        ("inputs=1;2;3&goals=1;2;3", 4, 4),
        ("inputs=1;2;3&goals=1;2;3&batch=full", 4, 12),
        ("inputs=1;2;3&goals=1;2;3&epochs=2", 999, 6),
        ("inputs=1,2&goals=1&derivative=numerical", 10, 10 * (1 + 2 * 2)),
    ],
)
def test_work_is_counted_in_rows(query: str, updates: int, expected: int) -> None:
    assert visits(experiment(query), updates) == expected
