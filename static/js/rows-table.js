import { fmt, signed } from "./format.js";

const MOST_ROWS = 200;
const MOST_INPUT_COLUMNS = 3;
const MANY_LINES = 100; // so many are written less often
const MANY_MS = 400;

/** The heading note of the network: which row its activations belong to. */
export function rowNote(run, index) {
  const label = run.labels[index] ? `, ${run.labels[index]}` : "";
  return `row ${index + 1} of ${run.inputs.length}${label}: x = ${list(run.inputs[index])}, goal ${list(run.goals[index])}`;
}

function list(values) {
  if (values.length === 1) return plain(values[0]);
  return values.length > 4 ? `(${values.slice(0, 3).map(plain).join(", ")}, …)` : `(${values.map(plain).join(", ")})`;
}

function plain(value) {
  return fmt(value, Number.isInteger(value) && Math.abs(value) < 1e4 ? 1 : 3);
}

function cell(tag, parent, text = "", className = "") {
  const element = document.createElement(tag);
  element.textContent = text;
  element.className = className;
  parent.append(element);
  return element;
}

/**
 * Predictions beside goals: a line a row and output, with a bar to the prediction and a diamond at
 * the goal. Where there is no room for the inputs, a number or label says which row it is.
 */
export class RowsTable {
  #table;
  #onRow;
  #observer;
  #run = null;
  #lines = [];
  #span = [0, 1];
  #longest = 0;
  #frame = null;
  #timer = 0;
  #listener = ({ target }) => {
    const line = target.closest("tr[data-row]");
    if (line) this.#onRow(Number(line.dataset.row));
  };

  constructor(table, { onRow = () => {} } = {}) {
    this.#table = table;
    this.#onRow = onRow;
    table.addEventListener("click", this.#listener);
    this.#observer = new ResizeObserver(() => this.#fit());
    this.#observer.observe(table.parentElement);
  }

  setRun(run) {
    this.#run = run;
    this.#span = goalSpan(run.goals);
    this.#lines = [];
    clearTimeout(this.#timer);
    this.#timer = 0;
    this.#table.replaceChildren();
    this.#buildHead();
    const body = this.#table.createTBody();
    const shown = Math.min(run.inputs.length, MOST_ROWS);
    for (let row = 0; row < shown; row += 1) this.#buildRow(body, row);
    if (shown < run.inputs.length) {
      const foot = cell("tr", this.#table.createTFoot());
      cell("td", foot, `the first ${shown} of ${run.inputs.length} rows`).colSpan = 12;
    }
    this.#fit();
  }

  update(frame) {
    this.#frame = frame;
    if (this.#lines.length <= MANY_LINES) this.#repaint();
    else this.#timer ||= setTimeout(() => this.#repaint(), MANY_MS);
  }

  #repaint() {
    this.#timer = 0;
    for (const line of this.#lines) {
      const predictions = this.#frame.predictions[line.row] ?? [];
      this.#paint(line, predictions[line.output]);
      if (line.mark) this.#mark(line, predictions);
    }
    const longest = Math.max(0, ...this.#lines.map(({ predicted, error }) => predicted.textContent.length + error.textContent.length));
    if (longest > this.#longest) this.#fit();
    this.#longest = Math.max(longest, this.#longest);
  }

  selectRow(index) {
    for (const { row, element } of this.#lines) {
      if (row === index) element.setAttribute("aria-current", "true");
      else element.removeAttribute("aria-current");
    }
    this.#reveal(this.#lines.filter(({ row }) => row === index).map(({ element }) => element));
  }

  destroy() {
    clearTimeout(this.#timer);
    this.#observer.disconnect();
    this.#table.removeEventListener("click", this.#listener);
    this.#table.replaceChildren();
  }

  /** The names of the input columns that may be shown. */
  #given() {
    const { columns, labels } = this.#run;
    return labels.length || columns.inputs.length > MOST_INPUT_COLUMNS ? [] : columns.inputs;
  }

  #buildHead() {
    const { columns: { goals }, until } = this.#run;
    const several = goals.length > 1;
    const row = cell("tr", this.#table.createTHead());
    const head = (name, kind = "") => { cell("th", row, name, kind).scope = "col"; };
    head("row", "who");
    for (const name of this.#given()) head(name, "given");
    if (several) head("output");
    head(several ? "goal" : goals[0], "name");
    head("predicted");
    head(this.#span.map(plain).join(" … "), "span");
    head("error");
    if (until > 0) cell("td", row, "", "tick");
  }

  #buildRow(body, row) {
    const { inputs, goals, columns, labels, until } = this.#run;
    goals[row].forEach((goal, output) => {
      const element = cell("tr", body);
      element.dataset.row = row;
      if (output === 0) {
        const head = (text, kind) => Object.assign(cell("th", element, text, kind), { scope: "row", rowSpan: goals[row].length });
        head(labels[row] || String(row + 1), "who");
        this.#given().forEach((_, input) => head(plain(inputs[row][input]), "given"));
      }
      if (columns.goals.length > 1) cell("td", element, columns.goals[output], "output");
      cell("td", element, plain(goal));
      const predicted = cell("td", element);
      const bar = cell("div", cell("td", element, "", "span"), "", "bar-box");
      const fill = cell("i", bar, "", "fill");
      cell("i", bar, "", "diamond").style.left = `${this.#at(goal)}%`;
      const error = cell("td", element);
      const tick = until > 0 && cell("td", element, "", "tick");
      this.#lines.push({ row, output, goal, element, predicted, bar, fill, error, mark: output === 0 && tick });
    });
  }

  #paint(line, prediction) {
    const { predicted, bar, fill, error, element, goal } = line;
    if (line.shown === prediction) return;
    line.shown = prediction;
    const finite = Number.isFinite(prediction);
    predicted.textContent = short(prediction);
    error.textContent = finite ? signed(prediction - goal, 2) : short(prediction);
    element.classList.toggle("bad", prediction === null);
    const [zero, end] = [this.#at(0), finite ? this.#at(prediction) : this.#at(0)];
    fill.style.left = `${Math.min(zero, end)}%`;
    fill.style.width = `${Math.abs(end - zero)}%`;
    bar.classList.toggle("over", finite && prediction > this.#span[1] + 1e-9);
    bar.classList.toggle("under", finite && prediction < this.#span[0] - 1e-9);
  }

  /** ✓ where the error of a whole row is below the lesson's threshold. */
  #mark({ mark, row }, predictions) {
    const error = this.#run.goals[row].reduce((sum, goal, output) => sum + (predictions[output] - goal) ** 2, 0);
    const text = error < this.#run.until && !predictions.includes(null) ? "✓" : "✕";
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
    const box = this.#table.parentElement;
    this.#table.classList.toggle("tight", this.#given().length === 0);
    if (box.scrollWidth > box.clientWidth) this.#table.classList.add("tight");
  }

  /** Scrolls the card, never the page. */
  #reveal(elements) {
    const box = this.#table.parentElement;
    if (!elements.length || box.scrollHeight <= box.clientHeight) return;
    const top = elements[0].offsetTop - this.#table.tHead.offsetHeight;
    const bottom = elements.at(-1).offsetTop + elements.at(-1).offsetHeight;
    if (top < box.scrollTop) box.scrollTop = top;
    else if (bottom > box.scrollTop + box.clientHeight) box.scrollTop = Math.min(top, bottom - box.clientHeight);
  }
}

function short(value) {
  if (value === undefined) return "";
  const size = Math.abs(value);
  return fmt(value, size >= 9999.5 || size < 1e-3 ? 2 : 3);
}

/** The range of the bars: 0 to 1, or from the least to the largest goal, with 0 always in it. */
function goalSpan(goals) {
  const all = goals.flat();
  const low = Math.min(0, ...all);
  const high = Math.max(0, ...all);
  if (low === 0 && high <= 1) return [0, 1];
  return [low, high];
}
