import { Toggle } from "../card-buttons.js";
import { isKnown, linearRange, roundDown } from "../chart-layout.js";
import { rule, write } from "../chart-marks.js";
import { count, fmt, short, spoken } from "../format.js";
import { LineChart } from "../line-chart.js";
import { logTicks, ticks } from "../ticks.js";

const CAPACITY = 500;
const DRAW_MS = 100;
const FLOOR = 1e-16;
const CEILING = 1e30;
const TABLE_ROWS = 20;

/** The loss over the epochs, on a log or a linear scale; the run before stays as a grey ghost; see panels.js. */
export function mount(card, page) {
  return new Loss(card, page);
}

class Loss extends LineChart {
  #note;
  #toggle;
  #ghost = [];
  overflowAt = 1;

  constructor(card, page) {
    super(card, DRAW_MS, CAPACITY);
    this.#note = card.querySelector(".note");
    this.#toggle = new Toggle(card.querySelector("#loss-scale"), page.shown.scale, () => {
      this.ask();
      page.moved();
    });
    this.keys.l = () => this.#toggle.click();
  }

  get #scale() {
    return this.#toggle.value;
  }

  get address() {
    return { scale: this.#scale };
  }

  /** Another start on the same data leaves the line before in grey; another story does not. */
  setRun(run, again) {
    if (!again) this.#ghost = [];
    else if (this.series.points.length > 1) this.#ghost = this.series.points;
    super.setRun(run);
  }

  update({ losses }) {
    this.push(losses);
  }

  past(told) {
    super.past(told);
    this.#note.textContent = told.coming ? `the past, ${Math.floor(100 * told.share)} %` : "";
  }

  /** Where the run ended: it learned, or its numbers overflowed. */
  stopOf({ status, step, epoch, beyond, diverged_at: at }) {
    if (status === "learned") return { update: step, text: `✓ epoch ${count(epoch)}` };
    return super.stopOf({ status, epoch, beyond, diverged_at: at });
  }

  pastOf({ steps, losses }) {
    return steps.map((step, index) => [step, losses[index]]);
  }

  destroy() {
    this.#toggle.destroy();
    super.destroy();
  }

  columns() {
    return { caption: "Loss after each update", head: ["loss"], cells: ({ losses }, k) => [losses[k]] };
  }

  samples() {
    const points = this.#finite();
    const every = Math.max(1, (points.length - 1) / (TABLE_ROWS - 1));
    const rows = [];
    for (let at = 0; at < points.length - 0.5; at += every) {
      const { x, y } = points[Math.round(at)];
      rows.push([count(Math.round(x * 100) / 100), fmt(y)]);
    }
    return { caption: "Loss by epoch", head: ["epoch", "loss"], rows };
  }

  label() {
    const points = this.#finite();
    if (points.length < 2) return `Loss: nothing yet. ${this.why}`;
    const [first, before, last] = [0, 0.9, 1].map((share) => points[Math.floor(share * (points.length - 1))]);
    const now = last.y < before.y * 0.999 ? ", still falling" : last.y > before.y * 1.001 ? ", rising" : ", steady";
    const way = last.y < first.y ? "fell" : "rose";
    const epochs = count(Math.floor(last.x)); // complete ones, as in the bar
    return `Loss ${way} from ${spoken(first.y)} to ${spoken(last.y)} in ${epochs} epochs${this.ended ? "" : now}`;
  }

  #finite() {
    return this.series.points.filter(isKnown);
  }

  axis() {
    return { name: "loss", ticks: (...given) => (this.#scale === "log" ? logTicks(...given) : ticks(...given)) };
  }

  compose(chart, { line, ink, stroke }) {
    const drawn = [this.series.points, this.#ghost];
    const [now, before] = drawn.map((points) => points.map(({ x, y }) => ({ x, y: this.#height(y) })));
    return {
      datasets: [{ data: now, borderColor: ink }, { data: before, borderColor: line, borderWidth: 0.75 * stroke }],
      end: Math.max(...drawn.map((points) => points.at(-1)?.x ?? 0)),
      range: this.#scale === "log" ? this.#logRange([...now, ...before]) : linearRange(now, before),
      texts: [this.#endText()],
      empty: now.length < 2 && !before.length,
    };
  }

  #endText() {
    const last = this.#finite().at(-1);
    return last ? fmt(last.y) : "";
  }

  #height(loss) {
    if (!Number.isFinite(loss)) return NaN;
    return this.#scale === "log" ? Math.log10(Math.max(loss, FLOOR)) : Math.min(loss, CEILING);
  }

  /** From a round number below everything shown to a round number above it. */
  #logRange(points) {
    const heights = points.filter(isKnown).map(({ y }) => y);
    if (!heights.length) return [-3, 0];
    if (this.run?.until > 0) heights.push(this.#height(this.run.until) - 0.1);
    return [roundDown(Math.min(...heights) - 0.02), -roundDown(-Math.max(...heights) - 0.02)];
  }

  mark({ ctx, chartArea: area, scales }, colours, diverged) {
    const { ink, mut } = colours;
    const until = this.run?.until;
    const level = until > 0 ? scales.y.getPixelForValue(this.#height(until)) : NaN;
    if (level >= area.top && level <= area.bottom) {
      rule(ctx, mut, 1.5, [1.5, 3], [area.left, level], [area.right, level]);
      if (!diverged) write(ctx, colours, `learned below ${short(until)}`, area.left + 6, level - 8, { colour: mut });
    }
    const above = this.#scale === "linear" && this.series.points.findLast(({ y }) => y > scales.y.max);
    if (above) write(ctx, colours, "▲", scales.x.getPixelForValue(above.x), area.top + 5, { align: "center", colour: ink });
    const last = this.#finite().at(-1);
    if (!last || this.series.points.length < 2) return;
    // The newest value: a dot and its number at the end of the line.
    const x = scales.x.getPixelForValue(last.x);
    const y = Math.max(area.top, Math.min(area.bottom, scales.y.getPixelForValue(this.#height(last.y))));
    ctx.fillStyle = ink;
    ctx.beginPath();
    ctx.arc(x, y, 3.5, 0, 7);
    ctx.fill();
    write(ctx, colours, this.#endText(), x + 7, Math.max(area.top + 6, y - 9), { weight: 600 });
  }
}
