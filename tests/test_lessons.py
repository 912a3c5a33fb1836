"""The lessons: true addresses, true words. Each claim is tested by a run for which it holds, and by
one close by for which it does not.
"""

import re
from dataclasses import replace
from functools import cache
from itertools import pairwise
from urllib.parse import parse_qsl

import numpy as np
import pytest

from app import address
from app.experiment import OPTIONS, Experiment
from app.insight.frame_history import FrameHistory
from app.insight.pieces import whole
from app.insight.rows import all_rows, predictions, respond, view_row
from app.insight.slices import slice_along
from app.insight.stability import stable_alpha
from app.insight.wording import counted
from app.lesson import Chip, Lesson
from app.lessons import ALL, FIRST, LESSONS, after
from app.live.pace import UNPACED
from app.network.arrays import BoolArray, FloatArray
from app.network.initializers import initial_parameters
from app.run.run import Run
from app.web.keys import KEYS, PAGE, Speed
from tests.support.addresses import experiment
from tests.support.engines import numpy_engine
from tests.support.runs import trained

CHIPS = [(lesson, chip) for lesson in ALL for chip in lesson.chips]
NAMES = [f"{lesson.name}: {chip.label}" for lesson, chip in CHIPS]
every_lesson = pytest.mark.parametrize("lesson", ALL, ids=LESSONS)
every_chip = pytest.mark.parametrize(("lesson", "chip"), CHIPS, ids=NAMES)
FOUR_SECONDS = (2.4, 6)
LEAPS = 25
"""Updates of a run that diverges which are played at its own speed, at least."""


def named(lesson: str, label: str = "▶ Run") -> Experiment:
    """Give the experiment of a chip by its label."""
    preset = LESSONS[lesson]
    return preset.experiments[[chip.label for chip in preset.chips].index(label)]


@cache
def run_of(lesson: str, label: str = "▶ Run") -> Run:
    """Run a chip to its end."""
    return trained(named(lesson, label))


def says(lesson: str, label: str = "▶ Run") -> str:
    """Give what the lesson adds to a chip's end."""
    (found,) = [chip.says for chip in LESSONS[lesson].chips if chip.label == label]
    return found


def answers(run: Run) -> list[float]:
    """Give the predictions of a run's rows, of their only output."""
    found: list[float] = predictions(all_rows(run.experiment, run.parameters))[:, 0].tolist()
    return found


def answer(run: Run, *inputs: float) -> float:
    """Give the only output for an input."""
    return float(respond(run.experiment, run.parameters, inputs)[-1][0])


def path(e: Experiment, updates: int) -> FloatArray:
    """Give the parameters from the start on, (updates + 1, n_parameters)."""
    run = Run(e)
    states = [run.parameters]
    while run.status == "running" and run.step < updates:
        states += list(run.advance(updates).parameters.copy())
    return np.array(states)


def gaps(e: Experiment, updates: int = 8) -> list[float]:
    """Give prediction - goal of the only row of a one-weight network, update by update."""
    found: list[float] = (path(e, updates)[:, 0] * e.inputs[0][0] - e.goals[0][0]).tolist()
    return found


def ratios(found: list[float]) -> list[float]:
    """Divide each gap by the one before."""
    return [now / before for before, now in pairwise(found)]


def on(e: Experiment, parameters: FloatArray) -> BoolArray:
    """Say which units of the first hidden layer are above 0, (rows, units)."""
    rows = [view_row(e, parameters, row).activations[1] for row in range(e.rows)]
    return np.array(rows) > 0


SHARES = {
    0.1: "a tenth", 0.25: "a quarter", 0.4: "two fifths", 0.5: "halved", 0.75: "three quarters",
}  # fmt: skip
"""A share, measured, and the words for it."""
NEAR = 0.2
"""How far from its goal a prediction of 0 … 1 is said to have come close."""


def close(run: Run) -> int:
    """Count the rows that came close to their goals."""
    goals = [goal[0] for goal in run.experiment.goals]
    return sum(abs(a - goal) < NEAR for a, goal in zip(answers(run), goals, strict=True))


