/** What the charts share: one Chart.js line chart in the page's colours, drawn at a gentle pace. */
import { TableButton } from "./card-buttons.js";
import { marksApart, ticks } from "./chart-layout.js";
import { calm } from "./elements.js";
import { count, snapUp } from "./format.js";
import { Series } from "./series.js";

const TOKENS = ["bg", "ink", "mut", "line", "grid", "pos", "neg", "err", "ok"];
const EPOCHS = [1, 1.5, 2, 3, 4, 5, 6, 8, 10]; // where the horizontal axis may end, times a power of ten
const LETTERS = "12px";
const X_NAME = "epoch";
const CLOSE = 6; // px between two marks of which the first is left out
const MOST_LENGTHS = 500;
const TOLD_CHANGES = 3; // the newest
const ROW = 15; // px between two texts, one above the other
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
 * of the lines; `axis(colours)` gives the vertical axis: its `name`, `ticks(low, high, fit)` as in chart-layout.js and `grid`, `mark(chart, colours, diverged)` writes
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

/** The marks of the epochs: as many as stand apart, and none under the name of the axis at its end. */
function epochTicks({ min, max, chart }, font) {
  const { ctx, width, options } = chart;
  const right = options.layout.padding.right;
  const length = width - 44 - right;
  const size = ({ text }) => lengthOf(text, ctx, `${LETTERS} ${font}`);
  const place = ({ value }) => (length * (value - min)) / (max - min);
  const fit = (made) => made.every((tick, at) => !at || place(tick) - place(made[at - 1]) > (size(tick) + size(made[at - 1])) / 2 + 10);
  const end = length + right - size({ text: X_NAME }) - 8;
  return ticks(min, max, fit).filter((tick) => place(tick) + size(tick) / 2 < end);
}

function drawNames({ ctx, chartArea: area, scales, width }, colours, name) {
  const style = { colour: colours.mut };
  write(ctx, colours, name, area.left + 6, area.top - 8, style);
  write(ctx, colours, X_NAME, width - 1, scales.x.bottom - 11, { ...style, align: "right" });
}

/** What was changed during the run: a thin line at each update, and its words where there is room for them. */
function drawChanges({ ctx, chartArea: area, scales, width }, colours, changes) {
  const font = `${LETTERS} ${colours.font}`;
  const marks = changes.map(({ epoch, text }) => ({ text, x: scales.x.getPixelForValue(epoch), width: lengthOf(text, ctx, font) }));
  const clear = marks.filter(({ x }, at) => !(marks[at + 1]?.x < x + CLOSE)); // of many in one drag the last
  for (const { x, left, row, text } of marksApart(clear, area.left, width, Math.max(1, Math.floor(area.height / 3 / ROW)))) {
    rule(ctx, colours.mut, 1, [2, 2], [x, area.top], [x, area.bottom]);
    if (row !== null) write(ctx, colours, text, left, area.top + 7 + row * ROW, { colour: colours.ink });
  }
}

/** A text over a chart, with the card's colour as its halo. */
export function write(context, colours, text, x, y, { align = "left", colour = colours.ink, weight = 400 } = {}) {
  Object.assign(context, {
    font: `${weight} 12px ${colours.font}`, textAlign: align, textBaseline: "middle", lineJoin: "round",
    lineWidth: 3, strokeStyle: colours.bg, fillStyle: colour,
  });
  context.strokeText(text, x, y);
  context.fillText(text, x, y);
}

/** The room for texts at the right end of a chart, in steps, so that it seldom changes. */
function roomFor(texts, context, font) {
  const width = Math.max(0, ...texts.map((text) => lengthOf(text, context, `600 ${LETTERS} ${font}`)));
  return Math.max(60, Math.ceil((width + 8) / 20) * 20);
}

const lengths = new Map(); // px, by font and text: measuring is slow

function lengthOf(text, context, font) {
  const key = `${font}:${text}`;
  let length = lengths.get(key);
  if (length === undefined) {
    if (lengths.size > MOST_LENGTHS) lengths.clear();
    context.font = font;
    length = context.measureText(text).width;
    lengths.set(key, length);
  }
  return length;
}

/** A line across a chart, dashed as told. */
export function rule(context, colour, width, dash, from, to) {
  context.save();
  Object.assign(context, { strokeStyle: colour, lineWidth: width });
  context.setLineDash(dash);
  context.beginPath();
  context.moveTo(...from);
  context.lineTo(...to);
  context.stroke();
  context.restore();
}

/** The vertical line where a run stopped, and its words on the side that has room. */
function drawStop({ ctx, chartArea: area, scales, width }, colours, epoch, { text, diverged }, overflowAt) {
  const x = scales.x.getPixelForValue(epoch);
  const colour = diverged ? colours.err : colours.ok;
  rule(ctx, colour, 2, [4, 3], [x, area.top], [x, area.bottom]);
  const room = lengthOf(text, ctx, `600 ${LETTERS} ${colours.font}`) + 6;
  const before = x - area.left > room;
  const y = area.top + (diverged ? overflowAt * (area.height - 9) : before ? 7 : 24);
  const after = Math.min(width - room, Math.max(x + 6, diverged ? area.right - room : 0));
  write(ctx, colours, text, before ? x - room : after, y, { colour, weight: 600 });
}

function drawEmpty({ ctx, chartArea: { left, right, top, bottom } }, colours, text) {
  const style = { align: "center", colour: colours.mut };
  write(ctx, colours, text, (left + right) / 2, top + 0.37 * (bottom - top), style);
}
