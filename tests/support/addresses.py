"""Addresses as the tests write them."""

from urllib.parse import parse_qsl

from app import address
from app.experiment import Experiment

XOR = "inputs=0,0;0,1;1,0;1,1&goals=0;1;1;0&hidden=2&activation=tanh&bias=1"
ROWS = "inputs=0,1;1,0;1,1;2,1;3,5&goals=1;0;1;2;3"
TOO_MUCH = "inputs=5&goals=42&alpha=1&weights=1"
"""A run that diverges."""


def experiment(query: str) -> Experiment:
    """Read the experiment of a query string."""
    return address.read(parse_qsl(query, keep_blank_values=True))


def same(query: str) -> str:
    """Write an address as the server would."""
    return address.write(experiment(query))
