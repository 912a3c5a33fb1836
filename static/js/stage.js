/** Which of the two drawings is the large one and, on a phone, which panel is shown below it. */

import { recall, remember } from "./memory.js";

const SMALL = 2; // parameters: of so few, the valley shows more than the network
const FIRST = "loss";
const WAYS = { ArrowLeft: -1, ArrowRight: 1 };
const ENDS = { Home: 0, End: -1 };

/** The stage and the tabs below it. The choice of the large drawing is kept for small networks and for others. */
export class Stage {
  #stage = document.getElementById("stage");
  #tabs = document.getElementById("tabs");
  #phone = matchMedia("(max-width: 639px)");
  #shown = FIRST;

  constructor() {
    this.#stage.addEventListener("click", ({ target }) => target.closest(".swap") && this.swap());
    this.#tabs.addEventListener("click", ({ target }) => this.#show(target.closest("[role=tab]")));
    this.#tabs.addEventListener("keydown", (event) => this.#key(event));
    this.#phone.addEventListener("change", () => this.#fold());
    this.#fold();
  }

  setRun({ parameters }) {
    const kind = parameters.length <= SMALL ? "small" : "large";
    const { dataset } = this.#stage;
    dataset.kind = kind;
    const kept = recall(`large-${kind}`);
    dataset.large = ["network", "valley"].includes(kept) ? kept : kind === "small" ? "valley" : "network";
    this.#paint();
  }

  /** Makes the other drawing the large one; on a phone the one that was goes below it. */
  swap() {
    const { dataset } = this.#stage;
    this.#shown = dataset.large;
    dataset.large = dataset.large === "network" ? "valley" : "network";
    remember(`large-${dataset.kind}`, dataset.large);
    this.#paint();
  }

  /** On a phone the form begins folded. */
  #fold() {
    for (const part of document.querySelectorAll("details.card")) part.open = !this.#phone.matches;
    this.#paint();
  }

  /** Brings the form over the drawings, where it is hidden, or hides it again. */
  toggleSetup() {
    const { dataset } = document.documentElement;
    const open = dataset.setup !== "open";
    dataset.setup = open ? "open" : "closed";
    document.getElementById("setup-button").ariaExpanded = String(open);
    if (open) document.querySelector("#left summary").focus({ preventScroll: true, focusVisible: false });
  }

  #show(tab) {
    if (!tab) return;
    this.#shown = tab.dataset.tab;
    this.#paint();
  }

  #key(event) {
    const tabs = this.#all.filter(({ hidden }) => !hidden);
    const at = tabs.indexOf(event.target);
    const to = event.key in ENDS ? ENDS[event.key] : at + WAYS[event.key];
    if (at < 0 || Number.isNaN(to)) return;
    event.preventDefault();
    const tab = tabs.at(to % tabs.length);
    this.#show(tab);
    tab.focus();
  }

  get #all() {
    return [...this.#tabs.querySelectorAll("[role=tab]")];
  }

  /** Writes down what is shown; a panel is one of a tab's only where there are tabs. */
  #paint() {
    const { large } = this.#stage.dataset;
    if (this.#shown === large) this.#shown = FIRST;
    for (const tab of this.#all) {
      const name = tab.dataset.tab;
      const chosen = name === this.#shown;
      const card = document.querySelector(`[data-panel="${name}"]`);
      tab.hidden = name === large;
      tab.ariaSelected = String(chosen);
      tab.tabIndex = chosen ? 0 : -1;
      card.classList.toggle("shown", chosen);
      const isPanel = this.#phone.matches && name !== large;
      if (isPanel) card.setAttribute("aria-labelledby", tab.id);
      else card.removeAttribute("aria-labelledby");
      card.role = isPanel ? "tabpanel" : null;
    }
  }
}
