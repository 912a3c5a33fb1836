import { make } from "./elements.js";
import { parseNumber } from "./format.js";

/** A table with a caption for screen readers, a row of column heads and an empty body. */
function makeTable(caption, head) {
  const table = make("table", null, "", "numbers");
  make("caption", table, caption, "visually-hidden");
  const row = make("tr", table.createTHead());
  for (const name of head) make("th", row, name).scope = "col";
  table.createTBody();
  return table;
}

/** A row of a table, with its name. */
function makeRow(table, name) {
  const row = make("tr", table.tBodies[0]);
  make("th", row, name).scope = "row";
  return row;
}

/** A button that swaps a drawing for a table and back. */
class Swap {
  #parts;
  #stop = new AbortController();

  constructor({ button, drawing, holder }) {
    this.#parts = { button, drawing };
    this.holder = holder;
    this.on(button, "click", () => this.toggle());
  }

  get open() {
    return !this.holder.hidden;
  }

  on(element, type, listener) {
    element.addEventListener(type, listener, { signal: this.#stop.signal });
  }

  toggle() {
    const { button, drawing } = this.#parts;
    const open = !this.open;
    this.holder.hidden = !open;
    drawing.classList.toggle("covered", open);
    button.ariaPressed = String(open);
    this.holder.replaceChildren();
    if (open) this.fill();
  }

  destroy() {
    this.#stop.abort();
    this.holder.replaceChildren();
  }
}

/** The table behind a chart. `read()` gives `{caption, head, rows}`, as a chart's `table()` does. */
export class NumberTable extends Swap {
  #read;

  constructor(parts, read) {
    super(parts);
    this.#read = read;
  }

  /** Writes the numbers anew, if the table is in sight. */
  refresh() {
    if (this.open) this.fill();
  }

  fill() {
    const { caption, head, rows } = this.#read();
    const table = makeTable(caption, head);
    for (const [name, ...cells] of rows) {
      const row = makeRow(table, name);
      for (const cell of cells) make("td", row, cell);
    }
    this.holder.replaceChildren(table);
  }
}

/** The table behind the network: a number field a parameter, each an `edit-parameter` when changed. */
export class ParameterTable extends Swap {
  #run = null;
  #frame = null;
  #fields = [];

  constructor(parts) {
    super(parts);
    this.on(this.holder, "change", ({ target }) => {
      commit(target, (value) => announceEdit(this.holder, target.dataset.name, value));
    });
  }

  setRun(run) {
    this.#run = run;
    this.#frame = null;
    if (this.open) this.fill();
  }

  update(frame) {
    this.#frame = frame;
    if (!this.open) return;
    this.#fields.forEach((field, index) => {
      if (field !== document.activeElement) write(field, frame.weights[index]);
    });
  }

  fill() {
    const table = makeTable("Every weight and bias of the network", ["weight", "value"]);
    this.#fields = this.#run.parameters.map(({ name, label }) => {
      const field = make("input", make("td", makeRow(table, label)), "", "parameter");
      Object.assign(field, { inputMode: "decimal", autocomplete: "off", ariaLabel: label });
      field.dataset.name = name;
      return field;
    });
    this.holder.replaceChildren(table);
    if (this.#frame) this.update(this.#frame);
  }
}

function write(field, value) {
  const text = Number.isFinite(value) ? String(value) : "NaN";
  if (field.value !== text) field.value = text;
  field.ariaInvalid = "false";
}

/** Hands on the number in a field, which then stands there as it was read, or marks the field when there is none. */
function commit(field, act) {
  const value = parseNumber(field.value);
  field.ariaInvalid = String(value === null);
  if (value === null) return;
  write(field, value);
  act(value);
}

function announceEdit(element, name, value) {
  element.dispatchEvent(new CustomEvent("edit-parameter", { bubbles: true, detail: { name, value } }));
}

/** A number field over a point of a drawing. Enter or leaving it sets the weight, Escape gives up. */
export function openField(svg, { x, y }, { name, label }, value) {
  const field = make("input", svg.parentElement, "", "weight-field");
  Object.assign(field, { inputMode: "decimal", ariaLabel: `New value of ${label}` });
  write(field, value);
  field.style.left = `${Math.max(0, Math.min(svg.clientWidth - 180, x - 90))}px`;
  field.style.top = `${Math.max(0, y - 18)}px`;
  const before = field.value;
  let open = true;
  const close = () => {
    if (!open) return;
    open = false;
    field.remove();
  };
  const finish = () => commit(field, (number) => {
    close();
    if (field.value !== before) announceEdit(svg, name, number);
  });
  field.addEventListener("keydown", (event) => {
    event.stopPropagation();
    if (event.key === "Enter") finish();
    if (event.key === "Escape") close();
    if (!open) svg.focus();
  });
  field.addEventListener("blur", () => {
    if (!open) return;
    if (parseNumber(field.value) === null) close();
    else finish();
  });
  field.select();
  field.focus();
  return { close };
}
