"""What a page has to know of an experiment to draw its run: layers, names, rows."""

from itertools import pairwise
from typing import Any

from app.experiment import Experiment
from app.insight.verdict import NOTICES
from app.insight.wording import unit_label
from app.network.activations import ACTIVATIONS


def column_names(e: Experiment) -> tuple[list[str], list[str]]:
    """Give the names of input and goal columns, the person's or x₁, x₂ … and goal."""
    n_inputs, n_goals = len(e.inputs[0]), len(e.goals[0])
    defaults = default_names(n_inputs, n_goals)
    given = e.names[0] or ("",) * len(defaults)
    named = [name or default for name, default in zip(given, defaults, strict=True)]
    return named[:n_inputs], named[n_inputs:]


def default_names(n_inputs: int, n_goals: int) -> list[str]:
    """Give the names of columns that the person has not named."""
    inputs = [unit_label(f"x{at + 1}") for at in range(n_inputs)]
    goals = ["goal"] if n_goals == 1 else [unit_label(f"goal{at + 1}") for at in range(n_goals)]
    return inputs + goals


def unit_names(e: Experiment) -> list[list[str]]:
    """Give the names of units as the page shows them, a list a layer."""
    inputs, goals = column_names(e)
    layers = [[unit_label(name) for name in layer] for layer in e.architecture.unit_names]
    outputs = goals if e.names[0] else ["output"] if len(goals) == 1 else layers[-1]
    return [inputs, *layers[1:-1], outputs]


def parameters(e: Experiment) -> list[dict[str, Any]]:
    """Describe every parameter: its name and label, and which units it joins, in flat order."""
    described: list[dict[str, Any]] = []
    names = iter(e.architecture.parameter_names)
    for layer, (below, above) in enumerate(pairwise(unit_names(e)), start=1):
        for to, unit in enumerate(above):
            sources: list[tuple[str, int | None]] = [
                (f"{source} → {unit}", at) for at, source in enumerate(below)
            ]
            sources += [(f"{unit} bias", None)] if e.bias else []
            described += [
                {"name": next(names), "label": label, "layer": layer, "to": to, "from": at}
                for label, at in sources
            ]
    return described


def activation_range(name: str | None) -> list[float | None]:
    """Give the least and the largest value of a layer's units, None where there is no limit."""
    if name is None:
        return [None, None]
    bound = ACTIVATIONS[name].bound
    low = {"relu": 0.0, "sigmoid": 0.0}.get(name, None if bound is None else -bound)
    return [low, bound]


def portrait(e: Experiment) -> dict[str, Any]:
    """Describe the experiment to the page."""
    inputs, goals = column_names(e)
    activations = [None, *e.architecture.activations]
    return {
        "layers": [
            {
                "units": units,
                "names": names,
                "activation": activation,
                "range": activation_range(activation),
            }
            for units, names, activation in zip(
                unit_names(e), e.architecture.unit_names, activations, strict=True
            )
        ],
        "parameters": parameters(e),
        "inputs": e.inputs,
        "goals": e.goals,
        "labels": list(e.names[1]),
        "columns": {"inputs": inputs, "goals": goals},
        "updates_per_epoch": e.updates_per_epoch,
        "updates": e.updates,
        "epochs": e.epochs,
        "until": e.until,
        "alpha": e.alpha,
        "notices": dict(NOTICES),
    }
