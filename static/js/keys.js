import { recall } from "./memory.js";

const LETTERS = "letter-keys";
const FIELDS = "input:not([type=range]), select, textarea";

/** The keys of the page: Space, and single letters, which can be turned off. */
export class Keys {
  #stop = new AbortController();

  /** `act(key)` does what "Space" or a letter does, and tells whether there was anything to do. */
  constructor(act, root = document) {
    root.addEventListener("keydown", (event) => this.#key(event, act), { signal: this.#stop.signal });
  }

  destroy() {
    this.#stop.abort();
  }

  #key(event, act) {
    const { target, key } = event;
    const space = key === " ";
    if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
    if (target.closest(space ? `${FIELDS}, button, summary, a` : FIELDS) || (!space && recall(LETTERS) === "off")) return;
    if (act(space ? "Space" : key.toLowerCase())) event.preventDefault();
  }
}
