"""A run that is being watched as server-sent events: `frame`, `replay` and, last, `end`."""

from collections.abc import AsyncGenerator, Mapping
from contextlib import aclosing
from types import MappingProxyType

from app.insight.frame import End, Frame, ending
from app.live.job import Tick
from app.live.look import Viewer
from app.live.show import Event, Finish, Part, Replay
from app.live.turns import in_turns
from app.web.wire import event

EVENTS: Mapping[str, type] = MappingProxyType({"frame": Frame, "replay": Replay, "end": End})
"""Name of each event → what it carries."""


async def stream(
    events: AsyncGenerator[Event], part: Part, viewer: Viewer, *, fresh: bool
) -> AsyncGenerator[bytes]:
    """Write what a viewer sees of a show; without an `end` the listener comes back.

    `fresh` is False where the listener has the frame of the beginning already.
    """
    async with aclosing(events):
        async for seen in events:
            if isinstance(seen, Replay):
                yield event("replay", seen)
            elif isinstance(seen, Tick):
                step = seen.moment.step
                if fresh or step != part.start:
                    last = seen.moment.status != "running" or step >= part.stop
                    yield event("frame", await viewer.look(seen, last=last), step)
                fresh = True
            elif isinstance(seen, Finish):
                end = await in_turns(ending(seen.moment, viewer.options))
                yield event("end", end, seen.moment.step)
