/** Where everything of the network drawing stands. Pure geometry in CSS pixels: touches no DOM. */

import { boxAround, lengthInside, overlap, placeLabels } from "./label-places.js";

const MOST_UNITS = 8;
const END_UNITS = 3;
const MOST_LINKS = 200;
const LARGEST_LINKS = 60;
const MOST_CHIPS = 48;
const CHIPS = [[5.4, 1.44], [4.8, 1.44], [4.2, 1.28], [3.7, 1.12]]; // widths and heights to try, times the size of the text
const DENSEST = 0.42; // the share of the room between the layers that chips may take
const BIAS_WIDTH = 5.2;
const MOST_BIASES = 12;
const LEAST_HALF = 8;
const MARGIN = 4;
const LARGEST_STEP = 168; // px between the middles of two units
const LARGEST_GAPS = { 2: 330, 3: 230 }; // px between two layers, by their number
const LARGEST_GAP = 200;
const GOAL_ROOM = 18; // px right of an output, for its goal
const WIDE = 560; // px: enough for the legend beside a remark
const NARROW = 440; // px: what is less wide is a phone's
const LINE_GAP = 3;
const LEGEND_SHAPES = [4, 2, 1]; // how many of its four signs stand side by side
const LETTER_WIDTHS = { ".": 0.55, ",": 0.55, "+": 1.2, "−": 1.2, "×": 1.2, "→": 1.2, "∞": 1.2, " ": 0.5, "…": 1.45, m: 1.5, w: 1.3, i: 0.5, l: 0.5 }; // in digits
const SQUEEZED = 0.88; // of its width: what nobody notices
const DIGIT_WIDTH = { normal: 0.64, bold: 0.7 }; // of the size of the text
/** The sizes of the texts, and how wide chips and values must at least be, in px, where nobody says otherwise. */
const PLAIN = { chip: 12.5, name: 12, value: 14, chipLeast: 0, valueLeast: 0 };

/** The units of a layer that are drawn: all of a small layer, else the first and the last three. */
export function shownUnits(count) {
  const all = [...Array(count).keys()];
  return count <= MOST_UNITS ? all : [...all.slice(0, END_UNITS), ...all.slice(-END_UNITS)];
}

/** The width of a line, in px: grows with the logarithm, so that every size can be told apart. */
export function linkWidth(weight) {
  return Math.min(10, 1.25 + 2.75 * Math.log2(1 + Math.abs(weight)));
}

/** How wide a text of a size is, in px, and rather more than less. */
export function textWidth(text, size, weight = "normal") {
  let digits = 0;
  for (const letter of text) digits += LETTER_WIDTHS[letter] ?? (letter < "⁀" ? 1 : 0.72);
  return digits * DIGIT_WIDTH[weight] * size;
}

/**
 * The first of some texts that fits into so many px at one of some sizes, if need be a little squeezed; the last one
 * is squeezed as much as it must be.
 */
export function fitText(texts, sizes, room) {
  const least = sizes.at(-1);
  for (const text of texts) {
    for (const size of sizes) if (textWidth(text, size, "bold") <= room) return { text, size, squeeze: null };
    if (SQUEEZED * textWidth(text, least, "bold") <= room) return { text, size: least, squeeze: Math.round(room) };
  }
  return { text: texts.at(-1), size: least, squeeze: Math.round(room) };
}

/**
 * The whole picture of a network in a box of `width` × `height`: `nodes` {layer, unit, name, x, y, halfWidth,
 * halfHeight, inside}, `links` {name, index, layer, column, x1, y1, x2, y2, chip: {x, y, leader} or null}, `biases`
 * {name, index, column, x, y}, `dots` {text, x, y}, the `legend` {x, y, across}, and what had to be left out; a `column`
 * is for the arrow keys, a node's name stands `inside` its box where there is no room below. `weights` tell which links
 * of a big network are the largest; `look` the sizes of texts, and the least widths of chips and of values.
 */
