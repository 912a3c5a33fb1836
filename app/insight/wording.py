"""Numbers and units as the page writes them, for sentences and labels made on the server.

One rule for rounding on both sides: what lies in the middle, exactly, goes away from zero.
"""

from decimal import ROUND_HALF_UP, Context, Decimal
from math import isfinite, isnan

from app.experiment import Experiment

SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
SUPERSCRIPTS = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")


def not_finite(number: float) -> str | None:
    """Name a number that is not finite: NaN, ∞ or −∞; None for any other."""
    if isfinite(number):
        return None
    return "NaN" if isnan(number) else "∞" if number > 0 else "−∞"


def written(number: float, digits: int = 3) -> str:
    """Write a number with so many significant digits, as 0.0213, −1.50×10⁻⁷ or ∞."""
    if word := not_finite(number):
        return word
    if number == 0:
        return "0"
    sign, size = "−" if number < 0 else "", abs(number)
    full = repr(size).partition("e")[0].rstrip(".0")
    if full[-1:] == "5" and len(full) < digits + 8:  # may lie in the middle of two
        return sign + _from_decimals(size, digits)
    mantissa, _, power = f"{size:.{digits - 1}e}".partition("e")
    exponent = int(power)
    if 1e-3 <= size < 9999.5:
        return f"{sign}{size:.{max(0, digits - 1 - exponent)}f}"
    return f"{sign}{mantissa}×10{str(exponent).translate(SUPERSCRIPTS)}"


def _from_decimals(size: float, digits: int) -> str:
    """Write a number above 0, rounded by all its decimals: exact in the middle, and slower."""
    rounded = Context(prec=digits, rounding=ROUND_HALF_UP).create_decimal_from_float(size)
    exponent = rounded.adjusted()
    if 1e-3 <= size < 9999.5:
        place = Decimal(1).scaleb(min(0, exponent - digits + 1))
        return f"{Decimal(size).quantize(place, ROUND_HALF_UP):f}"
    mantissa = f"{rounded.scaleb(-exponent):.{digits - 1}f}"
    return f"{mantissa}×10{str(exponent).translate(SUPERSCRIPTS)}"


def short(number: float, digits: int = 3) -> str:
    """Write a number for a sentence: as `written`, without closing zeros, as 0.08, 5 or 2×10⁻⁴."""
    mantissa, times, power = written(number, digits).partition("×")
    if "." in mantissa:
        mantissa = mantissa.rstrip("0").rstrip(".")
    return mantissa + times + power


def exact(number: float) -> str:
    """Write a number with the digits that tell it from every other, as 0.1, −185 or 1×10⁻⁷."""
    if word := not_finite(number):
        return word
    mantissa, _, power = repr(number).removesuffix(".0").partition("e")
    mantissa = mantissa.replace("-", "−")
    return f"{mantissa}×10{str(int(power)).translate(SUPERSCRIPTS)}" if power else mantissa


def counted(count: int) -> str:
    """Write a count in groups of three, as 1 204."""
    return f"{count:,}".replace(",", "\u202f")


def place(experiment: Experiment, step: int) -> str:
    """Say where in a run an update is: in epochs, and in updates where these differ."""
    epoch = f"epoch {counted(step // experiment.updates_per_epoch)}"
    if experiment.updates_per_epoch == 1:
        return epoch
    return f"{epoch} (update {counted(step)})"


def unit_label(name: str) -> str:
    """Write a unit's name with its number as a subscript: x1 → x₁, h2.3 → h₂.₃."""
    return name[0] + name[1:].translate(SUBSCRIPTS)
