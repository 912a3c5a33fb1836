"""Turns on the event loop: whoever computes for long lets the others have theirs."""

import asyncio
from time import monotonic
from typing import TypeVar

from app.insight.pieces import Pieces

SLICE = 0.004
"""Seconds of computing before others get their turn."""

HANDS = 4
"""Hands through which word goes that a client has left, or that a timer has rung, until it reaches
who waits for it: each takes a turn of the event loop."""

Result = TypeVar("Result")


class Turn:
    """One task's turn, from now on."""

    def __init__(self) -> None:
        self._began = monotonic()

    async def pause_if_over(self) -> bool:
        """Let the others go first where the turn has lasted for a slice; tell whether it had."""
        if monotonic() - self._began <= SLICE:
            return False
        for _ in range(HANDS):
            await asyncio.sleep(0)
        self._began = monotonic()
        return True


async def in_turns(pieces: Pieces[Result]) -> Result:
    """Compute all pieces and give the result; between pieces others may have their turn."""
    turn = Turn()
    while True:
        try:
            next(pieces)
        except StopIteration as ended:
            result: Result = ended.value
            return result
        await turn.pause_if_over()
