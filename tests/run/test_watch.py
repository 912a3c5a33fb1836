"""Notices: a run out of hand, and a run that is stuck."""

import pytest

from app.experiment import Experiment
from app.options.changes import Change
from app.run.run import Run
from app.run.watch import OUT_OF_HAND_EPOCHS, STUCK_EPOCHS, Watch


def watched(losses: list[float], until: float = 0.0) -> Watch:
    """Show a watch the start's loss, then one loss an epoch."""
    watch = Watch(losses[0], losses[0])
    for epoch, loss in enumerate(losses[1:], start=1):
        watch.see(epoch, loss, until)
    return watch


@pytest.mark.parametrize(
    ("high", "notice"), [(OUT_OF_HAND_EPOCHS - 1, None), (OUT_OF_HAND_EPOCHS, "out of hand")]
)
def test_a_loss_a_million_times_the_first_for_20_epochs_is_out_of_hand(
    high: int, notice: str | None
) -> None:
    assert watched([2.0, *[2.1e6] * high]).notice == notice


def test_exactly_a_million_times_is_not_more() -> None:
    assert watched([2.0, *[2e6] * 30]).notice is None


def test_one_low_epoch_starts_the_count_again() -> None:
    assert watched([1.0, *[1e7] * 19, 1.0, *[1e7] * 19]).notice is None


def test_a_run_that_starts_perfect_is_never_out_of_hand() -> None:
    assert watched([0.0, *[1e9] * 30]).notice is None


def test_a_loss_that_stays_is_stuck() -> None:
    losses = [0.5] * STUCK_EPOCHS
    assert watched(losses).notice is None
    assert watched([*losses, 0.5]).notice == "stuck"


def test_a_loss_that_comes_to_rest_is_stuck_from_then_on() -> None:
    losses = [0.9, *[0.5] * (2 * STUCK_EPOCHS)]
    assert watched(losses[:-1]).notice is None
    assert watched(losses).notice == "stuck"


def test_a_loss_that_creeps_is_not_stuck() -> None:
    assert watched([0.5 - 1e-11 * epoch for epoch in range(401)]).notice is None


def test_a_loss_that_moves_again_is_no_longer_stuck() -> None:
    losses = [0.5] * (STUCK_EPOCHS + 1)
    assert watched([*losses, *[0.4] * STUCK_EPOCHS]).notice is None


@pytest.mark.parametrize(
    ("loss", "until", "notice"),
    [(0.9e-4, 0.0, None), (1.1e-4, 0.0, "stuck"), (1e-6, 1e-7, "stuck"), (0.4, 0.5, None)],
)
def test_a_loss_that_counts_as_learned_is_not_stuck(
    loss: float, until: float, notice: str | None
) -> None:
    assert watched([loss] * (STUCK_EPOCHS + 1), until).notice == notice


def notices(e: Experiment, cut: int) -> list[tuple[int, str]]:
    """Run to the end, asking for no loss, and note where the notice changes."""
    run, found = Run(e), [(0, "")]
    while run.status == "running":
        run.advance(run.step + cut, range(0))
        if (run.watch.notice or "") != found[-1][1]:
            found.append((run.step, run.watch.notice or ""))
    return found


def test_a_run_with_dead_units_is_told_to_be_stuck() -> None:
    e = Experiment(inputs=((1.0,),), goals=((1.0,),), hidden=(1,), weights=(-1.0, 1.0), epochs=500)
    assert notices(e, 1) == [(0, ""), (STUCK_EPOCHS, "stuck")]
    assert notices(e, 1000)[-1][1] == "stuck"


def test_a_run_that_blows_up_is_out_of_hand_long_before_it_diverges() -> None:
    # The loss grows ninefold: 9⁷ is the first above a million, and 9²⁶ the twentieth.
    e = Experiment(inputs=((2.0,),), goals=((2.0,),), weights=(0.0,), alpha=1.0, rule="delta")
    assert notices(e, 1) == [(0, ""), (26, "out of hand")]


def test_a_weight_changed_at_the_start_belongs_to_the_start() -> None:
    e = Experiment(weights=(1.0,), alpha=0.0, changes=(Change(0, "o1.x1", 9.0),))
    assert Run(e).watch == Watch(9.0, 9.0)
