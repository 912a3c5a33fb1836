"""Turns on the event loop."""

import asyncio

import pytest

from app.insight.pieces import Pieces
from app.live.turns import Turn, in_turns
from tests.support.turns import beside


def counting(n: int) -> Pieces[int]:
    for _ in range(n):
        yield
    return n


async def pauses(n: int) -> list[bool]:
    turn = Turn()
    return [await turn.pause_if_over() for _ in range(n)]


def test_a_turn_goes_on_until_its_slice_is_used_up(monkeypatch: pytest.MonkeyPatch) -> None:
    now = iter([0.0, 0.003, 0.005, 0.005, 0.008, 0.0095, 0.0095])
    monkeypatch.setattr("app.live.turns.monotonic", lambda: next(now))
    assert asyncio.run(pauses(4)) == [False, True, False, True]


def test_others_have_their_turn_between_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.live.turns.SLICE", -1.0)
    result, turns = asyncio.run(beside(in_turns(counting(30))))
    assert result == 30
    assert turns >= 29


def test_short_work_holds_nobody_up_and_is_not_held_up() -> None:
    result, turns = asyncio.run(beside(in_turns(counting(3))))
    assert result == 3
    assert turns <= 1
