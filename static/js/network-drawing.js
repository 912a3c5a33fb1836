import { draw, put } from "./elements.js";
import { fmt, plain, shownDigits, signed } from "./format.js";
import { along } from "./label-places.js";
import { fitText, layoutNetwork, legendCell, linkWidth, nameDrop, neighbour, textWidth } from "./network-layout.js";

const RANKING_MS = 1000;
const HIT_WIDTH = 16; // px: how near a line a click must be
const HATCH = `<defs><pattern id="hatch" width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
  <path d="M0 0V8"/></pattern></defs>`;
const PAD = 4; // px between a chip's edge and its text
const ALL_DIGITS = "−0.1234567890123456"; // as wide as a number with all its digits
const GOAL_AT = 10; // px right of an output
const DIAMOND = "M0-5.5 5.5 0 0 5.5-5.5 0Z";
const LEGEND = [["pos", "+"], ["neg", "−"], ["size", "size"], ["goal", "goal"]];

/** The drawing of a network: a box a unit, filled to its activation; a line a weight; a chip with its number. */
export class NetworkDrawing {
  #svg;
  #run = null;
  #picture = null;
  #marks = []; // what shows a parameter: of a weight its line and chip, of a bias its chip
  #nodes = [];
  #look = {};
  #state = {}; // what is painted
  #rankedAt = 0;

  constructor(svg) {
    this.#svg = svg;
  }

  get isEmpty() {
    return !this.#picture;
  }

  /** Gives up what is drawn, because it is of another run; where the panel is out of sight it stays. */
  forget() {
    this.#picture = null;
  }

  /** Whether other weights than those drawn are now the largest. */
  isOutdated(weights) {
    const { leftOut, width, height, links } = this.#picture ?? {};
    if (!leftOut || performance.now() - this.#rankedAt < RANKING_MS) return false;
    this.#rankedAt = performance.now();
    const now = layoutNetwork(this.#run, width, height, weights, this.#look);
    return now.links.some(({ index }, place) => index !== links[place].index);
  }

  /** Lays out a run and draws all of it but what `paint` writes; tells whether there is room. */
  build(run, weights) {
    const { clientWidth: width, clientHeight: height } = this.#svg;
    if (width < 40 || height < 40) return false;
    this.#run = run;
    this.#look = lookOf(this.#svg);
    const picture = layoutNetwork(run, width, height, weights, this.#look);
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
    return true;
  }

  /** Writes a state {weights, activations, reach, goals, selected, beyond} over the picture. */
  paint(state) {
    if (!this.#picture) return;
    this.#state = state;
    const { weights, activations, selected, beyond } = state;
    for (const mark of this.#marks) {
      const chosen = mark.name === selected;
      if (mark.line) paintLine(mark, weights[mark.index], chosen, mark.name in beyond);
      this.#paintChip(mark, weights[mark.index], chosen);
    }
    for (const node of this.#nodes) this.#paintNode(node, activations[node.layer]?.[node.unit]);
    const sizes = this.#run.layers.map((layer) => layer.units.length).join("–");
    const chosen = this.#run.parameters.find(({ name }) => name === selected);
    const label = `Network ${sizes}${chosen ? `, ${chosen.label} chosen` : ""}. Arrow keys choose a weight, Enter edits it.`;
    put(this.#svg, { "aria-label": label });
  }

  /** Where the number of a parameter stands; the middle where it is not drawn. */
  placeOf(name) {
    return this.#marks.find((mark) => mark.name === name) ?? { x: this.#picture.width / 2, y: 30 };
  }

  /** The name of the parameter whose number is next in a direction. */
  neighbour(name, across, down) {
    return neighbour(this.#marks, name, across, down);
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
    if (!Number.isFinite(weight)) return [before + (this.#state.beyond[name] ?? "NaN")];
    return [[3, 2], [2, 1], [1, 1]].map(([sig, far]) => before + signed(weight, sig, far));
  }

  #paintNode({ layer, unit, halfHeight, large, tank, value, goal, room }, activation) {
    const sign = this.#overflows(layer, unit) ? "bad" : signOf(activation);
    const { largest, signed: fromMiddle } = this.#state.reach[layer];
    const full = 2 * halfHeight - 6;
    const half = fromMiddle && sign !== "bad" ? full / 2 : full;
    const share = (number) => Math.max(-1, Math.min(1, (number ?? 0) / (largest || 1)));
    const level = sign === "bad" ? 1 : share(activation);
    const filled = Math.abs(level) * half;
    const height = fromMiddle && filled < 4 ? 0 : level && Math.max(1, filled); // a thin one would strike the number out
    const floor = half - full / 2;
    put(tank, { class: `tank ${sign}`, y: level > 0 ? floor - height : floor, height });
    const { value: size, name: small } = this.#look;
    const texts = Number.isFinite(activation) ? [fmt(activation, 2, 1), fmt(activation, 1, 1)] : [this.#state.beyond[this.#nameOf(layer, unit)] ?? "NaN"];
    const sizes = [...(large ? [1.3 * size] : []), size, small].filter((each) => each <= Math.max(small, 1.7 * halfHeight));
    put(value, { class: "value" });
    writeFitted(value, sign === "none" ? [""] : texts, sizes, room);
    if (goal) this.#paintGoal(goal, unit, activation, (number) => (fromMiddle ? 0 : full / 2) - share(number) * (fromMiddle ? full / 2 : full));
  }

  /** A hollow diamond at the goal's level, and the gap between it and the level of the activation. */
  #paintGoal({ group, diamond, gap, foot, title }, unit, activation, levelOf) {
    const goal = this.#state.goals?.[unit];
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
    const words = this.#state.beyond;
    const lossAlone = "loss" in words && Object.keys(words).length === 1;
    return this.#nameOf(layer, unit) in words || (lossAlone && layer === this.#run.layers.length - 1);
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

function signOf(value) {
  if (value === undefined) return "none";
  if (!Number.isFinite(value)) return "bad";
  return value < 0 ? "neg" : "pos";
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
