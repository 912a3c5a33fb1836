/** What the charts share: one Chart.js line chart in the page's colours, drawn at a gentle pace. */
import { TableButton } from "./card-buttons.js";
import { drawChanges, drawEmpty, drawNames, drawStop, epochTicks, roomFor, ROW } from "./chart-marks.js";
import { calm } from "./elements.js";
import { count, snapUp } from "./format.js";
import { Series } from "./series.js";

const TOKENS = ["bg", "ink", "mut", "line", "grid", "pos", "neg", "err", "ok"];
const EPOCHS = [1, 1.5, 2, 3, 4, 5, 6, 8, 10]; // where the horizontal axis may end, times a power of ten
const TOLD_CHANGES = 3; // the newest
const TABLE_MS = 1000; // between two writings of the table while the run goes on

/** The colours of the present theme by token name, and the page's font. */
function readColours() {
  const style = getComputedStyle(document.body);
  const brush = document.createElement("canvas").getContext("2d"); // writes every colour as #rrggbb
  const colours = TOKENS.map((name) => {
    brush.fillStyle = style.getPropertyValue(`--${name}`).trim();
    return [name, brush.fillStyle];
  });
  const stroke = 0.8 * parseFloat(style.getPropertyValue("--stroke"));
  const zoom = Number(style.getPropertyValue("--zoom")); // for who sits far away
  return { ...Object.fromEntries(colours), font: style.fontFamily, stroke, zoom };
}

/**
 * A line chart over epochs, the base of the charts' panels: see panels.js. For each drawing
 * `compose(chart, colours)` gives `{datasets, end, range, texts, empty}`, `texts` being what needs room right
 * of the lines; `axis(colours)` gives the vertical axis: its `name`, `ticks(low, high, fit)` as in ticks.js and `grid`, `mark(chart, colours, diverged)` writes
 * over the lines, and `overflowAt` is the share of the height at which it is told that the run overflowed.
 * `columns()` gives the `{caption, head, cells}` of the table behind it and `samples()` its `{caption, head, rows}`
 * where there are too many, see history-table.js; `label()` says the same in a sentence, and `pastOf(piece)` the pairs that
 * are drawn of a piece of the past.
 */
