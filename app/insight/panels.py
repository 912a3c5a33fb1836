"""What a frame can show beside the run itself: one entry a panel, each with its price.

To add one, add an entry here and a field of its name to `app.insight.frame.Frame`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from app.experiment import Experiment
from app.insight.coming import find_coming
from app.insight.frame_history import FrameHistory
from app.insight.pieces import Pieces
from app.insight.rows import RowView, Tried, row_price, tried, view_row
from app.insight.slices import Slice, slice_along, slice_price
from app.insight.step_words import Words, worked, worked_price
from app.insight.window import Window
from app.run.moment import Moment


@dataclass(frozen=True, slots=True)
class FrameOptions:
    """What a viewer wants to see beside the run itself.

    Attributes
    ----------
    row
        A training row, counted from 0, or None.
    parameter
        A parameter whose slice is wanted, or None.
    window
        That slice's window in the frame before, or None.
    tried
        An input that nobody trains on, or None.
    """

    row: int | None = None
    parameter: str | None = None
    window: Window | None = None
    tried: tuple[float, ...] | None = None


@dataclass(frozen=True, slots=True)
class Panel:
    """One thing that a frame can show.

    Attributes
    ----------
    name
        The frame's field that holds it.
    key
        The key of a request that asks for it.
    asked
        Whether a viewer wants it.
    price
        Multiplications that it costs a frame, from rows × parameters × passes.
    show
        Computes it, in pieces that others may come between.
    every
        Seconds between two showings, at least, while the run goes on: more words than that nobody
        can read.
    """

    name: str
    key: str
    asked: Callable[[FrameOptions], bool]
    price: Callable[[Experiment], int]
    show: Callable[[Moment, FrameHistory, FrameOptions], Pieces[Any]]
    every: float = 0.0


def _wants_a_parameter(options: FrameOptions) -> bool:
    return options.parameter is not None


def _row(moment: Moment, _: FrameHistory, options: FrameOptions) -> Pieces[RowView]:
    assert options.row is not None
    yield
    return view_row(moment.experiment, moment.parameters, options.row)


def _slice(moment: Moment, history: FrameHistory, options: FrameOptions) -> Pieces[Slice]:
    assert options.parameter is not None
    return (yield from slice_along(moment, history, options.parameter, options.window))


def _sum(moment: Moment, _: FrameHistory, options: FrameOptions) -> Pieces[list[Words]]:
    assert options.parameter is not None
    yield from find_coming(moment)
    yield
    return worked(moment, options.parameter)


def _tried(moment: Moment, _: FrameHistory, options: FrameOptions) -> Pieces[Tried]:
    assert options.tried is not None
    yield
    return tried(moment.experiment, moment.parameters, options.tried)


PANELS: Mapping[str, Panel] = MappingProxyType(
    {
        panel.name: panel
        for panel in (
            Panel(
                "row",
                "row",
                asked=lambda options: options.row is not None,
                price=lambda e: row_price(e.architecture.n_parameters),
                show=_row,
            ),
            Panel(
                "slice",
                "w",
                asked=_wants_a_parameter,
                price=slice_price,
                show=_slice,
            ),
            Panel(
                "sum",
                "w",
                asked=_wants_a_parameter,
                price=worked_price,
                show=_sum,
                every=0.25,
            ),
            Panel(
                "tried",
                "try",
                asked=lambda options: options.tried is not None,
                price=lambda e: e.architecture.n_parameters,
                show=_tried,
            ),
        )
    }
)


def asked(options: FrameOptions) -> list[Panel]:
    """Give the panels that a viewer wants, in the order of the registry."""
    return [panel for panel in PANELS.values() if panel.asked(options)]
