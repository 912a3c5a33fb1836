"""Presets: true addresses, true words."""

import re
from dataclasses import replace
from urllib.parse import parse_qsl

import pytest

from app import address
from app.experiment import OPTIONS
from app.insight.frame_history import FrameHistory
from app.insight.pieces import whole
from app.insight.rows import all_rows, predictions, respond
from app.insight.slices import slice_along
from app.lessons import FIRST, LESSONS, Lesson
from app.run.run import Run
from tests.support.runs import trained

every_preset = pytest.mark.parametrize("lesson", LESSONS.values(), ids=LESSONS)


def preset_run(name: str, **others: object) -> Run:
    return trained(replace(LESSONS[name].experiment, **others))  # type: ignore[arg-type]


@every_preset
def test_a_preset_is_an_address(lesson: Lesson) -> None:
    canonical = address.write(lesson.experiment)
    assert address.read(parse_qsl(canonical, keep_blank_values=True)) == lesson.experiment
    keys = [key for key, _ in parse_qsl(lesson.query)]
    assert keys == [key for key in OPTIONS if key in keys]


@every_preset
def test_a_preset_explains_itself_in_a_few_sentences(lesson: Lesson) -> None:
    sentences = re.findall(r"[.!?](?= [A-Z]|$)", lesson.text)
    assert 2 <= len(sentences) <= 4
    assert lesson.text == lesson.text.strip()
    assert "  " not in lesson.text


@every_preset
def test_a_preset_has_a_fitting_speed(lesson: Lesson) -> None:
    assert 1 <= int(lesson.speed) <= 1000


def test_names_and_titles_are_their_own() -> None:
    assert list(LESSONS) == [lesson.name for lesson in LESSONS.values()]
    assert len({lesson.title for lesson in LESSONS.values()}) == len(LESSONS)
    assert len({address.write(lesson.experiment) for lesson in LESSONS.values()}) == len(LESSONS)
    assert next(iter(LESSONS)) == FIRST


@every_preset
def test_a_preset_that_should_learn_does(lesson: Lesson) -> None:
    e = lesson.experiment
    if e.until > 0:
        expected = "diverged" if lesson.name == "identity-overshoots" else "learned"
        assert trained(e).status == expected


# What the texts say.


@pytest.mark.parametrize(
    ("name", "updates"), [(FIRST, 20), ("identity", 1), ("identity-alpha", 18)]
)
def test_updates_that_are_told(name: str, updates: int) -> None:
    assert preset_run(name).step == updates


@pytest.mark.parametrize(("alpha", "status"), [(0.07, "learned"), (0.081, "diverged")])
def test_one_weight_blows_up_past_the_limit(alpha: float, status: str) -> None:
    assert preset_run(FIRST, alpha=alpha).status == status


def test_nudging_gives_the_same_curve_as_differentiating() -> None:
    e = LESSONS["numerical"].experiment
    same = replace(e, derivative="analytic")
    assert trained(e, 120).loss == pytest.approx(trained(same, 120).loss, rel=1e-8)
    assert same == replace(LESSONS["streetlights"].experiment, epochs=60, until=0.0)
    assert e.architecture.n_parameters == 16


def test_the_neuron_adds_up_7_and_learns_little() -> None:
    e = LESSONS["sigmoid-neuron"].experiment
    assert round(float(predictions(all_rows(e, e.start()))[0, 0]), 3) == 0.999
    assert abs(whole(slice_along(Run(e).moment, FrameHistory(9), "o1.x1")).slope) < 1e-5
    turned = trained(replace(e, goals=((0.0,),)))
    assert predictions(all_rows(e, turned.parameters))[0, 0] > 0.9


def test_of_the_twins_only_the_second_moves_at_first() -> None:
    e = LESSONS["feedforward"].experiment
    first, after = e.start(), trained(e, 1).parameters
    assert first[:3].tolist() == first[3:6].tolist() == after[:3].tolist()
    assert (after[3:6] != first[3:6]).all()


def test_the_slope_of_the_first_weight_is_told() -> None:
    moment = Run(LESSONS["partial"].experiment).moment
    assert f"{whole(slice_along(moment, FrameHistory(9), 'h1.x1')).slope:.4f}" == "0.0215"


def test_nearly_every_seed_learns_the_heights() -> None:
    losses = [preset_run("heights", seed=seed).loss for seed in range(12)]
    assert sum(loss < 0.02 for loss in losses) >= 11


def test_the_perceptrons_first_weight_grows() -> None:
    assert round(preset_run("perceptron").parameters[0], 1) == 9.7


def test_the_overshooting_weight_is_told() -> None:
    run = Run(LESSONS["identity-overshoots"].experiment)
    assert run.advance(3).parameters.ravel().tolist() == [4, -8, 28]


def test_a_quarter_lands_in_one_update() -> None:
    assert preset_run("identity-alpha", alpha=0.25).step == 1


def test_one_layer_never_learns_xor() -> None:
    run = preset_run("xor", hidden=())
    assert run.status == "finished"
    assert run.loss > 0.2


@pytest.mark.slow
def test_xor_is_learned_from_most_starts() -> None:
    ends = [preset_run("xor", seed=seed).status for seed in range(10)]
    assert ends.count("learned") >= 7


@pytest.mark.parametrize("name", ["and", "or"])
def test_gates_are_learned_from_every_start(name: str) -> None:
    assert {preset_run(name, seed=seed).status for seed in range(5)} == {"learned"}


def test_and_needs_its_bias() -> None:
    assert preset_run("and").parameters[-1] < 0
    without = preset_run("and", bias=False)
    assert respond(without.experiment, without.parameters, (0.0, 0.0))[-1].tolist() == [0.5]


def test_or_has_two_weights_of_one_height() -> None:
    first, second, bias = preset_run("or").parameters
    assert first == pytest.approx(second, rel=0.05)
    assert min(first, second) + bias > 0 > bias


def test_or_without_its_last_goal_is_xor() -> None:
    e = replace(LESSONS["or"].experiment, goals=((0.0,), (1.0,), (1.0,), (0.0,)))
    assert e.goals == LESSONS["xor"].experiment.goals
    assert trained(e).status == "finished"
