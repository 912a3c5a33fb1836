"""The valley: what is in its window, the leaps of a run, its last picture, and the ball in hand."""

import re
from itertools import pairwise
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.playground import LONG, Playground

pytestmark = pytest.mark.browser

ONE = "?inputs=5&goals=42&weights=1&rule=delta&epochs=100000&alpha="


def box(part: Locator) -> dict[str, float]:
    """Give where a part of the drawing stands, in CSS pixels of the page."""
    found: dict[str, float] = part.evaluate(
        "e => { const b = e.getBoundingClientRect(); return {left: b.left, right: b.right,"
        " top: b.top, bottom: b.bottom, x: (b.left + b.right) / 2, y: (b.top + b.bottom) / 2} }"
    )
    return found


def inside(part: Locator, drawing: Locator) -> bool:
    """Say whether a part is in sight as a whole."""
    a, b = box(part), box(drawing)
    return (
        b["left"] <= a["left"] < a["right"] <= b["right"]
        and b["top"] <= a["top"] < a["bottom"] <= b["bottom"]
    )


def texts(page: Page, parts: str) -> list[str]:
    """Give the texts of parts that have one."""
    return [text for text in page.locator(parts).all_text_contents() if text]


def overlapping(page: Page, parts: str) -> list[Any]:
    """Give the pairs of texts that cover each other."""
    found: list[Any] = page.evaluate(
        """parts => {
          const all = [...document.querySelectorAll(parts)].filter((e) => e.textContent);
          const boxes = all.map((e) => [e.textContent, e.getBoundingClientRect()]);
          return boxes.flatMap(([a, p], at) => boxes.slice(at + 1)
            .filter(([, q]) => p.left < q.right && q.left < p.right)
            .filter(([, q]) => p.top < q.bottom && q.top < p.bottom)
            .map(([b]) => [a, b]));
        }""",
        parts,
    )
    return found


def zigzag(page: Page) -> list[float]:
    """Give where each hop came to, in pixels from left to right of the drawing, oldest first."""
    paths = page.locator("#ball .hops .dots").evaluate_all(
        "all => all.map((e) => e.getAttribute('d'))"
    )
    return [float(x) for path in reversed(paths) for x in re.findall(r"M(\S+) ", path)]


def wait_for_hops(page: Page, hops: int) -> None:
    """Wait until so many hops are drawn, each a leg of the zig-zag."""
    page.locator("#ball").evaluate(
        """(drawing, hops) => new Promise((done) => {
          const look = () => {
            const legs = [...drawing.querySelectorAll('.legs')].map((e) => e.getAttribute('d'));
            if (legs.join('').split('L').length - 1 === hops) done();
            else requestAnimationFrame(look);
          };
          look();
        })""",
        hops,
    )


def turns(places: list[float]) -> int:
    """Count how often a way goes back on itself."""
    steps = [after - before for before, after in pairwise(places)]
    return sum(a * b < 0 for a, b in pairwise(steps))


@pytest.mark.parametrize("size", [(1440, 900), (1280, 720), (390, 844)])
def test_both_walls_ball_bottom_and_next_landing_are_in_sight_from_the_start(
    playground: Playground, size: tuple[int, int]
) -> None:
    page = playground.page
    page.set_viewport_size({"width": size[0], "height": size[1]})
    playground.open("?lesson=one-weight")
    show_valley(page)
    drawing = page.locator("#ball")
    for part in (".ball:not(.grip)", ".landing", ".bottom", ".arrow"):
        assert inside(drawing.locator(part), drawing), part
    expect(drawing.locator(".bottom-number")).to_have_text("8.4")
    expect(drawing.locator(".number")).to_have_text("1.00")
    ball, bottom = box(drawing.locator(".ball:not(.grip)")), box(drawing.locator(".bottom"))
    walls = [float(y) for y in re.findall(r"[ML]\S+ ([\d.]+)", curve(page))]
    lowest = max(walls)
    assert max(walls[0], walls[-1]) < lowest / 2
    assert ball["x"] < bottom["x"]
    for axis in (".x-ticks", ".y-ticks"):
        assert 3 <= len(texts(page, f"#ball {axis} text")) <= 5
    assert overlapping(page, "#ball text") == []


def show_valley(page: Page) -> None:
    """Bring the valley in sight where one panel at a time is shown."""
    tab = page.get_by_role("tab", name=re.compile("Valley|Loss for one weight"))
    if tab.count() and tab.first.is_visible():
        tab.first.click()


def curve(page: Page) -> str:
    """Give the path of the thick curve."""
    return page.locator("#ball .curve").get_attribute("d") or ""


def test_an_overshooting_run_hops_from_wall_to_wall(playground: Playground) -> None:
    page = playground.page
    playground.open(ONE + "0.07")
    for hop in range(1, 6):
        playground.press("Step")
        wait_for_hops(page, hop)
    places = zigzag(page)
    assert turns(places) == 4
    # Nearer each time: the way of each hop is shorter than that of the one before.
    ways = [abs(b - a) for a, b in pairwise(places)]
    assert ways == sorted(ways, reverse=True)


