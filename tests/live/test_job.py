"""A run as a job: what happened since the look before is told once."""

from app.experiment import Experiment
from app.live.job import Progress, RunJob
from app.run.run import Run

E = Experiment(weights=(1.0,), alpha=0.01, rule="delta", epochs=6)


def test_a_job_tells_how_far_it_is() -> None:
    job = RunJob(Run(E))
    assert job.progress == Progress(0, ended=False)
    assert job.advance(4) == Progress(4, ended=False)
    assert job.advance(9) == Progress(6, ended=True)


def test_a_run_out_of_hand_hurries() -> None:
    job = RunJob(Run(Experiment(weights=(1.0,), alpha=1.0)))
    while not job.progress.hurries:
        job.advance(job.progress.step + 1)
    assert 20 <= job.progress.step < 60


def test_each_look_tells_what_happened_since_the_one_before() -> None:
    job = RunJob(Run(E))
    for until, steps in ((2, [1, 2]), (5, [3, 4, 5])):
        job.advance(until)
        tick = job.look()
        assert tick.moment.step == until
        assert [step for step, _ in tick.history.losses()] == steps
    assert job.look().history.losses() == []


def test_a_look_stays_as_it_was() -> None:
    job = RunJob(Run(E))
    job.advance(2)
    tick = job.look()
    losses, weight = tick.history.losses(), float(tick.moment.parameters[0])
    job.advance(6)
    assert (tick.history.losses(), float(tick.moment.parameters[0])) == (losses, weight)
