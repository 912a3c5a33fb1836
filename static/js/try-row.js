import { make } from "./elements.js";
import { fmt, numbersIn, parseNumber } from "./format.js";

const PROBLEM = "try-problem";

/** An input that is typed and not trained: a field a column, and what the network answers; see panels.js for `page`. */
export class TryRow {
  #box;
  #page;
  #fields = [];
  #answer;
  #texts; // of the page's address, as they were given
  #numbers = null;
  #tried = null;
  #stop = new AbortController();

  constructor(box, page) {
    this.#box = box;
    this.#page = page;
    this.#texts = page.shown.tried;
    this.#answer = box.querySelector("output");
    const on = (type, act) => box.addEventListener(type, act, { signal: this.#stop.signal });
    on("change", () => {
      this.#take();
      page.choose({ row: "try", tried: this.#numbers });
    });
    on("click", ({ target }) => this.#choose(target));
  }

  /** Another start of the same run keeps what was typed, if it is as wide. */
  setRun({ columns: { inputs } }, again) {
    const kept = again ? this.#fields.map(({ value }) => value) : this.#texts;
    this.#texts = [];
    const holder = this.#box.querySelector(".try-fields");
    holder.replaceChildren();
    this.#fields = inputs.map((name, at) => {
      const label = make("label", holder);
      make("span", label, "Try ", "visually-hidden");
      make("span", label, name, "try-name");
      const field = make("input", label);
      Object.assign(field, { inputMode: "decimal", autocomplete: "off", value: (kept.length <= inputs.length && kept[at]) || "" });
      return field;
    });
    this.#tried = null;
    this.#numbers = this.#read();
    this.redraw();
  }

  update({ tried }) {
    this.#tried = tried ?? null;
    this.redraw();
  }

  /** Tells whether the network shows the input, and which it is: it need not have been typed here. */
  select(chosen, tried) {
    this.#box.ariaCurrent = chosen ? "true" : null;
    this.#box.querySelector("button").ariaPressed = String(chosen);
    if (!tried || String(tried) === String(this.#numbers)) return;
    this.#fields.forEach((field, at) => { field.value = String(tried[at]); });
    this.#take();
  }

  redraw() {
    const text = this.#numbers && this.#tried ? this.#tried.prediction.map((value) => fmt(value, 3, 2)).join(" · ") : "";
    if (this.#answer.textContent !== text) this.#answer.textContent = text;
  }

  destroy() {
    this.#stop.abort();
    this.#box.querySelector(".try-fields").replaceChildren();
  }

  /** Gives the numbers in the fields, or null where one is missing or none; tells at the field which is none. */
  #read() {
    const wrong = this.#fields.filter(({ value }) => value.trim() && parseNumber(value) === null);
    for (const field of this.#fields) {
      field.ariaInvalid = String(wrong.includes(field));
      if (wrong.includes(field)) field.setAttribute("aria-describedby", PROBLEM);
      else field.removeAttribute("aria-describedby");
    }
    const told = wrong.map(({ labels, value }) => `${labels[0].textContent} must be a finite number, got '${value}'`);
    if (told.length) this.#tell(told.join("; "));
    return numbersIn(this.#fields.map(({ value }) => value));
  }

  #tell(text) {
    this.#box.querySelector(".problem")?.remove();
    if (text) make("p", this.#box, text, "problem").id = PROBLEM;
  }

  #take() {
    this.#tell("");
    this.#numbers = this.#read();
    this.#tried = null;
    this.redraw();
  }

  /** A click anywhere shows the input in the network; where none is typed yet, it goes to the first empty field. */
  #choose(target) {
    if (this.#numbers) this.#page.choose({ row: "try" });
    else if (!target.closest("label")) this.#fields.find(({ value }) => parseNumber(value) === null)?.focus();
  }
}