def test_a_run_that_comes_down_one_wall_does_not_hop(playground: Playground) -> None:
    page = playground.page
    playground.open(ONE + "0.01")
    for hop in range(1, 5):
        playground.press("Step")
        wait_for_hops(page, hop)
    assert turns(zigzag(page)) == 0


def test_the_leaps_of_a_diverging_run_and_its_last_picture_stay(playground: Playground) -> None:
    page = playground.page
    playground.open(ONE + "0.09&speed=20")
    first = texts(page, "#ball .x-ticks text")
    playground.press("Run")
    playground.wait_for_update(12)
    assert turns(zigzag(page)) >= 3
    expect(page.locator("#ball .wider")).to_contain_text("wider")
    page.get_by_label("Updates/s").select_option("1000")
    expect(playground.status).to_contain_text("Diverged", timeout=LONG)
    told = page.locator(".ball-card .told")
    expect(told).to_be_visible()
    expect(told).to_contain_text("Diverged at epoch")
    drawing = page.locator("#ball")
    expect(drawing).to_have_class(re.compile("diverged"))
    expect(page.locator("#network-note")).to_contain_text("epoch 1 574, the last finite one")
    expect(drawing.locator(".wider")).not_to_contain_text("last picture")
    expect(drawing.locator(".number")).to_have_text("−2.54×10¹⁵³")
    assert turns(zigzag(page)) >= 3
    assert inside(drawing.locator(".ball:not(.grip)"), drawing)
    left = float(drawing.locator("clipPath rect").get_attribute("x") or "nan")
    assert zigzag(page)[-1] > left + 8  # where the ball rests, not at the very edge
    assert page.evaluate("Chart.getChart('weights-chart').scales.y.max") > 2.54e153
    assert coming(page) == []
    for part in (".ball:not(.grip)", ".number"):
        covered = box(told), box(drawing.locator(part))
        assert covered[0]["left"] > covered[1]["right"] or covered[0]["bottom"] < covered[1]["top"]
    assert "10" in "".join(texts(page, "#ball .x-ticks text")) != "".join(first)
    assert overlapping(page, "#ball .x-ticks text") == []
    with page.expect_response(lambda answer: "/fragments/setup" in answer.url):
        playground.press("Reset")
    expect(told).to_be_hidden()
    wait_for_hops(page, 0)


OUT_OF_SIGHT = """(drawing) => { window.out = []; window.looks = 0;
  const plot = drawing.querySelector('clipPath rect');
  const look = () => {
    const number = (e, name) => Number(e.getAttribute(name));
    const [left, wide, high] = ['x', 'width', 'height'].map((name) => number(plot, name));
    const dots = drawing.querySelector('.dots').getAttribute('d');
    const dot = dots?.split('M').at(-1).match(/^(\\S+) ([^h]+)/);
    const places = [...drawing.querySelectorAll('.ball:not(.grip), .landing:not([opacity="0"])')]
      .map((e) => [e.getAttribute('class'), number(e, 'cx'), number(e, 'cy')]);
    if (dot) places.push(['hop', Number(dot[1]), Number(dot[2])]);
    window.looks += 1;
    for (const [what, x, y] of places) {
      const inside = x >= left - 1 && x <= left + wide + 1 && y >= 0 && y <= high;
      if (!inside) window.out.push([what, x, y, left, wide, high]);
    }
    requestAnimationFrame(look);
  };
  look(); }"""


def coming(page: Page) -> list[str]:
    """Give the parts of a coming step that are drawn."""
    drawn: list[str] = page.locator("#ball").evaluate(
        """e => {
          const is = (what, empty) => (name) => e.querySelector('.' + name)
            .getAttribute(what) !== empty;
          return [...['arrow', 'drop', 'batch'].filter(is('d', '')),
            ...['landing', 'place'].filter(is('opacity', '0'))];
        }"""
    )
    return drawn


@pytest.mark.parametrize("speed", [50, 1000])
def test_ball_landing_and_newest_hop_of_a_growing_run_are_in_every_picture(
    playground: Playground, speed: int
) -> None:
    page = playground.page
    playground.open(f"{ONE}0.09&speed={speed}")
    page.locator("#ball").evaluate(OUT_OF_SIGHT)
    playground.press("Run")
    playground.wait_for_update(150)
    page.get_by_label("Updates/s").select_option("1000")
    expect(playground.status).to_contain_text("Diverged", timeout=LONG)
    assert page.evaluate("looks") > 20
    assert page.evaluate("out") == []