# Their shape.


@every_lesson
def test_a_lesson_is_an_address(lesson: Lesson) -> None:
    canonical = address.write(lesson.experiment)
    assert address.read(parse_qsl(canonical, keep_blank_values=True)) == lesson.experiment
    keys = [key for key, _ in parse_qsl(lesson.query)]
    assert keys == [key for key in OPTIONS if key in keys]
    assert lesson.experiment == experiment(lesson.query)


@every_lesson
def test_a_lesson_has_a_goal_in_a_line_and_three_to_six_chips(lesson: Lesson) -> None:
    assert 20 <= len(lesson.goal) <= 60
    assert lesson.goal[-1] in ".?"
    assert 3 <= len(lesson.chips) <= 6
    assert lesson.chips[0].label == "▶ Run"
    assert lesson.chips[0].changes == ""


@every_lesson
def test_a_lesson_knows_each_of_its_chips_by_its_experiment(lesson: Lesson) -> None:
    assert [lesson.chip_of(e) for e in lesson.experiments] == [*range(len(lesson.chips))]
    assert len({chip.label for chip in lesson.chips}) == len(lesson.chips)
    assert lesson.chip_of(replace(lesson.experiment, alpha=0.0123)) is None
    assert all(lesson.has_data_of(e) for e in lesson.experiments)
    others = ((0.123,),) * lesson.experiment.rows
    assert not lesson.has_data_of(replace(lesson.experiment, goals=others))


@every_chip
def test_a_chip_changes_what_it_says_and_nothing_twice(lesson: Lesson, chip: Chip) -> None:
    own, changed = dict(parse_qsl(lesson.query)), dict(parse_qsl(chip.changes, True))
    e = lesson.experiments[lesson.chips.index(chip)]
    assert e == experiment("&".join(f"{key}={text}" for key, text in (own | changed).items()))
    for key, text in changed.items():
        assert own.get(key) != text, f"{key} is no change"
    told = re.match(r"alpha ([\d.]+)", chip.label)
    assert not told or e.alpha == float(told[1])


@every_chip
def test_a_chip_is_short_and_says_a_sentence_or_two(lesson: Lesson, chip: Chip) -> None:
    assert len(chip.label) <= 26
    assert len(chip.says) <= 95
    assert chip.says == "" or re.fullmatch(r"[A-Z0-9h].*[.]", chip.says)
    assert "  " not in chip.says
    e = lesson.experiments[lesson.chips.index(chip)]
    for key, text in chip.shows.items():
        assert key in PAGE
        KEYS[key].kind(e).read(text)


def test_names_and_titles_are_their_own() -> None:
    assert list(LESSONS) == [lesson.name for lesson in ALL]
    assert len({lesson.title for lesson in ALL}) == len(LESSONS)
    assert len({address.write(lesson.experiment) for lesson in ALL}) == len(LESSONS)


def test_lessons_come_in_order_of_difficulty() -> None:
    order = (
        "identity one-weight identity-alpha identity-overshoots and or perceptron sigmoid-neuron "
        "feedforward partial heights xor streetlights numerical"
    )
    assert list(LESSONS) == order.split()
    assert FIRST == "one-weight"
    assert [after(name).name for name in LESSONS] == [*order.split()[1:], "identity"]
    assert after("").name == FIRST


@every_chip
def test_a_run_lasts_about_four_seconds(lesson: Lesson, chip: Chip) -> None:
    speed = Speed().read(chip.speed)
    run = run_of(lesson.name, chip.label)
    assert speed != UNPACED
    if run.status == "diverged":
        assert LEAPS / speed >= FOUR_SECONDS[0]
    elif run.step > 1:  # where one update is enough it is all there is to see
        assert FOUR_SECONDS[0] <= run.step / speed <= FOUR_SECONDS[1]


