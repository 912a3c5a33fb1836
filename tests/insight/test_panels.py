"""What a frame can show, and what it costs."""

from dataclasses import fields, replace

import pytest

from app.experiment import Experiment
from app.insight.frame import Frame
from app.insight.frame_history import FrameHistory
from app.insight.panels import PANELS, FrameOptions, Panel, asked
from app.insight.pieces import whole
from app.run.run import Run
from app.web.keys import STREAM

E = Experiment(
    inputs=((1.0, 2.0), (0.5, 1.0)), goals=((1.0,), (0.0,)), hidden=(3,), weights="xavier"
)
ALL = FrameOptions(row=1, parameter="h1.x2", tried=(0.5, -2.0))
every_panel = pytest.mark.parametrize("panel", PANELS.values(), ids=PANELS)


@every_panel
def test_a_panel_has_its_field_in_the_frame_and_its_key_in_the_stream(panel: Panel) -> None:
    assert panel.name in {field.name for field in fields(Frame)}
    assert panel.key in STREAM


@every_panel
def test_a_panel_is_shown_only_where_asked_for(panel: Panel) -> None:
    assert not panel.asked(FrameOptions())
    assert panel.asked(ALL)
    assert panel in asked(ALL)


@every_panel
def test_a_panel_computes_what_it_shows(panel: Panel) -> None:
    assert whole(panel.show(Run(E).moment, FrameHistory(9), ALL)) is not None


@every_panel
def test_a_larger_network_costs_more(panel: Panel) -> None:
    assert 0 < panel.price(E) < panel.price(replace(E, hidden=(30,)))


def test_a_slice_costs_what_its_passes_take() -> None:
    rows = replace(E, inputs=E.inputs * 10, goals=E.goals * 10)
    assert 9 < PANELS["slice"].price(rows) / PANELS["slice"].price(E) <= 10
    assert PANELS["row"].price(rows) == PANELS["row"].price(E)
    assert PANELS["tried"].price(rows) == PANELS["tried"].price(E) < PANELS["row"].price(E)


def test_the_numerical_update_of_a_slice_is_paid_for() -> None:
    n, price = E.architecture.n_parameters, PANELS["slice"].price
    assert price(replace(E, derivative="numerical")) - price(E) == n * (2 * n - 3)


def test_a_dear_slice_comes_in_many_pieces_and_a_cheap_one_in_few() -> None:
    large = Experiment(inputs=((0.5,) * 4,) * 300, goals=((1.0,),) * 300, hidden=(32, 32))
    pieces = {
        e.rows: sum(
            1
            for _ in PANELS["slice"].show(
                Run(e).moment,
                FrameHistory(9),
                FrameOptions(parameter="h1.x1" if e is E else "h1.1.x1"),
            )
        )
        for e in (E, large)
    }
    assert pieces[2] <= 6
    assert pieces[300] > 20
