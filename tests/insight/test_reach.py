"""Goals that the output can never give."""

import pytest

from app.experiment import Experiment
from app.insight.reach import out_of_reach


@pytest.mark.parametrize(
    ("output", "goals", "told"),
    [
        ("sigmoid", (7.0,), "the output gives 0 … 1; goal 7 cannot be reached"),
        ("sigmoid", (0.0, 1.0), None),
        (
            "sigmoid",
            (1.001, -0.5, 1.0),
            "the output gives 0 … 1; goals −0.5, 1.001 cannot be reached",
        ),
        ("tanh", (-1.0, 1.0), None),
        ("tanh", (-2.0,), "the output gives −1 … 1; goal −2 cannot be reached"),
        ("relu", (0.0, 1e9), None),
        ("relu", (-1.0,), "the output gives 0 and more; goal −1 cannot be reached"),
        ("linear", (-1e9, 1e9), None),
        ("leaky_relu", (-1.0,), None),
    ],
)
def test_goals_beyond_the_range_are_told(
    output: str, goals: tuple[float, ...], told: str | None
) -> None:
    e = Experiment(inputs=((1.0,),) * len(goals), goals=tuple((g,) for g in goals), output=output)
    assert out_of_reach(e) == told


def test_many_are_counted() -> None:
    goals = tuple((float(goal),) for goal in (9, 5, 5, 6, 7, 8, 1))
    e = Experiment(inputs=((1.0,),) * 7, goals=goals, output="sigmoid")
    assert out_of_reach(e) == ("the output gives 0 … 1; goals 5, 6, 7 and 2 more cannot be reached")
