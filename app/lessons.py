"""Named experiments: the systems of the five articles in `ARCHITECTURE.md`, and three classics.

A lesson is an address with a few sentences: what to watch, what to try next.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from urllib.parse import parse_qsl

from app import address
from app.experiment import Experiment

FIRST = "one-weight"


@dataclass(frozen=True)
class Lesson:
    """A lesson: its name in addresses, its title, its address, its words, and a fitting speed."""

    name: str
    title: str
    query: str
    text: str
    speed: str = "20"

    @cached_property
    def experiment(self) -> Experiment:
        """The experiment at this address."""
        return address.read(parse_qsl(self.query, keep_blank_values=True, strict_parsing=True))


STREETLIGHTS = (
    "inputs=1,0,1;0,1,1;0,0,1;1,1,1&goals=1;1;0;0&names=light 1,light 2,light 3,walk"
    "&hidden=4&seed=12&alpha=0.1"
)
HEIGHTS = (
    "inputs=-2,-1;25,6;17,4;-15,-6&goals=1;0;0;1"
    "&names=weight,height,female;Alice,Bob,Charlie,Diana"
    "&hidden=2&activation=sigmoid&output=sigmoid&bias=1"
)
GATE = "hidden={hidden}&activation={activation}&output=sigmoid&bias=1&seed={seed}&alpha={alpha}"
TABLE = "inputs=0,0;0,1;1,0;1,1&goals={goals}&"

LESSONS: Mapping[str, Lesson] = MappingProxyType(
    {
        lesson.name: lesson
        for lesson in (
            Lesson(
                FIRST,
                "One weight: 5 → 42",
                "weights=1&alpha=0.01&rule=delta&epochs=20000&until=0.02",
                "One weight has to turn 5 into 42. Watch the ball roll down the curve: far from "
                "the goal it takes long steps, near it short ones, and after 20 updates the loss "
                "is below 0.02. Then try alpha 0.07, and then anything past 0.08: each step "
                "overshoots the last, and the weight blows up.",
            ),
            Lesson(
                "streetlights",
                "Streetlights: 3-4-1 ReLU",
                f"{STREETLIGHTS}&epochs=1000&until=1e-9",
                "Three lights, and whether people walk: no single light decides it, so four "
                "hidden ReLU units look at pairs. Watch units switch on and off in the "
                "network. Then change the seed: about one start in three never learns, because "
                "its ReLU units are off for every row.",
                "100",
            ),
            Lesson(
                "numerical",
                "Streetlights by nudging",
                f"{STREETLIGHTS}&derivative=numerical&epochs=60",
                "The same network from the same start, but every gradient is found by nudging "
                "each of the 16 weights a little up and down and measuring the loss. Watch the "
                "same curve appear. Then set Derivative to analytic: the numbers agree, only "
                "the work is less.",
                "100",
            ),
            Lesson(
                "sigmoid-neuron",
                "One sigmoid neuron",
                "inputs=2,3&goals=1&output=sigmoid&bias=1&weights=0,1,4&epochs=200",
                "Weights 0 and 1, bias 4, inputs 2 and 3: the neuron adds up 7 and squeezes it to "
                "0.999. Watch how little is left to learn: the sigmoid is flat out there, so its "
                "gradient is almost 0. Then set the goal to 0 and see how slowly it turns round.",
            ),
            Lesson(
                "feedforward",
                "2-2-1 sigmoid, by hand",
                "inputs=2,3&goals=1&hidden=2&activation=sigmoid&output=sigmoid&bias=1"
                "&weights=0,1,0,0,1,0,0,1,0&epochs=200",
                "Every neuron has the weights 0 and 1 and bias 0; the inputs 2 and 3 "
                "give 0.7216. Follow the number through the network by hand, then press Step: "
                "h₂ moves and its twin h₁ does not, for its way to the output has the weight 0.",
            ),
            Lesson(
                "partial",
                "One partial derivative",
                "inputs=-2,-1&goals=1&names=weight,height,female;Alice&hidden=2"
                "&activation=sigmoid&output=sigmoid&bias=1&weights=1,1,0,1,1,0,1,1,0&epochs=200",
                "All weights 1, all biases 0, Alice's row only: the prediction is 0.524. Choose "
                "the weight from the first input to h₁ and read its slope under the curve: 0.0215. "
                "Then press Step and see how far alpha times that slope moves it.",
            ),
            Lesson(
                "heights",
                "Height and weight: 2-2-1",
                f"{HEIGHTS}&weights=normal&seed=44&epochs=1000",
                "Four people, weight and height less the average, and a network with biases that "
                "learns who is female. Watch the loss fall in two flights of stairs. Then use "
                "another seed: nearly every start gets there, on another way.",
                "200",
            ),
            Lesson(
                "perceptron",
                "Perceptron: 3-1 sigmoid",
                "inputs=0,0,1;1,1,1;1,0,1;0,1,1&goals=0;1;1;0&output=sigmoid&alpha=1"
                "&batch=full&rule=delta&reduce=sum&epochs=10000",
                "The answer is the first column, and nobody tells the perceptron. Watch the first "
                "weight grow to 9.7 while the others make room. Then add a row whose answer is "
                "not its first column, and see what one layer can no longer do.",
                "1000",
            ),
            Lesson(
                "identity",
                "One neuron: repeat 1",
                "inputs=1&goals=1&weights=0&alpha=1&rule=delta&epochs=100&until=1e-7",
                "The neuron has to say what it hears, and hears 1. With alpha 1 a single update "
                "does it: press Step. Then change input and goal to 2, and the same alpha throws "
                "the weight further off with every update.",
                "2",
            ),
            Lesson(
                "identity-overshoots",
                "One neuron: repeat 2, alpha 1",
                "inputs=2&goals=2&weights=0&alpha=1&rule=delta&epochs=1000&until=1e-7",
                "Only the row changed, from 1 to 2, and alpha 1 is suddenly too much: the weight "
                "goes 0, 4, −8, 28, and the loss grows ninefold each update. Press Step a few "
                "times. Then find the alpha, below 0.5, from which it settles.",
                "2",
            ),
            Lesson(
                "identity-alpha",
                "One neuron: repeat 2, alpha 0.1",
                "inputs=2&goals=2&weights=0&rule=delta&epochs=1000&until=1e-7",
                "With alpha 0.1 the same neuron gets there in 18 updates, each closing two "
                "fifths of the gap. Watch the arrow shrink with the slope. Then try 0.25, "
                "which lands in one update: it is exactly 1 / x².",
                "5",
            ),
            Lesson(
                "xor",
                "XOR: 2-4-1",
                TABLE.format(goals="0;1;1;0")
                + GATE.format(hidden=4, activation="tanh", seed=3, alpha=0.5)
                + "&epochs=5000&until=0.01",
                "Exactly one of the two: no straight line can part these rows, so a hidden layer "
                "has to bend the plane. Watch the loss wait, then drop as the hidden units take "
                "sides. Then make the hidden size empty, and see that it can never learn this.",
                "200",
            ),
            Lesson(
                "and",
                "AND: 2-1",
                TABLE.format(goals="0;0;0;1")
                + "output=sigmoid&bias=1&seed=1&alpha=0.5&epochs=5000&until=0.01",
                "Both or nothing: one neuron is enough, with a bias that holds it down until both "
                "inputs push. Watch the bias fall below 0. Then turn biases off and see that the "
                "row 0, 0 is stuck at 0.5.",
                "200",
            ),
            Lesson(
                "or",
                "OR: 2-1",
                TABLE.format(goals="0;1;1;1")
                + "output=sigmoid&bias=1&seed=1&alpha=0.5&epochs=5000&until=0.01",
                "One is enough: both weights grow until either of them alone beats the bias. "
                "Watch the two weights come to the same height. Then edit the last goal to 0, and "
                "you have XOR, which this neuron cannot learn.",
                "200",
            ),
        )
    }
)