@every_chip
def test_a_chip_ends_as_its_label_promises(lesson: Lesson, chip: Chip) -> None:
    status = run_of(lesson.name, chip.label).status
    broken = "break it" in chip.label or "just too much" in chip.label
    broken |= lesson.name == "identity-overshoots" and chip.label == "▶ Run"
    assert (status == "diverged") == broken
    if "overshoot" in chip.label or "one jump" in chip.label or "just enough" in chip.label:
        assert status == "learned"


def test_every_chip_that_claims_something_is_tested_by_name() -> None:
    with open(__file__, encoding="utf-8") as file:
        text = file.read()
    for lesson, chip in CHIPS:
        if chip.says:
            quoted = f'"{lesson.name}"' if chip.label == "▶ Run" else f'"{chip.label}"'
            assert quoted in text, f"{lesson.name}: {chip.label}"


# identity: repeat 1.


def test_one_update_is_enough_to_repeat_1() -> None:
    assert (run_of("identity").step, run_of("identity").parameters.tolist()) == (1, [1.0])
    assert [answer(run_of("identity"), x) for x in (2.0, -7.5)] == [2.0, -7.5]
    nearly = trained(replace(named("identity"), alpha=0.99))
    assert nearly.step > 1
    assert answer(nearly, 2.0) != 2.0


def test_alpha_one_half_halves_what_is_missing() -> None:
    found = gaps(named("identity", "alpha 0.5"))
    assert ratios(found) == [0.5] * 8
    assert says("identity", "alpha 0.5") == f"Each update {SHARES[0.5]} what was missing."
    assert gaps(replace(named("identity"), alpha=0.4))[1] != -0.5


def test_jumps_across_the_goal_land_a_tenth_closer() -> None:
    found = gaps(named("identity", "alpha 1.9: overshoot"))
    assert ratios(found) == pytest.approx([-0.9] * 8)
    closer = SHARES[round(1 + ratios(found)[0], 9)]
    assert says("identity", "alpha 1.9: overshoot") == f"Each landed {closer} closer."
    assert gaps(named("identity", "alpha 0.5"))[1] < 0  # that one never crosses it


# one-weight: 5 → 42.


@pytest.mark.parametrize(("label", "left"), [("▶ Run", 0.75), ("alpha 0.03", 0.25)])
def test_each_update_closes_a_part_of_the_gap(label: str, left: float) -> None:
    found = gaps(named("one-weight", label), 5)
    assert ratios(found) == pytest.approx([left] * 5)
    closed = SHARES[round(1 - ratios(found)[0], 9)]
    assert says("one-weight", label) == f"Each update closed {closed} of the gap."


def test_overshooting_takes_as_many_updates_as_creeping() -> None:
    label = "alpha 0.07: overshoot"
    assert run_of("one-weight", label).step == run_of("one-weight").step == 20
    found = gaps(named("one-weight", label))
    assert max(ratios(found)) < 0
    assert trained(replace(named("one-weight"), alpha=0.06)).step != 20


def test_past_its_limit_one_weight_breaks() -> None:
    found = gaps(named("one-weight", "alpha 0.09: break it"))
    assert max(ratios(found)) < -1
    near = replace(named("one-weight"), epochs=200_000)
    assert trained(replace(near, alpha=0.0799)).status == "learned"
    assert trained(replace(near, alpha=0.0801)).status == "diverged"


# identity-alpha: repeat 2, alpha 0.1.


def test_each_update_closes_two_fifths_of_the_gap() -> None:
    found = gaps(named("identity-alpha"))
    assert ratios(found) == pytest.approx([0.6] * 8)
    closed = SHARES[round(1 - ratios(found)[0], 9)]
    assert says("identity-alpha") == f"Each update closed {closed} of the gap."
    assert run_of("identity-alpha").step == 18


def test_one_over_x_squared_lands_in_one_update() -> None:
    e = named("identity-alpha", "alpha 0.25: one jump")
    assert e.alpha == 1 / e.inputs[0][0] ** 2
    assert trained(e).step == 1
    assert trained(replace(e, alpha=0.26)).step > 1


def test_alpha_04_takes_as_many_updates_as_01() -> None:
    assert run_of("identity-alpha", "alpha 0.4: overshoot").step == 18
    assert trained(replace(named("identity-alpha"), alpha=0.39)).step != 18


