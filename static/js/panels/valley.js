import { besideLine, clearOf, Glide, holding, isClear, SteadyRange, ticks, tickTexts } from "../chart-layout.js";
import { draw, put, Refresh } from "../elements.js";
import { count, fmt, short, shorten, shownDigits, signed, spoken } from "../format.js";
import { Hops } from "../series.js";

const RADIUS = 9;
const LANDING = 6; // px: radius of the hollow ball
const LEAP = 36; // px: an arrow from ball to ball is at least so long
const ARROW_LEAST = 12; // px: a shorter step would hide its own arrow
const TIERS = 8; // of hops that are equally faint
const HOPS_A_TIER = 5;
const MOST_TICKS = 5;
const HEAD = [16, 24]; // px above the highest loss: room for the ball, the less the lower the drawing
const FLOOR = 22; // px below the lowest: room for the numbers on the axis
const FOOT = 22; // px below the axis
const RIGHT = 16; // px
const FAR = 100_000; // px: nothing is drawn farther out
const NAME_HIGH = 1.25; // a line of words, in sizes of its letters
const ASCENT = 0.97; // of that over the line it stands on
const TOLD_MS = 1600; // how long it is told that the window changed
const BLUR = 1e-12; // share of the window: a bottom nearer to 0 has no digit that is right
const SKELETON = `<defs><clipPath id="valley-inside"><rect/></clipPath>
  <pattern id="valley-hatch" width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><path d="M4 0V8"/></pattern></defs>
  <g class="x-ticks"></g><g class="y-ticks"></g><path class="axis"/><path class="plumb"/>
  <g class="inside" clip-path="url(#valley-inside)"><path class="batch"/><path class="curve"/><g class="hops"></g><path class="tangent"/></g>
  <rect class="hatch" fill="url(#valley-hatch)"/>
  <path class="bottom"/><text class="bottom-number"/><path class="mark"/><text class="number"/><text class="x-name"/><text class="y-name"/>
  <text class="all-name"/><text class="batch-name"/>
  <g class="scene"><path class="drop"/><circle class="place" r="3"/><circle class="landing" r="${LANDING}"/>
  <path class="arrow"/><circle class="ball-focus" r="15"/><circle class="ball" r="${RADIUS}"/><circle class="grip ball" r="22"/></g>
  <text class="outside"/><text class="wider"/>`;

/** The loss along one weight, all others held: a curve, and a ball that rests on it; see panels.js. */
export function mount(card, page) {
  return new Valley(card, page);
}

class Valley {
  #svg;
  #range;
  #words; // the elements around the drawing that hold words
  #page;
  #observer;
  #parts = {};
  #size = [0, 0]; // px
  #letter = 12; // px: the size of the axes' numbers
  #run = null;
  #slice = null;
  #loss = null;
  #step = -1;
  #label = ""; // what the weight is called
  #hops = new Hops();
  #view = new Glide(); // the window and the heights on show: [low, high, lowest loss, highest loss]
  #calm = matchMedia("(prefers-reduced-motion: reduce)");
  #heights = new SteadyRange();
  #gutter = 0; // px left of the axis
  #axes = ""; // what the axes were drawn for
  #wider = "";
  #timer = 0;
  #running = false;
  #ended = false; // no update is coming
  #ending = null; // of a run that diverged
  #stood = {}; // where the curves' names stood
  #held = null; // the weight at which the ball is being held
  #refresh = new Refresh(() => this.#draw());
  #stop = new AbortController();

