"""Numbers as a person types them: with a decimal comma, or a minus sign as it is printed.

Wherever someone types, here is how it is read; addresses have a point and nothing else.
"""

import re

from app.limits import MAX_PARAMETERS
from app.options.numbers import Rejected, number

GAP = re.compile(r"\s*;\s*|\s+")
COMMA_AT_GAP = re.compile(r"(^|[\s;]),|,($|[\s;])")


def as_in_address(text: str) -> str:
    """Write a typed number as an address has it; what is no number may stay what it is."""
    plain = text.replace("−", "-")  # as the page writes it
    return plain.replace(",", ".") if plain.count(",") == 1 else plain


def typed_number(text: str) -> float:
    """Read a finite number; raises Rejected."""
    return number(as_in_address(text))


def commas_are_decimal(text: str) -> bool:
    """Whether other characters divide the numbers of a list, so that its commas are decimal.

    They are not where one stands beside a gap, as in '1, 2'.
    """
    stripped = text.strip()
    return bool(GAP.search(stripped)) and not COMMA_AT_GAP.search(stripped)


def typed_numbers(text: str) -> tuple[float, ...]:
    """Read numbers divided by spaces, line breaks or ';', or by nothing but commas.

    Raises
    ------
    Rejected
        For more numbers than a network may have parameters, counted before they are read, and
        for the first that is none.
    """
    parts = GAP.split(text.strip()) if commas_are_decimal(text) else text.split(",")
    if len(parts) > MAX_PARAMETERS:
        raise Rejected(f"at most {MAX_PARAMETERS} numbers", f"{len(parts)} numbers")
    numbers = []
    for place, part in enumerate(parts, start=1):
        try:
            numbers.append(typed_number(part))
        except Rejected:
            divided = "divided by spaces, line breaks or ';', or else by commas"
            raise Rejected(f"finite numbers {divided} (number {place} is not)", part) from None
    return tuple(numbers)
