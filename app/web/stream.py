"""A run that is being watched as server-sent events: `frame`, `replay` and, last, `end`."""

from collections.abc import AsyncGenerator, Mapping
from contextlib import aclosing
from types import MappingProxyType

from fastapi.responses import StreamingResponse
from starlette.types import Receive, Scope, Send

from app.insight.frame import End, Frame, ending
from app.live.house import Place
from app.live.job import Tick
from app.live.look import Viewer
from app.live.show import Event, Finish, Part, Replay
from app.web.wire import event

STREAM_HEADERS = {"Cache-Control": "no-cache", "X-Accel-Buffering": "no"}
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
                end = await viewer.share.in_turns(ending(seen.moment, viewer.options))
                yield event("end", end, seen.moment.step)


class EventStream(StreamingResponse):
    """A stream as an answer; it gives its place back however it comes to its end."""

    def __init__(self, messages: AsyncGenerator[bytes], place: Place) -> None:
        super().__init__(messages, headers=STREAM_HEADERS, media_type="text/event-stream")
        self._messages, self._place = messages, place

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the messages, for as long as somebody listens."""
        try:
            await super().__call__(scope, receive, send)
        finally:
            self._place.leave()
            await self._messages.aclose()
