import { put, Refresh } from "../elements.js";
import { fmt, signed, snapUp, spoken } from "../format.js";

const RADIUS = 9;
const TRAIL = 12;
const MOVE_MS = 300;
const SIDE = 14;
const NARROW = 440; // px: below it the words take two lines
const FAR = 10_000; // px: nothing is drawn farther out
const LOST_AT = 60; // px from the top: the arrow's height when there is no ball
const Y_STEPS = [1, 1.5, 2, 3, 5, 7, 10];
const SKELETON = `<path class="axis"/><text class="y-name"/><text class="x-low"/><text class="x-high"/>
  <text class="note"/><text class="caption"/>
  <g class="window"><g class="scene"><path class="curve"/><path class="tangent"/>
  <g class="trail">${'<circle class="past" r="2.5"/>'.repeat(TRAIL)}</g><path class="drop"/>
  <circle class="landing" r="6"/><circle class="ball-focus" r="15"/><circle class="ball" r="${RADIUS}"/></g>
  <path class="arrow"/></g><text class="outside"/>`;

/** The loss along one weight, all others held: a curve, and a ball that rests on it; see panels.js. */
export function mount(card, page) {
  return new Valley(card, page);
}

class Valley {
  #svg;
  #range;
  #note;
  #page;
  #observer;
  #newest = null;
  #refresh = new Refresh(() => this.#take(this.#newest));
  #parts = {};
  #run = null;
  #slice = null;
  #loss = null;
  #step = -1;
  #trail = [];
  #top = 0;
  #centre = null;
  #reach = 1; // half the width of the window, in units of the weight
  #paused = true;
  #held = null;
  #stop = new AbortController();

