"""What notices mean: one text for each, true of the watch as it is."""

from typing import get_args

from app.insight.notices import NOTICES
from app.run.watch import FITTED, OUT_OF_HAND_FACTOR, OUT_OF_HAND_RISES, STUCK_EPOCHS, Notice


def test_every_notice_has_its_words() -> None:
    words = [word for kind in get_args(Notice) for word in get_args(kind)]
    assert list(NOTICES) == words


def test_the_words_have_the_numbers_of_the_watch() -> None:
    assert f"rose {OUT_OF_HAND_RISES} times" in NOTICES["out of hand"]
    assert f"more than {OUT_OF_HAND_FACTOR:g} times" in NOTICES["out of hand"]
    assert f"{STUCK_EPOCHS} epochs" in NOTICES["stuck"]
    assert "a whole epoch" in NOTICES["at rest"]
    assert f"within {100 * (FITTED - 1):.0f}% of the lowest" in NOTICES["fitted"]
