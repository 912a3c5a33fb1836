/** The buttons in the heads of cards: one of two choices, and one for a table in place of a drawing. */

import { make } from "./elements.js";
import { shownDigits } from "./format.js";

/** A button of two choices, whose `data-value` is the one in force and whose spans name both. */
export class Toggle {
  #button;
  #choices;
  #stop = new AbortController();

  constructor(button, value, onChange) {
    this.#button = button;
    this.#choices = [...button.querySelectorAll("[data-choice]")];
    this.set(value);
    button.addEventListener("click", () => {
      this.set(this.#choices.find(({ dataset }) => dataset.choice !== this.value).dataset.choice);
      onChange(this.value);
    }, { signal: this.stopped });
  }

  get stopped() {
    return this.#stop.signal;
  }

  get value() {
    return this.#button.dataset.value;
  }

  click() {
    this.#button.click();
  }

  destroy() {
    this.#stop.abort();
  }

  set(value) {
    this.#button.dataset.value = value;
    for (const choice of this.#choices) choice.classList.toggle("on", choice.dataset.choice === value);
    this.#button.ariaPressed = String(value === this.#choices[1].dataset.choice);
  }
}

/** A switch of the page's digits; they are all told of a change by the document's event `digits`, and tell it so. */
export class DigitsToggle extends Toggle {
  constructor(button) {
    super(button, shownDigits(), (detail) => document.dispatchEvent(new CustomEvent("digits", { detail })));
    document.addEventListener("digits", ({ detail }) => this.set(detail), { signal: this.stopped });
  }
}

/** The Table button of a card: swaps its drawing for a table of the numbers and back. */
export class TableButton {
  #button;
  #drawing;
  #holder;
  #make;
  #fill;
  #table = null;
  #filledAt = 0;
  #stop = new AbortController();

  /**
   * @param {Element} card
   * @param {function(Element): Promise<object>} make gives a table in an element; called when the button is pressed
   * @param {function(object)} fill writes the numbers of the moment into it
   */
  constructor(card, make, fill) {
    this.#button = card.querySelector("[id$=table-button]");
    this.#drawing = card.querySelector(".plot > :is(svg, canvas)");
    this.#holder = card.querySelector(".plot > div");
    this.#make = make;
    this.#fill = fill;
    this.#button.addEventListener("click", () => this.toggle(), { signal: this.#stop.signal });
  }

  async toggle() {
    const open = this.#holder.hidden;
    this.#holder.hidden = !open;
    this.#drawing.classList.toggle("covered", open);
    this.#button.ariaPressed = String(open);
    this.#holder.replaceChildren();
    this.#table?.destroy?.();
    this.#table = null;
    if (!open) return;
    const table = await this.#make(this.#holder).catch(() => null);
    if (this.#holder.hidden || this.#table) return; // pressed again meanwhile
    if (!table) {
      this.#holder.replaceChildren();
      make("p", this.#holder, "No connection: the table could not be loaded.", "problem");
      return;
    }
    this.#table = table;
    this.refresh();
  }

  /** Writes the numbers anew if the table is in sight, and was not written in the last `pause` ms. */
  refresh(pause = 0) {
    if (!this.#table || Date.now() - this.#filledAt < pause) return;
    this.#filledAt = Date.now();
    this.#fill(this.#table);
  }

  destroy() {
    this.#stop.abort();
    if (!this.#holder.hidden) this.toggle();
  }
}