# identity-overshoots: repeat 2, alpha 1.


def test_the_overshooting_weight_goes_as_told() -> None:
    assert path(named("identity-overshoots"), 4)[:, 0].tolist() == [0, 4, -8, 28, -80]
    found = gaps(named("identity-overshoots"))
    assert ratios(found) == [-3.0] * 8
    assert path(named("identity"), 4)[:, 0].tolist() == [0, 1]


def test_the_limit_hangs_on_the_row() -> None:
    again = named("identity-overshoots", "repeat 1 again")
    assert replace(again, inputs=((2.0,),), goals=((2.0,),)) == named("identity-overshoots")
    assert trained(again).step == 1
    assert stable_alpha(again) == pytest.approx(2)
    assert stable_alpha(named("identity-overshoots")) == pytest.approx(0.5)


def test_just_below_the_limit_each_jump_lands_a_little_closer() -> None:
    found = gaps(named("identity-overshoots", "alpha 0.49: just enough"))
    assert ratios(found) == pytest.approx([-0.96] * 8)
    assert gaps(named("identity-overshoots", "alpha 0.51: just too much"))[1] > 2


# and, or.


def test_and_needs_both_weights_to_make_up_for_the_bias() -> None:
    first, second, bias = run_of("and").parameters
    assert max(first, second) + bias < 0 < first + second + bias
    first, second, bias = run_of("or").parameters
    assert max(first, second) + bias > 0


def test_without_a_bias_0_0_stays_at_one_half() -> None:
    run = run_of("and", "no bias")
    assert (answer(run, 0.0, 0.0), run.status) == (0.5, "finished")
    assert answer(run_of("and"), 0.0, 0.0) < 0.01


@pytest.mark.parametrize("lesson", ["and", "or"])
def test_alpha_5_needs_fewer_updates(lesson: str) -> None:
    few, many = (run_of(lesson, label) for label in ("alpha 5: faster", "▶ Run"))
    assert {few.status, many.status} == {"learned"}
    assert says(lesson, "alpha 5: faster") == f"{few.step} updates instead of {counted(many.step)}."


def test_too_large_an_alpha_pushes_every_row_to_the_flat_end() -> None:
    run = run_of("and", "alpha 50: too fast")
    assert max(answers(run)) < 1e-4
    seen = [view_row(run.experiment, run.parameters, row).gradient for row in range(4)]
    assert max(np.abs(gradient).max() for gradient in seen) < 1e-3
    assert max(answers(run_of("and", "alpha 5: faster"))) > 0.8


def test_or_needs_one_weight_to_make_up_for_the_bias() -> None:
    first, second, bias = run_of("or").parameters
    assert min(first, second) + bias > 0 > bias
    assert (first, second) == pytest.approx((4, 4), rel=0.01)
    assert run_of("or", "alpha 5: faster").parameters[:2] != pytest.approx((4, 4), rel=0.01)


def test_or_with_a_last_goal_of_0_is_xor_and_is_not_learned() -> None:
    run = run_of("or", "last goal 0: XOR")
    assert run.experiment.goals == named("xor").goals
    assert (close(run), close(run_of("or"))) == (0, 4)
    assert says("or", "last goal 0: XOR").startswith("No row came close to its goal")
    assert answers(run) == pytest.approx([0.5] * 4, abs=0.07)
    assert trained(replace(run.experiment, epochs=5000)).status == "finished"
    assert answers(run_of("or")) != pytest.approx([0.5] * 4, abs=0.07)


@pytest.mark.parametrize("name", ["and", "or"])
def test_gates_are_learned_from_every_start(name: str) -> None:
    ends = {trained(replace(named(name), seed=seed)).status for seed in range(5)}
    assert ends == {"learned"}


# perceptron.

NEW = (1.0, 0.0, 0.0)


