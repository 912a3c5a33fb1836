"""What is set of a network's layers: their sizes, their activations, and their first weights."""

from dataclasses import dataclass

from app.limits import MAX_LAYERS, MAX_UNITS
from app.network.activations import ACTIVATIONS
from app.network.initializers import INITIALIZERS
from app.options.kinds import Plain, registered
from app.options.numbers import Rejected, number, whole
from app.options.tables import write_numbers


@dataclass(frozen=True)
class Sizes(Plain):
    """Units of each hidden layer, input side first."""

    @property
    def allowed(self) -> str:
        """Name the bounds."""
        return f"empty, or up to {MAX_LAYERS} layer sizes of 1 to {MAX_UNITS} units, as 4 or 4,2"

    def read(self, text: str) -> tuple[int, ...]:
        """Read the sizes."""
        parts = [part.strip() for part in text.split(",")] if text.strip() else []
        if len(parts) > MAX_LAYERS:
            raise Rejected(self.allowed)
        try:
            return tuple(whole(part, 1, MAX_UNITS) for part in parts)
        except Rejected:
            raise Rejected(self.allowed) from None

    def write(self, value: tuple[int, ...]) -> str:
        """Write the sizes."""
        return ",".join(map(str, value))


@dataclass(frozen=True)
class LayerActivations(Plain):
    """One activation for all hidden layers, or one for each."""

    one = registered(ACTIVATIONS)

    @property
    def allowed(self) -> str:
        """List the activations."""
        return f"{self.one.allowed}; or one a hidden layer, divided by commas"

    def words(self) -> dict[str, str]:
        """Name each for the page."""
        return dict(self.one.words())

    def read(self, text: str) -> tuple[str, ...]:
        """Read one or several; several that are equal are one."""
        names = tuple(self.one.read(part.strip()) for part in text.split(","))
        if len(names) > MAX_LAYERS:
            raise Rejected(f"at most {MAX_LAYERS} activations")
        return names

    def write(self, value: tuple[str, ...]) -> str:
        """Write one or several."""
        return ",".join(value)


@dataclass(frozen=True)
class Start(Plain):
    """A rule by which the first parameters are drawn, or the parameters themselves."""

    @property
    def allowed(self) -> str:
        """List the rules."""
        rules = ", ".join(INITIALIZERS)
        return f"one of {rules}, or all parameters as numbers divided by commas"

    def words(self) -> dict[str, str]:
        """Name each rule for the page."""
        return {name: name for name in INITIALIZERS}

    def read(self, text: str) -> str | tuple[float, ...]:
        """Read a rule or numbers."""
        if text in INITIALIZERS:
            return text
        try:
            return tuple(number(part) for part in text.split(","))
        except Rejected:
            raise Rejected(self.allowed) from None

    def write(self, value: str | tuple[float, ...]) -> str:
        """Write the rule or the numbers."""
        return value if isinstance(value, str) else write_numbers(value)
