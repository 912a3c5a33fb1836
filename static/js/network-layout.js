/** Where everything of the network drawing stands. Pure geometry in CSS pixels: touches no DOM. */

const CHIP_HEIGHTS = [18, 16];
const CHIP_WIDTH = 50;
const CHIP_ROOM = 32; // px from the middle of a chip to the nearest box
const MOST_UNITS = 8;
const END_UNITS = 3;
const MOST_LINKS = 200;
const LARGEST_LINKS = 60;
const MOST_BIASES = 12;
const REMARK_ROOM = 18;

/** The units of a layer that are drawn: all of a small layer, else the first and the last three. */
export function shownUnits(count) {
  const all = Array.from({ length: count }, (_, index) => index);
  if (count <= MOST_UNITS) return all;
  return [...all.slice(0, END_UNITS), ...all.slice(-END_UNITS)];
}

/** The width of a line, in px: grows with the logarithm, so that every size can be told apart. */
export function linkWidth(weight) {
  return Math.min(10, 1.25 + 2.75 * Math.log2(1 + Math.abs(weight)));
}

/** How wide a chip must be for its text; `digit` is the width of a digit, in px. */
export function chipWidth(text, digit) {
  let width = 8;
  for (const letter of text) width += digit * (letterWidths[letter] ?? (letter < "⁀" ? 1 : 0.72));
  return Math.max(CHIP_WIDTH, Math.round(width));
}
const letterWidths = { ".": 0.55, "+": 1.2, "−": 1.2, "×": 1.2, " ": 0.5 };

/**
 * The whole picture of a network in a box of `width` × `height`: `nodes` {layer, unit, name, x, y}, `links`
 * {index, layer, x1, y1, x2, y2, chip: {x, y} or null}, `biases` {index, x, y}, `dots` {text, x, y}, the half
 * sizes of a node, and what had to be left out. `weights` tell which links of a big network are the largest.
 */
export function layoutNetwork(run, width, height, weights = []) {
  const picture = arrange(run, width, height, weights);
  // What is left out is said in a line of words below the drawing.
  if (!picture.crowded && !picture.leftOut) return picture;
  return { ...arrange(run, width, height - REMARK_ROOM, weights), height };
}

function arrange(run, width, height, weights) {
  const size = nodeSize(run, width, height);
  const columns = run.layers.map((layer, index) => column(run, index, width, height, size));
  const node = (layer, unit) => columns[layer].nodes.find((each) => each.unit === unit);
  const all = [];
  const biases = [];
  run.parameters.forEach(({ layer, to: unit, from: source }, index) => {
    const to = node(layer, unit);
    const from = source === null ? null : node(layer - 1, source);
    if (to && from) all.push({ index, layer, x1: from.x + size.halfWidth, y1: from.y, x2: to.x - size.halfWidth, y2: to.y });
    if (to && from === null && size.biases) biases.push({ index, x: to.x, y: to.y - size.halfHeight - 11 });
  });
  const links = largest(all, weights);
  const leftOut = all.length - links.length;
  const chipHeight = CHIP_HEIGHTS.find((tall) => placeChips(links, columns, size, tall, leftOut > 0));
  return {
    ...size, width, height, links, biases,
    nodes: columns.flatMap((each) => each.nodes), dots: columns.flatMap((each) => each.dots),
    chipHeight: chipHeight ?? CHIP_HEIGHTS.at(-1), crowded: chipHeight === undefined, leftOut, all: all.length,
  };
}

function nodeSize(run, width, height) {
  const slots = Math.max(...run.layers.map((layer) => slotCount(layer.units.length)));
  const neurons = run.layers.slice(1).reduce((sum, layer) => sum + layer.units.length, 0);
  const hasBias = run.parameters.some((parameter) => parameter.from === null);
  const pitch = Math.min(104, (height - 16) / slots);
  const names = pitch >= 56;
  const biases = hasBias && neurons <= MOST_BIASES && pitch >= 44;
  const room = 4 + (names ? 16 : 0) + (biases ? 20 : names ? 0 : 4);
  const spacing = width / run.layers.length;
  const scale = run.layers.length === 2 && slots <= 3 ? 1.35 : 1;
  return {
    pitch, names, biases, large: scale > 1,
    halfHeight: Math.max(8, Math.min(26 * scale, (pitch - room) / 2)),
    halfWidth: Math.min((width < 440 ? 22 : 28) * scale, Math.max(14, spacing * 0.3)),
    nameLength: Math.max(4, Math.floor(spacing / 8)),
    shift: ((biases ? 10 : 0) - (names ? 8 : 0)),
  };
}

function slotCount(units) {
  return units <= MOST_UNITS ? units : 2 * END_UNITS + 1;
}

