"""An experiment as a query string, and back, by the options of `app.experiment`."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any
from urllib.parse import quote

from app.errors import InvalidAddress, Problem, UnknownKey
from app.experiment import OPTIONS, Experiment
from app.limits import LONGEST_NAME
from app.options.numbers import Rejected

UNESCAPED = ",;:=.-*()/ "
"""Characters that a query string may hold as they are, and that keep it readable."""


def read(pairs: Iterable[tuple[str, str]], others: Iterable[str] = ()) -> Experiment:
    """Read an experiment from the keys and values of a query string.

    Parameters
    ----------
    others
        Keys that are known elsewhere, to be named beside these where one is unknown.

    Raises
    ------
    InvalidAddress
        With a problem for every key that is unknown, given twice or out of its range.
    """
    values: dict[str, Any] = {}
    problems: list[Problem] = []
    known = ", ".join((*OPTIONS, *others))
    for name, text in pairs:
        if name not in OPTIONS:
            problems.append(UnknownKey(name[:LONGEST_NAME] or "(none)", text, known))
        elif name in values:
            problems.append(Problem(name, text, "given once"))
        else:
            try:
                values[name] = OPTIONS[name].kind.read(text)
            except Rejected as rejected:
                values[name] = None
                given = text if rejected.value is None else rejected.value
                problems.append(Problem(name, given, rejected.allowed))
    if problems:
        raise InvalidAddress(problems)
    e = Experiment(**values)
    return replace(e, activation=e.activation[:1]) if len(set(e.activation)) == 1 else e


def write(experiment: Experiment) -> str:
    """Write the canonical query string: keys in order, defaults left out."""
    return "&".join(
        f"{option.name}={quote(option.write(value), safe=UNESCAPED).replace(' ', '+')}"
        for option in OPTIONS.values()
        if (value := getattr(experiment, option.name)) != option.default
    )


def texts(experiment: Experiment) -> dict[str, str]:
    """Write every option's value, defaults too, as it stands in an address."""
    return {name: option.write(getattr(experiment, name)) for name, option in OPTIONS.items()}
