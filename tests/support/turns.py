"""Counting the turns that others get while something computes."""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

Result = TypeVar("Result")


async def beside(work: Coroutine[Any, Any, Result]) -> tuple[Result, int]:
    """Do some work, and tell how often another task had its turn meanwhile."""
    turns = 0

    async def other() -> None:
        nonlocal turns
        while True:
            await asyncio.sleep(0)
            turns += 1

    background = asyncio.create_task(other())
    try:
        return await work, turns
    finally:
        background.cancel()