def test_the_perceptron_finds_the_first_column() -> None:
    run = run_of("perceptron")
    assert round(run.parameters[0], 1) == 9.7
    assert round(answer(run, *NEW), 5) == 0.99994
    assert NEW not in run.experiment.inputs
    assert [row[0] for row in run.experiment.inputs] == [g[0] for g in run.experiment.goals]


def test_100_updates_say_099_already() -> None:
    assert round(answer(run_of("perceptron", "100 updates"), *NEW), 2) == 0.99
    assert run_of("perceptron", "100 updates").step == 100
    assert round(answer(trained(named("perceptron"), 20), *NEW), 2) < 0.99


def test_a_row_that_is_not_its_first_column_still_fits() -> None:
    run = run_of("perceptron", "add 0, 1, 0 → 1")
    assert (run.experiment.inputs[-1], run.experiment.goals[-1]) == ((0.0, 1.0, 0.0), (1.0,))
    assert [round(a) for a in answers(run)] == [g[0] for g in run.experiment.goals]
    assert round(run.parameters[1]) == 4
    assert round(run_of("perceptron").parameters[1]) == 0


def test_a_row_against_the_others_does_not_fit() -> None:
    label = "add 1, 0, 0 → 0: too much"
    e, run = named("perceptron", label), run_of("perceptron", label)
    assert (e.inputs[-1], e.goals[-1]) == (NEW, (0.0,))
    assert round(answers(run)[-1], 4) == 0.9999
    assert "0.9999" in says("perceptron", label)
    # 1,0,1 → 1 and 0,0,1 → 0 want w₁ > -w₃ > 0; 1,0,0 → 0 wants w₁ < 0. With a bias all is well:
    assert trained(replace(e, bias=True, epochs=20_000)).loss < 0.01


# sigmoid-neuron.


def test_a_neuron_at_its_flat_end_hardly_moves() -> None:
    run, e = run_of("sigmoid-neuron"), named("sigmoid-neuron")
    assert {f"{answer(r, 2.0, 3.0):.3f}" for r in (Run(e), run)} == {"0.999"}
    assert abs(whole(slice_along(Run(e).moment, FrameHistory(9), "o1.x1")).slope) < 1e-5
    middle = Run(named("sigmoid-neuron", "start in the middle"))
    assert abs(whole(slice_along(middle.moment, FrameHistory(9), "o1.x1")).slope) > 0.1


def test_the_flat_end_is_hard_to_leave() -> None:
    slow, fast = (
        named("sigmoid-neuron", label) for label in ("goal 0: turn round", "goal 0, alpha 1")
    )
    assert answer(trained(slow, 400), 2.0, 3.0) > 0.5 > answer(trained(slow), 2.0, 3.0)
    assert answer(trained(fast, 50), 2.0, 3.0) < 0.5
    assert fast.alpha == pytest.approx(10 * slow.alpha)


def test_the_middle_of_the_sigmoid_is_steep() -> None:
    run = run_of("sigmoid-neuron", "start in the middle")
    assert answer(Run(run.experiment), 2.0, 3.0) == 0.5
    assert round(answer(run, 2.0, 3.0), 2) == 0.97
    assert run.step == run_of("sigmoid-neuron").step


# feedforward.


def test_the_answer_of_two_layers_grows() -> None:
    assert round(answer(Run(named("feedforward")), 2.0, 3.0), 4) == 0.7216
    assert round(answer(run_of("feedforward"), 2.0, 3.0), 3) == 0.928


def test_at_first_only_the_second_unit_moves() -> None:
    e = named("feedforward", "1 update")
    first, then = e.start(), trained(e).parameters
    assert first[:3].tolist() == first[3:6].tolist() == then[:3].tolist()
    assert (then[3:6] != first[3:6]).all()
    assert first[6] == 0  # the weight from h₁ to the output, which the second update has moved
    assert (trained(named("feedforward"), 2).parameters[:3] != first[:3]).all()


def test_twins_stay_twins_for_ever() -> None:
    label = "all weights 1: twins"
    for state in path(named("feedforward", label), 200):
        assert state[:3].tolist() == state[3:6].tolist()
    assert run_of("feedforward").parameters[:3].tolist() != pytest.approx(
        run_of("feedforward").parameters[3:6].tolist(), abs=0.01
    )


