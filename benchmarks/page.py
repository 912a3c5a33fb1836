"""The page in a headless Chromium: how much it loads, how soon it paints, how often it draws."""

from dataclasses import replace
from itertools import pairwise
from math import inf
from statistics import median

from playwright.sync_api import Browser, Page, ViewportSize

from app import address
from app.lessons import LESSONS
from benchmarks.live import chromium, server
from benchmarks.report import Table, at_least, at_most, under

MAX_REQUESTS, MAX_KILOBYTES, PAINT_GOAL, DRAWN_GOAL = 30, 400.0, 0.5, 20.0
LOADS, WATCHED = 7, 6.0  # seconds
OPENED = {"/": "/", "XOR": "/?lesson=xor"}
SPEEDS = ("100", "20", "max")
GOAL_SPEED = "100"
SIZES = {
    "": ViewportSize(width=1440, height=900),
    ", valley large": ViewportSize(width=1440, height=900),
    ", phone": ViewportSize(width=390, height=844),
}
TASK_GOAL = 50.0  # milliseconds
ENDLESS = replace(LESSONS["xor"].experiment, epochs=1_000_000, until=0.0)  # 17 parameters
QUIET = 700  # milliseconds
COUNT_DRAWINGS = """
(seconds) => new Promise((done) => {
  const times = [];
  let longest = 0;
  new PerformanceObserver((list) => {
    longest = Math.max(longest, ...list.getEntries().map(({ duration }) => duration));
  }).observe({ type: "longtask" });
  let drawn = false;
  new MutationObserver(() => { drawn = true; }).observe(document.getElementById("network"), {
    subtree: true, attributes: true, childList: true, characterData: true,
  });
  const started = performance.now();
  const refresh = (now) => {
    if (drawn) times.push(now);
    drawn = false;
    if (now - started < seconds * 1000) requestAnimationFrame(refresh);
    else done([times, longest]);
  };
  requestAnimationFrame(refresh);
})
"""
FIRST_PAINT = "() => performance.getEntriesByName('first-paint')[0]?.startTime ?? NaN"


def measure() -> Table:
    """Measure loading, painting and drawing."""
    table = Table("The page in headless Chromium, on loopback", ("what", "measured", "goal"))
    run = f"/?{address.write(ENDLESS)}&speed="
    with server() as live, chromium() as browser:
        for name, path in OPENED.items():
            loads = [load(browser, live.url + path) for _ in range(LOADS)]
            _add_loads(table, name, loads)
        for where in SIZES:
            for speed in SPEEDS if not where else [GOAL_SPEED]:
                rate, wait, task = drawings(browser, live.url + run + speed, where)
                goal = at_least(rate, DRAWN_GOAL) if speed == GOAL_SPEED else "–"
                label = f"17 weights drawn a second, at {speed} updates/s{where}"
                table.add(label, f"{rate:.1f} (longest wait {wait:.0f} ms)", goal)
                told = f"{task:.0f} ms" if task else f"none over {TASK_GOAL:.0f} ms"
                table.add(
                    f"longest task, at {speed} updates/s{where}",
                    told,
                    under(task, TASK_GOAL, " ms"),
                )
    table.note = (
        f"Loading: median of {LOADS}, each with an empty cache. Drawing: over {WATCHED:.0f} s at "
        "1440 × 900, on the phone 390 × 844, software rendering."
    )
    return table


def _add_loads(table: Table, name: str, loads: list[tuple[int, float, float]]) -> None:
    requests, kilobytes, paint = (median(figures) for figures in zip(*loads, strict=True))
    table.add(f"{name}: requests", f"{requests:.0f}", at_most(requests, MAX_REQUESTS))
    size = at_most(kilobytes, MAX_KILOBYTES, " KB")
    table.add(f"{name}: bytes of all bodies, not compressed", f"{kilobytes:.0f} KB", size)
    table.add(f"{name}: first paint", f"{paint:.2f} s", under(paint, PAINT_GOAL, " s"))


def load(browser: Browser, url: str) -> tuple[int, float, float]:
    """Open a page with an empty cache: requests, KB (10³ bytes) of bodies, seconds to paint."""
    context = browser.new_context(viewport=SIZES[""])
    page = context.new_page()
    requests: list[str] = []
    lengths: list[int] = []
    page.on("request", lambda request: requests.append(request.url))
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    session.on("Network.dataReceived", lambda event: lengths.append(event["dataLength"]))
    _open(page, url)
    before = 0
    while len(requests) > before:  # until nothing more is asked for
        before = len(requests)
        page.wait_for_timeout(QUIET)
    paint = page.evaluate(FIRST_PAINT) / 1000
    context.close()
    return len(requests), sum(lengths) / 1000, paint


def drawings(browser: Browser, url: str, where: str) -> tuple[float, float, float]:
    """Run, and give how often a second the network was drawn, the longest wait and task in ms.

    A task is told from 50 ms on; 0 where there was none.
    """
    context = browser.new_context(viewport=SIZES[where])
    page = context.new_page()
    _open(page, url)
    if "valley" in where:
        page.locator(".ball-card .swap").click()
    page.locator("#run-button").click()
    page.wait_for_timeout(QUIET)
    times, longest = page.evaluate(COUNT_DRAWINGS, WATCHED)
    context.close()
    if len(times) < 2:
        return 0.0, inf, longest
    waits = [after - before for before, after in pairwise(times)]
    return len(waits) / sum(waits) * 1000, max(waits), longest


def _open(page: Page, url: str) -> None:
    """Go to a page and wait for its first frame."""
    answer = page.goto(url)
    if answer is None or not answer.ok:
        raise SystemExit(f"{url} was not answered well")
    page.wait_for_function("() => document.getElementById('loss').textContent !== '–'")
