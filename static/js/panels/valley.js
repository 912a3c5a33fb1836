import { put, Refresh } from "../elements.js";
import { count, fmt, shownDigits, spoken } from "../format.js";
import { Hops } from "../series.js";
import { tickTexts } from "../ticks.js";
import { ValleyDrawing } from "../valley-drawing.js";
import { along } from "../valley-plot.js";
import { clearOf, Glide, holding, SteadyRange } from "../valley-view.js";

const TOLD_MS = 1600; // how long it is told that the window changed

/** The loss along one weight, all others held: a curve, and a ball that rests on it; see panels.js. */
export function mount(card, page) {
  return new Valley(card, page);
}

class Valley {
  #svg;
  #range;
  #words; // the elements around the drawing that hold words
  #page;
  #drawing;
  #observer;
  #run = null;
  #slice = null;
  #loss = null;
  #step = -1;
  #label = ""; // what the weight is called
  #hops = new Hops();
  #view = new Glide(); // the window and the heights on show: [low, high, lowest loss, highest loss]
  #calm = matchMedia("(prefers-reduced-motion: reduce)");
  #heights = new SteadyRange();
  #wider = "";
  #timer = 0;
  #running = false;
  #ended = false; // no update is coming
  #ending = null; // of a run that diverged
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
    this.#drawing = new ValleyDrawing(svg);
    const on = (target, type, listener) => target.addEventListener(type, listener, { signal: this.#stop.signal });
    on(range, "input", () => this.#hold(Number(range.value)));
    on(range, "change", () => this.#commit());
    on(svg, "pointerdown", (event) => this.#grab(event));
    on(svg, "pointermove", (event) => this.#drag(event));
    on(svg, "pointerup", () => this.#commit());
    on(svg, "pointercancel", () => this.#hold(null));
    on(document, "digits", () => this.#refresh.ask());
    this.#observer = new ResizeObserver(() => {
      this.#drawing.measure();
      this.#draw();
    });
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
    this.#drawing.forget();
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
    const now = performance.now();
    const fits = this.#drawing.fit();
    this.#range.disabled = this.#running || !this.#slice;
    const is = { draggable: !this.#running, empty: !this.#slice, held: this.#held !== null, diverged: this.#ending !== null };
    for (const [name, on] of Object.entries(is)) this.#svg.classList.toggle(name, on);
    this.#tell();
    if (!this.#slice || !fits) return;
    const again = this.#drawing.draw(this.#viewAt(now), {
      slice: this.#slice, loss: this.#loss, place: this.#place(), batch: this.#batch, hops: this.#hops.all,
      ended: this.#ended, label: this.#label, corner: this.#lastPicture || this.#wider,
    });
    if (again || this.#view.isMoving(now)) this.#refresh.ask();
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
    const { weights, value, slope, losses } = this.#slice;
    const [loss, steep] = along(weights, losses, this.#held ?? value);
    return this.#held === null ? [value, this.#loss ?? loss, slope ?? steep] : [this.#held, loss, steep];
  }

  /** The coming update's own curve, or null where it is made from all rows or none is coming. */
  get #batch() {
    const { rows, batch_losses: losses } = this.#slice;
    return !this.#ended && rows && rows.length < this.#run.inputs.length ? losses : null;
  }

  /** Of a run that diverged, which update is the last that is drawn: the numbers after it are too large. */
  get #lastPicture() {
    const late = this.#ending && this.#step < this.#ending.step;
    return late ? `last picture: epoch ${count(Math.floor(this.#step / this.#run.updates_per_epoch))}` : "";
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
    this.#hold(this.#drawing.weightAt(event.clientX, this.#view.target));
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

/** Whether a slice can be drawn: its curve and the ball, wherever the coming update lands. */
function isReadable({ weights, losses, value }) {
  return [...losses, value].every(Number.isFinite) && weights[0] < weights.at(-1);
}
