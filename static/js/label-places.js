/**
 * Where the labels of lines stand so that each can only be read as its own line's: on the line, or beside it with a
 * leader. Pure geometry in CSS pixels: touches no DOM. A line is {x1, y1, x2, y2}, a box {left, top, right, bottom}.
 */

const APART = 2; // px between a label and anything that is no line
const CLEAR = 0.45; // of a label's height: how near its middle a line of another may come
const ANCHOR_CLEAR = 4; // px: how near the end of a leader another line may come
const SHARES = Array.from({ length: 27 }, (_, place) => 0.11 + place * 0.03);
const ANCHORS = [0.5, 0.38, 0.62, 0.26, 0.74, 0.14, 0.86];
const REACHES = [7, 20, 38, 58]; // px: how far from its line a label with a leader stands
const ROUNDS = 240;
const LEADER = 100; // what each thing costs, in px of another's line that is covered
const WISH = 40;
const CROSSED = 12;
const PRICE = 200; // of a collision, at first
const DEARER = 1.2;

/**
 * Places a label on or beside each line; gives [{x, y, leader}] with `leader` a line from the label to its own line, or
 * null, or null for all where there is no room.
 * @param {object[]} lines each with its `width`, that of its label, and the `wish` where on the line it would best be
 * @param {number} height of every label
 * @param {object[]} boxes what labels must not touch
 * @param {object} bounds the box in which all labels are
 * @param {object[]} all the lines that are drawn
 */
export function placeLabels(lines, height, boxes, bounds, all = lines) {
  const spots = lines.map((line) => onLine(line, height, boxes, bounds, all));
  if (spots.every(({ length }) => length)) {
    const found = choose(spots);
    if (found) return found;
  }
  const more = lines.map((line, place) => [...spots[place], ...beside(line, height, boxes, bounds, all)]);
  return more.every(({ length }) => length) ? choose(more) : null;
}

/** The point of a line `share` of the way from its beginning to its end. */
export function along({ x1, y1, x2, y2 }, share) {
  return { x: x1 + (x2 - x1) * share, y: y1 + (y2 - y1) * share };
}

/** How far a point is from a line. */
export function distance({ x, y }, { x1, y1, x2, y2 }) {
  const [dx, dy] = [x2 - x1, y2 - y1];
  const share = Math.max(0, Math.min(1, ((x - x1) * dx + (y - y1) * dy) / (dx * dx + dy * dy || 1)));
  const [across, down] = [x - x1 - share * dx, y - y1 - share * dy];
  return Math.sqrt(across * across + down * down);
}

export function boxAround({ x, y }, width, height) {
  return { left: x - width / 2, top: y - height / 2, right: x + width / 2, bottom: y + height / 2 };
}

export function overlap(a, b, apart = 0) {
  return a.left < b.right + apart && b.left < a.right + apart && a.top < b.bottom + apart && b.top < a.bottom + apart;
}

/** How many px of a line lie in a box. */
export function lengthInside({ x1, y1, x2, y2 }, { left, top, right, bottom }) {
  if (Math.max(x1, x2) <= left || Math.min(x1, x2) >= right || Math.max(y1, y2) <= top || Math.min(y1, y2) >= bottom) return 0;
  const [dx, dy] = [x2 - x1, y2 - y1];
  let from = 0;
  let to = 1;
  if (dx) {
    from = Math.max(from, Math.min((left - x1) / dx, (right - x1) / dx));
    to = Math.min(to, Math.max((left - x1) / dx, (right - x1) / dx));
  }
  if (dy) {
    from = Math.max(from, Math.min((top - y1) / dy, (bottom - y1) / dy));
    to = Math.min(to, Math.max((top - y1) / dy, (bottom - y1) / dy));
  }
  return to > from ? (to - from) * Math.hypot(dx, dy) : 0;
}

/** Free places on a line, where no line of another comes near the middle of the label. */
function onLine(line, height, boxes, bounds, all) {
  return SHARES.flatMap((share) => {
    const point = along(line, share);
    const box = boxAround(point, line.width, height);
    if (!isFree(box, boxes, bounds)) return [];
    const others = all.filter((other) => other !== line);
    if (others.some((other) => distance(point, other) < CLEAR * height)) return [];
    return [{ ...point, box, leader: null, cost: WISH * Math.abs(share - line.wish) + covered(box, others) }];
  });
}

