"""Every engine makes the updates of the contract, whichever way it computes them."""

from itertools import takewhile

import numpy as np
import pytest
from hypothesis import given, settings

from app.experiment import Experiment
from app.run.engine import ENGINES, REFERENCE, EngineMaker
from app.run.run import Run
from tests.support.engines import first_state
from tests.support.plain_run import told_by
from tests.support.strategies import trainings
from tests.support.textbook import textbook_loss, textbook_training

every_engine = pytest.mark.parametrize("make", ENGINES.values(), ids=ENGINES)


def test_the_reference_is_one_of_them() -> None:
    assert REFERENCE in ENGINES


@every_engine
@settings(max_examples=150)
@given(e=trainings())
def test_an_engine_trains_as_the_textbook_does(make: EngineMaker, e: Experiment) -> None:
    states = make(e, first_state(e), 0).advance(min(e.updates, 25))
    expected = textbook_training(e, e.start().tolist(), len(states))
    calm = len(list(takewhile(lambda state: max(map(abs, state)) < 100, expected)))
    assert calm > 0
    assert states.parameters[:calm] == pytest.approx(
        np.array(expected[:calm]), rel=1e-12, abs=1e-12
    )


@every_engine
@given(e=trainings())
def test_an_engine_tells_the_textbooks_losses(make: EngineMaker, e: Experiment) -> None:
    engine, start = make(e, first_state(e), 0), e.start()
    received = engine.losses(np.array([start, start / 2]))
    expected = [textbook_loss(e, p.tolist()) for p in (start, start / 2)]
    assert received == pytest.approx(expected, rel=1e-11, abs=1e-13)


@pytest.mark.parametrize("name", ENGINES)
@settings(max_examples=25)
@given(e=trainings())
def test_a_run_ends_alike_with_every_engine(name: str, e: Experiment) -> None:
    told, reference = told_by(Run(e, engine=name)), told_by(Run(e))
    assert (told.status, told.step) == (reference.status, reference.step)
    assert told.losses == pytest.approx(reference.losses, rel=1e-9, abs=1e-12)
