"""A request's query string, split into the experiment's keys and the request's own."""

from bisect import bisect_right
from collections.abc import Callable, Collection
from typing import Any

from starlette.requests import Request

from app import address
from app.errors import InvalidAddress, Problem
from app.experiment import Experiment
from app.limits import MAX_ADDRESS, MAX_WORK
from app.options.numbers import Rejected
from app.web.keys import KEYS


class Query:
    """A request's query string.

    Parameters
    ----------
    request
        Its query string is at most 32 KiB.
    known
        The keys that are allowed beside those of the experiment, by their names in `KEYS`.

    Raises
    ------
    InvalidAddress
        For an address that is too long; for anything in the experiment that is not allowed.
    """

    def __init__(self, request: Request, known: Collection[str] = ()) -> None:
        length = len(request.scope["query_string"])
        if length > MAX_ADDRESS:
            allowed = f"at most {MAX_ADDRESS} bytes long"
            raise InvalidAddress([Problem("address", f"{length} bytes", allowed)])
        pairs, self._known = request.query_params.multi_items(), known
        self._own: dict[str, str] = {}
        self._problems: list[Problem] = []
        for name, text in pairs:
            if name in known and name in self._own:
                self._problems.append(Problem(name, text, "given once"))
            elif name in known:
                self._own[name] = text
        self.experiment_pairs = [(name, text) for name, text in pairs if name not in known]
        self._experiment: Experiment | None = None

    @property
    def experiment(self) -> Experiment:
        """The experiment in the address."""
        if self._experiment is None:
            self._experiment = address.read(self.experiment_pairs, self._known)
        return self._experiment

    def text(self, name: str) -> str | None:
        """Give a value as it stands, or None."""
        return self._own.get(name)

    def value(self, name: str, e: Experiment | None = None) -> Any:
        """Read one of the request's own keys; its default where it is missing or not allowed.

        `e` is the experiment where it is not the one in the address.
        """
        e, key, text = e or self.experiment, KEYS[name], self._own.get(name)
        if text is None or (text == "" and key.blank):
            return key.default(e)
        try:
            return key.kind(e).read(text)
        except Rejected as rejected:
            self._problems.append(Problem(name, text, rejected.allowed))
            return key.default(e)

    def refuse(self, name: str, value: object, allowed: str) -> None:
        """Note one more problem."""
        self._problems.append(Problem(name, str(value), allowed))

    def check_work(
        self, name: str, update: int, work: Callable[[int], int], start: int = 0
    ) -> None:
        """Raise InvalidAddress where the way to an update is too long for one answer.

        `work` counts what an answer up to an update takes: the more, the later that is. Where it
        cannot even come to where it is to begin, that is what is refused.
        """
        last = min(update, self.experiment.updates)
        if work(last) > MAX_WORK:
            most = bisect_right(range(last), MAX_WORK, key=work) - 1
            name, update = (name, update) if most >= start else ("from", start)
            self.refuse(name, update, f"at most {most}: an answer can compute no more of this run")
        self.check()

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Everything read so far that was not allowed."""
        return tuple(self._problems)

    def check(self) -> None:
        """Raise InvalidAddress if anything read so far was not allowed."""
        if self._problems:
            raise InvalidAddress(self._problems)