@pytest.mark.parametrize("end", ["?lesson=one-weight&speed=1000", "?lesson=xor&epochs=2"])
def test_after_an_end_no_step_is_drawn(playground: Playground, end: str) -> None:
    page = playground.page
    playground.open(end)
    assert "arrow" in coming(page)
    playground.press("Run")
    expect(playground.status).to_contain_text(re.compile("Learned|Finished"), timeout=LONG)
    expect(page.locator("#ball .arrow")).to_have_attribute("d", "")
    assert coming(page) == []
    assert texts(page, "#ball .batch-name, #ball .all-name, #ball .outside") == []


@pytest.mark.parametrize("size", [(1440, 900), (1280, 720), (390, 844)])
def test_no_words_of_the_drawing_cover_each_other(
    playground: Playground, size: tuple[int, int]
) -> None:
    page = playground.page
    page.set_viewport_size({"width": size[0], "height": size[1]})
    playground.open("?lesson=xor")
    show_valley(page)
    named = 0
    for step in range(12):
        expect(page.get_by_test_id("note")).to_contain_text(f"row {step % 4 + 1}")
        assert overlapping(page, "#ball text") == []
        named += len(texts(page, "#ball .batch-name"))
        playground.press("Step")
    assert named >= 10  # the words are there


def test_a_run_that_ends_well_has_no_hatch(playground: Playground) -> None:
    page = playground.page
    playground.open("?lesson=one-weight&speed=1000")
    playground.press("Run")
    expect(playground.status).to_contain_text("Learned", timeout=LONG)
    expect(page.locator(".ball-card .told")).to_be_hidden()
    expect(page.locator("#ball")).not_to_have_class(re.compile("diverged"))


def test_the_ball_is_dragged_to_the_bottom_and_selects_no_text(playground: Playground) -> None:
    page = playground.page
    page.set_viewport_size({"width": 1440, "height": 900})
    playground.open("?lesson=one-weight")
    ball, bottom = (box(page.locator(f"#ball {part}")) for part in (".ball:not(.grip)", ".bottom"))
    page.mouse.move(ball["x"], ball["y"])
    page.mouse.down()
    page.mouse.move((ball["x"] + bottom["x"]) / 2, ball["y"] + 60)
    expect(page.get_by_test_id("note")).to_contain_text("let go to set it")
    page.mouse.move(bottom["x"], bottom["y"] + 60)
    assert page.evaluate("String(getSelection())") == ""
    with page.expect_response(lambda answer: "/fragments/setup" in answer.url):
        page.mouse.up()
    expect(page).to_have_url(re.compile(r"changes=0:o1\.x1=8\.[345]"))
    expect(page.get_by_test_id("note")).to_contain_text("slope")


def test_the_arrow_belongs_to_the_row_that_trains_next(playground: Playground) -> None:
    page = playground.page
    playground.open("?lesson=xor&speed=20")
    for row in (1, 2, 3):
        expect(page.locator("#ball .batch-name")).to_have_text(f"row {row} alone")
        expect(page.get_by_test_id("note")).to_contain_text(f"row {row}")
        playground.press("Step")
    drawing = page.locator("#ball")
    assert (drawing.locator(".batch").get_attribute("d") or "") not in ("", curve(page))
    place, thick = box(drawing.locator(".place")), box(drawing.locator(".ball:not(.grip)"))
    assert abs(place["x"] - thick["x"]) < 12


def test_a_batch_of_all_rows_has_no_curve_of_its_own(playground: Playground) -> None:
    page = playground.page
    playground.open("?lesson=xor&inputs=0,0;0,1&goals=0;1&batch=full")
    expect(page.locator("#ball .batch")).to_have_attribute("d", "")
    assert texts(page, "#ball .batch-name, #ball .all-name") == []


def test_every_change_is_a_mark_on_the_charts_and_hops_go_on(playground: Playground) -> None:
    page = playground.page
    playground.open(ONE + "0.01")
    for _ in range(3):
        playground.press("Step")
    wait_for_hops(page, 3)
    playground.fill(playground.alpha, "0.07")
    playground.press("Step")
    wait_for_hops(page, 4)
    for chart in ("#loss-chart", "#weights-chart"):
        expect(page.locator(chart)).to_have_attribute(
            "aria-label", re.compile("α → 0.07 at epoch 3")
        )


DRAWN = """() => { window.drawn = 0;
  new MutationObserver((all) => { window.drawn += all.length; })
    .observe(document.querySelector('#ball .curve'), {attributeFilter: ['d']}); }"""


def test_a_window_does_not_glide_for_who_wants_less_motion(playground: Playground) -> None:
    page = playground.page
    page.emulate_media(reduced_motion="reduce")
    playground.open(ONE + "0.09")
    for _ in range(2):
        playground.press("Step")
    wait_for_hops(page, 2)
    page.evaluate(DRAWN)
    playground.press("Step")
    wider = page.locator("#ball .wider")
    expect(wider).to_have_text("×2.5 wider")
    expect(wider).to_have_text("")
    assert page.evaluate("drawn") <= 2  # two, where the axis moves as well
