/**
 * The form on the left. The server reads what was typed and answers with the form again, and with
 * what becomes of the run; this module sends it along with where the run stands.
 */

import { AlphaSlider } from "./alpha-slider.js";
import { make, trainsNext } from "./elements.js";
import { isReached, reach } from "./stream.js";

const GO_ON = "go-on"; // a wish that goes with a request and comes back with its answer, but is not sent
const RESEND_AFTER = [2000, 4000, 8000]; // ms, the last one over and over
const UNSENT = "The server could not be reached; what you typed is kept and will be sent when it is back.";
const WISHES = ["edit", "parameter", "value", GO_ON]; // what a request asks for beside the fields of the form

/**
 * `on` has context() → {run, at, state}, hold(), release(), speed(text), failed(), and
 * adopted({run, restart, valid, edit, goOn}).
 */
export class Setup {
  #on;
  #edit = "";
  #committed = null; // the field whose change is being sent
  #underway = 0; // requests that are on their way
  #asked = 0; // requests that this module has asked htmx for, which takes a moment to send them
  #waiting = null;
  #opening = false; // a lesson is on its way: what is typed meanwhile belongs to no run
  #unsent = null; // what the last request asked for that did not reach the server
  #tries = 0; // to send it again
  #retry = 0; // the timer of the next
  #folded = new Map();
  #typed = new WeakMap(); // field → when it was typed in last, counted in edits
  #edits = 0;
  #told = ""; // what is wrong, as it was told last
  #due = []; // numbers of the rows that train next
  #slider = new AlphaSlider({ apply: () => this.#request({}), live: () => this.#on.context().state !== "ended" });

