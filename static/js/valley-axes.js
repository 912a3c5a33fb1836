import { draw, put } from "./elements.js";
import { fmt, short, shorten } from "./format.js";
import { MOST_TICKS, ticks } from "./ticks.js";
import { isClear } from "./valley-names.js";
import { clamp, FOOT, round } from "./valley-plot.js";

const BLUR = 1e-12; // share of the window: a bottom nearer to 0 has no digit that is right

/** The valley's two axes with their ticks, and on that of the weight where the ball and the bottom are. */
export class ValleyAxes {
  #parts;
  #inside; // what the curves are cut to
  #xTicks;
  #yTicks;
  #drawn = ""; // what the axes were drawn for
  gutter = 0; // px left of the axis

  constructor(svg, parts) {
    this.#parts = parts;
    this.#inside = svg.querySelector("clipPath rect");
    const tick = (group) => Array.from({ length: MOST_TICKS }, () => [draw("path", group), draw("text", group)]);
    [this.#xTicks, this.#yTicks] = [tick(parts["x-ticks"]), tick(parts["y-ticks"])];
  }

  /** Draws the axes of a plot; tells whether their numbers need another gutter, and so another plot. */
  draw(plot) {
    const { gutter } = this;
    const wanted = [...plot.view, plot.width, plot.height, gutter].join();
    if (wanted !== this.#drawn) this.#drawAxes(plot);
    this.#drawn = wanted;
    return gutter !== this.gutter;
  }

  #drawAxes(plot) {
    const { left, right, bottom } = plot;
    const size = (text) => plot.lengthOf(text);
    const across = (made) => made.every(({ value, text }, index) => {
      const next = made[index + 1];
      return !next || plot.x(next.value) - plot.x(value) > (size(text) + size(next.text)) / 2 + 10;
    });
    const up = (made) => made.length < 2 || plot.y(made[0].value) - plot.y(made[1].value) > 1.5 * plot.letter;
    const [low, high, floor, top] = plot.view;
    const xTicks = ticks(low, high, across);
    const yTicks = ticks(floor, top, up);
    const gutter = Math.ceil((Math.max(0, ...yTicks.map(({ text }) => size(text))) + 14) / 8) * 8;
    if (gutter > this.gutter || gutter < this.gutter - 24) this.gutter = gutter;
    put(this.#parts.axis, { d: `M${left} 6V${bottom}H${right + 6}` });
    put(this.#parts["y-name"], { x: left + 7, y: 14, text: "loss" });
    put(this.#inside, { x: left, y: 0, width: right - left, height: bottom });
    put(this.#parts.hatch, { x: left, y: 4, width: right - left, height: bottom - 4 });
    this.#xTicks.forEach(([line, text], index) => {
      const tick = xTicks[index];
      const x = tick ? plot.x(tick.value) : 0;
      put(line, { d: tick ? `M${x} ${bottom}v4` : "" });
      put(text, { x: tick ? Math.min(x, plot.width - size(tick.text) / 2) : 0, y: bottom + FOOT - 5, text: tick?.text ?? "" });
    });
    this.#yTicks.forEach(([line, text], index) => {
      const tick = yTicks[index];
      const y = tick ? plot.y(tick.value) : 0;
      put(line, { d: tick ? `M${left} ${y}H${right}` : "" });
      put(text, { x: left - 7, y: y + 0.35 * plot.letter, text: tick?.text ?? "" });
    });
  }

  /**
   * What stands on the axis of the weight: where the ball is, and the bottom of the valley, each with its number, and
   * the axis' name where there is room. Gives what all words around cover.
   */
  drawNumbers(plot, { place: [weight, loss], slice, label, corner }) {
    const bottom = slice.bottom ?? NaN;
    const { left, right, bottom: foot } = plot;
    const size = (text) => plot.lengthOf(text);
    const [x, deep] = [plot.x(weight), plot.x(bottom)];
    const known = deep >= left && deep <= right;
    const sharp = Number.isFinite(loss) && x >= left - 1 && x <= right + 1;
    const blurred = Math.abs(bottom) < BLUR * (plot.view[1] - plot.view[0]); // less than float64 can tell at this width
    const [text, deepText] = [sharp ? fmt(weight) : "", known && !blurred ? short(bottom) : ""];
    // The ball's number stands under it, or beside the diamond where both would meet; the bottom's on the other side.
    const side = x > deep ? 1 : -1;
    const away = size(text) / 2 + 12;
    const middle = clamp(known && Math.abs(x - deep) < away ? deep + side * away : x, left + size(text) / 2 + 4, plot.width - size(text) / 2);
    const turned = deep - side * (size(deepText) + 12) > right || deep - side * (size(deepText) + 12) < left ? side : -side;
    put(this.#parts.mark, { d: sharp ? `M${round(x)} ${foot}l-4 -6h8z` : "" });
    put(this.#parts.plumb, { d: sharp ? `M${round(x)} ${round(plot.y(loss))}V${foot}` : "" });
    put(this.#parts.number, { x: middle, y: foot - 9, text });
    for (const part of ["mark", "number"]) this.#parts[part].classList.toggle("neg", weight < 0);
    put(this.#parts.bottom, { d: known ? `M${round(deep)} ${foot - 6}l6 6l-6 6l-6 -6z` : "" });
    const anchor = turned < 0 ? "end" : "start";
    put(this.#parts["bottom-number"], { x: known ? deep + turned * 10 : 0, y: foot - 7, "text-anchor": anchor, text: deepText });
    const taken = [plot.boxOf(left + 7, 14, "loss"), plot.boxOf(middle, foot - 9, text, "middle"), plot.boxOf(deep + turned * 10, foot - 7, deepText, anchor)];
    if (sharp) taken.push([x - 4, foot - 6, x + 4, foot]);
    if (known) taken.push([deep - 6, foot - 6, deep + 6, foot + 6]);
    this.#drawName(plot, shorten(label, 20), taken);
    put(this.#parts.wider, { x: right, y: 14, text: corner });
    return [...taken, plot.boxOf(right, 14, corner, "end")];
  }

  /** The name of the weight at an end of its axis, where nothing that is taken stands there. */
  #drawName(plot, name, taken) {
    const { left, right, bottom } = plot;
    const ends = [[right + 6, "end"], [left + 6, "start"]].map(([at, side]) => ({ at, side, box: plot.boxOf(at, bottom - 7, name, side) }));
    const end = ends.find(({ box }) => isClear(box, taken));
    if (end) taken.push(end.box);
    put(this.#parts["x-name"], { x: end?.at ?? 0, y: bottom - 7, "text-anchor": end?.side ?? "end", text: end ? name : "" });
  }
}
