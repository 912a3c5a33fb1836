"""A gradient check that says where a gradient is wrong."""

from collections.abc import Callable, Sequence

from app.network.architecture import Architecture

TOLERANCE = 1e-6
SMALLEST = 1e-3
"""Slopes below this are compared as if they were this large: a difference has its own noise."""


def central_difference(
    error: Callable[[Sequence[float]], float], parameters: Sequence[float], h: float = 1e-3
) -> list[float]:
    """Differentiate by the five-point formula, exact to h⁴ (Abramowitz and Stegun 1964, 25.3.6)."""
    found = []
    for at in range(len(parameters)):

        def nudged(by: float, at: int = at) -> float:
            return error([*parameters[:at], parameters[at] + by, *parameters[at + 1 :]])

        near, far = nudged(h) - nudged(-h), nudged(2 * h) - nudged(-2 * h)
        found.append((8 * near - far) / (12 * h))
    return found


def assert_gradients_agree(
    architecture: Architecture, received: Sequence[float], expected: Sequence[float]
) -> None:
    """Fail at the parameter that is furthest off, and name its layer, index and both numbers."""
    assert len(received) == len(expected) == architecture.n_parameters
    off = [
        abs(r - e) / max(abs(e), SMALLEST) if r == r else float("inf")
        for r, e in zip(received, expected, strict=True)
    ]
    worst = max(range(len(off)), key=off.__getitem__)
    layer, at = 1, worst
    for units, incoming in architecture.shapes:
        if at < units * incoming:
            break
        layer, at = layer + 1, at - units * incoming
    incoming = architecture.shapes[layer - 1][1]
    assert off[worst] < TOLERANCE, (
        f"gradient of {architecture.parameter_names[worst]} (layer {layer}, unit {at // incoming}, "
        f"position {at % incoming}): received {received[worst]!r}, expected {expected[worst]!r}, "
        f"relative error {off[worst]:.1e}"
    )