export class LineChart {
  #canvas;
  #chart = null;
  #colours = readColours();
  #empty = false;
  #wait;
  #timer = 0;
  #drawn = -Infinity;
  #stop = null;
  #newest = -1;
  #awaited = false; // a past that is on its way
  #size = [0, 0]; // px, of the place for it
  #observer = new MutationObserver(() => this.#theme());
  #sizes = new ResizeObserver(() => this.#resized());
  #table;
  #rewrite = () => {
    this.ask();
    this.#table.refresh();
  };

  run = null;
  ended = false;
  why = ""; // there is no line yet
  keys = { t: () => this.#table.toggle() };

  /** `wait` is the least time between two drawings, in ms; `capacity` the most points of a line. */
  constructor(card, wait, capacity) {
    this.#canvas = card.querySelector("canvas");
    this.#wait = Math.max(wait, calm());
    this.#observer.observe(document.documentElement, { attributeFilter: ["data-theme"] });
    this.#sizes.observe(this.#canvas.parentElement);
    this.series = new Series(capacity);
    document.addEventListener("digits", this.#rewrite);
    this.#table = new TableButton(card, async (holder) => {
      const { HistoryTable } = await import("./history-table.js");
      return new HistoryTable(holder);
    }, (table) => table.show(this.#record()));
  }

  setRun(run) {
    this.run = run;
    this.series.clear();
    this.#newest = -1;
    this.ended = false;
    this.#stop = null;
    this.#awaited = false;
    this.ask();
  }

  /** Takes in pairs of an update and what is drawn of it, but for those that are drawn already. */
  push(pairs) {
    for (const [update, value] of pairs) {
      if (update <= this.#newest) continue;
      this.series.push(this.#epoch(update), value);
      this.#newest = update;
    }
    this.#table.refresh(TABLE_MS);
    this.ask();
  }

  /** Takes in what was before the points that are drawn, as it comes. */
  past({ piece, share, coming }) {
    this.#awaited = coming;
    this.series.joined = share === 1;
    if (piece) this.series.insert(this.pastOf(piece).map(([update, value]) => ({ x: this.#epoch(update), y: value })));
    this.#explain(false);
    this.ask();
    if (!coming) this.#describe();
  }

  /** What the table behind the chart is made of. */
  #record() {
    const { address, updates_per_epoch: perEpoch } = this.run;
    return { address, perEpoch, step: Math.max(0, this.#newest), samples: () => this.samples(), ...this.columns() };
  }

  /** Marks where the run ended, and while it stands still says in words what is drawn. */
  state({ run, running, opening, step, ending }) {
    this.run = run;
    this.ended = ending !== null;
    this.#stop = ending && this.stopOf(ending);
    this.#explain(opening, step);
    this.ask();
    if (!running) this.#describe();
  }

  /** Where a run's end is marked, and with which words; null where it is not. */
  stopOf({ status, epoch, beyond, diverged_at: at }) {
    if (status !== "diverged") return null;
    return { update: at, text: `✕ overflow, epoch ${count(beyond?.epoch ?? epoch)}`, diverged: true };
  }

  #explain(opening, step = this.#newest) {
    if (opening || this.#awaited) this.why = "The past is on its way";
    else this.why = step > 0 ? "The past is missing: the line begins here" : "Press Run to start";
  }

  #describe() {
    const changes = this.#changes().slice(-TOLD_CHANGES).map(({ epoch, text }) => `; ${text} at epoch ${count(Math.floor(epoch))}`);
    this.#canvas.ariaLabel = this.label() + changes.join("");
    this.#table.refresh();
  }

  #epoch(update) {
    return update / this.run.updates_per_epoch;
  }

  /** Draws soon: in an animation frame, never more often than the pace, and always after the last ask. */
  ask() {
    if (this.#timer) return;
    const rest = Math.max(0, this.#drawn + this.#wait - performance.now());
    this.#timer = setTimeout(() => requestAnimationFrame(() => this.#timer && this.#draw()), rest);
  }

  destroy() {
    clearTimeout(this.#timer);
    this.#timer = 0;
    this.#observer.disconnect();
    this.#sizes.disconnect();
    document.removeEventListener("digits", this.#rewrite);
    this.#table.destroy();
    this.#chart?.destroy();
    this.#chart = null;
  }

  #resized() {
    const { clientWidth, clientHeight } = this.#canvas.parentElement;
    this.#size = [clientWidth, clientHeight];
    this.ask();
  }

  #draw() {
    this.#timer = 0;
    this.#drawn = performance.now();
    if (!this.run || !this.#size[0]) return;
    this.#chart ??= new globalThis.Chart(this.#canvas, {
      type: "line",
      data: { datasets: [] },
      options: this.#options(),
      plugins: [{ id: "marks", afterDatasetsDraw: (chart) => this.#chart && this.#finish(chart) }],
    });
    this.#chart.resize(...this.#size);
    const { datasets, end, range, texts, empty } = this.compose(this.#chart, this.#colours);
    const { layout, scales: { x, y } } = this.#chart.config.options;
    layout.padding.right = roomFor(texts, this.#chart.ctx, this.#colours.font);
    x.max = snapUp(Math.max(10, end, this.#epoch(this.#stop?.update ?? 0)), EPOCHS);
    [y.min, y.max] = range;
    this.#empty = empty;
    this.#chart.data.datasets = datasets;
    this.#chart.update("none");
  }

  #finish(chart) {
    drawNames(chart, this.#colours, this.axis(this.#colours).name);
    if (this.#empty) drawEmpty(chart, this.#colours, this.why);
    else drawChanges(chart, this.#colours, this.#changes());
    if (this.#stop) drawStop(chart, this.#colours, this.#epoch(this.#stop.update), this.#stop, this.overflowAt);
    if (!this.#empty) this.mark(chart, this.#colours, this.#stop?.diverged);
  }

  /** What was changed up to the newest point: [{epoch, text}], of several at one update the last. */
  #changes() {
    const made = (this.run.changes ?? []).filter(({ update }) => update <= Math.max(0, this.#newest));
    return made.map(({ update, text }) => ({ epoch: this.#epoch(update), text }));
  }

  #theme() {
    this.#colours = readColours();
    if (this.#chart) this.#chart.options = this.#options();
    this.ask();
  }

  #options() {
    const { line, mut, grid, font, stroke, zoom } = this.#colours;
    const own = this.axis(this.#colours);
    const scale = { type: "linear", border: { color: line }, grid: { color: grid, tickLength: 4 } };
    const text = (_, index, made) => made[index].text;
    const marked = { color: mut, font: { size: 12, family: font }, maxRotation: 0, autoSkip: false, callback: text };
    return {
      animation: false, parsing: false, normalized: true, responsive: false, maintainAspectRatio: false,
      events: [],
      devicePixelRatio: devicePixelRatio * zoom,
      layout: { padding: { right: 60, top: 18 } },
      elements: { point: { radius: 0 }, line: { borderWidth: stroke, borderJoinStyle: "round" } },
      plugins: { legend: { display: false }, tooltip: { enabled: false } },
      scales: {
        x: { ...scale, min: 0, ticks: marked, afterBuildTicks: (axis) => { axis.ticks = epochTicks(axis, font); } },
        y: {
          ...scale,
          grid: { ...scale.grid, ...own.grid },
          ticks: marked,
          afterBuildTicks: (axis) => {
            const perValue = (axis.chart.height - 44) / (axis.max - axis.min); // px
            const fit = (made) => made.every(({ value }, at) => !at || (value - made[at - 1].value) * perValue >= ROW);
            axis.ticks = own.ticks(axis.min, axis.max, fit);
          },
          afterFit: (axis) => { axis.width = Math.max(axis.width, 44); },
        },
      },
    };
  }
}