  constructor(card, page) {
    const [svg, range] = [card.querySelector(".plot > svg"), card.querySelector("input")];
    this.#svg = svg;
    this.#range = range;
    this.#note = card.querySelector(".note");
    this.#page = page;
    svg.innerHTML = SKELETON;
    for (const part of svg.querySelectorAll("[class]")) this.#parts[part.getAttribute("class")] = part;
    const on = (target, type, listener) => target.addEventListener(type, listener, { signal: this.#stop.signal });
    on(range, "input", () => this.#hold(Number(range.value)));
    on(range, "change", () => this.#commit());
    on(svg, "pointerdown", (event) => this.#grab(event));
    on(svg, "pointermove", (event) => this.#drag(event));
    on(svg, "pointerup", () => this.#commit());
    on(svg, "pointercancel", () => this.#hold(null));
    this.#observer = new ResizeObserver(() => this.#draw());
    this.#observer.observe(svg);
  }

  setRun(run) {
    this.#run = run;
    this.#forget();
  }

  select({ parameter }) {
    this.#note.textContent = this.#run.parameters.find(({ name }) => name === parameter).label;
    if (parameter !== this.#slice?.parameter) this.#forget();
  }

  /** The ball may be dragged while the run is paused. */
  state({ running }) {
    this.#paused = !running;
    if (running) this.#held = null;
    this.#draw();
  }

  update(frame) {
    this.#newest = frame;
    this.#refresh.ask();
  }

  destroy() {
    this.#refresh.destroy();
    this.#stop.abort();
    this.#observer.disconnect();
    this.#svg.replaceChildren();
  }

  /** Takes over what a frame says of the weight. */
  #take({ slice, step, loss }) {
    if (!slice) return;
    if (this.#slice && slice.parameter !== this.#slice.parameter) this.#forget();
    if (step < this.#step) this.#trail = [];
    if (this.#slice && step > this.#step && Number.isFinite(this.#loss)) {
      this.#trail = [...this.#trail, [this.#slice.value, this.#loss]].slice(-TRAIL);
    }
    this.#slice = slice;
    this.#step = step;
    this.#loss = loss;
    this.#held = null;
    this.#aim();
    this.#draw();
  }

  #forget() {
    this.#slice = null;
    this.#held = null;
    this.#centre = null;
    this.#trail = [];
    this.#step = -1;
    this.#top = 0;
    this.#draw();
  }

  /** Sets the window and its height; a window that moved glides to its new place. */
  #aim() {
    const { losses, value, weights } = this.#slice;
    const [low, high] = [weights[0], weights.at(-1)];
    const centre = (low + high) / 2;
    const moved = centre - (this.#centre ?? centre);
    this.#centre = centre;
    this.#reach = (high - low) / 2 || 1; // no width where the numbers are too large for one
    if (moved && Math.abs(moved) < 4 * this.#reach && !matchMedia("(prefers-reduced-motion: reduce)").matches) {
      const from = { transform: `translateX(${moved * this.#perWeight(this.#svg.clientWidth)}px)` };
      this.#parts.window.animate([from, { transform: "none" }], { duration: MOVE_MS, easing: "ease-out" });
    }
    const most = Math.max(0, this.#loss ?? 0, ...losses.filter(Number.isFinite));
    const top = snapUp(Math.min(1e300, 1.08 * most), Y_STEPS);
    if (top > this.#top || top <= 0.6 * this.#top) this.#top = top;
    Object.assign(this.#range, { min: low, max: high, step: "any", value: value ?? centre });
    this.#range.setAttribute("aria-valuetext", spoken(value));
  }

  #draw() {
    const { clientWidth: width, clientHeight: height } = this.#svg;
    put(this.#svg, { viewBox: `0 0 ${width} ${height}` });
    this.#range.disabled = !this.#paused || !this.#slice;
    this.#svg.classList.toggle("draggable", this.#paused);
    this.#svg.classList.toggle("empty", !this.#slice);
    if (!this.#slice || width < 60 || height < 60) return;
    const box = { left: SIDE, right: width - SIDE, top: 20, bottom: height - (width < NARROW ? 42 : 26) };
    box.perWeight = this.#perWeight(width);
    box.perLoss = (box.bottom - box.top) / this.#top;
    const far = (pixels) => Math.max(-FAR, Math.min(FAR, pixels));
    const x = (weight) => box.left + far((weight - this.#centre + this.#reach) * box.perWeight);
    const y = (loss) => box.bottom - Math.min(1.05, loss / this.#top) * (box.bottom - box.top);
    const lost = this.#isLost();
    this.#drawFrame(box, width, height, lost);
    this.#drawCurve(x, y);
    this.#drawStep(box, x, y, lost ? [width / 2, LOST_AT + RADIUS + 8] : this.#drawBall(box, x, y), lost);
  }

  /** Pixels of a drawing of this width for one unit of the weight. */
  #perWeight(width) {
    return (width - 2 * SIDE) / (2 * this.#reach);
  }

  /** Where the ball rests, in the run or where it is being dragged: the weight, the loss and the slope. */
  #place() {
    const { value, slope } = this.#slice;
    const [loss, steep] = this.#curveAt(this.#held ?? value);
    return this.#held === null ? [value, this.#loss ?? loss, slope ?? steep] : [this.#held, loss, steep];
  }

  /** The loss and the slope of the curve at a weight, between the two samples around it. */
  #curveAt(weight) {
    const { weights, losses } = this.#slice;
    const gap = (weights.at(-1) - weights[0]) / (weights.length - 1);
    const index = Math.max(0, Math.min(weights.length - 2, Math.floor((weight - weights[0]) / gap)));
    const [before, after] = losses.slice(index, index + 2).map((loss) => loss ?? NaN);
    const slope = (after - before) / gap;
    return [before + slope * (weight - weights[index]), slope];
  }

  /** Whether there is no place for the ball: the numbers are too large for a window around them. */
  #isLost() {
    const { weights, landing } = this.#slice;
    const [weight, loss] = this.#place();
    const lost = !Number.isFinite(loss) || !(weights[0] < weights.at(-1)) || !(Math.abs(weight - this.#centre) < 2 * this.#reach);
    this.#svg.classList.toggle("held", this.#held !== null);
    this.#svg.classList.toggle("lost", lost);
    this.#svg.classList.toggle("broken", this.#held === null && landing?.loss === null);
    return lost;
  }

  #drawFrame(box, width, height, lost) {
    const { value, slope, step } = this.#slice;
    const narrow = width < NARROW;
    const say = (number) => (Number.isFinite(number) ? signed(number) : "too large");
    const note = this.#held === null
      ? `w = ${fmt(value)}, slope ${say(slope)}, ${narrow ? "step" : "next step"} ${say(step)}`
      : `w = ${fmt(this.#held)}: let go to set it`;
    const moves = !this.#paused && this.#run?.parameters.length > 1;
    const ends = !lost && (narrow || note.length * 7 < width - 130);
    const text = (name, x, y, words) => put(this.#parts[name], { x, y, text: words });
    put(this.#parts.axis, { d: `M${box.left} 6V${box.bottom}H${box.right}` });
    text("y-name", box.left + 6, 14, lost ? "loss" : `loss ${fmt(this.#top, 2, 1)}`);
    text("x-low", box.left, box.bottom + 17, ends ? fmt(this.#slice.weights[0], 2) : "");
    text("x-high", box.right, box.bottom + 17, ends ? fmt(this.#slice.weights.at(-1), 2) : "");
    text("note", width / 2, height - 8, note);
    text("caption", box.right, narrow ? 32 : 14, moves ? "the other weights move too, so the valley moves" : "");
    if (this.#paused) put(this.#svg, { "aria-label": `Loss along one weight: ${note}` });
  }

  #drawCurve(x, y) {
    const { weights, losses } = this.#slice;
    let pen = "M";
    let path = "";
    weights.forEach((weight, index) => {
      const finite = Number.isFinite(losses[index]);
      if (finite) path += `${pen}${x(weight).toFixed(1)} ${y(losses[index]).toFixed(1)}`;
      pen = finite ? "L" : "M";
    });
    put(this.#parts.curve, { d: path });
    [...this.#parts.trail.children].forEach((dot, index) => {
      const [weight, loss] = this.#trail[index - TRAIL + this.#trail.length] ?? [];
      const shown = Math.abs(weight - this.#centre) <= this.#reach && loss <= this.#top;
      put(dot, shown ? { cx: x(weight), cy: y(loss), opacity: 0.15 + (0.65 * index) / TRAIL } : { opacity: 0 });
    });
  }

  /** The ball, its centre one radius along the curve's normal; gives that centre. */
  #drawBall(box, x, y) {
    const [weight, loss, slope] = this.#place();
    const rise = Math.max(-1e6, Math.min(1e6, (slope * box.perLoss) / box.perWeight)) || 0;
    const length = Math.hypot(1, rise);
    const [left, top] = [x(weight), y(loss)];
    const [cx, cy] = [left - (RADIUS * rise) / length, top - RADIUS / length];
    for (const name of ["ball", "ball-focus"]) put(this.#parts[name], { cx, cy });
    this.#parts.ball.classList.toggle("neg", weight < 0);
    const [dx, dy] = [34 / length, (-34 * rise) / length];
    put(this.#parts.tangent, { d: `M${left - dx} ${top - dy}L${left + dx} ${top + dy}` });
    return [cx, cy];
  }

  /** The arrow of the coming step, and the hollow ball where it lands, or words where that is outside. */
  #drawStep(box, x, y, [left, top], lost) {
    const { step, landing } = this.#slice;
    const length = Number.isFinite(step) ? step * box.perWeight : Infinity;
    const way = Math.sign(length);
    const cx = x(landing?.weight ?? NaN);
    const inside = !lost && Number.isFinite(landing?.loss) && cx > box.left - 4 && cx < box.right + 4;
    const level = Math.max(8, top - RADIUS - 8);
    const edge = Math.abs((way < 0 ? box.left : box.right) - left);
    const tip = left + way * (inside ? Math.max(12, Math.min(60, Math.abs(length))) : edge);
    put(this.#parts.arrow, { d: way ? `M${left} ${level}H${tip}m${-way * 7} -5l${way * 7} 5l${-way * 7} 5` : "" });
    const lands = inside && Math.abs(length) >= 3;
    const cy = lands ? y(landing.loss) - 6 : 0;
    put(this.#parts.landing, lands ? { cx, cy, opacity: 1 } : { opacity: 0 });
    put(this.#parts.drop, { d: lands && Math.abs(length) > 60 ? `M${tip} ${level}L${cx} ${cy - 6}` : "" });
    const where = Number.isFinite(landing?.weight) ? signed(landing.weight, 2) : "too large a number";
    put(this.#parts.outside, {
      class: way < 0 ? "outside start" : "outside",
      x: way < 0 ? box.left + 8 : box.right - 2,
      y: level > 30 ? level - 10 : level + 20,
      text: inside || !way ? "" : `${way < 0 ? "◀" : "▶"} off the chart: ${where}`,
    });
  }

  #grab(event) {
    if (!this.#paused || !event.target.classList.contains("ball")) return;
    this.#svg.setPointerCapture(event.pointerId);
    this.#hold(this.#slice.value);
  }

  #drag(event) {
    if (this.#held === null || !this.#svg.hasPointerCapture(event.pointerId)) return;
    const { left, width } = this.#svg.getBoundingClientRect();
    const share = Math.max(0, Math.min(1, (event.clientX - left - SIDE) / (width - 2 * SIDE)));
    this.#hold(this.#centre + (share - 0.5) * 2 * this.#reach);
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
