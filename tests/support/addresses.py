"""Addresses as the tests write them."""

from urllib.parse import parse_qsl

from app import address
from app.experiment import Experiment


def experiment(query: str) -> Experiment:
    """Read the experiment of a query string."""
    return address.read(parse_qsl(query, keep_blank_values=True))