export function layoutNetwork(run, width, height, weights = [], look = {}) {
  const sizes = { ...PLAIN, ...look };
  const line = legendCell(sizes.name).height + LINE_GAP;
  const first = arrange(run, width, height, weights, sizes);
  const corner = hasRemark(first) ? null : placeLegend(first, sizes.name);
  if (corner) return { ...first, legend: corner };
  // What is left out is said in a line of words below the drawing, and the legend stands there too.
  const few = width < WIDE ? 2 : 1;
  const strips = (of) => (hasRemark(of) ? few : 1) * line;
  let low = arrange(run, width, height - strips(first), weights, sizes);
  if (strips(low) > strips(first)) low = arrange(run, width, height - strips(low), weights, sizes);
  const legend = placeLegend(low, sizes.name) ?? { x: 0, y: low.height + LINE_GAP, across: LEGEND_SHAPES[0] };
  return { ...low, height, legend };
}

function hasRemark({ crowded, leftOut }) {
  return crowded || leftOut > 0;
}

function arrange(run, width, height, weights, look) {
  const columns = layColumns(run, width, height, look);
  const nodes = columns.flatMap((column) => column.nodes);
  const node = (layer, unit) => columns[layer].nodes.find((each) => each.unit === unit);
  const all = [];
  const biases = [];
  run.parameters.forEach(({ name, layer, to: unit, from: source }, index) => {
    const to = node(layer, unit);
    const from = node(layer - 1, source);
    const mark = { name, index, layer, column: 2 * layer + (source === null) };
    if (to && from) all.push({ ...mark, x1: from.x + from.halfWidth, y1: from.y, x2: to.x - to.halfWidth, y2: to.y });
    if (to && source === null && columns[layer].biases) biases.push({ ...mark, ...biasPlace(to, width, look) });
  });
  const links = largest(all, weights);
  const tallest = Math.round(look.chip * CHIPS[0][1]);
  const dots = columns.flatMap((column) => column.dots);
  const leftOut = all.length - links.length;
  const boxes = [
    ...nodes.flatMap((each) => nodeBoxes(each, run.layers.length, look)),
    ...biases.map((bias) => boxAround(bias, bias.width, tallest)),
    ...dots.map((dot) => boxAround(dot, textWidth(dot.text, look.name), 3 * look.name)),
  ];
  const placed = leftOut ? null : placeChips(links, boxes, width, height, look);
  links.forEach((link, place) => { link.chip = placed?.places[place] ?? null; });
  return {
    width, height, nodes, links, biases, dots, boxes, leftOut, all: all.length,
    chipHeight: placed?.tall ?? tallest, chipWidth: placed?.width ?? look.chip * CHIPS[0][0], biasHeight: tallest, crowded: !placed,
  };
}

/** Tries labels of less and less width and height; in the largest room no smaller ones are needed. */
function placeChips(links, boxes, width, height, look) {
  if (links.length > MOST_CHIPS) return null;
  const bounds = { left: -2, top: -2, right: width + 2, bottom: height + 2 };
  const room = gapsOf(links).reduce((sum, gap) => sum + gap, 0) * height;
  for (const [wide, share] of CHIPS) {
    const size = { width: Math.round(Math.max(look.chip * wide, look.chipLeast)), tall: Math.round(look.chip * share) };
    if (links.length * size.width * size.tall > DENSEST * room && wide !== CHIPS.at(-1)[0]) continue;
    const lines = links.map((link) => ({ ...link, width: size.width, wish: wishOf(link, links) }));
    const places = placeLabels(lines, size.tall, boxes, bounds);
    if (places) return { places, ...size };
  }
  return null;
}

function gapsOf(links) {
  return [...new Map(links.map(({ layer, x1, x2 }) => [layer, x2 - x1])).values()];
}

/** Where on a line its label would best be: where lines fan in, nearer to the unit where they end. */
function wishOf(link, links) {
  const fans = links.some(({ layer, y1, y2 }) => layer === link.layer && y1 === link.y1 && y2 !== link.y2);
  return fans ? 0.66 : 0.42;
}

