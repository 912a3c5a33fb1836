/** What makes the fields of the data a table: keys that move between cells. Loaded when one is first entered. */

let cell = null; // the one that was entered last
let before = ""; // what stood in it then

/** Where the keys lead from a cell: by how many rows and columns; null where they stay, as in a text that is edited. */
export function way({ key, shiftKey }, { value, selectionStart: start, selectionEnd: end }) {
  const whole = start === 0 && end === value.length;
  if (key === "Enter") return [shiftKey ? -1 : 1, 0];
  if (shiftKey) return null;
  if (key === "ArrowUp") return [-1, 0];
  if (key === "ArrowDown") return [1, 0];
  if (key === "ArrowLeft" && (whole || end === 0)) return [0, -1];
  if (key === "ArrowRight" && (whole || start === value.length)) return [0, 1];
  return null;
}

/** Takes a cell as it is entered: what is typed replaces what stands there. */
function enter(field) {
  if (field === cell || !field.matches(".data .cell")) return;
  cell = field;
  before = field.value;
  field.select();
}

function key(event) {
  const field = event.target;
  if (field !== cell || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.key === "Escape") {
    field.value = before;
    field.select();
    return;
  }
  const by = way(event, field);
  const next = by && neighbour(field, ...by);
  if (!next) return;
  event.preventDefault();
  next.focus();
}

/** The cell so many rows and columns away, or none. */
function neighbour(field, rows, columns) {
  const lines = [...field.closest("table").rows].map((row) => [...row.querySelectorAll(".cell")]).filter(({ length }) => length);
  const from = lines.findIndex((line) => line.includes(field));
  const line = lines[from + rows];
  // Names of rows are a column of their own, which the line of column names has not: columns are counted from the right.
  return line?.[line.length - (lines[from].length - lines[from].indexOf(field)) + columns];
}

if (globalThis.document) {
  document.addEventListener("keydown", key);
  document.addEventListener("focusin", ({ target }) => enter(target));
  document.addEventListener("focusout", () => { cell = null; });
  enter(document.activeElement);
}
