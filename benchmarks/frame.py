"""A frame of the stream, thinned, with a row, a slice and a sum, encoded; beside its training."""

from dataclasses import replace
from statistics import median
from time import monotonic, process_time

from app.experiment import Experiment
from app.insight.frame import frame
from app.insight.frame_history import FrameHistory
from app.insight.panels import FrameOptions
from app.insight.pieces import whole
from app.lessons import LESSONS
from app.live.pace import FRAME
from app.run.run import Run
from app.web.wire import event
from benchmarks.report import Table, under

GOAL = 1.0
FRAMES = 150
AT_MAX = None
XOR, STREETLIGHTS = LESSONS["xor"].experiment, LESSONS["streetlights"].experiment
LARGE = replace(XOR, hidden=(32, 32, 24), activation=("tanh",), alpha=0.01)
CASES: dict[str, tuple[Experiment, int | None, float | None]] = {
    "XOR 2-4-1, 100 updates/s": (XOR, 4, GOAL),
    "XOR 2-4-1, 5 000 updates/s": (XOR, 208, GOAL),
    "XOR 2-4-1, max": (XOR, AT_MAX, GOAL),
    "streetlights 3-4-1, max": (STREETLIGHTS, AT_MAX, GOAL),
    "2-32-32-24-1, 1 961 weights, max": (LARGE, AT_MAX, None),
}


def measure() -> Table:
    """Measure what a frame costs beside its training."""
    head = ("run", "updates", "training ms", "frame ms", "bytes", "goal")
    table = Table("A frame of the stream, CPU time", head)
    for label, (e, updates, goal) in CASES.items():
        taken, trained, made, sizes = _frames(replace(e, until=0.0, epochs=100_000), updates)
        table.add(
            label,
            f"{median(taken):.0f}",
            f"{median(trained) * 1e3:.2f}",
            f"{median(made) * 1e3:.2f}",
            f"{median(sizes):,.0f}",
            under(median(made) * 1e3, goal, " ms") if goal else "–",
        )
    table.note = (
        f"Median of {FRAMES} frames; each holds a row, a slice with both its curves, a sum, "
        "thinned losses and a trail. "
        f"At max, training fills 1/{1 / FRAME:.0f} s."
    )
    return table


def _frames(
    e: Experiment, updates: int | None
) -> tuple[list[int], list[float], list[float], list[int]]:
    """Train and encode frame after frame: updates, seconds, seconds, and bytes of each."""
    run, asked = Run(e), FrameOptions(row=0, parameter=e.architecture.parameter_names[0])
    taken, trained, made, sizes = [], [], [], []
    for _ in range(FRAMES):
        if run.status != "running":
            run = Run(e)
        before, started = run.step, process_time()
        way = _train(run, updates)
        between = process_time()
        seen = whole(frame(run.moment, way, asked))
        message = event("frame", seen, run.step)
        made.append(process_time() - between)
        asked = replace(asked, window=seen.slice.window if seen.slice else None)
        trained.append(between - started)
        taken.append(run.step - before)
        sizes.append(len(message))
    return taken, trained, made, sizes


def _train(run: Run, updates: int | None) -> FrameHistory:
    """Train so many updates, or for as long as a frame lasts, as the stream does."""
    way, started = FrameHistory(run.parameters.size), monotonic()
    target = run.experiment.updates if updates is None else run.step + updates
    while run.status == "running" and run.step < target and monotonic() - started < FRAME:
        way.add(run.advance(target))
    return way
