import { TableButton } from "../card-buttons.js";
import { draw, put, Refresh } from "../elements.js";
import { count, fmt, plain, rowNote, shownDigits, signed } from "../format.js";
import { along } from "../label-places.js";
import { fitText, layoutNetwork, legendCell, linkWidth, nameDrop, neighbour, startingReach, stretch, textWidth } from "../network-layout.js";

const RANKING_MS = 1000;
const HIT_WIDTH = 16; // px: how near a line a click must be
const HATCH = `<defs><pattern id="hatch" width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
  <path d="M0 0V8"/></pattern></defs>`;
const PAD = 4; // px between a chip's edge and its text
const ALL_DIGITS = "−0.1234567890123456"; // as wide as a number with all its digits
const GOAL_AT = 10; // px right of an output
const DIAMOND = "M0-5.5 5.5 0 0 5.5-5.5 0Z";
const LEGEND = [["pos", "+"], ["neg", "−"], ["size", "size"], ["goal", "goal"]];
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
  #picture = null;
  #marks = []; // what shows a parameter: of a weight its line and chip, of a bias its chip
  #nodes = [];
  #look = {};
  #newest = null;
  #ending = null;
  #row = 0;
  #selected = null;
  #reach = [];
  #rankedAt = 0;
  #field = null;
  #refresh = new Refresh(() => this.#show());
  #theme = new MutationObserver(() => this.#build());
  #stop = new AbortController();

  constructor(card, page) {
    this.#refresh.inside(card);
    const svg = card.querySelector(".plot > svg");
    this.#svg = svg;
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
    this.#ending = null;
    if (this.#row >= run.inputs.length) this.#row = 0;
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
    const parts = this.#ending ? [] : this.#newest?.sum ?? [];
    const digits = shownDigits() === "all" ? "exact" : "text";
    const texts = parts.map((part) => part[digits]);
    const last = texts.pop() ?? "";
    const [before, result] = this.#sum.children;
    const next = nameNext(this.#newest?.slice?.rows, this.#row);
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
    if (this.#isOutdated()) this.#build();
    else this.#paint();
    this.#tell();
    this.#writeSum();
    this.#table.refresh();
  }

  /** Whether other weights than those drawn are now the largest. */
  #isOutdated() {
    const { leftOut, width, height, links } = this.#picture ?? {};
    if (!leftOut || performance.now() - this.#rankedAt < RANKING_MS) return false;
    this.#rankedAt = performance.now();
    const now = layoutNetwork(this.#run, width, height, this.#newest.weights, this.#look);
    return now.links.some(({ index }, place) => index !== links[place].index);
  }

  #build() {
    const { clientWidth: width, clientHeight: height } = this.#svg;
    if (!this.#run || width < 40 || height < 40) return;
    this.#field?.close();
    this.#look = lookOf(this.#svg);
    const picture = layoutNetwork(this.#run, width, height, this.#newest?.weights, this.#look);
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
    buildLegend(this.#svg, picture.legend, this.#look.name);
    draw("text", this.#svg, { class: "remark", x: width, y: height - 3, text: remark(picture) });
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

  /** A chip stands on its line, or beside it with a leader to a dot on it. */
  #buildChip({ name, index, column, x, y, leader, width: wide }, kind, parent) {
    const bias = kind === "bias-chip";
    const { chipWidth, chipHeight, biasHeight } = this.#picture;
    const [width, height] = bias ? [wide, biasHeight] : [chipWidth, chipHeight];
    const chip = draw("g", parent, { "data-name": name, transform: `translate(${x} ${y})` });
    if (leader) {
      draw("line", chip, { class: "leader", x1: leader.x1 - x, y1: leader.y1 - y, x2: leader.x2 - x, y2: leader.y2 - y });
      draw("circle", chip, { class: "leader-end", cx: leader.x2 - x, cy: leader.y2 - y, r: 2.5 });
    }
    const box = draw("rect", chip, { y: -height / 2, height, rx: 4 });
    const text = draw("text", chip, { y: 0.36 * this.#look.chip });
    return { name, index, column, x, y, kind, chip, box, text, width };
  }

  #buildNode(node, parent) {
    const { halfWidth: w, halfHeight: h, inside } = node;
    const size = this.#look.name;
    const group = draw("g", parent, { transform: `translate(${node.x} ${node.y})` });
    draw("title", group, { text: node.full });
    draw("rect", group, { class: "frame", x: -w, y: -h, width: 2 * w, height: 2 * h, rx: Math.min(8, h / 2) });
    const tank = draw("rect", group, { x: 3 - w, width: 2 * w - 6, rx: Math.min(5, h / 3) });
    const named = inside ? textWidth(node.name, size) + 4 : 0;
    if (inside) draw("text", group, { class: "name inside", x: 5 - w, y: 0.36 * size, text: node.name });
    else draw("text", group, { class: "name", y: h + nameDrop(this.#look), text: node.name });
    const value = draw("text", group, { x: named / 2 });
    const goal = node.layer === this.#run.layers.length - 1 ? buildGoal(group, w) : null;
    return { ...node, tank, value, goal, room: 2 * w - 8 - named };
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

  #paintChip({ name, chip, box, text, kind, width }, weight, chosen) {
    put(chip, { class: `weight-chip ${kind} ${chosen ? "selected" : ""} ${signOf(weight)}` });
    if (kind === "spare" && !chosen) return;
    const texts = weight === undefined ? [""] : this.#words(name, weight, kind === "bias-chip" ? "b " : "");
    const wide = kind === "spare" ? Math.max(width, textWidth(texts[0], this.#look.chip, "bold") + 2 * PAD) : width;
    writeFitted(text, texts, [this.#look.chip], wide - 2 * PAD);
    put(box, { x: -wide / 2, width: wide });
  }

  /** What a chip may say, from the most digits to the fewest. */
  #words(name, weight, before) {
    if (!Number.isFinite(weight)) return [before + (this.#beyond[name] ?? "NaN")];
    return [[3, 2], [2, 1], [1, 1]].map(([sig, far]) => before + signed(weight, sig, far));
  }

  #paintNode({ layer, unit, halfHeight, large, tank, value, goal, room }, activation) {
    const sign = this.#overflows(layer, unit) ? "bad" : signOf(activation);
    const { largest, signed: fromMiddle } = this.#reach[layer];
    const full = 2 * halfHeight - 6;
    const half = fromMiddle && sign !== "bad" ? full / 2 : full;
    const share = (number) => Math.max(-1, Math.min(1, (number ?? 0) / (largest || 1)));
    const level = sign === "bad" ? 1 : share(activation);
    const filled = Math.abs(level) * half;
    const height = fromMiddle && filled < 4 ? 0 : level && Math.max(1, filled); // a thin one would strike the number out
    const floor = half - full / 2;
    put(tank, { class: `tank ${sign}`, y: level > 0 ? floor - height : floor, height });
    const { value: size, name: small } = this.#look;
    const texts = Number.isFinite(activation) ? [fmt(activation, 2, 1), fmt(activation, 1, 1)] : [this.#beyond[this.#nameOf(layer, unit)] ?? "NaN"];
    const sizes = [...(large ? [1.3 * size] : []), size, small].filter((each) => each <= Math.max(small, 1.7 * halfHeight));
    put(value, { class: "value" });
    writeFitted(value, sign === "none" ? [""] : texts, sizes, room);
    if (goal) this.#paintGoal(goal, unit, activation, (number) => (fromMiddle ? 0 : full / 2) - share(number) * (fromMiddle ? full / 2 : full));
  }

  /** A hollow diamond at the goal's level, and the gap between it and the level of the activation. */
  #paintGoal({ group, diamond, gap, foot, title }, unit, activation, levelOf) {
    const goal = this.#run.goals[this.#row]?.[unit];
    const known = goal !== undefined && Number.isFinite(activation);
    put(group, { class: known ? "goal" : "goal none" });
    if (!known) return;
    const [from, to] = [levelOf(activation), levelOf(goal)];
    put(diamond, { transform: `translate(0 ${to.toFixed(2)})` });
    put(gap, { y1: from, y2: to });
    put(foot, { y1: from, y2: from });
    put(title, { text: `goal ${plain(goal)}` });
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
    title.textContent = `${this.#run.parameters[index].label}: ${this.#newest.weights[index] ?? this.#beyond[name] ?? "NaN"}`;
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
    const { openField } = await import("../number-field.js").catch(() => ({})); // the server is away
    if (!openField) return;
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

/** The sizes of texts that the styles give, and the room that all digits of a number take where they are wanted. */
function lookOf(svg) {
  const style = getComputedStyle(svg);
  const [chip, name, value] = ["chip", "name", "value"].map((what) => parseFloat(style.getPropertyValue(`--${what}-size`)));
  const all = shownDigits() === "all";
  return {
    chip, name, value,
    chipLeast: all ? textWidth(`${ALL_DIGITS}b `, chip, "bold") + 2 * PAD : 0,
    valueLeast: all ? textWidth(ALL_DIGITS, name, "bold") : 0,
  };
}

/** Writes the first text that fits; where none does, the last one is squeezed. */
function writeFitted(element, texts, sizes, room) {
  const { text, size, squeeze } = fitText(texts, sizes, room);
  put(element, { text, "font-size": size });
  if (element.classList.contains("value")) put(element, { y: 0.36 * size });
  if (squeeze) put(element, { textLength: squeeze, lengthAdjust: "spacingAndGlyphs" });
  else if (element.shown.textLength) {
    delete element.shown.textLength;
    element.removeAttribute("textLength");
  }
}

function buildGoal(parent, halfWidth) {
  const group = draw("g", parent, { transform: `translate(${halfWidth + GOAL_AT} 0)` });
  const title = draw("title", group);
  const gap = draw("line", group, { class: "gap", x1: 0, x2: 0 });
  const foot = draw("line", group, { class: "gap", x1: 1 - GOAL_AT, x2: 3 });
  return { group, gap, foot, title, diamond: draw("path", group, { class: "diamond", d: DIAMOND }) };
}

/** What sign, dash, width and diamond mean. */
function buildLegend(svg, { x, y, across }, size) {
  const group = draw("g", svg, { class: "legend", transform: `translate(${x} ${y})` });
  const cell = legendCell(size);
  LEGEND.forEach(([kind, text], place) => {
    const [left, middle] = [(place % across) * cell.width, (Math.floor(place / across) + 0.5) * cell.height];
    const item = draw("g", group, { transform: `translate(${left} ${middle})` });
    if (kind === "goal") draw("path", item, { class: "diamond", d: DIAMOND, transform: "translate(11 0)" });
    else if (kind === "size") draw("path", item, { class: "wedge", d: "M1 1 21 5V-5L1-1Z" });
    else draw("line", item, { class: `wire ${kind}`, x1: 0, x2: 22, "stroke-width": 4 });
    draw("text", item, { x: 27, y: 0.36 * size, text });
  });
}

function remark({ leftOut, all, links, crowded }) {
  if (leftOut > 0) return `the ${links.length} largest of ${all} lines; Table has every weight`;
  return crowded ? "point at a line, or use Table, for its number" : "";
}