function column(run, layer, width, height, size) {
  const names = run.layers[layer].units;
  const slots = slotCount(names.length);
  const step = Math.min(2 * size.pitch, (height - 16) / slots);
  const shown = shownUnits(names.length);
  const x = columnX(layer, run.layers.length, width, size.halfWidth);
  const yOf = (slot) => height / 2 + size.shift + (slot - (slots - 1) / 2) * step;
  const skipping = shown.length < names.length;
  const nodes = shown.map((unit, place) => ({
    layer, unit, x, name: names[unit],
    y: yOf(skipping && place >= END_UNITS ? place + 1 : place),
  }));
  const left = names.length - shown.length;
  const dots = skipping ? [{ x, y: yOf(END_UNITS), text: `${left} more` }] : [];
  return { x, step, nodes, dots };
}

function columnX(layer, layers, width, halfWidth) {
  const inset = { 2: width < 440 ? 0.08 : 0.22, 3: width < 440 ? 0 : 0.06 }[layers] ?? (layers < 6 && width >= 440 ? 0.02 : 0);
  const first = halfWidth + 4 + inset * width;
  const share = layers > 1 ? layer / (layers - 1) : 0.5;
  return first + share * (width - 2 * first);
}

function largest(links, weights) {
  if (links.length <= MOST_LINKS) return links;
  const size = (link) => Math.abs(weights[link.index] ?? 0);
  const kept = new Set([...links].sort((a, b) => size(b) - size(a)).slice(0, LARGEST_LINKS));
  return links.filter((link) => kept.has(link));
}

/** Gives each link its chip where no two of a gap overlap; tells whether every gap has room for them. */
function placeChips(links, columns, { biases }, tall, partial) {
  let room = true;
  for (let layer = 1; layer < columns.length; layer += 1) {
    const here = links.filter((link) => link.layer === layer);
    const share = partial ? null : chipShare(here, columns[layer - 1], columns[layer], tall + 1, biases);
    if (share === null) room = false;
    for (const link of here) link.chip = share === null ? null : along(link, share);
  }
  return room;
}

/** The point of a link `share` of the way from its source to its target. */
export function along({ x1, y1, x2, y2 }, share) {
  return { x: x1 + (x2 - x1) * share, y: y1 + (y2 - y1) * share };
}

function chipShare(links, source, target, pitch, biases) {
  const gap = links[0].x2 - links[0].x1;
  const spread = source.nodes.at(-1).y - source.nodes[0].y;
  const fan = target.nodes.length > 1;
  const wished = fan ? (pitch + 1 + spread) / (spread + target.step) : source.nodes.length > 1 ? 0.36 : 0.5;
  const low = CHIP_ROOM / gap;
  const high = Math.min(0.86, 1 - low - (biases ? 8 / gap : 0));
  const free = (share) => share >= low && share <= high && !overlaps(links, share, pitch);
  const shares = [Math.min(0.85, Math.max(fan ? 0.6 : 0.3, wished))];
  for (let share = 0.6; share <= 0.86; share += 0.01) shares.push(share);
  for (let share = 0.59; share >= 0.2; share -= 0.01) shares.push(share);
  return shares.find(free) ?? null;
}

function overlaps(links, share, pitch) {
  const heights = links.map((link) => along(link, share).y).sort((a, b) => a - b);
  return heights.some((y, index) => index > 0 && y - heights[index - 1] < pitch);
}

/** The scale of a layer's tanks: a full tank stands for `largest`; `signed` ones fill from the middle. */
export function startingReach(run, layer) {
  const { activation } = run.layers[layer];
  const reach = { largest: 0, signed: activation === "tanh", fixed: activation === "tanh" || activation === "sigmoid" };
  if (reach.fixed) reach.largest = 1;
  if (layer === 0) run.inputs.forEach((row) => stretch(reach, row));
  if (layer === run.layers.length - 1) run.goals.forEach((row) => stretch(reach, row));
  return reach;
}

/** Widens the scale of a layer to what it has to show. */
export function stretch(reach, values) {
  if (!reach || reach.fixed) return;
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    reach.largest = Math.max(reach.largest, Math.abs(value));
    if (value < 0) reach.signed = true;
  }
}

/** What the arrow keys walk over: every drawn weight and bias, with the column and height of its number. */
export function stations({ links, biases }, { parameters }) {
  return [
    ...links.map((link) => ({ name: parameters[link.index].name, column: 2 * link.layer, y: along(link, 0.7).y })),
    ...biases.map(({ index, y }) => ({ name: parameters[index].name, column: 2 * parameters[index].layer + 1, y })),
  ];
}

/** The name of the nearest station in the direction of an arrow key. */
export function neighbour(stations, name, across, down) {
  const here = stations.find((each) => each.name === name);
  if (!here) return stations[0]?.name;
  const ahead = stations.filter((each) => across
    ? Math.sign(each.column - here.column) === across
    : each.column === here.column && Math.sign(each.y - here.y) === down);
  const distance = (each) => Math.abs(each.column - here.column) * 1e4 + Math.abs(each.y - here.y);
  return ahead.sort((a, b) => distance(a) - distance(b))[0]?.name;
}

/** A name cut to `length` letters. */
export function shorten(name, length) {
  return name.length > length ? `${name.slice(0, length - 1)}…` : name;
}
