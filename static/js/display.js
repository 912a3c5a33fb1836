/** The display menu, the help, and the buttons of two choices. */

const THEME_KEY = "display";
const LETTERS_KEY = "letter-keys";

function remember(key, value) {
  try {
    localStorage.setItem(key, value);
  } catch {
    // Storage may be forbidden; the choice then holds for this visit.
  }
}

function recall(key) {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

/** Wires the dialogs `#help` and `#display` to the buttons that open them. */
export class Display {
  #help;
  #menu;
  #letters;
  #stop = new AbortController();

  constructor(root = document) {
    const on = (element, type, listener) => element.addEventListener(type, listener, { signal: this.#stop.signal });
    this.#help = root.getElementById("help");
    this.#menu = root.getElementById("display");
    this.#letters = root.getElementById("letter-keys");
    this.#letters.checked = recall(LETTERS_KEY) !== "off";
    on(root.getElementById("help-button"), "click", () => this.openHelp());
    on(root.getElementById("display-button"), "click", () => this.#openMenu());
    on(this.#letters, "change", () => remember(LETTERS_KEY, this.letterKeys ? "on" : "off"));
    on(this.#menu, "change", (event) => event.target.name === "theme" && this.setTheme(event.target.value));
    for (const dialog of [this.#help, this.#menu]) {
      on(dialog, "click", (event) => event.target === dialog && dialog.close());
    }
  }

  /** Whether single letters act as keys. */
  get letterKeys() {
    return this.#letters.checked;
  }

  get open() {
    return this.#help.open || this.#menu.open;
  }

  openHelp() {
    if (!this.#help.open) this.#help.showModal();
  }

  setTheme(theme) {
    document.documentElement.dataset.theme = theme;
    remember(THEME_KEY, theme);
  }

  destroy() {
    this.#stop.abort();
  }

  #openMenu() {
    const { theme } = document.documentElement.dataset;
    for (const choice of this.#menu.querySelectorAll("[name=theme]")) choice.checked = choice.value === theme;
    this.#menu.showModal();
  }
}

/** A button of two choices, whose `data-value` is the one in force and whose spans name both. */
export class Toggle {
  #button;
  #onChange;
  #listener = () => {
    this.set(this.#choices.find((choice) => choice !== this.value));
    this.#onChange(this.value);
  };

  constructor(button, onChange) {
    this.#button = button;
    this.#onChange = onChange;
    button.addEventListener("click", this.#listener);
  }

  get value() {
    return this.#button.dataset.value;
  }

  set(value) {
    this.#button.dataset.value = value;
    this.#button.setAttribute("aria-pressed", String(value === this.#choices[1]));
    for (const part of this.#button.querySelectorAll("[data-choice]")) {
      part.classList.toggle("on", part.dataset.choice === value);
    }
  }

  destroy() {
    this.#button.removeEventListener("click", this.#listener);
  }

  get #choices() {
    return [...this.#button.querySelectorAll("[data-choice]")].map((part) => part.dataset.choice);
  }
}
