import { TableButton } from "../card-buttons.js";
import { draw, put, Refresh } from "../elements.js";
import { count, rowNote, shownDigits } from "../format.js";
import { NetworkDrawing } from "../network-drawing.js";
import { startingReach, stretch } from "../network-layout.js";

const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/** The network: a box a unit, filled to its activation; a line a weight; a chip with its number; see panels.js. */
export function mount(card, page) {
  return new Network(card, page);
}

class Network {
  #svg;
  #note;
  #sum;
  #page;
  #table;
  #observer;
  #run = null;
  #drawing;
  #newest = null;
  #summed = null;
  #ending = null;
  #row = 0;
  #selected = null;
  #reach = [];
  #field = null;
  #refresh = new Refresh(() => this.#show());
  #theme = new MutationObserver(() => this.#build());
  #stop = new AbortController();

  constructor(card, page) {
    this.#refresh.inside(card);
    const svg = card.querySelector(".plot > svg");
    this.#svg = svg;
    this.#drawing = new NetworkDrawing(svg);
    this.#note = card.querySelector(".note");
    this.#sum = card.querySelector(".sum");
    this.#page = page;
    const on = (target, type, act) => target.addEventListener(type, act, { signal: this.#stop.signal });
    on(svg, "click", (event) => this.#choose(nameAt(event)));
    on(svg, "dblclick", (event) => this.#edit(nameAt(event)));
    on(svg, "keydown", (event) => this.#key(event));
    on(svg, "pointerover", (event) => this.#explain(event.target.closest("[data-name]")));
    on(document, "digits", () => this.#build());
    on(this.#sum, "click", () => this.#openSum());
    on(card.querySelector("#previous-row"), "click", this.keys["["]);
    on(card.querySelector("#next-row"), "click", this.keys["]"]);
    this.#table = new TableButton(card, async (holder) => {
      const { ParameterTable } = await import("../number-table.js");
      return new ParameterTable(holder, page.setParameter);
    }, (table) => table.show(this.#run, this.#newest));
    this.#observer = new ResizeObserver(() => this.#build());
    this.#observer.observe(svg);
    this.#theme.observe(document.documentElement, { attributeFilter: ["data-theme"] });
  }

  keys = {
    t: () => this.#table.toggle(),
    "[": () => this.#page.otherRow(-1),
    "]": () => this.#page.otherRow(1),
  };

  setRun(run) {
    this.#run = run;
    this.#newest = null;
    this.#summed = null;
    this.#ending = null;
    if (this.#row >= run.inputs.length) this.#row = 0;
    this.#drawing.forget();
    this.#reach = run.layers.map((_, layer) => startingReach(run, layer));
    this.#build();
    this.#table.refresh();
  }

  update(frame) {
    this.#newest = frame;
    if (frame.sum) this.#summed = frame; // not every frame has one while a run goes on
    this.#stretch(frame);
    this.#refresh.ask();
  }

  select({ row, parameter }) {
    this.#row = row;
    this.#stretch(this.#newest);
    this.#selected = parameter;
    this.#tell();
    this.#paint();
  }

  state({ ending }) {
    this.#ending = ending;
    this.#tell();
    this.#refresh.ask();
  }

  destroy() {
    this.#refresh.destroy();
    this.#field?.close();
    this.#table.destroy();
    this.#observer.disconnect();
    this.#theme.disconnect();
    this.#stop.abort();
    this.#svg.replaceChildren();
  }

  /** Widens the scales of the tanks to what a frame has to show. */
  #stretch(frame) {
    this.#seen(frame).forEach((values, layer) => stretch(this.#reach[layer], values));
  }

  /** The activations of the row that is shown, or of the input that is tried; none where a frame has none. */
  #seen(frame) {
    return (this.#row === "try" ? frame?.tried : frame?.row)?.activations ?? [];
  }

  /** After a divergence, by the name of a parameter or unit, what it is in the first state that is not finite. */
  get #beyond() {
    return this.#ending?.beyond?.words ?? {};
  }

  /** Says beside the heading which row is shown, which trains next, and of a run that diverged which update. */
  #tell() {
    const { status, step } = this.#ending ?? {};
    const unit = this.#run.updates_per_epoch > 1 ? "update" : "epoch";
    const finite = status === "diverged" ? `${unit} ${count(step)}, the last finite one · ` : "";
    const next = this.#ending ? "" : trainsNext(this.#newest?.slice?.rows, this.#row, this.#run.inputs.length);
    const text = finite + next + rowNote(this.#run, this.#row);
    put(this.#note, { text, title: text });
  }

  /** The coming update of the chosen parameter as a sum that can be checked on paper; its last part is the new value. */
  #writeSum() {
    const parts = this.#ending ? [] : this.#summed?.sum ?? [];
    const digits = shownDigits() === "all" ? "exact" : "text";
    const texts = parts.map((part) => part[digits]);
    const last = texts.pop() ?? "";
    const [before, result] = this.#sum.children;
    const next = nameNext(this.#summed?.slice?.rows, this.#row);
    put(before, { text: texts.length ? `${next}: ${texts.join(" · ")} · ` : "" });
    put(result, { text: last });
    put(this.#sum, { title: parts.map(({ exact }) => exact).join(" · "), class: last ? "sum" : "sum empty" });
  }

  /** Opens the sum where a part of it is cut off, or closes it. */
  #openSum() {
    const [before] = this.#sum.children;
    const cut = before.scrollHeight > before.clientHeight;
    this.#sum.ariaExpanded = String(this.#sum.ariaExpanded !== "true" && cut);
  }

  #show() {
    if (!this.#newest) return;
    if (this.#drawing.isOutdated(this.#newest.weights)) this.#build();
    else this.#paint();
    this.#tell();
    this.#writeSum();
    this.#table.refresh();
  }

  #build() {
    if (!this.#run || !this.#drawing.build(this.#run, this.#newest?.weights)) return;
    this.#field?.close();
    this.#paint();
  }

  #paint() {
    this.#drawing.paint({
      weights: this.#newest?.weights ?? [], activations: this.#seen(this.#newest), reach: this.#reach,
      goals: this.#run.goals[this.#row], selected: this.#selected, beyond: this.#beyond,
    });
  }

  #choose(name) {
    if (!name || name === this.#selected) return;
    this.#page.choose({ parameter: name });
  }

  #explain(group) {
    if (!group || !this.#newest) return;
    const { name } = group.dataset;
    const index = this.#run.parameters.findIndex((each) => each.name === name);
    const title = group.querySelector("title") ?? draw("title", group);
    title.textContent = `${this.#run.parameters[index].label}: ${this.#newest.weights[index] ?? this.#beyond[name] ?? "NaN"}`;
  }

  #key(event) {
    const way = ARROWS[event.key];
    if (event.altKey || event.ctrlKey || event.metaKey || (!way && event.key !== "Enter") || this.#drawing.isEmpty) return;
    event.preventDefault();
    if (way) this.#choose(this.#drawing.neighbour(this.#selected, ...way));
    else this.#edit(this.#selected);
  }

  async #edit(name) {
    const index = this.#run?.parameters.findIndex((each) => each.name === name) ?? -1;
    if (index < 0 || !this.#newest || this.#drawing.isEmpty) return;
    this.#choose(name);
    const { openField } = await import("../number-field.js").catch(() => ({})); // the server is away
    if (!openField) return;
    this.#field?.close();
    this.#field = openField(this.#svg, this.#drawing.placeOf(name), this.#run.parameters[index], this.#newest.weights[index], this.#page.setParameter);
  }
}

function nameAt(event) {
  return event.target.closest("[data-name]")?.dataset.name;
}

/** Which rows the coming update takes, where it does not take all, before the words on the row that is shown. */
function trainsNext(rows, row, count) {
  if (!rows || rows.length === count) return "";
  const [words, shown] = rows.length > 1 ? ["rows", rows.length > 3 ? `${rows.slice(0, 2).join(", ")} …` : rows.join(", ")] : ["row", rows[0]];
  return rows.length === 1 && rows[0] === row + 1 ? "trains next: " : `trains next: ${words} ${shown} · shown: `;
}

/** What the sum is of: the coming update, and of which row where that is not the one in sight. */
function nameNext(rows, row) {
  return rows?.length === 1 && rows[0] !== row + 1 ? `next, row ${rows[0]}` : "next";
}
