"""What becomes of a run when the form is edited, without the form."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.experiment import Experiment
from app.live.edit import STATES, Edited, RunState, edit
from app.options.changes import Change
from app.run.run import Run
from tests.support.strategies import changes, trainings

E = Experiment(inputs=((1.0,), (2.0,)), goals=((1.0,), (0.0,)))


@pytest.mark.parametrize("state", ["running", "paused", "ended"])
def test_form_sent_back_unchanged_changes_nothing(state: RunState) -> None:
    current = replace(E, changes=(Change(3, "alpha", 0.1), Change(5, "o1.x1", 2.0)))
    assert edit(current, E, state, 8) == Edited(current, E)


@pytest.mark.parametrize("state", STATES)
def test_wanted_experiment_is_always_what_reset_takes(state: RunState) -> None:
    wanted = replace(E, hidden=(2,), alpha=0.3, epochs=7)
    assert edit(E, wanted, state, 4).following == wanted


def test_more_rows_with_labels_start_a_new_run() -> None:
    current = replace(E, names=((), ("Alice", "Bob")))
    names = ((), ("Alice", "Bob", "Carol"))
    wanted = Experiment(inputs=(*E.inputs, (3.0,)), goals=(*E.goals, (1.0,)), names=names)
    assert edit(current, wanted, "paused", 4) == Edited(wanted, wanted, restart=True)
    assert edit(current, wanted, "running", 4).current == current


def test_labels_of_other_rows_wait() -> None:
    current = replace(E, names=((), ("Alice", "Bob")))
    wanted = Experiment(inputs=((3.0,),), goals=((1.0,),), names=((), ("Carol",)))
    edited = edit(current, wanted, "running", 4)
    assert edited.current == current
    assert edited.waiting == {"inputs", "goals", "names"}


def test_alpha_is_never_waited_for() -> None:
    assert edit(E, replace(E, alpha=0.5), "running", 4).waiting == set()


@given(st.data())
def test_run_goes_on_from_where_it_stands(data: st.DataObject) -> None:
    """Whatever is typed, a run that is not started anew has the same past."""
    e = data.draw(trainings())
    e = replace(e, changes=data.draw(changes(e)))
    at = data.draw(st.integers(0, e.updates))
    other = replace(data.draw(trainings(inputs=e.inputs, goals=e.goals)), changes=())
    state = data.draw(st.sampled_from(STATES[1:]))
    edited = edit(e, other, state, at)
    assert edited.following == other
    if edited.restart or edited.current.until != e.until:
        return
    assert edited.current.updates >= at
    before, after = Run(e).to(at), Run(edited.current).to(at)
    assert before.step == after.step
    assert (before.parameters == after.parameters).all()