/** Free places beside a line, with a leader to a point of it that no other line comes near. */
function beside(line, height, boxes, bounds, all) {
  const others = all.filter((other) => other !== line);
  return ANCHORS.flatMap((share) => {
    const anchor = along(line, share);
    if (boxes.some((box) => overlap(boxAround(anchor, 4, 4), box))) return [];
    if (others.some((other) => distance(anchor, other) < ANCHOR_CLEAR)) return [];
    return places(anchor, line.width, height).flatMap((point) => {
      const box = boxAround(point, line.width, height);
      if (!isFree(box, boxes, bounds)) return [];
      const leader = { x1: nearest(anchor.x, box.left, box.right), y1: nearest(anchor.y, box.top, box.bottom), x2: anchor.x, y2: anchor.y };
      if (boxes.some((each) => lengthInside(leader, each) > 0)) return [];
      const crossed = others.filter((other) => cross(leader, other)).length;
      const length = Math.hypot(leader.x2 - leader.x1, leader.y2 - leader.y1);
      return [{ ...point, box, leader, cost: LEADER + length + CROSSED * crossed + covered(box, all) / 4 + WISH * Math.abs(share - line.wish) }];
    });
  });
}

function places(anchor, width, height) {
  const found = [];
  for (const reach of REACHES) {
    for (const way of [-1, 1]) {
      for (const aside of [0, -0.5, 0.5]) found.push({ x: anchor.x + aside * width, y: anchor.y + way * (reach + height / 2) });
      found.push({ x: anchor.x + way * (reach + width / 2), y: anchor.y });
    }
  }
  return found;
}

function nearest(value, low, high) {
  return Math.max(low, Math.min(high, value));
}

function isFree(box, boxes, bounds) {
  const inside = box.left >= bounds.left && box.right <= bounds.right && box.top >= bounds.top && box.bottom <= bounds.bottom;
  return inside && !boxes.some((each) => overlap(box, each, APART));
}

function covered(box, lines) {
  return lines.reduce((sum, line) => sum + lengthInside(line, box), 0);
}

function cross(a, b) {
  return side(a, b.x1, b.y1) !== side(a, b.x2, b.y2) && side(b, a.x1, a.y1) !== side(b, a.x2, a.y2);
}

function side({ x1, y1, x2, y2 }, x, y) {
  return Math.sign((x2 - x1) * (y - y1) - (y2 - y1) * (x - x1));
}

/** Whether two labels, or a label and the leader of another, are in each other's way. */
function collide(a, b) {
  if (overlap(a.box, b.box, APART)) return true;
  if (a.leader && lengthInside(a.leader, b.box) > 0) return true;
  if (b.leader && lengthInside(b.leader, a.box) > 0) return true;
  return Boolean(a.leader && b.leader && cross(a.leader, b.leader));
}

/**
 * One spot for each label so that none collide: each starts at its cheapest, and those in the way of others move to
 * where they are least so; a collision that lasts becomes dearer. Null where that finds none.
 */
function choose(spots) {
  const sorted = spots.map((each) => [...each].sort((a, b) => a.cost - b.cost));
  const taken = sorted.map(([cheapest]) => cheapest);
  const n = taken.length;
  const prices = new Float64Array(n * n).fill(PRICE);
  const hits = new Uint8Array(n * n);
  const look = (a) => {
    for (let b = 0; b < n; b += 1) if (b !== a) hits[a * n + b] = hits[b * n + a] = Number(collide(taken[a], taken[b]));
  };
  for (let label = 0; label < n; label += 1) look(label);
  for (let round = 0; round < ROUNDS; round += 1) {
    const hit = [];
    for (let pair = 0; pair < n * n; pair += 1) if (hits[pair]) hit.push(pair);
    if (!hit.length) return taken;
    for (const pair of hit) prices[pair] *= DEARER;
    const moving = Math.floor(hit[(7 * round) % hit.length] / n);
    let least = Infinity;
    for (const spot of sorted[moving]) {
      if (spot.cost >= least) break;
      let cost = spot.cost;
      for (let other = 0; other < n && cost < least; other += 1) {
        if (other !== moving && collide(spot, taken[other])) cost += prices[moving * n + other];
      }
      if (cost >= least) continue;
      least = cost;
      taken[moving] = spot;
    }
    look(moving);
  }
  return null;
}
