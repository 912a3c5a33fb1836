"""What is wrong with a form, told under its fields."""

from app.errors import MOST_TOLD, Problem

MOST_UNDER = 5
"""Messages under a field."""
MORE = "more"
"""Under this name the form says how many problems it does not tell."""


def problems_by_field(problems: tuple[Problem, ...]) -> dict[str, list[str]]:
    """Gather messages by the field that they stand under, and no more than can be read."""
    gathered: dict[str, list[str]] = {}
    counts: dict[str, int] = {}
    for problem in problems:
        key = problem.key
        if key not in counts and len(counts) >= MOST_TOLD:
            key = MORE  # there are not so many fields: these keys do not exist
        counts[key] = counts.get(key, 0) + 1
        messages = gathered.setdefault(key, [])
        if key != MORE and len(messages) < MOST_UNDER:
            messages.append(problem.message)
    for key, messages in gathered.items():
        if counts[key] > len(messages):
            messages.append(f"and {counts[key] - len(messages)} more")
    return gathered