function nodeBoxes({ layer, x, y, halfWidth, halfHeight, inside, name }, layers, look) {
  const goal = layer === layers - 1 ? GOAL_ROOM : 0;
  const box = { left: x - halfWidth - 1, top: y - halfHeight - 1, right: x + halfWidth + 1 + goal, bottom: y + halfHeight + 1 };
  if (inside) return [box];
  return [box, boxAround({ x, y: y + halfHeight + nameDrop(look) - 4 }, textWidth(name, look.name), look.name)];
}

/** How far below a box its name is written. */
export function nameDrop({ name }) {
  return Math.round(name * 1.17);
}

function biasPlace({ x, y, halfWidth, halfHeight }, width, look) {
  const tall = Math.round(look.chip * CHIPS[0][1]);
  const wide = Math.max(look.chip * BIAS_WIDTH, 2 * halfWidth, look.chipLeast);
  return { x: Math.max(wide / 2, Math.min(width - wide / 2, x)), y: y - halfHeight - tall / 2 - 2, width: wide };
}

/** The columns of units: {nodes, dots, biases}. */
function layColumns(run, width, height, look) {
  const { layers, parameters } = run;
  const neurons = layers.slice(1).reduce((sum, { units }) => sum + units.length, 0);
  const biased = neurons <= MOST_BIASES && parameters.some(({ from }) => from === null);
  const above = biased ? Math.round(look.chip * CHIPS[0][1]) + 3 : 0;
  const below = nameDrop(look) + 3;
  const large = layers.length === 2 && Math.max(...layers.map(({ units }) => units.length)) <= 3 && height > 200;
  const most = (width < NARROW ? 22 : 26) * (look.value / 14) * (large ? 1.35 : 1);
  const shapes = layers.map(({ units }, layer) => {
    const slots = units.length <= MOST_UNITS ? units.length : 2 * END_UNITS + 1;
    const pitch = Math.min(LARGEST_STEP, (height - MARGIN) / slots);
    const roomy = pitch - above - below - MARGIN >= 2 * Math.max(look.value * 0.9, 11);
    const biases = biased && layer > 0 && (roomy || pitch - above - MARGIN >= 2 * LEAST_HALF);
    const used = roomy ? above + below : biases ? above : 0;
    const halfHeight = Math.max(Math.min(LEAST_HALF, pitch / 2 - 1), Math.min(most, (pitch - used - MARGIN) / 2));
    const halfWidth = halfWidthOf(run, layer, width, large, roomy, look);
    const shift = (roomy ? above - below : biases ? above : 0) / 2;
    return { slots, pitch, roomy, biases, halfHeight, halfWidth, shift, large };
  });
  const xs = columnXs(shapes, width, layers.length);
  return shapes.map((shape, layer) => column(run, layer, shape, xs[layer], height, look));
}

function halfWidthOf({ layers }, layer, width, large, roomy, look) {
  const spacing = width / layers.length;
  const value = Math.max(look.valueLeast, (width < NARROW ? 38 : 44) * (look.value / 14));
  const named = roomy ? 0 : Math.max(...layers[layer].units.map((name) => textWidth(shortName(name, false, look, spacing), look.name))) + 6;
  return Math.min((value * (large ? 1.35 : 1) + named + 8) / 2, Math.max(14, spacing * 0.36));
}

/** A unit's name as long as there is room for it. */
function shortName(name, roomy, look, spacing) {
  const room = roomy ? spacing - 4 : Math.min(60, spacing * 0.3);
  let short = name;
  while (short.length > 2 && textWidth(short, look.name) > room) short = `${short.slice(0, short.endsWith("…") ? -2 : -1)}…`;
  return short;
}

function columnXs(shapes, width, layers) {
  const widths = shapes.map(({ halfWidth }) => 2 * halfWidth);
  const sum = widths.reduce((a, b) => a + b, 0);
  const room = width - 2 * MARGIN - GOAL_ROOM - sum;
  const gap = Math.min(LARGEST_GAPS[layers] ?? LARGEST_GAP, room / (layers - 1));
  let left = (width - GOAL_ROOM - sum - gap * (layers - 1)) / 2;
  return widths.map((each) => {
    const x = left + each / 2;
    left += each + gap;
    return x;
  });
}

