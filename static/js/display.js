/** What a person chooses of the page itself: colours, keys, help, sharing, and buttons of two choices. */

import { recall, remember } from "./memory.js";

const THEME = "display";
const LETTERS = "letter-keys";
const FIELDS = "input:not([type=range]), select, textarea";
const SHOWN_FOR = 2000; // ms

/** The dialogs `#help` and `#display`, the Share button, and the keys of the page. */
export class Display {
  #part;
  #letters;
  #stop = new AbortController();

  /**
   * @param {Object<string, function>} keys what Space and each single letter do; letters can be turned off
   * @param {{address: function(): string, say: function(string)}} share gives the address to copy; reads aloud
   */
  constructor(keys, share, root = document) {
    this.#part = (id) => root.getElementById(id);
    const on = (element, type, listener) => element.addEventListener(type, listener, { signal: this.#stop.signal });
    this.#letters = this.#part("letter-keys");
    this.#letters.checked = recall(LETTERS) !== "off";
    on(this.#letters, "change", () => remember(LETTERS, this.#letters.checked ? "on" : "off"));
    on(this.#part("help-button"), "click", () => this.openHelp());
    on(this.#part("display-button"), "click", () => this.#openMenu());
    on(this.#part("display"), "change", ({ target }) => {
      if (target.name !== "theme") return;
      document.documentElement.dataset.display = target.value;
      remember(THEME, target.value);
    });
    on(this.#part("share-button"), "click", ({ currentTarget }) => this.#share(currentTarget, share));
    on(root, "keydown", (event) => this.#key(event, keys));
  }

  openHelp() {
    this.#part("help").showModal();
  }

  destroy() {
    this.#stop.abort();
  }

  #openMenu() {
    const menu = this.#part("display");
    const { display } = document.documentElement.dataset;
    for (const choice of menu.querySelectorAll("[name=theme]")) choice.checked = choice.value === display;
    menu.showModal();
  }

  #key(event, keys) {
    const { target, key } = event;
    const space = key === " ";
    const act = keys[space ? "Space" : key.toLowerCase()];
    if (!act || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
    if (target.closest(space ? `${FIELDS}, button, summary, a` : FIELDS) || (!space && !this.#letters.checked)) return;
    event.preventDefault();
    act();
  }

  /** Copies the address, or shows it where the browser does not let a page copy. */
  async #share(button, { address, say }) {
    try {
      await navigator.clipboard.writeText(address());
    } catch {
      window.prompt("Copy this address:", address());
      return;
    }
    button.textContent = "Link copied";
    say("The address of this run is copied.");
    setTimeout(() => { button.textContent = "Share"; }, SHOWN_FOR);
  }
}

/** A button of two choices, whose `data-value` is the one in force and whose spans name both. */
export class Toggle {
  #button;
  #choices;
  #stop = new AbortController();

  constructor(button, onChange) {
    this.#button = button;
    this.#choices = [...button.querySelectorAll("[data-choice]")];
    button.addEventListener("click", () => {
      this.set(this.#choices.find(({ dataset }) => dataset.choice !== this.value).dataset.choice);
      onChange(this.value);
    }, { signal: this.#stop.signal });
  }

  get value() {
    return this.#button.dataset.value;
  }

  set(value) {
    this.#button.dataset.value = value;
    for (const choice of this.#choices) choice.classList.toggle("on", choice.dataset.choice === value);
    this.#button.ariaPressed = String(value === this.#choices[1].dataset.choice);
  }

  destroy() {
    this.#stop.abort();
  }
}
