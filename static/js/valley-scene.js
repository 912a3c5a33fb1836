import { draw, put } from "./elements.js";
import { signed } from "./format.js";
import { besideLine, isClear } from "./valley-names.js";
import { along, around, arrow, ASCENT, FLOOR, NAME_HIGH, path, rest, round } from "./valley-plot.js";

export const RADIUS = 9; // px: of the ball
export const LANDING = 6; // of the hollow ball
const LEAP = 36; // px: an arrow from ball to ball is at least so long
const ARROW_LEAST = 12; // px: a shorter step would hide its own arrow
const TIERS = 8; // of hops that are equally faint
const HOPS_A_TIER = 5;

/** What is seen in the valley: the curves and their names, the hops, the ball, and the coming step. */
export class ValleyScene {
  #svg;
  #parts;
  #tiers; // of hops
  #lines = [[], []]; // the curve and the coming update's own
  #stood = {}; // where their names stood

  constructor(svg, parts) {
    this.#svg = svg;
    this.#parts = parts;
    this.#tiers = Array.from({ length: TIERS }, (_, age) => ["legs", "dots"].map((name) => (
      draw("path", parts.hops, { class: name, opacity: 1 - (0.75 * age) / (TIERS - 1) }))));
  }

  /** Draws all but the names; gives what it covers. */
  draw(plot, picture) {
    this.#lines = curvesOf(plot, picture);
    const [curve, batch] = this.#lines;
    put(this.#parts.curve, { d: path(curve) });
    put(this.#parts.batch, { d: path(batch) });
    this.#drawHops(plot, picture.hops);
    const ball = this.#drawBall(plot, picture.place);
    return [around(ball.cx, ball.cy, RADIUS), ...this.#drawStep(plot, ball, picture)];
  }

  /** The curves' names where there are two, each beside its own and clear of the other and of what else stands there. */
  drawNames(plot, rows, taken) {
    const [curve, batch] = this.#lines;
    const frame = [plot.left + 5, 2, plot.right - 3, plot.bottom - FLOOR + 4];
    const names = { "batch-name": [batch, curve, rowsAlone(rows)], "all-name": [curve, batch, "all rows"] };
    for (const [part, [own, other, text]] of Object.entries(names)) {
      const size = [plot.lengthOf(text), NAME_HIGH * plot.letter];
      const places = batch.length ? besideLine(own, [other], size, frame).filter((box) => isClear(box, taken)) : [];
      const [left, top] = this.#stood[part] ?? [plot.right, 0];
      const away = (box) => Math.abs(box[0] - left) + Math.abs(box[1] - top);
      const place = this.#stood[part] ? places.sort((one, two) => away(one) - away(two))[0] : places[0];
      this.#stood[part] = place;
      if (place) taken.push(place);
      const [x, y] = place ?? [0, 0];
      put(this.#parts[part], { x, y: y + ASCENT * plot.letter, text: place ? text : "" });
    }
  }

  /** The zig-zag of the hops and a dot at each, the older the fainter, in few elements: each of its own costs time. */
  #drawHops(plot, hops) {
    const places = hops.filter(({ loss }) => Number.isFinite(loss))
      .map(({ weight, loss }) => `${round(plot.x(weight))} ${round(plot.y(loss))}`);
    this.#tiers.forEach(([legs, dots], age) => {
      const end = Math.max(0, places.length - age * HOPS_A_TIER);
      const start = Math.max(0, end - HOPS_A_TIER);
      const way = places.slice(Math.max(0, start - 1), end);
      put(legs, { d: way.length > 1 ? `M${way.join("L")}` : "" });
      put(dots, { d: places.slice(start, end).map((place) => `M${place}h0`).join("") });
    });
  }

  /** The ball, its centre one radius along the curve's normal; gives its centre and the place that it rests on. */
  #drawBall(plot, [weight, loss, slope]) {
    const lost = !Number.isFinite(loss);
    this.#svg.classList.toggle("lost", lost);
    const [x, y] = [plot.x(weight), plot.y(lost ? 0 : loss)];
    const [cx, cy, [along, up]] = rest(plot, x, y, slope, RADIUS);
    for (const name of ["ball", "ball-focus", "grip ball"]) put(this.#parts[name], { cx, cy });
    this.#parts.ball.classList.toggle("neg", weight < 0);
    put(this.#parts.tangent, { d: `M${round(x - 34 * along)} ${round(y - 34 * up)}L${round(x + 34 * along)} ${round(y + 34 * up)}` });
    return { x, y, cx, cy };
  }

  /**
   * The arrow of the coming step and the hollow ball where it lands, both on the curve of its own rows: a leap from
   * here to there, or where that is too short an arrow over the ball; nothing where no step is coming. Gives what it covers.
   */
  #drawStep(plot, ball, { slice, batch, ended }) {
    const { weights, value, step, landing, batch_loss: batchLoss, losses } = slice;
    if (ended) return this.#hideStep();
    const own = batch && Number.isFinite(batchLoss) ? plot.y(batchLoss) : ball.y;
    const apart = Math.abs(own - ball.y) > 2;
    put(this.#parts.drop, { d: apart ? `M${round(ball.x)} ${round(ball.y)}V${round(own)}` : "" });
    put(this.#parts.place, apart ? { cx: ball.x, cy: own, opacity: 1 } : { opacity: 0 });
    const { weight = NaN, loss = NaN, batch_loss: lower = NaN } = landing ?? {};
    const to = plot.x(weight ?? NaN);
    const height = (batch ? lower : loss) ?? NaN;
    const inside = Number.isFinite(height) && to > plot.left - 4 && to < plot.right + 4;
    const way = Math.sign(step ?? weight - value) || 0;
    const covered = Math.abs(own - ball.cy) < RADIUS + 8;
    const level = covered ? Math.min(own, ball.cy - RADIUS) - 8 : own;
    const [cx, cy] = inside ? rest(plot, to, plot.y(height), along(weights, batch ?? losses, weight)[1], LANDING) : [to, 0];
    const lands = inside && way && Math.abs(to - ball.x) >= 3;
    put(this.#parts.landing, lands ? { cx, cy, opacity: 1 } : { opacity: 0 });
    const start = apart ? [ball.x, own, 3] : [ball.cx, ball.cy, RADIUS];
    const leap = lands && Math.hypot(cx - start[0], cy - start[1]) > LEAP;
    const edge = Math.abs((way < 0 ? plot.left : plot.right) - ball.x);
    const length = way * (inside ? Math.max(ARROW_LEAST, Math.abs(to - ball.x)) : edge);
    put(this.#parts.arrow, {
      d: leap ? arrow(start, [cx, cy, LANDING + 2]) : way ? arrow([ball.x, level, 0], [ball.x + length, level, 0]) : "",
    });
    const told = this.#tellOutside(plot, inside ? 0 : way, weight, level);
    const ends = [ball.x, ball.x + length].sort((one, two) => one - two);
    const over = way && !leap ? [[ends[0], level - 6, ends[1], level + 6]] : [];
    return [...over, ...(lands ? [around(cx, cy, LANDING)] : []), told];
  }

  #hideStep() {
    for (const part of ["place", "landing"]) put(this.#parts[part], { opacity: 0 });
    for (const part of ["drop", "arrow"]) put(this.#parts[part], { d: "" });
    put(this.#parts.outside, { text: "" });
    return [];
  }

  /** Tells where a step leads that leaves the drawing on one side, -1 or 1; of one that does not (0) nothing. Gives what it covers. */
  #tellOutside(plot, way, weight, level) {
    const where = Number.isFinite(weight) ? signed(weight, 2) : "too large a number";
    const text = way ? `${way < 0 ? "◀" : "▶"} off the chart: ${where}` : "";
    const [x, y] = [way < 0 ? plot.left + 8 : plot.right - 2, level > 44 ? level - 10 : level + 22];
    put(this.#parts.outside, { class: way < 0 ? "outside start" : "outside", x, y, text });
    return plot.boxOf(x, y, text, way < 0 ? "start" : "end");
  }
}

/** The points of the curve and of the coming update's own: what was sampled, where the ball stands and where it lands. */
function curvesOf(plot, { slice, loss, batch }) {
  const { weights, losses, value, batch_loss: batchLoss, landing } = slice;
  const line = (heights, here, there) => plot.points([
    ...weights.map((weight, index) => [weight, heights[index]]), [value, here], [landing?.weight, there],
  ]);
  return [line(losses, loss, landing?.loss), batch ? line(batch, batchLoss, landing?.batch_loss) : []];
}

/** How the coming update's rows are called at the end of their curve. */
function rowsAlone(rows) {
  if (rows.length === 1) return `row ${rows[0]} alone`;
  const together = rows.at(-1) - rows[0] === rows.length - 1;
  if (rows.length > 4) return together ? `rows ${rows[0]}–${rows.at(-1)}` : `${rows.length} rows`;
  return `rows ${rows.join(", ")}`;
}