# partial.


def test_the_slope_of_the_first_weight_is_told() -> None:
    slope = whole(slice_along(Run(named("partial")).moment, FrameHistory(9), "h1.x1")).slope
    assert f"{slope:.4f}" == "0.0215"
    assert f"{-0.952 * 0.249 * -0.0904:.4f}" == "0.0214"  # the article's factors, as it rounds them
    assert LESSONS["partial"].chips[0].shows == {"w": "h1.x1"}


@pytest.mark.parametrize(
    ("label", "to"), [("1 update", "0.99785"), ("alpha 10, 1 update", "0.785")]
)
def test_an_update_moves_the_weight_by_alpha_times_the_slope(label: str, to: str) -> None:
    run = run_of("partial", label)
    assert run.step == 1
    moved = float(run.parameters[0])
    assert f"{moved:.{len(to) - 2}f}" == to
    assert to in says("partial", label)
    assert moved == pytest.approx(1 - run.experiment.alpha * 0.0214695, abs=1e-5)
    assert f"{trained(named('partial'), 2).parameters[0]:.5f}" != "0.99785"


# heights.

EMILY, FRANK = (-7.0, -3.0), (20.0, 2.0)


def test_emily_and_frank_are_told_apart() -> None:
    run = run_of("heights")
    assert round(answer(run, *EMILY), 3) == 0.951
    assert round(answer(run_of("heights", "seed 77, ask Frank"), *FRANK), 3) == 0.039
    assert not {EMILY, FRANK} & {*run.experiment.inputs}
    assert run.step == 4 * 1000


def test_a_larger_alpha_does_it_in_a_tenth_of_the_epochs() -> None:
    quick = run_of("heights", "alpha 1: faster")
    assert quick.step == 4 * 100
    assert quick.loss < run_of("heights").loss
    assert trained(named("heights"), 4 * 100).loss > 2 * quick.loss


def test_without_the_shift_the_sigmoids_are_flat() -> None:
    run, plain = run_of("heights", "without the shift"), named("heights")
    e = run.experiment
    shifted = [(weight - 135, height - 66) for weight, height in e.inputs]
    assert shifted == [*plain.inputs]
    assert [f"{a:.3f}" for a in answers(run)] == ["0.500"] * 4
    ends = [view_row(e, run.parameters, row).activations[1] for row in range(4)]
    assert np.minimum(ends, 1 - np.array(ends)).max() < 1e-5
    ends = [view_row(plain, run_of("heights").parameters, row).activations[1] for row in range(4)]
    assert np.minimum(ends, 1 - np.array(ends)).max() > 1e-3


def test_one_neuron_parts_the_four_people() -> None:
    run = run_of("heights", "no hidden units")
    assert run.loss < run_of("heights").loss
    assert run.experiment.architecture.n_parameters == 3
    assert run_of("xor", "no hidden units").loss > 0.2


def test_nearly_every_seed_learns_the_heights() -> None:
    losses = [trained(replace(named("heights"), seed=seed)).loss for seed in range(12)]
    assert sum(loss < 0.02 for loss in losses) >= 11


# xor.


def test_hidden_units_bend_the_plane() -> None:
    run = run_of("xor")
    assert run.status == "learned"
    assert [round(a) for a in answers(run)] == [0, 1, 1, 0]


def test_one_layer_never_learns_xor() -> None:
    run = run_of("xor", "no hidden units")
    assert answers(run) == pytest.approx([0.5] * 4, abs=0.07)
    assert (close(run), close(run_of("xor"))) == (0, 4)
    assert says("xor", "no hidden units").startswith("No row came close, all stayed near 0.5")
    assert trained(replace(run.experiment, epochs=5000)).loss > 0.2


