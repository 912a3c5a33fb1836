import { make, Refresh } from "../elements.js";
import { fmt, plain, signed } from "../format.js";

const MOST_ROWS = 200;
const MOST_INPUT_COLUMNS = 3;
const MANY_LINES = 100; // so many are written less often
const MANY_MS = 400;

/**
 * Predictions beside goals: a line a row and output, with a bar to the prediction and a diamond at
 * the goal. Where there is no room for the inputs, a number or label says which row it is; see panels.js.
 */
export function mount(card, page) {
  return new Predictions(card, page);
}

class Predictions {
  #table;
  #box;
  #observer;
  #run = null;
  #given = []; // names of the inputs that may be shown
  #lines = [];
  #span = [0, 1];
  #frame = null;
  #timer = 0;
  #refresh = new Refresh(() => this.#repaint());
  #stop = new AbortController();

  constructor(card, page) {
    const table = card.querySelector("table");
    this.#table = table;
    this.#box = table.parentElement;
    table.addEventListener("click", ({ target }) => {
      const line = target.closest("tr[data-row]");
      if (line) page.choose({ row: Number(line.dataset.row) });
    }, { signal: this.#stop.signal });
    this.#observer = new ResizeObserver(() => this.#fit());
    for (const element of [table, this.#box]) this.#observer.observe(element);
  }

  setRun(run) {
    const { inputs, goals, columns, labels } = run;
    this.#run = run;
    this.#given = labels.length || columns.inputs.length > MOST_INPUT_COLUMNS ? [] : columns.inputs;
    this.#span = goalSpan(goals.flat());
    this.#lines = [];
    this.#frame = null;
    clearTimeout(this.#timer);
    this.#timer = 0;
    this.#table.replaceChildren();
    this.#buildHead();
    const body = this.#table.createTBody();
    const shown = Math.min(inputs.length, MOST_ROWS);
    for (let row = 0; row < shown; row += 1) this.#buildRow(body, row);
    if (shown < inputs.length) {
      make("td", make("tr", this.#table.createTFoot()), `the first ${shown} of ${inputs.length} rows`).colSpan = 12;
    }
    this.#fit();
  }

  update(frame) {
    this.#frame = frame;
    if (this.#lines.length <= MANY_LINES) this.#refresh.ask();
    else this.#timer ||= setTimeout(() => this.#repaint(), MANY_MS);
  }

  #repaint() {
    this.#timer = 0;
    if (!this.#frame) return;
    for (const line of this.#lines) {
      const predictions = this.#frame.predictions[line.row] ?? [];
      this.#paint(line, predictions[line.output]);
      if (line.mark) this.#mark(line, this.#frame.row_errors[line.row]);
    }
  }

  select({ row: index }) {
    const chosen = [...this.#table.rows].filter((element) => {
      const current = element.dataset.row === String(index);
      element.ariaCurrent = current ? "true" : null;
      return current;
    });
    if (chosen.length) this.#reveal(chosen[0], chosen.at(-1));
  }

  destroy() {
    clearTimeout(this.#timer);
    this.#refresh.destroy();
    this.#observer.disconnect();
    this.#stop.abort();
    this.#table.replaceChildren();
  }

  #buildHead() {
    const { columns: { goals }, until } = this.#run;
    const row = make("tr", this.#table.createTHead());
    const head = (name, kind) => { make("th", row, name, kind).scope = "col"; };
    head("row", "who");
    for (const name of this.#given) head(name, "given");
    if (goals.length > 1) head("output");
    head(goals.length > 1 ? "goal" : goals[0], "name");
    head("predicted");
    head(this.#span.map(plain).join(" … "), "span");
    head("error");
    if (until > 0) make("td", row, "", "tick");
  }

  #buildRow(body, row) {
    const { inputs, goals, columns, labels, until } = this.#run;
    goals[row].forEach((goal, output) => {
      const element = make("tr", body);
      element.dataset.row = row;
      if (output === 0) {
        const head = (text, kind) => Object.assign(make("th", element, text, kind), { scope: "row", rowSpan: goals[row].length });
        head(labels[row] || String(row + 1), "who");
        this.#given.forEach((_, input) => head(plain(inputs[row][input]), "given"));
      }
      if (columns.goals.length > 1) make("td", element, columns.goals[output], "output");
      make("td", element, plain(goal));
      const predicted = make("td", element);
      const bar = make("div", make("td", element, "", "span"), "", "bar-box");
      const fill = make("i", bar, "", "fill");
      make("i", bar, "", "diamond").style.left = `${this.#at(goal)}%`;
      const error = make("td", element);
      const tick = until > 0 && make("td", element, "", "tick");
      this.#lines.push({ row, output, goal, element, predicted, bar, fill, error, mark: output === 0 && tick });
    });
  }

  #paint(line, prediction) {
    if (line.shown === prediction) return;
    line.shown = prediction;
    const { predicted, bar, fill, error, element, goal } = line;
    const finite = Number.isFinite(prediction);
    predicted.textContent = prediction === undefined ? "" : fmt(prediction, 3, 2);
    error.textContent = finite ? signed(prediction - goal, 2) : predicted.textContent;
    element.classList.toggle("bad", prediction === null);
    const [zero, end] = [0, finite ? prediction : 0].map((value) => this.#at(value));
    fill.style.left = `${Math.min(zero, end)}%`;
    fill.style.width = `${Math.abs(end - zero)}%`;
    bar.classList.toggle("over", finite && prediction > this.#span[1] + 1e-9);
    bar.classList.toggle("under", finite && prediction < this.#span[0] - 1e-9);
  }

  /** ✓ where the error of a whole row is below the lesson's threshold. */
  #mark({ mark }, error) {
    const text = error !== null && error < this.#run.until ? "✓" : "✕";
    if (mark.textContent !== text) mark.textContent = text;
  }

  /** Where a value stands on the bar, in per cent. */
  #at(value) {
    const [low, high] = this.#span;
    return 100 * Math.max(0, Math.min(1, (value - low) / (high - low)));
  }

  /** Hides the inputs where the table would be wider than its card. */
  #fit() {
    if (!this.#run) return;
    this.#table.classList.toggle("tight", this.#given.length === 0);
    if (this.#box.scrollWidth > this.#box.clientWidth) this.#table.classList.add("tight");
  }

  /** Scrolls the card, never the page. */
  #reveal(first, last) {
    const box = this.#box;
    const top = first.offsetTop - this.#table.tHead.offsetHeight;
    const bottom = last.offsetTop + last.offsetHeight;
    if (top < box.scrollTop) box.scrollTop = top;
    else if (bottom > box.scrollTop + box.clientHeight) box.scrollTop = Math.min(top, bottom - box.clientHeight);
  }
}

/** The range of the bars: 0 to 1, or from the least to the largest goal, with 0 always in it. */
function goalSpan(goals) {
  const [low, high] = [Math.min(0, ...goals), Math.max(0, ...goals)];
  return low === 0 && high <= 1 ? [0, 1] : [low, high];
}
