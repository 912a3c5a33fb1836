/** Tables of numbers in place of a drawing. Loaded when the first Table button is pressed. */

import { make } from "./elements.js";
import { commit, write } from "./number-field.js";

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

/** The table behind a chart. */
export class NumberTable {
  #holder;

  constructor(holder) {
    this.#holder = holder;
  }

  /** `rows` begin with their names. */
  show({ caption, head, rows }) {
    const table = makeTable(caption, head);
    for (const [name, ...cells] of rows) {
      const row = makeRow(table, name);
      for (const cell of cells) make("td", row, cell);
    }
    this.#holder.replaceChildren(table);
  }
}

/** The table behind the network: a number field a parameter. */
export class ParameterTable {
  #holder;
  #onEdit;
  #run = null;
  #fields = [];

  /** `onEdit(name, value)` is called when a field was changed. */
  constructor(holder, onEdit) {
    this.#holder = holder;
    this.#onEdit = onEdit;
  }

  /** Shows the weights of a frame; none before there is one. */
  show(run, frame) {
    if (run !== this.#run) this.#build(run);
    if (!frame) return;
    this.#fields.forEach((field, index) => {
      if (field !== document.activeElement) write(field, frame.weights[index]);
    });
  }

  #build(run) {
    const table = makeTable("Every weight and bias of the network", ["weight", "value"]);
    this.#run = run;
    this.#fields = run.parameters.map(({ name, label }) => {
      const field = make("input", make("td", makeRow(table, label)), "", "parameter");
      Object.assign(field, { inputMode: "decimal", autocomplete: "off", ariaLabel: label });
      field.dataset.name = name;
      field.addEventListener("change", () => commit(field, (value) => this.#onEdit(name, value)));
      return field;
    });
    this.#holder.replaceChildren(table);
  }
}
