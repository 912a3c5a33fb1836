"""What a request for a stretch of a run asks for, and whether it may; and how it is written."""

from collections.abc import AsyncGenerator, Iterator
from contextlib import aclosing

from app.fields import as_dict
from app.live.past import Past, history_work
from app.live.processor import Share
from app.network.arrays import FloatArray
from app.web.query import Query
from app.web.wire import json_bytes

DEFAULT_UPDATES = 1_000
MAX_POINTS = 10_000
MAX_NUMBERS = 500_000
TOGETHER = 2_000
"""Numbers that are written at once, where there are more."""


def requested(query: Query) -> range:
    """Read from, to and every: the updates that are wanted, within the limits of a request."""
    e = query.experiment
    start, stop, every = (query.value(name) for name in ("from", "to", "every"))
    query.check()
    if stop is None:
        stop = max(start, min(e.updates, DEFAULT_UPDATES))
    if stop < start:
        query.refuse("to", stop, f"at least from, {start}")
        query.check()
    wanted = range(start, min(stop, e.updates) + 1, every)
    numbers = len(wanted) * (e.architecture.n_parameters + 1) + e.rows * e.dataset.n_outputs
    for amount, most, what in (
        (len(wanted), MAX_POINTS, "points"),
        (numbers, MAX_NUMBERS, "numbers"),
    ):
        if amount > most:
            allowed = f"fewer updates, or a larger every: {amount} {what}, at most {most}"
            query.refuse("to", stop, allowed)
    query.check()
    query.check_work("to", stop, lambda to: history_work(e, range(start, to + 1, every)), start)
    return wanted


async def written(past: Past, share: Share) -> AsyncGenerator[bytes]:
    """Write a stretch as JSON, some of it at a time."""
    opening = b"{"
    for key, value in as_dict(past.told).items():
        yield opening + json_bytes(key) + b":"
        opening = b","
        if key == "weights":
            yield b"["
            begun = False
            async with aclosing(past.weights(share)) as stretches:
                async for weights in stretches:
                    for part in _listed(weights):
                        yield b"," + part if begun else part
                        begun = True
            yield b"]"
        elif key in ("steps", "losses"):
            yield b"["
            for at, part in enumerate(_listed(value)):
                yield b"," + part if at else part
            yield b"]"
        else:
            yield json_bytes(value)
    yield b"}"


def _listed(values: FloatArray | range) -> Iterator[bytes]:
    """Write what stands in a list, some of it at a time, without its brackets."""
    width = 1 if isinstance(values, range) else max(1, values[:1].size)
    size = max(1, TOGETHER // width)
    for at in range(0, len(values), size):
        part = values[at : at + size]
        yield json_bytes(list(part) if isinstance(part, range) else part)[1:-1]
