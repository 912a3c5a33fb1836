"""The words of the field that the page uses, in a sentence each: its help and its hints."""

from collections.abc import Mapping
from types import MappingProxyType

GLOSSARY: Mapping[str, str] = MappingProxyType(
    {
        "activation": "What makes a unit's value of the sum that comes in, as ReLU, sigmoid or "
        "tanh; also that value itself.",
        "alpha": "The learning rate: an update moves each weight by −alpha times its gradient.",
        "batch": "The rows that one update looks at together.",
        "delta": "Prediction − goal: by how much an answer is off, and to which side.",
        "epoch": "Every row of the data used once.",
        "gradient": "The slope of the loss along each weight: which way is uphill, and how steep.",
        "loss": "The mean of the rows' squared deltas: 0 when every answer is exact.",
        "seed": "The number that decides the first weights and the shuffling: the same one gives "
        "the same run again.",
        "update": "One change of all weights at once, from one batch; Step makes one.",
    }
)