function column({ layers }, layer, shape, x, height, look) {
  const { slots, pitch, roomy, biases, halfHeight, halfWidth, shift, large } = shape;
  const names = layers[layer].units;
  const spacing = 2 * halfWidth + 60;
  const yOf = (slot) => height / 2 + shift + (slot - (slots - 1) / 2) * pitch;
  const units = shownUnits(names.length);
  const hidden = names.length - units.length;
  const nodes = units.map((unit, place) => ({
    layer, unit, x, y: yOf(hidden && place >= END_UNITS ? place + 1 : place), halfWidth, halfHeight, large, inside: !roomy,
    full: names[unit], name: shortName(names[unit], roomy, look, roomy ? spacing : (halfWidth * 2) / 0.72),
  }));
  return { nodes, biases, dots: hidden ? [{ x, y: yOf(END_UNITS), text: `${hidden} more` }] : [] };
}

function largest(links, weights) {
  if (links.length <= MOST_LINKS) return links;
  const size = (link) => Math.abs(weights[link.index] ?? 0);
  const kept = new Set([...links].sort((a, b) => size(b) - size(a)).slice(0, LARGEST_LINKS));
  return links.filter((link) => kept.has(link));
}

/** A corner or side for the legend that nothing else is in, or null. */
function placeLegend({ width, height, links, boxes, chipWidth, chipHeight }, size) {
  const chips = links.filter(({ chip }) => chip);
  const taken = [...boxes, ...chips.map(({ chip }) => boxAround(chip, chipWidth, chipHeight))];
  const lines = [...links, ...chips.map(({ chip }) => chip.leader).filter(Boolean)];
  for (const across of LEGEND_SHAPES) {
    const { width: wide, height: tall } = legendSize(across, size);
    for (const y of [height - tall, 0]) {
      for (const x of [0, width - wide, (width - wide) / 2]) {
        const box = { left: x, top: y, right: x + wide, bottom: y + tall };
        if (!taken.some((each) => overlap(each, box, 4)) && !lines.some((line) => lengthInside(line, box) > 0)) return { x, y, across };
      }
    }
  }
  return null;
}

/** How large the legend is, of which so many signs stand side by side. */
export function legendSize(across, size) {
  return { width: across * legendCell(size).width, height: (4 / across) * legendCell(size).height };
}

export function legendCell(size) {
  return { width: Math.round(size * 4.9), height: Math.round(size * 1.42) };
}

/** The scale of a layer's tanks: a full tank stands for `largest`; `signed` ones fill from the middle. */
export function startingReach({ layers, inputs, goals }, layer) {
  const [low, high] = layers[layer].range;
  const fixed = low !== null && high !== null;
  const reach = { largest: fixed ? Math.max(-low, high) : 0, signed: fixed && low < 0, fixed };
  if (layer === 0) inputs.forEach((row) => stretch(reach, row));
  if (layer === layers.length - 1) goals.forEach((row) => stretch(reach, row));
  return reach;
}

/** Widens the scale of a layer to what it has to show. */
export function stretch(reach, values) {
  if (reach.fixed) return;
  for (const value of values.filter(Number.isFinite)) {
    reach.largest = Math.max(reach.largest, Math.abs(value));
    reach.signed ||= value < 0;
  }
}

/** The name of the nearest of some numbers {name, column, y} in the direction of an arrow key. */
export function neighbour(marks, name, across, down) {
  const here = marks.find((each) => each.name === name);
  if (!here) return marks[0]?.name;
  const ahead = marks.filter(({ column, y }) => across
    ? Math.sign(column - here.column) === across
    : column === here.column && Math.sign(y - here.y) === down);
  const distance = ({ column, y }) => Math.abs(column - here.column) * 1e4 + Math.abs(y - here.y);
  return ahead.sort((a, b) => distance(a) - distance(b))[0]?.name;
}
