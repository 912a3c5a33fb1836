import { Toggle } from "../card-buttons.js";
import { leaving, spread } from "../chart-layout.js";
import { write } from "../chart-marks.js";
import { count, fmt, shorten, signed, spoken } from "../format.js";
import { LineChart } from "../line-chart.js";
import { Reach } from "../series.js";
import { signedTicks } from "../ticks.js";

const CAPACITY = 200;
const DRAW_MS = 200;
const MOST_LINES = 24;
const MOST_LABELS = 8;
const LABEL_LENGTH = 14;
const FAR = 1000; // times the axis: what lies farther out is drawn as if it lay there

/** Every weight over the epochs; a big network as a band and a median per layer; see panels.js. */
export function mount(card) {
  return new Weights(card);
}

class Weights extends LineChart {
  #note;
  #button;
  #toggle;
  #selected = null;
  #reach = new Reach();
  #lines = [];
  overflowAt = 0.65;

  constructor(card) {
    super(card, DRAW_MS, CAPACITY);
    this.#note = card.querySelector(".note");
    this.#button = card.querySelector("#weights-biases");
    this.#toggle = new Toggle(this.#button, "weights", () => this.ask());
  }

  get #biases() {
    return this.#toggle.value === "biases";
  }

  setRun(run) {
    const n = run.parameters.length;
    this.#note.textContent = `${count(n)} weight${n === 1 ? "" : "s"}`;
    this.#button.hidden = run.parameters.every(({ from }) => from !== null);
    this.#reach = new Reach();
    super.setRun(run);
  }

  update({ trail }) {
    this.push(trail);
  }

  select({ parameter }) {
    this.#selected = parameter;
    this.ask();
  }

  pastOf({ steps, weights }) {
    return steps.map((step, index) => [step, weights[index]]);
  }

  destroy() {
    this.#toggle.destroy();
    super.destroy();
  }

  /** A column a weight, where there are not too many. */
  columns() {
    const shown = this.#shown();
    if (shown.length > MOST_LINES) return {};
    const head = shown.map((index) => this.run.parameters[index].label);
    const cells = ({ weights }, k) => shown.map((index) => weights[k][index]);
    return { caption: "Weights after each update", head, cells };
  }

  samples() {
    const { points } = this.series;
    const rows = this.#shown().map((index) => {
      const [first, last] = [points[0]?.y[index], points.at(-1)?.y[index]];
      const numbers = points.length ? [fmt(first), fmt(last), signed(last - first)] : ["", "", ""];
      return [this.run.parameters[index].label, ...numbers];
    });
    return { caption: "Weights from the start until now", head: ["weight", "start", "now", "change"], rows };
  }

  label() {
    const { points } = this.series;
    if (points.length < 2) return `Weights over time: nothing yet. ${this.why}`;
    const [first, last] = [points[0].y, points.at(-1).y];
    const moved = (index) => Math.abs(last[index] - first[index]) || 0;
    const shown = this.#shown();
    const most = shown.reduce((best, index) => (moved(index) > moved(best) ? index : best));
    const how = `${this.run.parameters[most].label} from ${spoken(first[most])} to ${spoken(last[most])}`;
    return `${count(shown.length)} weights over ${count(Math.floor(points.at(-1).x))} epochs; the one that moved most is ${how}`;
  }

  /** The indices of the parameters on show. */
  #shown() {
    const parameters = this.run?.parameters ?? [];
    return [...parameters.keys()].filter((index) => this.#biases || parameters[index].from !== null);
  }

  axis({ line, grid }) {
    return {
      name: "weight",
      ticks: (_, high, fit) => signedTicks(high, fit),
      grid: {
        color: ({ tick }) => (tick?.value === 0 ? line : grid),
        lineWidth: ({ tick }) => (tick?.value === 0 ? 1.5 : 1),
      },
    };
  }

  compose(chart, colours) {
    const shown = this.#shown();
    this.#reach.fit(this.series.points, shown);
    this.#lines = shown.length > MOST_LINES ? this.#bands(shown, colours) : shown.map((index) => this.#line(index, colours));
    paint(this.#lines, chart, colours);
    return {
      datasets: this.#lines,
      end: this.series.last?.x ?? 0,
      range: [-this.#reach.value, this.#reach.value],
      texts: this.#lines.map(({ label = "" }) => shorten(label, LABEL_LENGTH)),
      empty: this.series.points.length < 2,
    };
  }

  #line(index, { stroke }) {
    const { label, name, from } = this.run.parameters[index];
    const selected = name === this.#selected;
    return {
      label, selected,
      data: leaving(this.series.points.map(({ x, y }) => ({ x, y: this.#clip(y[index]) })), this.#reach.value),
      borderWidth: (selected ? 1.75 : 0.7) * stroke,
      borderDash: from === null ? [2, 3] : [],
      order: selected ? 0 : 1,
    };
  }

  /** The least, the largest and the median weight of each layer, and the selected weight. */
  #bands(shown, colours) {
    const { layers, parameters } = this.run;
    const lines = layers.slice(1).flatMap((_, place) => {
      const indices = shown.filter((index) => parameters[index].layer === place + 1);
      const sorted = this.series.points.map(({ x, y }) => (
        { x, values: indices.map((index) => this.#clip(y[index])).filter(Number.isFinite).sort((a, b) => a - b) }));
      const data = (share) => sorted.map(({ x, values }) => ({ x, y: values[Math.round(share * (values.length - 1))] ?? NaN }));
      const label = place === layers.length - 2 ? "output" : layers.length === 3 ? "hidden" : `hidden ${place + 1}`;
      return [
        { band: true, data: data(0), borderWidth: 0.5 },
        { band: true, data: data(1), borderWidth: 0.5 },
        { label, data: data(0.5), borderWidth: colours.stroke },
      ];
    });
    const chosen = parameters.findIndex((each) => each.name === this.#selected);
    return chosen < 0 ? lines : [...lines, this.#line(chosen, colours)];
  }

  /** What can be placed beside the axis; NaN for what is not finite. */
  #clip(value) {
    const most = FAR * this.#reach.value;
    return Number.isFinite(value) ? Math.max(-most, Math.min(most, value)) : NaN;
  }

  mark(chart, colours) {
    const { ctx, chartArea: area, scales } = chart;
    shade(chart, this.#lines.filter(({ band }) => band), colours.line);
    const size = ({ line, last }) => (line.selected ? Infinity : Math.abs(last.y));
    const ends = this.#lines
      .map((line) => ({ line, last: line.data.findLast(({ y }) => Number.isFinite(y)) }))
      .filter(({ line, last }) => last && !line.band)
      .sort((a, b) => size(b) - size(a))
      .slice(0, MOST_LABELS)
      .map((end) => ({ ...end, y: scales.y.getPixelForValue(end.last.y) }));
    spread(ends, area.top + 5, area.bottom - 5);
    for (const { line, y, last } of ends) {
      const arrow = last.y > this.#reach.value ? "▲ " : last.y < -this.#reach.value ? "▼ " : "";
      const style = line.selected ? { weight: 600 } : { colour: colours.mut };
      write(ctx, colours, arrow + shorten(line.label, LABEL_LENGTH), scales.x.getPixelForValue(last.x) + 6, y, style);
    }
  }
}

/** Colour is sign: one gradient with a hard stop at zero, given as a value. */
function paint(lines, { chartArea: area, ctx }, { pos, neg, line }) {
  const strong = split(ctx, area, pos, neg);
  const faded = lines.some((each) => each.selected) ? split(ctx, area, `${pos}a6`, `${neg}a6`) : strong;
  for (const each of lines) each.borderColor = each.band ? line : each.selected ? strong : faded;
}

/** Shades what lies between the two lines of each band. */
function shade({ ctx, chartArea: area, scales: { x, y } }, bands, colour) {
  ctx.save();
  Object.assign(ctx, { fillStyle: colour, globalAlpha: 0.12 });
  ctx.beginPath();
  ctx.rect(area.left, area.top, area.width, area.height);
  ctx.clip();
  for (let at = 0; at < bands.length; at += 2) {
    const [least, largest] = bands.slice(at, at + 2).map(({ data }) => data.filter((point) => Number.isFinite(point.y)));
    ctx.beginPath();
    for (const point of [...least, ...largest.reverse()]) ctx.lineTo(x.getPixelForValue(point.x), y.getPixelForValue(point.y));
    ctx.fill();
  }
  ctx.restore();
}

/** One colour above the middle of the area, another below it: the axis is symmetric about zero. */
function split(context, area, above, below) {
  const gradient = context.createLinearGradient(0, area.top, 0, area.bottom);
  for (const [at, colour] of [[0, above], [0.5, above], [0.5, below], [1, below]]) gradient.addColorStop(at, colour);
  return gradient;
}
