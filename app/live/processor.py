"""The processor's time, shared by what each has used of it: who has needed little comes first.

Whoever computes asks for a turn before every stretch of a few milliseconds. A turn ends by itself
where its holder waits for anything, so nobody can keep it, and the event loop looks after everyone
else between two turns.
"""

import asyncio
from collections import deque
from heapq import heappop, heappush
from itertools import count
from math import exp
from time import monotonic, thread_time
from typing import TypeVar
from weakref import WeakSet

from app.insight.pieces import Pieces
from app.live.punctuality import Punctuality

SLICE = 0.004
"""Seconds of computing before others get their turn."""
MEMORY = 2.0
"""Seconds after which what was used counts for 1/e."""
KNOWN = 5.0
"""Seconds after which it is known how much somebody takes."""
ENTITLED = 1 / 64
"""The part of the processor that each can count on, however many are here; who uses more gets what
the others leave, and may be late."""
LEFT_OVER = 4
"""Of so many turns one is for those who have taken more than that, whoever else waits."""

Result = TypeVar("Result")
Waiting = list[tuple[float, int, "Share"]]
"""Those who wait, the next first: what they used, when they came, and who they are."""


class Share:
    """What one job, or one viewer, has used of the processor.

    Parameters
    ----------
    processor
        Whose time it is.
    entitled
        The part of it that this share can count on, 0 … 1; 0 for what takes any time there is.
    expected
        The part of it that it is thought to take, 0 … 1, until `KNOWN` seconds have shown it.
    """

    def __init__(self, processor: "Processor", entitled: float, expected: float) -> None:
        self._processor, self._entitled = processor, entitled
        self.expected, self._made = expected, monotonic()
        self._seconds, self._at = 0.0, self._made
        self.line: deque[asyncio.Future[None]] = deque()
        """Those who wait to compute for it, the first first: one after the other."""
        self.tag = 0.0
        """Seconds used; where it was greedy, not less than those of the one served before it."""

    @property
    def used(self) -> float:
        """The part of the processor that it has used lately, 0 … 1."""
        return self._seconds * exp((self._at - monotonic()) / MEMORY) / MEMORY

    @property
    def claim(self) -> float:
        """The part of the processor that is to be kept for it, 0 … 1."""
        wanted = self.used if self.known else max(self.used, self.expected)
        return min(wanted, self._entitled)

    @property
    def known(self) -> bool:
        """Whether it has been here for long enough to tell what it takes."""
        return monotonic() >= self._made + KNOWN

    @property
    def greedy(self) -> bool:
        """Whether it has taken more than it can count on."""
        return self.used >= self._entitled

    @property
    def rank(self) -> tuple[bool, float]:
        """Who is served before whom: who is not greedy, and then who has used least."""
        greedy = self.greedy
        return greedy, max(self.tag, self._processor.served) if greedy else self.used

    def note(self, late: float) -> None:
        """Say how many seconds late it was; that counts where it took no more than its due."""
        if not self.greedy:
            self._processor.punctuality.note(late)

    async def turn(self) -> bool:
        """Go on where this turn is not over, else wait for the next; tell whether that was so.

        From then on a few milliseconds may be computed, until something is waited for.
        """
        waiting = self._processor.ask(self)
        if waiting is None:
            return False
        await waiting
        self._processor.begin(self)
        return True

    async def in_turns(self, pieces: Pieces[Result]) -> Result:
        """Compute all pieces and give the result; between pieces others may have their turn."""
        while True:
            await self.turn()
            try:
                next(pieces)
            except StopIteration as ended:
                result: Result = ended.value
                return result

    def charge(self, seconds: float, now: float) -> None:
        """Add what a turn has taken, which ended now."""
        self.tag += seconds
        self._seconds = self._seconds * exp((self._at - now) / MEMORY) + seconds
        self._at = now


class Processor:
    """One processor, and who waits for it.

    Notes
    -----
    Who has lately taken no more than they can count on comes first, but for one turn of
    `LEFT_OVER`, so that there is always something left for the others. They share what is left
    by start-time fair queueing (Goyal, Vin, Cheng 1996): who has used least is served, and nobody
    is credited for the time in which they wanted nothing.
    """

    def __init__(self) -> None:
        self._shares: WeakSet[Share] = WeakSet()
        self._waiting: tuple[Waiting, Waiting] = ([], [])
        self._order, self._given = count(), count()
        self.served = 0.0
        self._holder: Share | None = None
        self._since, self._spent, self._alone = 0.0, 0.0, True
        self._looked_after: asyncio.AbstractEventLoop | None = None
        self.punctuality = Punctuality()

    def share(self, entitled: float = ENTITLED, expected: float = 0.0) -> Share:
        """Give a new share, which counts as long as somebody holds it."""
        share = Share(self, entitled, expected)
        self._shares.add(share)
        return share

    @property
    def claimed(self) -> float:
        """The part of the processor that is to be kept for those who are here."""
        return sum(share.claim for share in self._shares)

    @property
    def typical(self) -> float:
        """What those claim of whom something was expected and is known; 0 where there are none."""
        known = [share.claim for share in self._shares if share.expected and share.known]
        return sum(known) / len(known) if known else 0.0

    def ask(self, share: Share) -> asyncio.Future[None] | None:
        """Give None where a share's turn is now, else what it has to wait for."""
        if self._holder is share and monotonic() - self._since <= SLICE:
            return None
        loop = asyncio.get_running_loop()
        if self._looked_after is not loop:
            self.begin(share)
            self._alone, self._looked_after = False, loop
            loop.call_soon(self._next, loop)
            return None
        self._end()
        mine = loop.create_future()
        share.line.append(mine)
        if len(share.line) == 1:
            self._queue(share)
        return mine

    def begin(self, share: Share) -> None:
        """Let a share's turn begin now."""
        share.tag = max(share.tag, self.served) if share.greedy else self.served
        self.served = share.tag
        self._holder, self._alone = share, True
        self._since, self._spent = monotonic(), thread_time()

    def _end(self) -> None:
        """Charge the turn that was: whoever else runs knows that its holder waits."""
        if self._holder is not None:
            took = thread_time() - self._spent
            self._holder.charge(took if self._alone else min(took, SLICE), monotonic())
            self._holder = None

    def _next(self, loop: asyncio.AbstractEventLoop) -> None:
        """Pass the turn on, once the event loop has been round."""
        self._end()
        modest, greedy = self._waiting
        while modest or greedy:
            left = next(self._given) % LEFT_OVER == 0
            *_, share = heappop(greedy if greedy and (left or not modest) else modest)
            coming = share.line.popleft()
            if share.line:
                self._queue(share)
            if coming.get_loop() is loop and not coming.done():
                coming.set_result(None)
                loop.call_soon(self._next, loop)
                return
        self._looked_after = None

    def _queue(self, share: Share) -> None:
        """Let a share wait for the next turn of the first in its line."""
        greedy, used = share.rank
        heappush(self._waiting[greedy], (used, next(self._order), share))
