/** A table of every update of a run, a page at a time, asked for from the server. Loaded when it is opened. */

import { make } from "./elements.js";
import { count, fmt, shownDigits } from "./format.js";
import { NumberTable } from "./number-table.js";
import { patiently } from "./past.js";

const PAGE = 25; // updates: the twenty of the first lesson, and where it has learned
const TOLD_MS = 2000; // how long the button says that it copied
const TOO_FAR = "These updates are too far from the start to be computed again; these points are the chart's.";

/** The lines of a page as numbers, after one with the names of the columns; see `show` for `what`. */
export function linesOf({ head, cells, perEpoch }, piece) {
  const epoch = (update) => (perEpoch > 1 ? [Math.floor(update / perEpoch)] : []);
  const lines = piece.steps.map((update, k) => [update, ...epoch(update), ...cells(piece, k)]);
  return [["update", ...(perEpoch > 1 ? ["epoch"] : []), ...head], ...lines];
}

/** Lines as text for a spreadsheet, with all digits. */
export function asText(lines) {
  return lines.map((line) => line.map((cell) => cell ?? "NaN").join("\t")).join("\n");
}

/** The table behind a chart, with buttons to turn its pages. */
export class HistoryTable {
  #pager;
  #note;
  #sheet;
  #back;
  #on;
  #what = null;
  #from = 0; // the first update of the page
  #following = false; // the last page, while the run goes on
  #sought = null; // an update that was asked for
  #asked = ""; // the page that is shown or on its way
  #written = ""; // what stands in the table
  #piece; // what the server gave: null where it gave nothing, undefined until it answers
  #underway = null;

  constructor(holder) {
    const box = make("div", null, "", "pages");
    this.#pager = make("div", box, "", "pager card-tools");
    const button = (text, label, act) => {
      const made = Object.assign(make("button", this.#pager, text), { ariaLabel: label });
      made.addEventListener("click", () => act(made));
      return made;
    };
    this.#back = [button("«", "First page", () => this.#turn(0)), button("‹", "Previous page", () => this.#turn(this.#from - PAGE))];
    this.#note = make("span", this.#pager, "", "note");
    this.#on = [button("›", "Next page", () => this.#turn(this.#from + PAGE)), button("»", "Last page", () => this.#turn(Infinity))];
    const field = make("input", this.#pager);
    Object.assign(field, { inputMode: "numeric", autocomplete: "off", placeholder: "update", ariaLabel: "Go to update" });
    field.addEventListener("change", () => this.#seek(field));
    button("Copy", "Copy this page as text", (copy) => this.#copy(copy));
    this.#sheet = Object.assign(make("div", box, "", "pages-sheet"), { tabIndex: 0 });
    holder.replaceChildren(box);
  }

  /**
   * Shows a page of the run at `address`, which has come to update `step` and has `perEpoch` updates an epoch.
   * Beside update and epoch it has the columns `head`; `cells(piece, k)` are their numbers, of what `/api/history`
   * gives. `samples()` is a table for where the server gives nothing, or where there are no `cells`.
   */
  show(what) {
    this.#what = what;
    this.#from = this.#following ? this.#lastPage : Math.min(this.#from, this.#lastPage);
    this.#pager.hidden = !what.cells;
    if (what.cells) this.#load();
    else new NumberTable(this.#sheet).show(what.samples());
  }

  destroy() {
    this.#underway?.abort();
  }

  get #lastPage() {
    return Math.floor(this.#what.step / PAGE) * PAGE;
  }

  #turn(from, sought = null) {
    this.#sought = sought;
    this.#written = "";
    this.#following = from >= this.#lastPage;
    this.#from = Math.max(0, Math.min(from, this.#lastPage));
    this.#load();
  }

  #seek(field) {
    const update = /^\s*\d{1,9}\s*$/.test(field.value) ? Number(field.value) : Infinity;
    field.ariaInvalid = String(update > this.#what.step);
    if (update > this.#what.step) return;
    this.#turn(Math.floor(update / PAGE) * PAGE, update);
  }

  /** Asks for the page, unless it is there already; the page before stays until the answer comes. */
  async #load() {
    const { address, step } = this.#what;
    const [from, to] = [this.#from, Math.min(this.#from + PAGE - 1, step)];
    this.#note.textContent = `${count(from)}–${count(to)}`;
    this.#note.title = `of ${count(step)} updates`;
    for (const button of this.#back) button.ariaDisabled = String(from === 0);
    for (const button of this.#on) button.ariaDisabled = String(from >= this.#lastPage);
    const asked = `${address}&from=${from}&to=${to}`;
    if (asked !== this.#asked) {
      this.#asked = asked;
      this.#piece = undefined;
      this.#underway?.abort();
      this.#underway = new AbortController();
      const answer = await patiently(`/api/history?${asked}`, this.#underway.signal);
      const piece = answer?.ok ? await answer.json().catch(() => null) : null;
      if (asked !== this.#asked) return;
      if (!answer) this.#asked = ""; // the server is away: the next time it is asked again
      this.#piece = piece;
    }
    this.#write();
  }

  #write() {
    const written = `${this.#asked} ${shownDigits()}`;
    if (written === this.#written || this.#piece === undefined) return;
    this.#written = written;
    const table = new NumberTable(this.#sheet);
    if (!this.#piece) {
      table.show(this.#what.samples());
      if (this.#asked) make("p", this.#sheet, TOO_FAR, "hint");
      return;
    }
    const [head, ...lines] = linesOf(this.#what, this.#piece);
    const whole = head.length - this.#what.head.length; // columns of update and epoch
    const rows = lines.map((line) => line.map((cell, at) => (at < whole ? count(cell) : fmt(cell))));
    table.show({ caption: this.#what.caption, head, rows });
    const line = this.#sheet.querySelectorAll("tbody tr")[this.#piece.steps.indexOf(this.#sought)];
    if (!line) return;
    line.ariaCurrent = "true";
    line.scrollIntoView({ block: "nearest" });
  }

  /** Copies the page; where the browser does not let it, gives the text to copy by hand. */
  async #copy(button) {
    if (!this.#piece) return;
    const text = asText(linesOf(this.#what, this.#piece));
    if (await navigator.clipboard?.writeText(text).then(() => true, () => false)) {
      button.textContent = "Copied";
      setTimeout(() => { button.textContent = "Copy"; }, TOLD_MS);
      return;
    }
    const field = Object.assign(make("textarea", null, text), { readOnly: true, ariaLabel: "This page as text" });
    this.#sheet.replaceChildren(field);
    this.#written = "";
    field.select();
  }
}
