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
const DIGIT_WIDTH = 8.8; // px
const LETTER_WIDTHS = { ".": 0.55, "+": 1.2, "−": 1.2, "×": 1.2, " ": 0.5 }; // in digits

/** The units of a layer that are drawn: all of a small layer, else the first and the last three. */
export function shownUnits(count) {
  const all = [...Array(count).keys()];
  return count <= MOST_UNITS ? all : [...all.slice(0, END_UNITS), ...all.slice(-END_UNITS)];
}

/** The width of a line, in px: grows with the logarithm, so that every size can be told apart. */
export function linkWidth(weight) {
  return Math.min(10, 1.25 + 2.75 * Math.log2(1 + Math.abs(weight)));
}

/** How wide a chip must be for its text, in px. */
export function chipWidth(text) {
  let digits = 0;
  for (const letter of text) digits += LETTER_WIDTHS[letter] ?? (letter < "⁀" ? 1 : 0.72);
  return Math.max(CHIP_WIDTH, Math.round(8 + DIGIT_WIDTH * digits));
}

/**
 * The whole picture of a network in a box of `width` × `height`: `nodes` {layer, unit, name, x, y}, `links`
 * {name, index, layer, column, x1, y1, x2, y2, chip: {x, y} or null}, `biases` {name, index, column, x, y}, `dots`
 * {text, x, y}, the half sizes of a node, and what had to be left out; a `column` is for the arrow keys. `weights`
 * tell which links of a big network are the largest.
 */
export function layoutNetwork(run, width, height, weights = []) {
  const picture = arrange(run, width, height, weights);
  // What is left out is said in a line of words below the drawing.
  if (!picture.crowded && !picture.leftOut) return picture;
  return { ...arrange(run, width, height - REMARK_ROOM, weights), height };
}

function arrange(run, width, height, weights) {
  const size = nodeSize(run, width, height);
  const columns = run.layers.map((_, layer) => column(run, layer, width, height, size));
  const node = (layer, unit) => columns[layer].nodes.find((each) => each.unit === unit);
  const all = [];
  const biases = [];
  run.parameters.forEach(({ name, layer, to: unit, from: source }, index) => {
    const to = node(layer, unit);
    const from = node(layer - 1, source);
    const mark = { name, index, layer, column: 2 * layer + (source === null) };
    if (to && from) all.push({ ...mark, x1: from.x + size.halfWidth, y1: from.y, x2: to.x - size.halfWidth, y2: to.y });
    if (to && source === null && size.biases) biases.push({ ...mark, x: to.x, y: to.y - size.halfHeight - 11 });
  });
  const links = largest(all, weights);
  const leftOut = all.length - links.length;
  const fitting = CHIP_HEIGHTS.find((tall) => placeChips(links, columns, size, tall, leftOut > 0));
  return {
    ...size, width, height, links, biases, leftOut, all: all.length,
    nodes: columns.flatMap(({ nodes }) => nodes), dots: columns.flatMap(({ dots }) => dots),
    chipHeight: fitting ?? CHIP_HEIGHTS.at(-1), crowded: !fitting,
  };
}

function nodeSize({ layers, parameters }, width, height) {
  const slots = Math.max(...layers.map(({ units }) => slotCount(units.length)));
  const neurons = layers.slice(1).reduce((sum, { units }) => sum + units.length, 0);
  const pitch = Math.min(104, (height - 16) / slots);
  const names = pitch >= 56;
  const biases = pitch >= 44 && neurons <= MOST_BIASES && parameters.some(({ from }) => from === null);
  const room = 4 + (names ? 16 : 0) + (biases ? 20 : names ? 0 : 4);
  const spacing = width / layers.length;
  const scale = layers.length === 2 && slots <= 3 ? 1.35 : 1;
  return {
    pitch, names, biases, large: scale > 1,
    halfHeight: Math.max(8, Math.min(26 * scale, (pitch - room) / 2)),
    halfWidth: Math.min((width < 440 ? 22 : 28) * scale, Math.max(14, spacing * 0.3)),
    nameLength: Math.max(4, Math.floor(spacing / 8)),
    shift: (biases ? 10 : 0) - (names ? 8 : 0),
  };
}

function slotCount(units) {
  return units <= MOST_UNITS ? units : 2 * END_UNITS + 1;
}

function column({ layers }, layer, width, height, size) {
  const names = layers[layer].units;
  const slots = slotCount(names.length);
  const step = Math.min(2 * size.pitch, (height - 16) / slots);
  const x = columnX(layer, layers.length, width, size.halfWidth);
  const yOf = (slot) => height / 2 + size.shift + (slot - (slots - 1) / 2) * step;
  const units = shownUnits(names.length);
  const hidden = names.length - units.length;
  const nodes = units.map((unit, place) => (
    { layer, unit, x, y: yOf(hidden && place >= END_UNITS ? place + 1 : place), name: names[unit] }));
  return { step, nodes, dots: hidden ? [{ x, y: yOf(END_UNITS), text: `${hidden} more` }] : [] };
}

function columnX(layer, layers, width, halfWidth) {
  const narrow = width < 440;
  const inset = { 2: narrow ? 0.08 : 0.22, 3: narrow ? 0 : 0.06 }[layers] ?? (layers < 6 && !narrow ? 0.02 : 0);
  const first = halfWidth + 4 + inset * width;
  return first + (layer / (layers - 1)) * (width - 2 * first);
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
    room &&= share !== null;
    for (const link of here) link.chip = share === null ? null : along(link, share);
  }
  return room;
}

/** The point of a link `share` of the way from its source to its target. */
export function along({ x1, y1, x2, y2 }, share) {
  return { x: x1 + (x2 - x1) * share, y: y1 + (y2 - y1) * share };
}

/** How far along its links a gap's chips stand: as wished, else at the first free place from 0.6 on, or before it. */
function chipShare(links, source, target, pitch, biases) {
  const gap = links[0].x2 - links[0].x1;
  const spread = source.nodes.at(-1).y - source.nodes[0].y;
  const fan = target.nodes.length > 1;
  const wished = fan ? (pitch + 1 + spread) / (spread + target.step) : source.nodes.length > 1 ? 0.36 : 0.5;
  const low = CHIP_ROOM / gap;
  const high = Math.min(0.86, 1 - low - (biases ? 8 / gap : 0));
  const shares = [Math.min(0.85, Math.max(fan ? 0.6 : 0.3, wished))];
  for (let share = 0.6; share <= 0.86; share += 0.01) shares.push(share);
  for (let share = 0.59; share >= 0.2; share -= 0.01) shares.push(share);
  return shares.find((share) => share >= low && share <= high && !overlaps(links, share, pitch)) ?? null;
}

function overlaps(links, share, pitch) {
  const heights = links.map((link) => along(link, share).y).sort((a, b) => a - b);
  return heights.some((y, index) => y - heights[index - 1] < pitch);
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
