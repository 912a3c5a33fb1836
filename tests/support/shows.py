"""Shows without a process around them."""

from collections.abc import Callable

from app.live.processor import Processor, Share
from app.live.replays import Replays
from app.live.show import Shows
from app.run.checkpoints import Checkpoints


def share() -> Share:
    """Give a share of a processor that nobody else uses."""
    return Processor().share()


def shows(
    checkpoints: Checkpoints | None = None, stopping: Callable[[], bool] = lambda: False
) -> Shows:
    """Give shows with a processor of their own."""
    kept = checkpoints or Checkpoints()
    return Shows(Processor(), Replays(kept), kept, stopping)
