import { TableButton } from "../card-buttons.js";
import { draw, put, Refresh } from "../elements.js";
import { count, fmt, rowNote, shorten, signed } from "../format.js";
import { along, chipWidth, layoutNetwork, linkWidth, neighbour, startingReach, stretch } from "../network-layout.js";

const RANKING_MS = 1000;
const HIT_WIDTH = 16; // px: how near a line a click must be
const HATCH = `<defs><pattern id="hatch" width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
  <path d="M0 0V8"/></pattern></defs>`;
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/** The network: a box a unit, filled to its activation; a line a weight; a chip with its number; see panels.js. */
export function mount(card, page) {
  return new Network(card, page);
}

class Network {
  #svg;
  #note;
  #page;
  #table;
  #observer;
  #run = null;
  #picture = null;
  #marks = []; // what shows a parameter: of a weight its line and chip, of a bias its chip
  #nodes = [];
  #newest = null;
  #ending = null;
  #row = 0;
  #selected = null;
  #reach = [];
  #rankedAt = 0;
  #field = null;
  #refresh = new Refresh(() => this.#show());
  #stop = new AbortController();

  constructor(card, page) {
    const svg = card.querySelector(".plot > svg");
    this.#svg = svg;
    this.#note = card.querySelector(".note");
    this.#page = page;
    const on = (target, type, act) => target.addEventListener(type, act, { signal: this.#stop.signal });
    on(svg, "click", (event) => this.#choose(nameAt(event)));
    on(svg, "dblclick", (event) => this.#edit(nameAt(event)));
    on(svg, "keydown", (event) => this.#key(event));
    on(svg, "pointerover", (event) => this.#explain(event.target.closest("[data-name]")));
    on(document, "digits", () => this.#refresh.ask());
    on(card.querySelector("#previous-row"), "click", this.keys["["]);
    on(card.querySelector("#next-row"), "click", this.keys["]"]);
    this.#table = new TableButton(card, async (holder) => {
      const { ParameterTable } = await import("../number-table.js");
      return new ParameterTable(holder, page.setParameter);
    }, (table) => table.show(this.#run, this.#newest));
    this.#observer = new ResizeObserver(() => this.#build());
    this.#observer.observe(svg);
  }

  keys = {
    t: () => this.#table.toggle(),
    "[": () => this.#page.otherRow(-1),
    "]": () => this.#page.otherRow(1),
  };

  setRun(run) {
    this.#run = run;
    this.#newest = null;
    this.#ending = null;
    this.#picture = null; // what is drawn is of another run, and stays where the panel is out of sight
    this.#reach = run.layers.map((_, layer) => startingReach(run, layer));
    this.#build();
    this.#table.refresh();
  }

  update(frame) {
    this.#newest = frame;
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

  /** Says beside the heading which row is shown, and of a run that diverged which update. */
  #tell() {
    const { status, step } = this.#ending ?? {};
    const unit = this.#run.updates_per_epoch > 1 ? "update" : "epoch";
    const finite = status === "diverged" ? `${unit} ${count(step)}, the last finite one · ` : "";
    this.#note.textContent = finite + rowNote(this.#run, this.#row);
  }

  #show() {
    if (!this.#newest) return;
    if (this.#isOutdated()) this.#build();
    else this.#paint();
    this.#table.refresh();
  }

  /** Whether other weights than those drawn are now the largest. */
  #isOutdated() {
    const { leftOut, width, height, links } = this.#picture ?? {};
    if (!leftOut || performance.now() - this.#rankedAt < RANKING_MS) return false;
    this.#rankedAt = performance.now();
    const now = layoutNetwork(this.#run, width, height, this.#newest.weights);
    return now.links.some(({ index }, place) => index !== links[place].index);
  }

  #build() {
    const { clientWidth: width, clientHeight: height } = this.#svg;
    if (!this.#run || width < 40 || height < 40) return;
    this.#field?.close();
    const picture = layoutNetwork(this.#run, width, height, this.#newest?.weights);
    this.#picture = picture;
    this.#svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
    this.#svg.innerHTML = HATCH;
    const [lines, boxes, chips] = [1, 2, 3].map(() => draw("g", this.#svg));
    this.#marks = [
      ...picture.links.map((link) => this.#buildLink(link, lines, chips)),
      ...picture.biases.map((bias) => this.#buildChip(bias, "bias-chip", chips)),
    ];
    this.#nodes = picture.nodes.map((node) => this.#buildNode(node, boxes));
    for (const { x, y, text } of picture.dots) {
      draw("text", boxes, { class: "dots", x, y: y - 2, text: "⋮" });
      draw("text", boxes, { class: "name", x, y: y + 16, text });
    }
    draw("text", this.#svg, { class: "remark", x: width, y: height - 2, text: remark(picture) });
    this.#paint();
  }

  /** A line has an edge, to click and to stand out when chosen, a ground on it, and on that the wire. */
  #buildLink(link, lines, chips) {
    const { name, chip, x1, y1, x2, y2 } = link;
    const line = draw("g", lines, { "data-name": name });
    const [edge, ground, wire] = ["edge", "ground", "wire"].map((part) => draw("line", line, { class: part, x1, y1, x2, y2 }));
    const mark = this.#buildChip({ ...link, ...(chip ?? along(link, 0.5)) }, chip ? "" : "spare", chips);
    return { ...mark, line, edge, ground, wire };
  }

  #buildChip({ name, index, column, x, y }, kind, parent) {
    const height = this.#picture.chipHeight;
    const chip = draw("g", parent, { "data-name": name, transform: `translate(${x} ${y})` });
    const box = draw("rect", chip, { y: -height / 2, height, rx: 4 });
    return { name, index, column, x, y, kind, chip, box, text: draw("text", chip, { y: 4.5 }) };
  }

  #buildNode(node, parent) {
    const { halfWidth: w, halfHeight: h, names, nameLength, large } = this.#picture;
    const group = draw("g", parent, { transform: `translate(${node.x} ${node.y})` });
    draw("title", group, { text: node.name });
    draw("rect", group, { class: "frame", x: -w, y: -h, width: 2 * w, height: 2 * h, rx: Math.min(8, h / 2) });
    const tank = draw("rect", group, { x: 3 - w, width: 2 * w - 6, rx: Math.min(5, h / 3) });
    const value = draw("text", group, { y: large ? 6.5 : h < 13 ? 4 : 5 });
    if (names) draw("text", group, { class: "name", y: h + 14, text: shorten(node.name, nameLength) });
    return { ...node, tank, value, kind: large ? "large" : w < 24 || h < 13 ? "small" : "" };
  }

  #paint() {
    if (!this.#picture) return;
    const { weights = [] } = this.#newest ?? {};
    const activations = this.#seen(this.#newest);
    for (const mark of this.#marks) {
      const chosen = mark.name === this.#selected;
      if (mark.line) paintLine(mark, weights[mark.index], chosen, mark.name in this.#beyond);
      this.#paintChip(mark, weights[mark.index], chosen);
    }
    for (const node of this.#nodes) this.#paintNode(node, activations[node.layer]?.[node.unit]);
    const sizes = this.#run.layers.map((layer) => layer.units.length).join("–");
    const chosen = this.#run.parameters.find(({ name }) => name === this.#selected);
    const label = `Network ${sizes}${chosen ? `, ${chosen.label} chosen` : ""}. Arrow keys choose a weight, Enter edits it.`;
    put(this.#svg, { "aria-label": label });
  }

  #paintChip({ name, chip, box, text, x, kind }, weight, chosen) {
    put(chip, { class: `weight-chip ${kind} ${chosen ? "selected" : ""} ${signOf(weight)}` });
    if (kind === "spare" && !chosen) return;
    const bias = kind === "bias-chip";
    const words = weight === undefined ? "" : (bias ? "b " : "") + this.#word(name, weight, bias ? 1 : 2);
    if (!put(text, { text: words })) return;
    const width = chipWidth(words);
    const back = Math.min(0, this.#picture.width + 4 - x - width / 2);
    put(box, { x: back - width / 2, width });
    put(text, { x: back });
  }

  #word(name, weight, far) {
    return Number.isFinite(weight) ? signed(weight, 3, far) : this.#beyond[name] ?? "NaN";
  }

  #paintNode({ layer, unit, tank, value, kind }, activation) {
    const sign = this.#overflows(layer, unit) ? "bad" : signOf(activation);
    const { largest, signed: fromMiddle } = this.#reach[layer];
    const full = 2 * this.#picture.halfHeight - 6;
    const room = fromMiddle && sign !== "bad" ? full / 2 : full;
    const share = sign === "bad" ? 1 : Math.max(-1, Math.min(1, (activation ?? 0) / (largest || 1)));
    const filled = Math.abs(share) * room;
    const height = fromMiddle && filled < 2 ? 0 : share && Math.max(1, filled); // a thin one would strike the number out
    const floor = room - full / 2;
    put(tank, { class: `tank ${sign}`, y: share > 0 ? floor - height : floor, height });
    const text = activation === undefined ? "" : Number.isFinite(activation) ? fmt(activation, 2, 1) : this.#beyond[this.#nameOf(layer, unit)] ?? "NaN";
    put(value, { text, class: `value ${text.length > 5 ? "small" : kind}` });
  }

  #nameOf(layer, unit) {
    return this.#run.layers[layer].names[unit];
  }

  /** Whether a unit overflows in the first state that is not finite; where the loss alone does, the outputs. */
  #overflows(layer, unit) {
    const words = this.#beyond;
    const lossAlone = "loss" in words && Object.keys(words).length === 1;
    return this.#nameOf(layer, unit) in words || (lossAlone && layer === this.#run.layers.length - 1);
  }

  #choose(name) {
    if (!name || name === this.#selected) return;
    this.#page.choose({ parameter: name });
  }

  #explain(group) {
    if (!group || !this.#newest) return;
    const { index, name } = this.#marks.find((mark) => mark.name === group.dataset.name);
    const title = group.querySelector("title") ?? draw("title", group);
    title.textContent = `${this.#run.parameters[index].label}: ${this.#newest.weights[index] ?? this.#word(name, null)}`;
  }

  #key(event) {
    const way = ARROWS[event.key];
    if (event.altKey || event.ctrlKey || event.metaKey || (!way && event.key !== "Enter") || !this.#picture) return;
    event.preventDefault();
    if (way) this.#choose(neighbour(this.#marks, this.#selected, ...way));
    else this.#edit(this.#selected);
  }

  async #edit(name) {
    const index = this.#run?.parameters.findIndex((each) => each.name === name) ?? -1;
    if (index < 0 || !this.#newest || !this.#picture) return;
    this.#choose(name);
    const { openField } = await import("../number-field.js");
    this.#field?.close();
    const point = this.#marks.find((mark) => mark.name === name) ?? { x: this.#picture.width / 2, y: 30 };
    this.#field = openField(this.#svg, point, this.#run.parameters[index], this.#newest.weights[index], this.#page.setParameter);
  }
}

/** The chosen line stands out by an ink outline, never by another colour, and lies over the others. */
function paintLine({ line, edge, ground, wire }, weight, chosen, overflows) {
  const sign = overflows ? "bad" : signOf(weight);
  const width = sign === "bad" ? 4 : linkWidth(weight ?? 0);
  put(wire, { class: `wire ${sign}`, "stroke-width": width });
  put(edge, { "stroke-width": chosen ? width + 8 : HIT_WIDTH });
  put(ground, { "stroke-width": width + 4 });
  if (put(line, { class: chosen ? "link selected" : "link" }) && chosen) line.parentNode.append(line);
}

function nameAt(event) {
  return event.target.closest("[data-name]")?.dataset.name;
}

function signOf(value) {
  if (value === undefined) return "none";
  if (!Number.isFinite(value)) return "bad";
  return value < 0 ? "neg" : "pos";
}

function remark({ leftOut, all, links, crowded }) {
  if (leftOut > 0) return `the ${links.length} largest of ${all} lines; Table has every weight`;
  return crowded ? "point at a line, or use Table, for its number" : "";
}
