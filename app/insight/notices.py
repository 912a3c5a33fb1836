"""What each notice of the watch means, while a run goes on."""

from collections.abc import Mapping
from types import MappingProxyType

from app.run.watch import FITTED, OUT_OF_HAND_FACTOR, OUT_OF_HAND_RISES, STUCK_EPOCHS

NOTICES: Mapping[str, str] = MappingProxyType(
    {
        "out of hand": f"Getting out of hand: the loss rose {OUT_OF_HAND_RISES} times on end, and "
        f"is more than {OUT_OF_HAND_FACTOR:g} times what it was before. Alpha is too large here.",
        "stuck": f"Stuck: the loss is where it was {STUCK_EPOCHS} epochs before. "
        "Pause, and it is told why.",
        "at rest": "Stuck: a whole epoch of updates changed no weight. Pause, and it is told why.",
        "fitted": f"Fitted: the loss is within {FITTED - 1:.0%} of the lowest that this network "
        "can reach with these rows.",
    }
)
