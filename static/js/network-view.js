import { fmt, signed } from "./format.js";
import {
  along, chipWidth, layoutNetwork, linkWidth, neighbour, shorten, startingReach, stations, stretch,
} from "./network-layout.js";
import { openField } from "./number-table.js";

const DIGIT_WIDTH = 8.8;
const RANKING_MS = 1000;
const HATCH = `<defs><pattern id="hatch" width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
  <rect class="hatch-ground" width="8" height="8"/><path class="hatch-line" d="M0 0V8"/></pattern></defs>`;
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/** The network: a box a unit, filled to its activation; a line a weight; a chip with its number. */
export class NetworkView {
  #svg;
  #onSelect;
  #observer;
  #run = null;
  #picture = null;
  #links = [];
  #biases = [];
  #nodes = [];
  #halo = [];
  #frame = null;
  #words = {};
  #selected = null;
  #reach = [];
  #rankedAt = 0;
  #field = null;
  #stop = new AbortController();

  constructor(svg, { onSelect = () => {} } = {}) {
    this.#svg = svg;
    this.#onSelect = onSelect;
    const on = (type, act) => svg.addEventListener(type, act, { signal: this.#stop.signal });
    on("click", (event) => this.#choose(nameAt(event)));
    on("dblclick", (event) => this.#edit(nameAt(event)));
    on("keydown", (event) => this.#key(event));
    on("pointerover", (event) => this.#explain(event.target.closest("[data-name]")));
    this.#observer = new ResizeObserver(() => this.#build());
    this.#observer.observe(svg);
  }

  setRun(run) {
    this.#run = run;
    this.#frame = null;
    this.#reach = run.layers.map((_, layer) => startingReach(run, layer));
    this.#build();
  }

  update(frame) {
    this.#show(frame, {});
  }

  /** Shows the first state that is not finite, after a run has diverged. */
  showBroken(end) {
    if (end?.beyond) this.#show(end.beyond, end.beyond.words ?? {});
  }

  select(name) {
    this.#selected = name;
    this.#paint();
  }

  destroy() {
    this.#field?.close();
    this.#observer.disconnect();
    this.#stop.abort();
    this.#svg.replaceChildren();
  }

  #show(frame, words) {
    this.#frame = frame;
    this.#words = words;
    if (this.#isOutdated()) this.#build();
    else this.#paint();
  }

  /** Whether other weights than those drawn are now the largest. */
  #isOutdated() {
    const { leftOut, width, height, links } = this.#picture ?? {};
    if (!leftOut || performance.now() - this.#rankedAt < RANKING_MS) return false;
    this.#rankedAt = performance.now();
    const now = layoutNetwork(this.#run, width, height, this.#frame.weights);
    return now.links.some(({ index }, place) => index !== links[place].index);
  }

  #build() {
    const { clientWidth: width, clientHeight: height } = this.#svg;
    if (!this.#run || width < 40 || height < 40) return;
    this.#field?.close();
    const picture = layoutNetwork(this.#run, width, height, this.#frame?.weights);
    this.#picture = picture;
    this.#svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
    this.#svg.innerHTML = HATCH;
    const [lines, halo, boxes, chips] = ["links", "halo", "nodes", "chips"].map((name) => draw("g", { class: name }, this.#svg));
    this.#halo = ["halo-ink", "halo-ground", "wire"].map((name) => draw("line", { class: name }, halo));
    this.#links = picture.links.map((link) => this.#buildLink(link, lines, chips));
    this.#nodes = picture.nodes.map((node) => this.#buildNode(node, boxes));
    this.#biases = picture.biases.map((bias) => ({ ...bias, chip: this.#buildChip(bias.index, bias, "bias-chip", chips) }));
    for (const { x, y, text } of picture.dots) {
      draw("text", { class: "dots", x, y: y - 2 }, boxes).textContent = "⋮";
      draw("text", { class: "name", x, y: y + 16 }, boxes).textContent = text;
    }
    draw("text", { class: "remark", x: width, y: height - 2 }, this.#svg).textContent = remark(picture);
    this.#paint();
  }

  #buildLink(link, lines, chips) {
    const { x1, y1, x2, y2 } = link;
    const ends = { x1, y1, x2, y2 };
    const group = draw("g", { class: "link", "data-name": this.#run.parameters[link.index].name }, lines);
    draw("line", { class: "hit", ...ends }, group);
    const wire = draw("line", ends, group);
    const place = link.chip ?? along(link, 0.5);
    return { ...link, ends, wire, chip: this.#buildChip(link.index, place, link.chip ? "" : "spare", chips) };
  }

  #buildChip(index, { x, y }, kind, parent) {
    const height = this.#picture.chipHeight;
    const group = draw("g", { "data-name": this.#run.parameters[index].name, transform: `translate(${x} ${y})` }, parent);
    const box = draw("rect", { y: -height / 2, height, rx: 4 }, group);
    return { x, y, group, box, kind, text: draw("text", { y: 4.5 }, group) };
  }

  #buildNode(node, parent) {
    const { halfWidth: w, halfHeight: h, names, nameLength, large } = this.#picture;
    const group = draw("g", { class: "node", transform: `translate(${node.x} ${node.y})` }, parent);
    draw("title", {}, group).textContent = node.name;
    draw("rect", { class: "frame", x: -w, y: -h, width: 2 * w, height: 2 * h, rx: Math.min(8, h / 2) }, group);
    const tank = draw("rect", { x: 3 - w, width: 2 * w - 6, rx: Math.min(5, h / 3) }, group);
    const value = draw("text", { y: large ? 6.5 : h < 13 ? 4 : 5 }, group);
    if (names) draw("text", { class: "name", y: h + 14 }, group).textContent = shorten(node.name, nameLength);
    return { ...node, tank, value, kind: large ? "value large" : w < 24 || h < 13 ? "value small" : "value" };
  }

  #paint() {
    if (!this.#picture) return;
    const weights = this.#frame?.weights ?? [];
    for (const link of this.#links) this.#paintLink(link, weights[link.index]);
    for (const { chip, index } of this.#biases) this.#paintChip(chip, index, weights[index], "b ");
    const activations = this.#frame?.row?.activations ?? [];
    activations.forEach((values, layer) => stretch(this.#reach[layer], values));
    for (const node of this.#nodes) this.#paintNode(node, activations[node.layer]?.[node.unit]);
    this.#paintHalo(weights);
    const sizes = this.#run.layers.map((layer) => layer.units.length).join("–");
    const chosen = this.#run.parameters.find(({ name }) => name === this.#selected);
    put(this.#svg, "aria-label", `Network ${sizes}${chosen ? `, ${chosen.label} chosen` : ""}. Arrow keys choose a weight, Enter edits it.`);
  }

  #paintLink(link, weight) {
    put(link.wire, "class", `wire ${signOf(weight)}`);
    put(link.wire, "stroke-width", widthOf(weight));
    this.#paintChip(link.chip, link.index, weight, "");
  }

  #paintChip(chip, index, weight, before) {
    const chosen = this.#isSelected(index);
    put(chip.group, "class", `weight-chip ${chip.kind} ${chosen ? "selected" : ""} ${signOf(weight)}`);
    if (chip.kind === "spare" && !chosen) return;
    const text = weight === undefined ? "" : before + this.#word(index, weight);
    if (!put(chip.text, "text", text)) return;
    const width = chipWidth(text, DIGIT_WIDTH);
    const back = Math.min(0, this.#picture.width + 4 - chip.x - width / 2);
    put(chip.box, "x", back - width / 2);
    put(chip.box, "width", width);
    put(chip.text, "x", back);
  }

  #word(index, weight) {
    if (Number.isFinite(weight)) return signed(weight, Math.abs(weight) >= 9999.5 ? 2 : 3);
    return this.#words[this.#run.parameters[index].name] ?? "NaN";
  }

  #isSelected(index) {
    return this.#run.parameters[index].name === this.#selected;
  }

  #paintNode(node, value) {
    const bad = signOf(value) === "bad";
    const reach = this.#reach[node.layer];
    const full = 2 * this.#picture.halfHeight - 6;
    const room = reach.signed && !bad ? full / 2 : full;
    const share = bad ? 1 : Math.max(-1, Math.min(1, (value ?? 0) / (reach.largest || 1)));
    const length = share && Math.max(1, Math.abs(share) * room);
    const floor = full / 2 - (full - room);
    put(node.tank, "class", `tank ${signOf(value)}`);
    put(node.tank, "y", (share > 0 ? floor - length : floor).toFixed(1));
    put(node.tank, "height", length.toFixed(1));
    const text = bad ? this.#words[unitName(this.#run, node)] ?? "NaN" : nodeText(value);
    put(node.value, "text", text);
    put(node.value, "class", text.length > 5 ? "value small" : node.kind);
  }

  /** The chosen line stands out in an ink outline, never in another colour. */
  #paintHalo(weights) {
    const link = this.#links.find(({ index }) => this.#isSelected(index));
    const width = link ? Number(widthOf(weights[link.index])) : 0;
    this.#halo.forEach((line, index) => {
      line.classList.toggle("hidden", !link);
      if (!link) return;
      for (const [name, value] of Object.entries(link.ends)) put(line, name, value);
      put(line, "stroke-width", width + [8, 4, 0][index]);
    });
    if (link) put(this.#halo[2], "class", `wire ${signOf(weights[link.index])}`);
  }

  #choose(name) {
    if (!name || name === this.#selected) return;
    this.select(name);
    this.#onSelect(name);
  }

  #explain(group) {
    if (!group || !this.#frame) return;
    const index = this.#run.parameters.findIndex(({ name }) => name === group.dataset.name);
    const title = group.querySelector("title") ?? draw("title", {}, group);
    title.textContent = `${this.#run.parameters[index].label}: ${this.#frame.weights[index] ?? this.#word(index, null)}`;
  }

  #key(event) {
    const way = ARROWS[event.key];
    if (event.altKey || event.ctrlKey || event.metaKey || (!way && event.key !== "Enter") || !this.#picture) return;
    event.preventDefault();
    if (way) this.#choose(neighbour(stations(this.#picture, this.#run), this.#selected, ...way));
    else this.#edit(this.#selected);
  }

  #edit(name) {
    const index = this.#run?.parameters.findIndex((each) => each.name === name) ?? -1;
    if (index < 0 || !this.#frame || !this.#picture) return;
    this.#choose(name);
    this.#field?.close();
    const chip = [...this.#links, ...this.#biases].find((each) => each.index === index)?.chip;
    const point = chip ?? { x: this.#svg.clientWidth / 2, y: 30 };
    this.#field = openField(this.#svg, point, this.#run.parameters[index], this.#frame.weights[index]);
  }
}

function draw(tag, attributes, parent) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  parent.append(element);
  return element;
}

/** Sets an attribute, or the text for "text", only when it differs; tells whether it did. */
function put(part, name, value) {
  part.shown ??= {};
  if (part.shown[name] === value) return false;
  part.shown[name] = value;
  if (name === "text") part.textContent = value;
  else part.setAttribute(name, value);
  return true;
}

function nameAt(event) {
  return event.target.closest("[data-name]")?.dataset.name;
}

function signOf(value) {
  if (value === undefined) return "none";
  if (!Number.isFinite(value)) return "bad";
  return value < 0 ? "neg" : "pos";
}

function widthOf(weight) {
  return Number.isFinite(weight) ? linkWidth(weight).toFixed(2) : "4";
}

/** The name of a unit in the names of its parameters: "h1" of "h1.x2". */
function unitName(run, { layer, unit }) {
  const parameter = run.parameters.find((each) => each.layer === layer && each.to === unit && each.from !== null);
  return parameter && parameter.name.slice(0, parameter.name.lastIndexOf("."));
}

function nodeText(value) {
  if (value === undefined) return "";
  const size = Math.abs(value);
  return fmt(value, size >= 9999.5 || (size > 0 && size < 1e-3) ? 1 : 2);
}

function remark({ leftOut, all, links, crowded }) {
  if (leftOut > 0) return `the ${links.length} largest of ${all} lines; Table has every weight`;
  return crowded ? "point at a line, or use Table, for its number" : "";
}
