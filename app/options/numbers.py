"""Numbers as addresses hold them, read and written so that no digit is lost."""

import re
from math import inf, isfinite, nan

NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?", re.ASCII)
WHOLE = re.compile(r"\d{1,15}", re.ASCII)


class Rejected(Exception):
    """Raised by a reader with what is allowed instead; `value` is the wrong part, if not all."""

    def __init__(self, allowed: str, value: str | None = None) -> None:
        self.allowed, self.value = allowed, value
        super().__init__(allowed)


def write_number(number: float) -> str:
    """Write the shortest text that reads back as the same float64, without a plus sign.

    Zero has no sign, as for `number`.
    """
    return repr(float(number) + 0.0).replace("e+", "e").removesuffix(".0")


def number(
    text: str, allowed: str = "a finite number", low: float = -inf, high: float = inf
) -> float:
    """Read a finite number from low to high; a '+' that the query string made a space counts.

    Zero has no sign: -0 equals 0, but does not compute the same, so runs that are equal would have
    different numbers.
    """
    plain = text.strip().lower().replace("e ", "e+")
    value = float(plain) if NUMBER.fullmatch(plain) else nan
    if not isfinite(value) or not low <= value <= high:
        raise Rejected(allowed)
    return value + 0.0  # -0.0 + 0.0 is 0.0


def whole(text: str, low: int, high: int) -> int:
    """Read a whole number from low to high."""
    value = int(text) if WHOLE.fullmatch(text.strip()) else -1
    if not low <= value <= high:
        raise Rejected(f"a whole number from {low} to {high}")
    return value
