"""Take the pictures in docs/: `python -m scripts.screenshot`, or some: `… leaping phone`.

Each screen that matters in each display, and the README's, which is XOR in mid-run in light. Needs
what `make setup` makes, and a Chromium as the browser tests do.
"""

import struct
import sys
import zlib
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from playwright.sync_api import Browser, Page, ViewportSize

from app import address
from app.lessons import LESSONS
from benchmarks.live import ROOT, chromium, server

FOLDER = ROOT / "docs"
README = "screenshot"
RUN = "▶ Run"
STUCK = replace(LESSONS["streetlights"].experiment, seed=1)
DISPLAYS = ("light", "dark", "projector")
DESKTOP, PHONE = ViewportSize(width=1440, height=900), ViewportSize(width=390, height=844)
LARGEST, LARGEST_OF_ALL = 200_000, 3_000_000  # bytes
PATIENCE = 60_000  # milliseconds
OPENED = "() => document.getElementById('loss').textContent !== '–'"
REACHED = """
(epoch) => Number(document.getElementById("epoch").textContent.replace(/\\D/g, "")) >= epoch
"""
IS = "(state) => document.getElementById('status').dataset.state === state"
PIXELS = """
async (png) => {
  const image = new Image();
  image.src = `data:image/png;base64,${png}`;
  await image.decode();
  const context = new OffscreenCanvas(image.width, image.height).getContext("2d");
  context.drawImage(image, 0, 0);
  const { data } = context.getImageData(0, 0, image.width, image.height);
  let text = "";
  for (let at = 0; at < data.length; at += 2 ** 15) {
    text += String.fromCharCode(...data.subarray(at, at + 2 ** 15));
  }
  return btoa(text);
}
"""


@dataclass(frozen=True, slots=True)
class Screen:
    """A screen: the page's address, what is run there, how far, and how large it is.

    Attributes
    ----------
    chip
        The chip that is taken, or None for a run that has not begun. Without a lesson there are
        none, and Run is pressed.
    until
        An epoch at which the picture is taken, or the state with which the run ends.
    """

    query: str
    chip: str | None = None
    until: int | str = 0
    phone: bool = False

    @property
    def size(self) -> ViewportSize:
        """The window's size."""
        return PHONE if self.phone else DESKTOP


SCREENS: Mapping[str, Screen] = {
    "ready": Screen("?"),
    "leaping": Screen("?lesson=one-weight&", "alpha 0.07: overshoot", 9),
    "diverged": Screen("?lesson=one-weight&", "alpha 0.09: break it", "diverged"),
    "learned": Screen("?lesson=one-weight&", RUN, "learned"),
    "stuck": Screen(f"?{address.write(STUCK)}&speed=200&", RUN, "stuck"),
    "xor": Screen("?lesson=xor&row=2&w=o1.h1&", RUN, 95),
    "phone": Screen("?lesson=one-weight&", RUN, 6, phone=True),
}


def main() -> None:
    """Start a server and take the pictures that were asked for, one screen after the other."""
    wanted = sys.argv[1:] or list(SCREENS)
    if unknown := set(wanted) - set(SCREENS):
        raise SystemExit(f"there is no screen {', '.join(unknown)}; there are {', '.join(SCREENS)}")
    FOLDER.mkdir(exist_ok=True)
    with server() as live, chromium() as browser:
        for name in wanted:
            for display in DISPLAYS:
                picture = taken(browser, live.url, SCREENS[name], display)
                if len(picture) > LARGEST:
                    raise SystemExit(f"{name} in {display} has {len(picture)} bytes: too many")
                names = [f"{name}-{display}", *[README] * (f"{name}-{display}" == "xor-light")]
                for file in (FOLDER / f"{each}.png" for each in names):
                    file.write_bytes(picture)
                    print(f"{file.relative_to(ROOT)}: {len(picture)} bytes")
    size = sum(file.stat().st_size for file in FOLDER.glob("*.png"))
    if size > LARGEST_OF_ALL:
        raise SystemExit(f"the pictures have {size} bytes, more than {LARGEST_OF_ALL}")


def taken(browser: Browser, url: str, screen: Screen, display: str) -> bytes:
    """Open a screen in a display, run it as far as it goes, and take its picture."""
    page = browser.new_context(viewport=screen.size, reduced_motion="no-preference").new_page()
    page.goto(f"{url}/{screen.query}display={display}")
    page.wait_for_function(OPENED)
    if screen.chip:
        chip = page.get_by_test_id("chips").get_by_role("button", name=screen.chip)
        (chip if chip.count() else page.locator("#run-button")).click()
        _wait(page, screen.until)
    picture = smaller(browser, page.screenshot(), screen.size)
    page.context.close()
    return picture


def _wait(page: Page, until: int | str) -> None:
    if isinstance(until, int):
        page.wait_for_function(REACHED, arg=until, timeout=PATIENCE)
    else:
        page.wait_for_function(IS, arg=until, timeout=PATIENCE)
        if page.get_by_role("button", name="Pause").count():  # then it is told why
            page.locator("#run-button").click()
        page.wait_for_timeout(1000)  # the charts draw a few times a second


def smaller(browser: Browser, png: bytes, size: ViewportSize) -> bytes:
    """Write the same pixels without PNG's filters: for flat areas that is a fifth smaller."""
    page = browser.new_page()
    rgba = b64decode(page.evaluate(PIXELS, b64encode(png).decode()))
    page.close()
    rows = np.frombuffer(rgba, np.uint8).reshape(size["height"], size["width"], 4)
    rgb = rows[..., :3].reshape(size["height"], -1)
    unfiltered = np.pad(rgb, ((0, 0), (1, 0)))  # each row begins with 0: no filter
    header = struct.pack(">IIBBBBB", size["width"], size["height"], 8, 2, 0, 0, 0)
    chunks = [(b"IHDR", header), (b"IDAT", zlib.compress(unfiltered.tobytes(), 9)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, data) for name, data in chunks)


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


if __name__ == "__main__":
    main()
