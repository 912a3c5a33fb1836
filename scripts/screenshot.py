"""Take docs/screenshot.png, the page in the middle of a run: `python -m scripts.screenshot`.

Needs what `make setup` makes, and a Chromium as the browser tests do.
"""

import struct
import zlib
from base64 import b64decode, b64encode

import numpy as np
from playwright.sync_api import Browser, ViewportSize

from benchmarks.live import ROOT, chromium, server

TARGET = ROOT / "docs" / "screenshot.png"
SIZE = ViewportSize(width=1440, height=900)
RUN = "/?lesson=xor&row=2&w=o1.h1"
UNTIL_EPOCH = 95
LARGEST = 200_000  # bytes
OPENED = "() => document.getElementById('loss').textContent !== '–'"
REACHED = """
(epoch) => Number(document.getElementById("epoch").textContent.replace(/\\D/g, "")) >= epoch
"""
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


def main() -> None:
    """Start a server, run the lesson in Chromium, and take the picture while it runs."""
    with server() as live, chromium() as browser:
        page = browser.new_context(viewport=SIZE, color_scheme="light").new_page()
        page.goto(live.url + RUN)
        page.wait_for_function(OPENED)
        page.locator("#run-button").click()
        page.wait_for_function(REACHED, arg=UNTIL_EPOCH)
        picture = smaller(browser, page.screenshot())
    if len(picture) > LARGEST:
        raise SystemExit(f"the picture has {len(picture)} bytes, more than {LARGEST}")
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_bytes(picture)
    print(f"{TARGET.relative_to(ROOT)}: {len(picture)} bytes")


def smaller(browser: Browser, png: bytes) -> bytes:
    """Write the same pixels without PNG's filters: for flat areas that is a fifth smaller."""
    page = browser.new_page()
    rgba = b64decode(page.evaluate(PIXELS, b64encode(png).decode()))
    rows = np.frombuffer(rgba, np.uint8).reshape(SIZE["height"], SIZE["width"], 4)
    rgb = rows[..., :3].reshape(SIZE["height"], -1)
    unfiltered = np.pad(rgb, ((0, 0), (1, 0)))  # each row begins with 0: no filter
    header = struct.pack(">IIBBBBB", SIZE["width"], SIZE["height"], 8, 2, 0, 0, 0)
    chunks = [(b"IHDR", header), (b"IDAT", zlib.compress(unfiltered.tobytes(), 9)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, data) for name, data in chunks)


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


if __name__ == "__main__":
    main()
