"""The lessons in order of difficulty: the systems of five articles, and three classics.

What a lesson says is true of its runs: `tests/test_lessons.py` tests each claim.
"""

from collections.abc import Mapping
from types import MappingProxyType

from app.lesson import Chip, Lesson

FIRST = "one-weight"
"""The one on which the page opens."""

TABLE = "inputs=0,0;0,1;1,0;1,1&goals={goals}&"
GATE = TABLE + "output=sigmoid&bias=1&seed=1&alpha=0.5&epochs=5000&until=0.01"
TWO_TWO_ONE = "&hidden=2&activation=sigmoid&output=sigmoid&bias=1"
STREETLIGHTS = (
    "inputs=1,0,1;0,1,1;0,0,1;1,1,1&goals=1;1;0;0&names=light 1,light 2,light 3,walk"
    "&hidden=4&seed=12&alpha=0.1"
)

ALL: tuple[Lesson, ...] = (
    Lesson(
        "identity",
        "One neuron: repeat 1",
        "Teach one weight to repeat what it hears: 1.",
        "inputs=1&goals=1&weights=0&alpha=1&rule=delta&epochs=100&until=1e-7",
        (
            Chip(
                "▶ Run",
                "1",
                says="One update was enough. The weight is 1, so this neuron repeats any number.",
                shows={"row": "1", "try": "2"},
            ),
            Chip("alpha 0.5", "5", "alpha=0.5", "Each update halved what was missing."),
            Chip(
                "alpha 1.9: overshoot",
                "20",
                "alpha=1.9",
                "Each landed a tenth closer.",
            ),
            Chip("alpha 2.1: break it", "10", "alpha=2.1&epochs=20000"),
        ),
    ),
    Lesson(
        "one-weight",
        "One weight: 5 → 42",
        "Find the weight that turns 5 into 42.",
        "weights=1&alpha=0.01&rule=delta&epochs=20000&until=0.02",
        (
            Chip("▶ Run", "5", says="Each update closed a quarter of the gap."),
            Chip(
                "alpha 0.03",
                "2",
                "alpha=0.03",
                "Each update closed three quarters of the gap.",
            ),
            Chip(
                "alpha 0.07: overshoot",
                "5",
                "alpha=0.07",
                "That took as many updates as alpha 0.01.",
            ),
            Chip("alpha 0.09: break it", "5", "alpha=0.09"),
        ),
    ),
    Lesson(
        "identity-alpha",
        "One neuron: repeat 2, alpha 0.1",
        "Repeat 2, and find the alpha that does it at once.",
        "inputs=2&goals=2&weights=0&rule=delta&epochs=1000&until=1e-7",
        (
            Chip("▶ Run", "5", says="Each update closed two fifths of the gap."),
            Chip(
                "alpha 0.25: one jump",
                "1",
                "alpha=0.25",
                "One update was enough: 0.25 is 1 / x².",
            ),
            Chip(
                "alpha 0.4: overshoot",
                "5",
                "alpha=0.4",
                "That took as many updates as alpha 0.1.",
            ),
            Chip("alpha 0.6: break it", "5", "alpha=0.6&epochs=20000"),
        ),
    ),
    Lesson(
        "identity-overshoots",
        "One neuron: repeat 2, alpha 1",
        "Alpha 1 learned to repeat 1. Will it learn to repeat 2?",
        "inputs=2&goals=2&weights=0&alpha=1&rule=delta&epochs=1000&until=1e-7",
        (
            Chip(
                "▶ Run",
                "5",
                says="The weight went 0, 4, −8, 28, −80.",
            ),
            Chip(
                "repeat 1 again",
                "1",
                "inputs=1&goals=1",
                "Only the row is another: the limit is 2 / x², so 2 here and 0.5 for x = 2.",
            ),
            Chip("alpha 0.51: just too much", "10", "alpha=0.51&epochs=20000"),
            Chip(
                "alpha 0.49: just enough",
                "50",
                "alpha=0.49",
                "Each landed only 4 % closer.",
            ),
        ),
    ),
    Lesson(
        "and",
        "AND: 2-1",
        "Say 1 only when both inputs are 1.",
        GATE.format(goals="0;0;0;1"),
        (
            Chip(
                "▶ Run",
                "200",
                says="Neither weight alone makes up for the bias; both together do.",
            ),
            Chip(
                "no bias",
                "200",
                "bias=0&epochs=300",
                "Without a bias 0, 0 adds up to 0, and that gives 0.5.",
            ),
            Chip("alpha 5: faster", "20", "alpha=5", "58 updates instead of 1\u202f134."),
            Chip(
                "alpha 50: too fast",
                "200",
                "alpha=50&epochs=300",
                "Now it says 0 to every row: the sigmoid is flat there, so no gradient comes back.",
            ),
        ),
    ),
    Lesson(
        "or",
        "OR: 2-1",
        "Say 1 as soon as one input is 1.",
        GATE.format(goals="0;1;1;1"),
        (
            Chip(
                "▶ Run",
                "200",
                says="Each weight alone makes up for the bias; both came to about 4.",
            ),
            Chip("alpha 5: faster", "20", "alpha=5", "50 updates instead of 635."),
            Chip(
                "last goal 0: XOR",
                "200",
                "goals=0;1;1;0&epochs=300",
                "No row came close to its goal: one neuron cannot say 1 for exactly one of two.",
            ),
        ),
    ),
    Lesson(
        "perceptron",
        "Perceptron: 3-1 sigmoid",
        "Find the column that gives the answer.",
        "inputs=0,0,1;1,1,1;1,0,1;0,1,1&goals=0;1;1;0&output=sigmoid&alpha=1"
        "&batch=full&rule=delta&reduce=sum&epochs=10000",
        (
            Chip(
                "▶ Run",
                "2000",
                says="The first weight grew to 9.7. To 1, 0, 0, which it never saw, "
                "it says 0.99994.",
                shows={"try": "1,0,0"},
            ),
            Chip(
                "100 updates",
                "20",
                "epochs=100",
                "To 1, 0, 0 it already says 0.99; more updates only make it surer.",
                {"try": "1,0,0"},
            ),
            Chip(
                "add 0, 1, 0 → 1",
                "2000",
                "inputs=0,0,1;1,1,1;1,0,1;0,1,1;0,1,0&goals=0;1;1;0;1",
                "That answer is not its first column, and it fits: the second weight rose to 4.",
            ),
            Chip(
                "add 1, 0, 0 → 0: too much",
                "2000",
                "inputs=0,0,1;1,1,1;1,0,1;0,1,1;1,0,0&goals=0;1;1;0;0",
                "The new row still gets 0.9999: without a bias no weights suit all five rows.",
            ),
        ),
    ),
    Lesson(
        "sigmoid-neuron",
        "One sigmoid neuron",
        "Why does an answer of 0.999 hardly learn any more?",
        "inputs=2,3&goals=1&output=sigmoid&bias=1&weights=0,1,4&epochs=200",
        (
            Chip(
                "▶ Run",
                "50",
                says="It still says 0.999: out there the sigmoid is flat, its gradient nearly 0.",
            ),
            Chip(
                "goal 0: turn round",
                "100",
                "goals=0&epochs=600",
                "It said more than 0.5 for over 400 updates: that flat end is hard to leave.",
            ),
            Chip(
                "goal 0, alpha 1",
                "20",
                "goals=0&alpha=1&epochs=100",
                "Ten times the alpha, and it fell below 0.5 within 50 updates.",
            ),
            Chip(
                "start in the middle",
                "50",
                "weights=0,0,0",
                "At 0.5 the sigmoid is steepest: as many updates took it from 0.5 to 0.97.",
            ),
        ),
    ),
    Lesson(
        "feedforward",
        "2-2-1 sigmoid, by hand",
        "Follow 2 and 3 through two layers to 0.7216.",
        f"inputs=2,3&goals=1{TWO_TWO_ONE}&weights=0,1,0,0,1,0,0,1,0&epochs=200",
        (
            Chip("▶ Run", "50", says="0.7216 has become 0.928."),
            Chip(
                "1 update",
                "1",
                "epochs=1",
                "The weights of h₂ moved, those of h₁ did not: its way to the output has weight 0.",
            ),
            Chip(
                "all weights 1: twins",
                "50",
                "weights=1,1,0,1,1,0,1,1,0",
                "h₁ and h₂ began alike and stay alike for ever: the same unit twice.",
            ),
        ),
    ),
    Lesson(
        "partial",
        "One partial derivative",
        "Work out one slope by hand: weight → h₁.",
        "inputs=-2,-1&goals=1&names=weight,height,female;Alice"
        f"{TWO_TWO_ONE}&weights=1,1,0,1,1,0,1,1,0&epochs=200",
        (
            Chip(
                "▶ Run",
                "50",
                says="That slope was 0.0215 at first. The article prints 0.0214: it multiplies "
                "rounded factors.",
                shows={"w": "h1.x1"},
            ),
            Chip(
                "1 update",
                "1",
                "epochs=1",
                "The weight moved by −0.1 × 0.0215 = −0.00215, from 1 to 0.99785.",
                {"w": "h1.x1"},
            ),
            Chip(
                "alpha 10, 1 update",
                "1",
                "alpha=10&epochs=1",
                "The same slope, a hundred times the step: from 1 to 0.785.",
                {"w": "h1.x1"},
            ),
        ),
    ),
    Lesson(
        "heights",
        "Height and weight: 2-2-1",
        "Tell from weight and height who is female.",
        "inputs=-2,-1;25,6;17,4;-15,-6&goals=1;0;0;1"
        f"&names=weight,height,female;Alice,Bob,Charlie,Diana{TWO_TWO_ONE}"
        "&weights=normal&seed=44&epochs=1000",
        (
            Chip(
                "▶ Run",
                "1000",
                says="Emily (−7, −3) was not among the four: it says 0.951.",
                shows={"try": "-7,-3"},
            ),
            Chip(
                "seed 77, ask Frank",
                "1000",
                "seed=77",
                "Another start, and Frank (20, 2), whom it never saw, gets 0.039.",
                {"try": "20,2"},
            ),
            Chip(
                "alpha 1: faster",
                "100",
                "alpha=1&epochs=100",
                "100 epochs did what took 1\u202f000 with alpha 0.1.",
            ),
            Chip(
                "without the shift",
                "1000",
                "inputs=133,65;160,72;152,70;120,60",
                "It says 0.500 to all. That is why the lesson takes off 135 and 66.",
            ),
            Chip(
                "no hidden units",
                "1000",
                "hidden=",
                "It is surer still: a straight line parts these four, so one neuron is enough.",
            ),
        ),
    ),
    Lesson(
        "xor",
        "XOR: 2-4-1",
        "Say 1 when exactly one input is 1.",
        TABLE.format(goals="0;1;1;0") + "hidden=4&activation=tanh&output=sigmoid&bias=1&seed=3"
        "&alpha=0.5&epochs=5000&until=0.01",
        (
            Chip(
                "▶ Run",
                "100",
                says="Four hidden units bend the plane so that one line can part it.",
                shows={"w": "o1.h1"},
            ),
            Chip(
                "no hidden units",
                "200",
                "hidden=&epochs=300",
                "No row came close, all stayed near 0.5: no straight line parts these four.",
                {"w": "o1.b"},
            ),
            Chip(
                "2 hidden units",
                "500",
                "hidden=2&epochs=500",
                "Two rows came close to their goals, the other two stayed near 0.45.",
                {"w": "o1.h1"},
            ),
            Chip(
                "2 units, seed 1",
                "100",
                "hidden=2&seed=1",
                "Two units are enough from another start.",
                {"w": "o1.h1"},
            ),
        ),
    ),
    Lesson(
        "streetlights",
        "Streetlights: 3-4-1 ReLU",
        "When do people walk? No light alone decides it.",
        f"{STREETLIGHTS}&epochs=1000&until=1e-9",
        (
            Chip(
                "▶ Run",
                "50",
                says="On the way h₂, h₃ and h₄ went on or off for row 2.",
                shows={"row": "2"},
            ),
            Chip(
                "seed 1: stuck",
                "200",
                "seed=1&epochs=200",
                "Three of its ReLU units are off for every row. "
                "Of the seeds 1 to 200, 72 never learn.",
            ),
            Chip(
                "seed 1, tanh",
                "100",
                "activation=tanh&seed=1",
                "The same seed learns: a tanh unit is never off.",
            ),
            Chip(
                "seed 1, 8 units",
                "100",
                "hidden=8&seed=1",
                "Of eight units enough stay on.",
            ),
        ),
    ),
    Lesson(
        "numerical",
        "Streetlights by nudging",
        "Measure every slope by nudging: is it the same?",
        f"{STREETLIGHTS}&derivative=numerical&epochs=60",
        (
            Chip(
                "▶ Run",
                "50",
                says="Each gradient was measured, by nudging all 16 weights up and down.",
            ),
            Chip(
                "by the chain rule",
                "50",
                "derivative=analytic",
                "Nearly the same, not quite: in update 132 a nudge crossed the kink of a ReLU.",
            ),
            Chip("30 epochs of nudging", "20", "epochs=30", "This is before that kink."),
            Chip(
                "30 epochs, chain rule",
                "20",
                "derivative=analytic&epochs=30",
                "Every weight is the same as by nudging, to 11 decimal places.",
            ),
        ),
    ),
)

LESSONS: Mapping[str, Lesson] = MappingProxyType({lesson.name: lesson for lesson in ALL})


def after(name: str) -> Lesson:
    """Give the lesson that follows; after the last one, or none, the first."""
    names = list(LESSONS)
    return ALL[(names.index(name) + 1) % len(ALL)] if name in LESSONS else LESSONS[FIRST]
