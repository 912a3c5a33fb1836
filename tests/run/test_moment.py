"""A run as it stands, as a value."""

from hypothesis import given

from app.experiment import Experiment
from app.run.run import Run
from tests.support.strategies import trainings


@given(e=trainings())
def test_a_moment_stays_while_the_run_goes_on(e: Experiment) -> None:
    run = Run(e).to(2)
    moment, before = run.moment, run.parameters.tobytes()
    told = (run.step, run.loss, run.status, run.step // e.updates_per_epoch)
    run.to(e.updates)
    assert moment.parameters.tobytes() == before
    assert (moment.step, moment.loss, moment.status, moment.epoch) == told


def test_the_moment_of_a_diverged_run_holds_what_lies_beyond() -> None:
    moment = Run(Experiment(weights=(1.0,), alpha=1.0)).to(1000).moment
    assert moment.status == "diverged"
    assert moment.beyond is not None
    assert moment.diverged_at == moment.step + 1