def test_two_hidden_units_hang_on_the_start() -> None:
    found = answers(run_of("xor", "2 hidden units"))
    assert [round(a, 2) for a in found] == [0.02, 0.97, 0.45, 0.45]
    assert close(run_of("xor", "2 hidden units")) == 2
    assert says("xor", "2 hidden units") == (
        f"Two rows came close to their goals, the other two stayed near {found[2]:.2f}."
    )
    run = run_of("xor", "2 units, seed 1")
    assert (run.status, run.experiment.hidden) == ("learned", (2,))


def test_the_weight_that_xor_shows_moves_from_the_first_update() -> None:
    lesson = LESSONS["xor"]
    for chip, e in zip(lesson.chips, lesson.experiments, strict=True):
        at = e.architecture.parameter_names.index(chip.shows["w"])
        assert (np.diff(path(e, 2)[:, at]) != 0).all()
        if e.hidden:
            assert chip.shows == {"w": "o1.h1"}
            still = path(e, 2)[:, e.architecture.parameter_names.index("h1.x1")]
            assert (np.diff(still)[:1] == 0).all()


@pytest.mark.slow
def test_xor_is_learned_from_most_starts() -> None:
    ends = [trained(replace(named("xor"), seed=seed)).status for seed in range(10)]
    assert ends.count("learned") >= 7


# streetlights.


def test_units_go_on_and_off_for_row_2() -> None:
    e = named("streetlights")
    states = np.array([on(e, state) for state in path(e, run_of("streetlights").step)])
    switched = (states[1:] != states[:-1]).any(axis=0)
    assert switched[1].tolist() == [False, True, True, True]
    assert not switched[0].any()  # row 1, which the page shows otherwise, sees none of it
    assert LESSONS["streetlights"].chips[0].shows == {"row": "2"}
    assert run_of("streetlights").status == "learned"


def test_seed_1_leaves_three_units_off() -> None:
    run = run_of("streetlights", "seed 1: stuck")
    assert (~on(run.experiment, run.parameters).any(axis=0)).sum() == 3
    assert trained(replace(run.experiment, epochs=2000)).loss > 0.2
    assert on(named("streetlights"), run_of("streetlights").parameters).any(axis=0).all()


@pytest.mark.slow
def test_72_of_the_seeds_1_to_200_never_learn() -> None:
    e = named("streetlights")
    starts = [initial_parameters(e.architecture, "uniform", seed) for seed in range(1, 201)]
    engine = numpy_engine(e, np.array(starts), alpha=0.1)
    for _ in range(500):
        states = engine.advance(40)
    assert (engine.losses(np.array(states.parameters[-1])) > 0.2).sum() == 72
    assert "Of the seeds 1 to 200, 72 never learn." in says("streetlights", "seed 1: stuck")


def test_the_same_seed_learns_with_tanh_or_with_more_units() -> None:
    tanh, eight = (run_of("streetlights", label) for label in ("seed 1, tanh", "seed 1, 8 units"))
    assert {tanh.status, eight.status} == {"learned"}
    assert {tanh.experiment.seed, eight.experiment.seed} == {1}
    assert on(eight.experiment, eight.parameters).any(axis=1).all()
    stuck = trained(replace(named("streetlights", "seed 1: stuck"), hidden=(3,)))
    assert stuck.status == "finished"


# numerical.


def test_both_ways_agree_until_a_nudge_crosses_a_kink() -> None:
    nudged, exact = (
        path(named("numerical", label), 240) for label in ("▶ Run", "by the chain rule")
    )
    apart = np.abs(nudged - exact).max(axis=1)
    assert apart[:132].max() < 5e-12 < 1e-6 < apart[132:].min()
    assert named("numerical").architecture.n_parameters == 16


def test_after_30_epochs_both_ways_are_the_same_to_11_decimal_places() -> None:
    both = [
        run_of("numerical", label) for label in ("30 epochs of nudging", "30 epochs, chain rule")
    ]
    assert {run.step for run in both} == {120}  # before update 132
    assert np.abs(both[0].parameters - both[1].parameters).max() < 5e-12
    later = [run_of("numerical", label) for label in ("▶ Run", "by the chain rule")]
    assert np.abs(later[0].parameters - later[1].parameters).max() > 1e-6