  constructor(on) {
    this.#on = on;
    const listen = (type, act, capture = false) => document.addEventListener(type, act, capture);
    listen("change", (event) => this.#changed(event), true);
    listen("submit", (event) => this.#submitted(event), true);
    listen("input", ({ target }) => this.#typed.set(target, (this.#edits += 1)), true);
    listen("focusin", ({ target }) => target.matches(".data .cell") && import("./data-table.js").catch(() => {}));
    listen("toggle", (event) => this.#folded.set(event.target.id, event.target.open), true);
    listen("paste", (event) => this.#pasted(event));
    const ours = (type, act) => listen(type, (event) => {
      const { ctx } = event.detail;
      if (ctx?.sourceElement?.id === "setup") act(ctx, event);
    });
    ours("htmx:config:request", (ctx, event) => (this.#opening ? event.preventDefault() : this.#send(ctx)));
    ours("htmx:before:response", (ctx, event) => isReached(ctx.response) || event.preventDefault());
    ours("htmx:after:swap", (ctx) => this.#received(ctx));
    ours("htmx:finally:request", (ctx) => this.#finished(ctx));
    this.#slider.show(this.run.alpha_limit);
  }

  get form() {
    return document.getElementById("setup");
  }

  /** What the form says of the run: see `run` in ARCHITECTURE.md. */
  get run() {
    return JSON.parse(this.form.dataset.run);
  }

  get speed() {
    return document.getElementById("field-speed").value;
  }

  /** Sends what could not be sent while the server was away. */
  resend() {
    if (!this.#unsent || this.#underway > 0) return;
    const wished = this.#unsent;
    this.#unsent = null;
    clearTimeout(this.#retry);
    this.#request(wished);
  }

  /** Does something as soon as no edit is on its way any more: at once, if none is. */
  whenSettled(act) {
    this.#waiting = act;
    this.#settle();
  }

  /** Starts the run anew with what the fields say; `alpha` is filled in first, if given. `goOn`: and runs it. */
  reset(alpha = null, goOn = false) {
    if (alpha !== null) document.getElementById("field-alpha").value = String(alpha);
    return this.#request(goOn ? { edit: "reset", [GO_ON]: "1" } : { edit: "reset" });
  }

  /** Takes a chip of the lesson, by its number, and runs it. */
  take(chip) {
    return this.#request({ edit: `try:${chip}`, [GO_ON]: "1" });
  }

  /** Opens a lesson, as choosing it in its field does. */
  openLesson(name) {
    const field = document.getElementById("field-lesson");
    field.value = name;
    field.dispatchEvent(new Event("change", { bubbles: true }));
  }

  setParameter(name, value) {
    return this.#request({ edit: "set", parameter: name, value: String(value) });
  }

  /** Keeps the alpha field true to a run whose changes are replayed, but never over what a person typed. */
  showAlpha(alpha) {
    const { alpha: field, alpha_shown: shown } = this.form.elements;
    const typed = field === document.activeElement || field.ariaInvalid === "true" || field.value !== shown.value;
    if (typed || Number(shown.value) === alpha) return;
    field.value = shown.value = String(alpha);
    this.#slider.show();
  }

  /** Marks the row that the network shows. */
  markRow(row) {
    for (const line of this.form.querySelectorAll("tr[data-row]")) {
      line.classList.toggle("chosen", Number(line.dataset.row) === row);
    }
  }

  /** Marks the rows, by their numbers from 1, that the coming update trains on; not where these are all. */
  markNext(rows = this.#due) {
    this.#due = rows;
    const lines = this.form.querySelectorAll("tr[data-row]");
    for (const line of lines) {
      const due = rows.length < lines.length && rows.includes(Number(line.dataset.row) + 1);
      const cell = line.querySelector(".next");
      if (due === cell.hasChildNodes()) continue;
      cell.replaceChildren();
      if (due) trainsNext(cell);
    }
  }

  async #request(values) {
    const { form } = this;
    this.#asked += 1;
    try {
      await globalThis.htmx.ajax("POST", "/fragments/setup", { source: form, target: form, swap: "outerMorph", values });
    } finally {
      this.#asked -= 1;
      this.#settle();
    }
  }

  /** Does what waits for the last answer, once it is there. */
  #settle() {
    if (this.#underway > 0 || this.#asked > 0) return;
    const act = this.#waiting;
    this.#waiting = null;
    act?.();
  }

  #changed(event) {
    if (event.target.form !== this.form) return;
    if (event.target.id === "field-speed" || event.target.id === "field-block") {
      event.stopPropagation();
      if (event.target.id === "field-speed") this.#on.speed(event.target.value);
    }
    this.#edit = event.target.id === "field-lesson" ? "lesson" : "";
    this.#committed = event.target;
  }

  /** Enter in a field changes it, and that is enough; only the buttons of the table submit. */
  #submitted(event) {
    if (event.target !== this.form || event.submitter?.name === "edit") return;
    event.preventDefault();
    event.stopPropagation();
  }

  #pasted(event) {
    const cell = event.target.closest?.(".cell[name=cell]");
    const text = event.clipboardData?.getData("text/plain") ?? "";
    if (!cell || !/[\t\n;]|,.*,/.test(text.trim())) return;
    event.preventDefault();
    const { form } = this;
    form.elements.block.value = text;
    form.elements.paste_row.value = cell.closest("tr").dataset.row;
    form.elements.paste_column.value = cell.dataset.column;
    form.requestSubmit(form.querySelector("button[value=paste]"));
  }

  #send(ctx) {
    ctx.fetch = reach;
    const { body } = ctx.request;
    ctx.playgroundEdits = this.#edits;
    if (!body.has("edit")) body.set("edit", this.#edit);
    this.#opening = /^(lesson|try)/.test(body.get("edit"));
    this.#edit = "";
    ctx.playgroundField = this.#committed;
    this.#committed = null;
    for (const [key, value] of Object.entries(this.#on.context())) body.set(key, value);
    ctx.playgroundEdit = body.get("edit");
    ctx.playgroundWished = Object.fromEntries(WISHES.filter((key) => body.get(key)).map((key) => [key, body.get(key)]));
    ctx.playgroundGoOn = body.has(GO_ON);
    body.delete(GO_ON);
    this.#underway += 1;
    this.#on.hold();
  }

  #received(ctx) {
    if (![200, 422].includes(ctx.response?.status)) return; // the form itself has not come back
    const { form } = this;
    for (const field of form.elements) {
      const since = this.#typed.get(field) > ctx.playgroundEdits; // typed since it was asked: its own answer will follow
      if (since && !/^(lesson|try)/.test(ctx.playgroundEdit)) continue;
      const busy = field === document.activeElement && field !== ctx.playgroundField; // somebody types in it
      if (busy && field.type !== "textarea") continue;
      if (field.id === "alpha-slider") continue;
      if (field.id === "field-speed" && !/^(lesson|try)/.test(ctx.playgroundEdit)) continue;
      if (field.tagName === "SELECT") field.value = (field.querySelector("[selected]") ?? field.options[0]).value;
      else if (field.defaultValue !== undefined) field.value = field.defaultValue;
    }
    for (const fold of form.querySelectorAll("details:not(.card)")) fold.open ||= this.#folded.get(fold.id) ?? false;
    for (const fold of form.querySelectorAll("details.card")) fold.open = this.#folded.get(fold.id) ?? true;
    this.markNext();
    this.#showTrouble(form);
    this.#slider.show(this.run.alpha_limit);
    const [restart, valid] = [form.dataset.restart, form.dataset.valid].map((word) => word === "true");
    this.#on.adopted({ run: this.run, restart, valid, edit: ctx.playgroundEdit ?? "", goOn: ctx.playgroundGoOn });
  }

  /** Brings what has become wrong into sight, if it is not what was wrong before. */
  #showTrouble(form) {
    const told = [...form.querySelectorAll(".problem")].map(({ textContent }) => textContent).join("\n");
    if (told && told !== this.#told) {
      const problem = form.querySelector(".problem");
      for (let fold = problem; (fold = fold.parentElement.closest("details"));) fold.open = true;
      problem.scrollIntoView({ block: "nearest" });
    }
    this.#told = told;
  }

  #finished(ctx) {
    this.#underway -= 1;
    this.#opening = false;
    if (isReached(ctx.response)) this.#tries = 0;
    else this.#keepUnsent(ctx.playgroundWished);
    if (this.#underway > 0) return;
    this.#on.release();
    this.#settle();
  }

  /** Keeps what did not reach the server, tells so once, and tries again until it is back. */
  #keepUnsent(wished) {
    this.#unsent = { ...this.#unsent, ...wished };
    if (this.#tries === 0) {
      make("p", this.form.querySelector("#problem"), UNSENT, "problem");
      this.#on.failed(UNSENT);
    }
    clearTimeout(this.#retry);
    this.#retry = setTimeout(() => this.resend(), RESEND_AFTER[Math.min(this.#tries, RESEND_AFTER.length - 1)]);
    this.#tries += 1;
  }
}
