"""What a request for a stretch of a run asks for, and whether it may."""

from app.live.past import history_work
from app.web.query import Query

DEFAULT_UPDATES = 1_000
MAX_POINTS = 10_000
MAX_NUMBERS = 500_000


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
    query.check_work("to", stop, lambda to: history_work(e, range(start, to + 1, every)))
    return wanted
