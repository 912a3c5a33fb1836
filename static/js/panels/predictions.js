import { DigitsToggle } from "../card-buttons.js";
import { make, Refresh, trainsNext } from "../elements.js";
import { fmt, plain, signed } from "../format.js";
import { TryRow } from "../try-row.js";

const MOST_ROWS = 200;
const MOST_INPUT_COLUMNS = 3;
const MANY_LINES = 100; // so many are written less often
const MANY_MS = 400;
const GIVE_WAY = ["no-loss", "tight", "no-bar", "no-goal"]; // what is hidden where there is no room, in this order

/**
 * Predictions beside goals: a line a row and output, with a bar to the prediction and a diamond at
 * the goal, and below them an input to try. Where there is no room for the inputs, a number or label
 * says which row it is; the row's loss and the bar give way too; see panels.js.
 */
export function mount(card, page) {
  return new Predictions(card, page);
}

class Predictions {
  #table;
  #box;
  #observer;
  #try;
  #digits;
  #run = null;
  #given = []; // names of the inputs that may be shown
  #lines = [];
  #span = [0, 1];
  #frame = null;
  #due = []; // numbers of the rows that train next
  #ended = false;
  #timer = 0;
  #refresh = new Refresh(() => this.#repaint());
  #stop = new AbortController();

  constructor(card, page) {
    this.#refresh.inside(card);
    const table = card.querySelector("table");
    this.#table = table;
    this.#try = new TryRow(card.querySelector(".try"), page);
    this.#digits = new DigitsToggle(card.querySelector(".toggle"));
    this.#box = table.parentElement;
    table.addEventListener("click", ({ target }) => {
      const line = target.closest("tr[data-row]");
      if (line) page.choose({ row: Number(line.dataset.row) });
    }, { signal: this.#stop.signal });
    document.addEventListener("digits", () => this.#rewrite(), { signal: this.#stop.signal });
    this.#observer = new ResizeObserver((seen) => this.#fit(seen.some(({ target }) => target === this.#box)));
    for (const element of [table, this.#box]) this.#observer.observe(element);
  }

  setRun(run, again) {
    this.#try.setRun(run, again);
    const { inputs, goals, columns, labels } = run;
    this.#run = run;
    this.#given = labels.length || columns.inputs.length > MOST_INPUT_COLUMNS ? [] : columns.inputs;
    this.#span = goalSpan(goals.flat());
    this.#lines = [];
    this.#due = [];
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
    this.#try.update(frame);
    if (this.#lines.length <= MANY_LINES) this.#refresh.ask();
    else this.#timer ||= setTimeout(() => this.#repaint(), MANY_MS);
  }

  #repaint() {
    this.#timer = 0;
    if (!this.#frame) return;
    const { predictions, deltas, row_errors: losses, right, slice } = this.#frame;
    const due = this.#ended ? [] : slice?.rows ?? this.#due;
    if (String(due) !== String(this.#due)) this.#markNext(due);
    this.#table.classList.toggle("unmarked", right.every((each) => each === null));
    for (const line of this.#lines) {
      const { row, output } = line;
      this.#paint(line, predictions[row]?.[output], deltas[row]?.[output]);
      if (line.mark) this.#judge(line, losses[row], right[row]);
    }
  }

  state({ ended }) {
    this.#ended = ended;
    this.#refresh.ask();
  }

  #rewrite() {
    for (const line of this.#lines) line.shown = NaN;
    this.#try.redraw();
    this.#repaint();
    this.#fit();
  }

  /** Marks the rows, by their numbers from 1, that the coming update trains on; not where these are all. */
  #markNext(due) {
    this.#due = due;
    for (const { row, next } of this.#lines) {
      if (!next) continue;
      next.replaceChildren();
      if (due.length < this.#run.inputs.length && due.includes(row + 1)) trainsNext(next);
    }
  }

  select({ row: index, tried }) {
    this.#try.select(index === "try", tried);
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
    this.#try.destroy();
    this.#digits.destroy();
    this.#table.replaceChildren();
  }

  #buildHead() {
    const { columns: { goals } } = this.#run;
    const row = make("tr", this.#table.createTHead());
    const head = (name, kind) => { make("th", row, name, kind).scope = "col"; };
    make("td", row, "", "next");
    head("row", "who");
    for (const name of this.#given) head(name, "given");
    if (goals.length > 1) head("output");
    head(goals.length > 1 ? "goal" : goals[0], "name goal");
    head("predicted");
    head(this.#span.map(plain).join(" … "), "span");
    head("prediction − goal", "delta");
    head("row's loss", "loss");
    make("td", row, "", "tick");
  }

  #buildRow(body, row) {
    const { inputs, goals, columns, labels } = this.#run;
    goals[row].forEach((goal, output) => {
      const element = make("tr", body);
      element.dataset.row = row;
      const next = output === 0 && make("td", element, "", "next");
      if (output === 0) {
        next.rowSpan = goals[row].length;
        const head = (text, kind) => Object.assign(make("th", element, text, kind), { scope: "row", rowSpan: goals[row].length });
        head(labels[row] || String(row + 1), "who");
        this.#given.forEach((_, input) => head(plain(inputs[row][input]), "given"));
      }
      if (columns.goals.length > 1) make("td", element, columns.goals[output], "output");
      make("td", element, plain(goal), "goal");
      const predicted = make("td", element);
      const bar = make("div", make("td", element, "", "span"), "", "bar-box");
      const fill = make("i", bar, "", "fill");
      make("i", bar, "", "diamond").style.left = `${this.#at(goal)}%`;
      const delta = make("td", element);
      const whole = (kind) => output === 0 && Object.assign(make("td", element, "", kind), { rowSpan: goals[row].length });
      this.#lines.push({ row, output, element, predicted, bar, fill, delta, next, loss: whole("loss"), mark: whole("tick") });
    });
  }

  #paint(line, prediction, difference) {
    if (line.shown === prediction) return;
    line.shown = prediction;
    const { predicted, bar, fill, delta, element } = line;
    const finite = Number.isFinite(prediction);
    predicted.textContent = prediction === undefined ? "" : fmt(prediction, 3, 2);
    delta.textContent = finite ? signed(difference, 2) : predicted.textContent;
    element.classList.toggle("bad", prediction === null);
    const [zero, end] = [0, finite ? prediction : 0].map((value) => this.#at(value));
    fill.style.left = `${Math.min(zero, end)}%`;
    fill.style.width = `${Math.abs(end - zero)}%`;
    bar.classList.toggle("over", finite && prediction > this.#span[1] + 1e-9);
    bar.classList.toggle("under", finite && prediction < this.#span[0] - 1e-9);
  }

  /** The loss of a whole row, and whether its prediction is right. */
  #judge({ loss, mark }, squares, right) {
    const text = fmt(squares, 3, 2);
    if (loss.textContent !== text) loss.textContent = text;
    const sign = right === null ? "" : right ? "✓" : "✕";
    if (mark.textContent !== sign) mark.textContent = sign;
  }

  /** Where a value stands on the bar, in per cent. */
  #at(value) {
    const [low, high] = this.#span;
    return 100 * Math.max(0, Math.min(1, (value - low) / (high - low)));
  }

  /** Hides columns, one kind after the other, while the table is wider than its card; they come back only with `anew`. */
  #fit(anew = true) {
    if (!this.#run) return;
    const { classList } = this.#table;
    if (anew) classList.remove(...GIVE_WAY);
    if (anew) classList.toggle("tight", this.#given.length === 0);
    for (const kind of GIVE_WAY) if (this.#box.scrollWidth > this.#box.clientWidth) classList.add(kind);
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
