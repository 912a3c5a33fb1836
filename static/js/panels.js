/**
 * The panels of the page. A panel is a card and the module of its name under panels/, which exports one thing:
 * `mount(card, page)`. What that gives has `setRun(run, again)`, `update(frame)`, `select({row, parameter, tried})` and
 * `destroy()`, and where it needs them `state(player)`, `past({piece, share, coming})` (with share 1 all is there),
 * `keys` (letter → act) and `address` (its keys of the page's address). `page` has `choose({row, parameter or tried})`,
 * `otherRow(by)`, `setParameter(name, value)`, `moved()` (its part of the address has changed) and `shown`, what
 * the address says.
 */

const KEPT = ["setRun", "select", "update", "state"]; // what a panel is told that is opened later, in this order

/** The panels that are open: loads them, tells them all the same, and ends them. */
export class Panels {
  #page;
  #load;
  #panels = new Map(); // by card
  #told = new Map();

  constructor(page, load = (name) => import(`./panels/${name}.js`)) {
    this.#page = page;
    this.#load = load;
  }

  /** Opens the panel of a card, in place of the one that is there; resolves when it is drawn. */
  async open(card) {
    const { mount } = await this.#load(card.dataset.panel);
    this.close(card);
    const panel = mount(card, this.#page);
    this.#panels.set(card, panel);
    for (const what of KEPT) if (this.#told.has(what)) panel[what]?.(...this.#told.get(what));
  }

  close(card) {
    this.#panels.get(card)?.destroy();
    this.#panels.delete(card);
  }

  closeAll() {
    for (const card of [...this.#panels.keys()]) this.close(card);
  }

  /** Calls a method of every open panel that has it; a new run makes what was told before it void. */
  tell(what, ...told) {
    if (what === "setRun") this.#told.clear();
    this.#told.set(what, told);
    for (const panel of this.#panels.values()) panel[what]?.(...told);
  }

  /** What a letter does, in every panel that knows it; tells whether any does. */
  press(letter) {
    const acts = [...this.#panels.values()].map(({ keys }) => keys?.[letter]).filter(Boolean);
    for (const act of acts) act();
    return acts.length > 0;
  }

  /** The keys that panels have in the page's address. */
  get address() {
    return Object.assign({}, ...[...this.#panels.values()].map(({ address }) => address));
  }
}
