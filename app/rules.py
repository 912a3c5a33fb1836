"""What must fit together in an experiment; single values are checked where they are read."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import TYPE_CHECKING

from app.errors import InvalidAddress, Problem
from app.limits import (
    MAX_CELLS,
    MAX_INPUTS,
    MAX_NUMERICAL_VISITS,
    MAX_OUTPUTS,
    MAX_PARAMETERS,
    MAX_ROW_VISITS,
)
from app.options.kinds import Number

if TYPE_CHECKING:
    from app.experiment import Experiment

Rule = tuple[bool, str, object, str]
"""Whether it holds, and if not: the key, what was given, what is allowed."""


def check(e: "Experiment", live: Mapping[str, Number]) -> None:
    """Raise InvalidAddress with every rule that is broken; `live` may change in mid-run."""
    problems = _broken(_table_rules(e))
    problems = problems or _broken(chain(_network_rules(e), _change_rules(e, live)))
    if problems:
        raise InvalidAddress(problems)


def _broken(rules: Iterable[Rule]) -> list[Problem]:
    return [Problem(key, str(value), allowed) for holds, key, value, allowed in rules if not holds]


def _table_rules(e: "Experiment") -> Iterator[Rule]:
    n_inputs, n_outputs = len(e.inputs[0]), len(e.goals[0])
    columns, labels = e.names
    width, cells = n_inputs + n_outputs, e.rows * (n_inputs + n_outputs)
    allowed = f"1 to {MAX_INPUTS} columns"
    yield n_inputs <= MAX_INPUTS, "inputs", f"{n_inputs} columns", allowed
    allowed = f"1 to {MAX_OUTPUTS} columns"
    yield n_outputs <= MAX_OUTPUTS, "goals", f"{n_outputs} columns", allowed
    allowed = f"as many rows as inputs, {e.rows}"
    yield len(e.goals) == e.rows, "goals", f"{len(e.goals)} rows", allowed
    allowed = f"at most {MAX_CELLS} cells, goals included"
    yield cells <= MAX_CELLS, "inputs", f"{cells} cells", allowed
    allowed = f"a name for each of the {width} columns, or none"
    yield len(columns) in (0, width), "names", f"{len(columns)} column names", allowed
    allowed = f"a label for each of the {e.rows} rows, or none"
    yield len(labels) in (0, e.rows), "names", f"{len(labels)} row labels", allowed
    allowed = f"one, or one for each of the {len(e.hidden)} hidden layers"
    yield len(e.activation) in (1, len(e.hidden)), "activation", ",".join(e.activation), allowed


def _network_rules(e: "Experiment") -> Iterator[Rule]:
    n = e.architecture.n_parameters
    allowed = f"layers with at most {MAX_PARAMETERS} parameters in all, these have {n}"
    yield n <= MAX_PARAMETERS, "hidden", ",".join(map(str, e.hidden)), allowed
    if not isinstance(e.weights, str):
        allowed = f"a rule, or {n} numbers for this network"
        yield len(e.weights) == n, "weights", f"{len(e.weights)} numbers", allowed
    most = MAX_ROW_VISITS // e.rows
    allowed = f"at most {most} for {e.rows} rows (epochs × rows ≤ {MAX_ROW_VISITS})"
    yield e.epochs <= most, "epochs", e.epochs, allowed
    work = f"2 × {n} parameters × {e.batch_rows} rows"
    allowed = f"analytic for so large an update ({work} is more than {MAX_NUMERICAL_VISITS})"
    small = 2 * n * e.batch_rows <= MAX_NUMERICAL_VISITS
    yield e.derivative == "analytic" or small, "derivative", e.derivative, allowed


def _change_rules(e: "Experiment", live: Mapping[str, Number]) -> Iterator[Rule]:
    names = e.architecture.parameter_names
    known, last = {*live, *names}, f"made at update 0 to {e.updates}"
    which = f"of {', '.join(live)} or one of this network's parameters, {names[0]} to {names[-1]}"
    for change in e.changes:
        bounds = live.get(change.name)
        fits = bounds is None or bounds.holds(change.value)
        if fits and change.name in known and change.step <= e.updates:
            continue  # of thousands; the sentences below take longer than all of them
        given = f"{change.step}:{change.name}={change.value:g}"
        yield change.name in known, "changes", given, which
        yield change.step <= e.updates, "changes", given, last
        if bounds:
            allowed = f"{change.name} from {bounds.low:g} to {bounds.high:g}"
            yield fits, "changes", given, allowed
