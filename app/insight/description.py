"""What a page has to know of an experiment to draw its run: layers, names, rows."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from math import isfinite
from types import MappingProxyType

from app.dataset import Dataset
from app.experiment import Experiment
from app.fields import described
from app.insight.notices import NOTICES
from app.insight.stability import AlphaLimit, alpha_limit
from app.insight.wording import short, unit_label
from app.network.activations import ACTIVATIONS
from app.network.architecture import Architecture
from app.network.arrays import FloatArray

SYMBOLS: Mapping[str, str] = MappingProxyType({"alpha": "α"})
"""Options with a symbol of their own, where there is little room."""


@dataclass(frozen=True, slots=True)
class LayerDescription:
    """One layer of the network, the inputs first."""

    units: list[str] = described("what the page calls its units")
    names: list[str] = described("their names in the names of parameters, as x1, h2 or h1.2, o1")
    activation: str | None = described("its activation; null for the inputs")
    range: list[float | None] = described(
        "the least and the largest value its units can give, null where there is no bound"
    )


@dataclass(frozen=True, slots=True)
class ParameterDescription:
    """One weight or bias, in flat order."""

    name: str = described("its name in addresses, as h1.x2 or h1.b")
    label: str = described("what the page calls it")
    layer: int = described("the layer that it leads into, counted from 0 for the inputs")
    to: int = described("the unit that it leads into, counted from 0")
    source: int | None = described(
        "the unit that it comes from, counted from 0; null for a bias", key="from"
    )


@dataclass(frozen=True, slots=True)
class Columns:
    """Names of the columns."""

    inputs: list[str] = described("of the inputs")
    goals: list[str] = described("of the goals")


@dataclass(frozen=True, slots=True)
class ChangeDescription:
    """What was changed in mid-run, as the charts mark it."""

    update: int = described("the update where it was made")
    name: str = described("the option or parameter that was changed")
    text: str = described("what it became, as α → 0.5 or x₁ → h₂ → −1")


@dataclass(frozen=True, slots=True, eq=False)
class RunDescription:
    """The run as the page needs it, in `data-run` of the form."""

    layers: list[LayerDescription] = described("the layers, inputs first")
    parameters: list[ParameterDescription] = described("weights and biases, in flat order")
    inputs: FloatArray = described("the training rows")
    goals: FloatArray = described("what each should give")
    labels: list[str] = described("names of the rows; none where nobody gave any")
    columns: Columns = described("names of the columns")
    updates_per_epoch: int = described("updates in an epoch")
    updates: int = described("where the run stops by itself")
    epochs: int = described("the same in epochs")
    until: float = described("the loss below which it has learned; 0: never")
    alpha: float = described("the learning rate of the start")
    alpha_limit: AlphaLimit | None = described(
        "up to where an alpha is sure not to overshoot by more and more; null where nobody knows"
    )
    changes: list[ChangeDescription] = described("what was changed on the way, in order")
    notices: dict[str, str] = described("what each notice of a frame means, in words")


def column_names(e: Experiment) -> tuple[list[str], list[str]]:
    """Give the names of input and goal columns, the person's or x₁, x₂ … and goal."""
    return _column_names(e.dataset)


def _column_names(dataset: Dataset) -> tuple[list[str], list[str]]:
    n_inputs, n_goals = dataset.n_inputs, dataset.n_outputs
    defaults = default_names(n_inputs, n_goals)
    given = dataset.columns or ("",) * len(defaults)
    named = [name or default for name, default in zip(given, defaults, strict=True)]
    return named[:n_inputs], named[n_inputs:]


def default_names(n_inputs: int, n_goals: int) -> list[str]:
    """Give the names of columns that the person has not named."""
    inputs = [unit_label(f"x{at + 1}") for at in range(n_inputs)]
    goals = ["goal"] if n_goals == 1 else [unit_label(f"goal{at + 1}") for at in range(n_goals)]
    return inputs + goals


def unit_labels(e: Experiment) -> list[list[str]]:
    """Give the names of units as the page shows them, a list a layer."""
    return _unit_labels(e.architecture, e.dataset)


@lru_cache(maxsize=32)
def _unit_labels(architecture: Architecture, dataset: Dataset) -> list[list[str]]:
    inputs, goals = _column_names(dataset)
    layers = [[unit_label(name) for name in layer] for layer in architecture.unit_names]
    outputs = goals if dataset.columns or len(goals) > 1 else ["output"]
    return [inputs, *layers[1:-1], outputs]


def parameters(e: Experiment) -> list[ParameterDescription]:
    """Describe every parameter: its name and label, and which units it joins, in flat order."""
    described: list[ParameterDescription] = []
    names = iter(e.architecture.parameter_names)
    for layer, (below, above) in enumerate(pairwise(unit_labels(e)), start=1):
        for to, unit in enumerate(above):
            sources: list[tuple[str, int | None]] = [
                (f"{source} → {unit}", at) for at, source in enumerate(below)
            ]
            sources += [(f"{unit} bias", None)] if e.bias else []
            described += [
                ParameterDescription(next(names), label, layer, to, at) for label, at in sources
            ]
    return described


def layers(e: Experiment) -> list[LayerDescription]:
    """Describe every layer."""
    labels, names = unit_labels(e), e.architecture.unit_names
    described = [LayerDescription(labels[0], names[0], None, [None, None])]
    for at, activation in enumerate(e.architecture.activations, start=1):
        ends = [end if isfinite(end) else None for end in ACTIVATIONS[activation].range]
        described.append(LayerDescription(labels[at], names[at], activation, ends))
    return described


def changes(e: Experiment) -> list[ChangeDescription]:
    """Describe every change made during the run."""
    labels = {p.name: p.label for p in parameters(e)} | dict(SYMBOLS)
    return [
        ChangeDescription(c.step, c.name, f"{labels.get(c.name, c.name)} → {short(c.value)}")
        for c in e.changes
    ]


def describe(e: Experiment) -> RunDescription:
    """Describe the experiment to the page."""
    inputs, goals = column_names(e)
    return RunDescription(
        layers=layers(e),
        parameters=parameters(e),
        inputs=e.dataset.train.inputs,
        goals=e.dataset.train.goals,
        labels=list(e.dataset.labels),
        columns=Columns(inputs, goals),
        updates_per_epoch=e.updates_per_epoch,
        updates=e.updates,
        epochs=e.epochs,
        until=e.until,
        alpha=e.alpha,
        alpha_limit=alpha_limit(e),
        changes=changes(e),
        notices=dict(NOTICES),
    )