  constructor(card, page) {
    this.#refresh.inside(card);
    const [svg, range] = [card.querySelector(".plot > svg"), card.querySelector("input")];
    this.#svg = svg;
    this.#range = range;
    const [label, note, told] = [".note", ".slice-note", ".told"].map((name) => card.querySelector(name));
    this.#words = { label, note, told };
    this.#page = page;
    svg.innerHTML = SKELETON;
    for (const part of svg.querySelectorAll("[class]")) this.#parts[part.getAttribute("class")] = part;
    this.#fill();
    const on = (target, type, listener) => target.addEventListener(type, listener, { signal: this.#stop.signal });
    on(range, "input", () => this.#hold(Number(range.value)));
    on(range, "change", () => this.#commit());
    on(svg, "pointerdown", (event) => this.#grab(event));
    on(svg, "pointermove", (event) => this.#drag(event));
    on(svg, "pointerup", () => this.#commit());
    on(svg, "pointercancel", () => this.#hold(null));
    on(document, "digits", () => this.#refresh.ask());
    this.#observer = new ResizeObserver(() => this.#measure());
    this.#observer.observe(svg);
  }

  /** Another start of the same stays in sight until its first picture comes. */
  setRun(run, again) {
    this.#run = run;
    this.#step = -1;
    this.#hops.clear();
    if (!again) this.#forget();
  }

  select({ parameter }) {
    this.#label = this.#run.parameters.find(({ name }) => name === parameter).label;
    if (parameter !== this.#slice?.parameter) this.#forget();
    this.#tellLabel();
  }

  /** The ball may be dragged while the run is paused. */
  state({ run, running, ending }) {
    this.#run = run;
    this.#running = running;
    this.#ended = ending !== null;
    this.#ending = ending?.status === "diverged" ? ending : null;
    if (running) this.#held = null;
    this.#tellLabel();
    this.#refresh.ask();
  }

  /** Takes over what a frame says of the weight; what can no longer be drawn leaves the picture before it. */
  update({ slice, step, loss }) {
    if (!slice) return;
    const other = slice.parameter !== this.#slice?.parameter;
    if (!other && step > this.#step && this.#step >= 0 && !isReadable(slice)) return;
    if (other) this.#forget();
    this.#hops.take([...(slice.hops ?? []).filter(([update]) => update < step), [step, slice.value, loss]]);
    this.#slice = slice;
    this.#step = step;
    this.#loss = loss;
    this.#held = null;
    this.#aim();
    this.#refresh.ask();
  }

  destroy() {
    this.#refresh.destroy();
    clearTimeout(this.#timer);
    this.#stop.abort();
    this.#observer.disconnect();
    this.#svg.replaceChildren();
  }

  /** Makes what there are many of: hops and ticks. */
  #fill() {
    const { hops, "x-ticks": x, "y-ticks": y } = this.#parts;
    this.#parts.hops = Array.from({ length: TIERS }, (_, age) => ["legs", "dots"].map((name) => (
      draw("path", hops, { class: name, opacity: 1 - (0.75 * age) / (TIERS - 1) }))));
    const tick = (group) => Array.from({ length: MOST_TICKS }, () => [draw("path", group), draw("text", group)]);
    [this.#parts.xTicks, this.#parts.yTicks] = [tick(x), tick(y)];
  }

  #measure() {
    this.#size = [this.#svg.clientWidth, this.#svg.clientHeight];
    this.#letter = parseFloat(getComputedStyle(this.#parts["y-name"]).fontSize) || 12;
    this.#gutter = 0;
    this.#draw();
  }

  #tellLabel() {
    const others = this.#run.parameters.length > 1;
    const more = this.#running ? " · the others move too, so the valley moves" : ", the others held";
    this.#words.label.textContent = this.#label + (others ? more : "");
  }

  #forget() {
    this.#slice = null;
    this.#held = null;
    this.#hops.clear();
    this.#view.stop();
    this.#step = -1;
    this.#gutter = 0;
    this.#wider = "";
    this.#refresh.ask();
  }

  /** Aims the view at the window and at heights that fit what is in it. */
  #aim() {
    const { weights, losses, landing, batch_loss: batchLoss } = this.#slice;
    const [low, high] = clearOf(this.#slice.value, weights[0], weights.at(-1));
    const before = this.#view.target;
    const same = before && before[0] === low && before[1] === high;
    const hops = this.#hops.all.filter(({ weight }) => weight >= low && weight <= high).map(({ loss }) => loss);
    const seen = [...losses, this.#loss, landing?.loss, landing?.batch_loss, batchLoss, ...hops];
    if (!same) this.#heights.forget();
    const [floor, top] = this.#heights.fit(seen);
    if (before && !same) this.#tellWindow((high - low) / (before[1] - before[0]));
    this.#view.aim([low, high, floor, top], performance.now(), this.#calm.matches || !before);
  }

  /** Tells for a moment by how much the window grew or shrank. */
  #tellWindow(ratio) {
    const [more, way] = ratio > 1 ? [ratio, "wider"] : [1 / ratio, "closer"];
    if (!(more > 1.05) || !Number.isFinite(more)) return;
    this.#wider = `×${tickTexts([Number(more.toPrecision(2))])[0].text} ${way}`;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#wider = "";
      this.#refresh.ask();
    }, TOLD_MS);
  }

  #draw() {
    const [width, height] = this.#size;
    const now = performance.now();
    put(this.#svg, { viewBox: `0 0 ${width} ${height}` });
    this.#range.disabled = this.#running || !this.#slice;
    const is = { draggable: !this.#running, empty: !this.#slice, held: this.#held !== null, diverged: this.#ending !== null };
    for (const [name, on] of Object.entries(is)) this.#svg.classList.toggle(name, on);
    this.#tell();
    if (!this.#slice || width < 60 || height < 60) return;
    const plot = new Plot(this.#viewAt(now), width, height, this.#gutter);
    const axes = [...plot.view, width, height, this.#gutter].join();
    if (axes !== this.#axes) this.#drawAxes(plot);
    this.#axes = axes;
    this.#drawCurves(plot);
    this.#drawHops(plot);
    const ball = this.#drawBall(plot);
    const step = this.#drawStep(plot, ball);
    const numbers = this.#drawNumbers(plot);
    this.#drawNames(plot, [around(ball.cx, ball.cy, RADIUS), ...step, ...numbers]);
    if (this.#view.isMoving(now)) this.#refresh.ask();
  }

  /** The view at a time; on its way it holds the ball and where that lands, both in its run and its batch. */
  #viewAt(now) {
    const { value, batch_loss: batchLoss, landing } = this.#slice;
    const { weight = NaN, loss = NaN, batch_loss: lower = NaN } = landing ?? {};
    const points = [[value, this.#loss], [value, batchLoss], [weight, loss], [weight, lower]];
    return holding(this.#view.at(now), this.#view.target, points.filter((point) => point.every(Number.isFinite)));
  }

  /** The words below the drawing, and over it after a divergence. */
  #tell() {
    const { note, told } = this.#words;
    const { text = "", exact = "" } = this.#slice?.note ?? {};
    const all = shownDigits() === "all";
    const words = this.#held === null ? (all ? exact : text) : `${fmt(this.#held)}: let go to set it`;
    put(note, { text: words, title: this.#held === null ? exact : "" });
    const { sentence = "" } = this.#ending ?? {};
    const [, what = "", why = ""] = sentence.match(/^(.*?)(:.*?\.(?= |$)|$)/) ?? []; // the strip has the rest
    put(told, { title: sentence });
    put(told.firstChild, { text: what });
    put(told.lastChild, { text: why });
    told.hidden = !this.#ending;
    if (this.#running || !this.#slice) return;
    const { weights, value } = this.#slice;
    put(this.#svg, { "aria-label": `Loss along one weight: ${words}` });
    if (this.#held !== null) return;
    Object.assign(this.#range, { min: weights[0], max: weights.at(-1), step: "any", value });
    this.#range.setAttribute("aria-valuetext", spoken(value));
  }

  /** Where the ball rests, in the run or where it is being dragged: the weight, the loss and the slope. */
  #place() {
    const { value, slope, losses } = this.#slice;
    const [loss, steep] = this.#along(losses, this.#held ?? value);
    return this.#held === null ? [value, this.#loss ?? loss, slope ?? steep] : [this.#held, loss, steep];
  }

  /** The height and the slope of a curve at a weight, between the two samples around it. */
  #along(losses, weight) {
    const { weights } = this.#slice;
    const gap = (weights.at(-1) - weights[0]) / (weights.length - 1);
    const index = Math.max(0, Math.min(weights.length - 2, Math.floor((weight - weights[0]) / gap)));
    const [before, after] = losses.slice(index, index + 2).map((loss) => loss ?? NaN);
    const slope = (after - before) / gap;
    return [before + slope * (weight - weights[index]), slope];
  }

  /** The coming update's own curve, or null where it is made from all rows or none is coming. */
  get #batch() {
    const { rows, batch_losses: losses } = this.#slice;
    return !this.#ended && rows && rows.length < this.#run.inputs.length ? losses : null;
  }

  #drawAxes(plot) {
    const { left, right, bottom } = plot;
    const size = (text) => this.#lengthOf(text);
    const across = (made) => made.every(({ value, text }, index) => {
      const next = made[index + 1];
      return !next || plot.x(next.value) - plot.x(value) > (size(text) + size(next.text)) / 2 + 10;
    });
    const up = (made) => made.length < 2 || plot.y(made[0].value) - plot.y(made[1].value) > 1.5 * this.#letter;
    const [low, high, floor, top] = plot.view;
    const xTicks = ticks(low, high, across);
    const yTicks = ticks(floor, top, up);
    const gutter = Math.ceil((Math.max(0, ...yTicks.map(({ text }) => size(text))) + 14) / 8) * 8;
    if (gutter > this.#gutter || gutter < this.#gutter - 24) {
      this.#gutter = gutter;
      this.#refresh.ask();
    }
    put(this.#parts.axis, { d: `M${left} 6V${bottom}H${right + 6}` });
    put(this.#parts["y-name"], { x: left + 7, y: 14, text: "loss" });
    put(this.#svg.querySelector("clipPath rect"), { x: left, y: 0, width: right - left, height: bottom });
    put(this.#parts.hatch, { x: left, y: 4, width: right - left, height: bottom - 4 });
    this.#parts.xTicks.forEach(([line, text], index) => {
      const tick = xTicks[index];
      const x = tick ? plot.x(tick.value) : 0;
      put(line, { d: tick ? `M${x} ${bottom}v4` : "" });
      put(text, { x: tick ? Math.min(x, plot.width - size(tick.text) / 2) : 0, y: bottom + FOOT - 5, text: tick?.text ?? "" });
    });
    this.#parts.yTicks.forEach(([line, text], index) => {
      const tick = yTicks[index];
      const y = tick ? plot.y(tick.value) : 0;
      put(line, { d: tick ? `M${left} ${y}H${right}` : "" });
      put(text, { x: left - 7, y: y + 0.35 * this.#letter, text: tick?.text ?? "" });
    });
  }

  #drawCurves(plot) {
    const [curve, batch] = this.#lines(plot);
    put(this.#parts.curve, { d: path(curve) });
    put(this.#parts.batch, { d: path(batch) });
  }

  /** The points of the curve and of the coming update's own: what was sampled, where the ball stands and where it lands. */
  #lines(plot) {
    const { weights, losses, value, batch_loss: batchLoss, landing } = this.#slice;
    const line = (heights, here, there) => plot.points([
      ...weights.map((weight, index) => [weight, heights[index]]), [value, here], [landing?.weight, there],
    ]);
    return [line(losses, this.#loss, landing?.loss), this.#batch ? line(this.#batch, batchLoss, landing?.batch_loss) : []];
  }

  /** The curves' names where there are two, each beside its own and clear of the other and of what else stands there. */
  #drawNames(plot, taken) {
    const [curve, batch] = this.#lines(plot);
    const frame = [plot.left + 5, 2, plot.right - 3, plot.bottom - FLOOR + 4];
    const names = { "batch-name": [batch, curve, rowsAlone(this.#slice.rows ?? [])], "all-name": [curve, batch, "all rows"] };
    for (const [part, [own, other, text]] of Object.entries(names)) {
      const size = [this.#lengthOf(text), NAME_HIGH * this.#letter];
      const places = batch.length ? besideLine(own, [other], size, frame).filter((box) => isClear(box, taken)) : [];
      const [left, top] = this.#stood[part] ?? [plot.right, 0];
      const away = (box) => Math.abs(box[0] - left) + Math.abs(box[1] - top);
      const place = this.#stood[part] ? places.sort((one, two) => away(one) - away(two))[0] : places[0];
      this.#stood[part] = place;
      if (place) taken.push(place);
      const [x, y] = place ?? [0, 0];
      put(this.#parts[part], { x, y: y + ASCENT * this.#letter, text: place ? text : "" });
    }
  }

  /** The zig-zag of the hops and a dot at each, the older the fainter, in few elements: each of its own costs time. */
  #drawHops(plot) {
    const places = this.#hops.all.filter(({ loss }) => Number.isFinite(loss))
      .map(({ weight, loss }) => `${round(plot.x(weight))} ${round(plot.y(loss))}`);
    this.#parts.hops.forEach(([legs, dots], age) => {
      const end = Math.max(0, places.length - age * HOPS_A_TIER);
      const start = Math.max(0, end - HOPS_A_TIER);
      const way = places.slice(Math.max(0, start - 1), end);
      put(legs, { d: way.length > 1 ? `M${way.join("L")}` : "" });
      put(dots, { d: places.slice(start, end).map((place) => `M${place}h0`).join("") });
    });
  }

  /** The ball, its centre one radius along the curve's normal; gives its centre and the place that it rests on. */
  #drawBall(plot) {
    const [weight, loss, slope] = this.#place();
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
  #drawStep(plot, ball) {
    const { value, step, landing, batch_loss: batchLoss, losses } = this.#slice;
    if (this.#ended) {
      for (const part of ["place", "landing"]) put(this.#parts[part], { opacity: 0 });
      for (const part of ["drop", "arrow"]) put(this.#parts[part], { d: "" });
      put(this.#parts.outside, { text: "" });
      return [];
    }
    const batch = this.#batch;
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
    const [cx, cy] = inside ? rest(plot, to, plot.y(height), this.#along(batch ?? losses, weight)[1], LANDING) : [to, 0];
    const lands = inside && way && Math.abs(to - ball.x) >= 3;
    put(this.#parts.landing, lands ? { cx, cy, opacity: 1 } : { opacity: 0 });
    const start = apart ? [ball.x, own, 3] : [ball.cx, ball.cy, RADIUS];
    const leap = lands && Math.hypot(cx - start[0], cy - start[1]) > LEAP;
    const edge = Math.abs((way < 0 ? plot.left : plot.right) - ball.x);
    const length = way * (inside ? Math.max(ARROW_LEAST, Math.abs(to - ball.x)) : edge);
    put(this.#parts.arrow, {
      d: leap ? arrow(start, [cx, cy, LANDING + 2]) : way ? arrow([ball.x, level, 0], [ball.x + length, level, 0]) : "",
    });
    const where = Number.isFinite(weight) ? signed(weight, 2) : "too large a number";
    const text = inside || !way ? "" : `${way < 0 ? "◀" : "▶"} off the chart: ${where}`;
    const [x, y] = [way < 0 ? plot.left + 8 : plot.right - 2, level > 44 ? level - 10 : level + 22];
    put(this.#parts.outside, { class: way < 0 ? "outside start" : "outside", x, y, text });
    const ends = [ball.x, ball.x + length].sort((one, two) => one - two);
    const over = way && !leap ? [[ends[0], level - 6, ends[1], level + 6]] : [];
    return [...over, ...(lands ? [around(cx, cy, LANDING)] : []), this.#boxOf(x, y, text, way < 0 ? "start" : "end")];
  }

  /**
   * What stands on the axis of the weight: where the ball is, and the bottom of the valley, each with its number, and
   * the axis' name where there is room. Gives what all words around cover.
   */
  #drawNumbers(plot) {
    const [weight, loss] = this.#place();
    const bottom = this.#slice.bottom ?? NaN;
    const { left, right, bottom: foot } = plot;
    const size = (text) => this.#lengthOf(text);
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
    const name = shorten(this.#label, 20);
    const taken = [this.#boxOf(left + 7, 14, "loss"), this.#boxOf(middle, foot - 9, text, "middle"), this.#boxOf(deep + turned * 10, foot - 7, deepText, anchor)];
    if (sharp) taken.push([x - 4, foot - 6, x + 4, foot]);
    if (known) taken.push([deep - 6, foot - 6, deep + 6, foot + 6]);
    const ends = [[right + 6, "end"], [left + 6, "start"]].map(([at, side]) => ({ at, side, box: this.#boxOf(at, foot - 7, name, side) }));
    const end = ends.find(({ box }) => isClear(box, taken));
    if (end) taken.push(end.box);
    put(this.#parts["x-name"], { x: end?.at ?? 0, y: foot - 7, "text-anchor": end?.side ?? "end", text: end ? name : "" });
    const late = this.#ending && this.#step < this.#ending.step; // the numbers after it are too large to draw
    const at = late ? `last picture: epoch ${count(Math.floor(this.#step / this.#run.updates_per_epoch))}` : "";
    put(this.#parts.wider, { x: right, y: 14, text: at || this.#wider });
    return [...taken, this.#boxOf(right, 14, at || this.#wider, "end")];
  }

  /** About how many pixels long a text on the drawing is. */
  #lengthOf(text) {
    return text.length * this.#letter * 0.57;
  }

  /** What a text on the drawing covers, [left, top, right, bottom] in px; nothing where there is none. */
  #boxOf(x, y, text, anchor = "start") {
    const wide = text ? this.#lengthOf(text) + 6 : 0;
    const left = { start: x - 3, middle: x - wide / 2, end: x + 3 - wide }[anchor];
    return text ? [left, y - ASCENT * this.#letter, left + wide, y + (NAME_HIGH - ASCENT) * this.#letter] : [0, 0, 0, 0];
  }

  #grab(event) {
    if (this.#running || !this.#slice || !event.target.classList.contains("ball")) return;
    event.preventDefault();
    this.#svg.setPointerCapture(event.pointerId);
    this.#range.focus({ preventScroll: true, focusVisible: false });
    this.#hold(this.#slice.value);
  }

  #drag(event) {
    if (this.#held === null || !this.#svg.hasPointerCapture(event.pointerId)) return;
    const plot = new Plot(this.#view.target, ...this.#size, this.#gutter);
    const { left, width } = this.#svg.getBoundingClientRect(); // of the screen, where a projector's drawing is larger
    this.#hold(plot.weightAt((event.clientX - left) * (this.#size[0] / width)));
    this.#range.value = this.#held;
  }

  #hold(weight) {
    this.#held = weight;
    if (weight !== null) this.#range.setAttribute("aria-valuetext", spoken(weight));
    this.#draw();
  }

  #commit() {
    if (this.#held === null) return;
    if (this.#held === this.#slice.value) this.#hold(null);
    else this.#page.setParameter(this.#slice.parameter, this.#held);
  }
}

/** A view of weights and losses on so many pixels: what stands where. */
class Plot {
  constructor(view, width, height, gutter) {
    Object.assign(this, { view, width, left: gutter || 40, right: width - RIGHT, bottom: height - FOOT, head: clamp(0.1 * height, ...HEAD) });
    const [low, high, floor, top] = view;
    this.perWeight = (this.right - this.left) / (high - low || 1);
    this.perLoss = (this.bottom - FLOOR - this.head) / (top - floor || 1);
  }

  x(weight) {
    return this.left + far((weight - this.view[0]) * this.perWeight);
  }

  y(loss) {
    return this.bottom - FLOOR - far((loss - this.view[2]) * this.perLoss);
  }

  weightAt(x) {
    const share = Math.max(0, Math.min(1, (x - this.left) / (this.right - this.left)));
    return this.view[0] + share * (this.view[1] - this.view[0]);
  }

  /** Where points [weight, loss] stand, in the order of the weights; those that are not finite are left out. */
  points(points) {
    const known = points.filter((point) => point.every(Number.isFinite)).sort(([a], [b]) => a - b);
    return known.map(([weight, loss]) => [this.x(weight), this.y(loss)]);
  }
}

/** A line through points [x, y]. */
function path(points) {
  return points.map(([x, y], index) => `${index ? "L" : "M"}${round(x)} ${round(y)}`).join("");
}

/** What a ball covers, with a little room around it. */
function around(x, y, radius) {
  return [x - radius - 3, y - radius - 3, x + radius + 3, y + radius + 3];
}

/** The centre of a ball of a radius that rests on a line at a point, and the line's direction there. */
function rest(plot, x, y, slope, radius) {
  const rise = Math.max(-1e6, Math.min(1e6, (slope * plot.perLoss) / plot.perWeight)) || 0;
  const length = Math.hypot(1, rise);
  return [x - (radius * rise) / length, y - radius / length, [1 / length, -rise / length]];
}

/** An arrow from one point to another, each [x, y, how far the arrow stays away from it]. */
function arrow([x, y, off], [toX, toY, before]) {
  const length = Math.hypot(toX - x, toY - y);
  const [along, down] = [(toX - x) / length, (toY - y) / length];
  const tip = [toX - before * along, toY - before * down];
  const barb = (side) => [tip[0] - 8 * along - side * 5 * down, tip[1] - 8 * down + side * 5 * along].map(round);
  return `M${round(x + off * along)} ${round(y + off * down)}L${tip.map(round)}M${barb(1)}L${tip.map(round)}L${barb(-1)}`;
}

/** Whether a slice can be drawn: its curve and the ball, wherever the coming update lands. */
function isReadable({ weights, losses, value }) {
  return [...losses, value].every(Number.isFinite) && weights[0] < weights.at(-1);
}

/** How the coming update's rows are called at the end of their curve. */
function rowsAlone(rows) {
  if (rows.length === 1) return `row ${rows[0]} alone`;
  const together = rows.at(-1) - rows[0] === rows.length - 1;
  if (rows.length > 4) return together ? `rows ${rows[0]}–${rows.at(-1)}` : `${rows.length} rows`;
  return `rows ${rows.join(", ")}`;
}

function far(pixels) {
  return clamp(pixels, -FAR, FAR);
}

function clamp(number, low, high) {
  return Math.max(low, Math.min(high, number));
}

function round(pixels) {
  return Math.round(pixels * 10) / 10;
}
