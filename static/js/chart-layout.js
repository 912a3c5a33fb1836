/** Where things stand in the charts: ranges and marks of axes, ends of lines, labels. Touches no DOM. */

import { count, snapUp, tenTo } from "./format.js";

const MOST_TICKS = 5;
const TICK_STEPS = [[1, 2, 2.5, 5, 10], [1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10]]; // the second where the first gives too few
const PLAIN_BELOW = 1e6; // ticks of larger numbers are powers of ten
const MOST_DECIMALS = 9;
const LABEL_PITCH = 14; // px
const HIGHEST = 1.79e308; // the next round height above would overflow
const MUCH = 10;
const MUCH_SMALLER = 0.45;
const PATIENCE = 24; // drawings
const APART = 10; // px between two words in a row
const MOVE_MS = 300;
const NEAR_EDGE = 0.03; // the share of a view at its sides where something is as good as cut off
const GAP = 3; // px between a line and its name
const ROUND = [1, 2, 5, 10].map(Math.log10);

/** Whether a point's height is a number that can be drawn. */
export function isKnown({ y }) {
  return Number.isFinite(y);
}

/** The logarithm of the next 1, 2 or 5 times a power of ten at or below a height. */
export function roundDown(height) {
  const power = Math.floor(height);
  return power + ROUND.findLast((step) => power + step <= height + 1e-9);
}

/** From 0 to a tenth above the largest loss of the last half of the run, and of the run before where that is no giant. */
export function linearRange(points, before = []) {
  const [most, earlier] = [points, before].map((line) => {
    const recent = line.slice(Math.floor(line.length / 2)).filter(isKnown);
    return Math.max(0, ...recent.map(({ y }) => y));
  });
  const top = most > 0 && earlier > MUCH * most ? most : Math.max(most, earlier);
  return [0, top > 0 ? 1.1 * top : 1];
}

/** The logarithms of 1, 2, 5 times powers of ten, or of 1 and 5, or of some powers: at most five, that stand apart. */
export function logTicks(low, high, fit = () => true) {
  let made = logMarks(low, high).map((value) => ({ value, text: logText(value) }));
  while (made.length > 1 && !fit(made)) made = made.filter((_, index) => index % 2 === 0);
  return made;
}

function logText(value) {
  const power = Math.floor(value + 1e-9);
  const digit = Math.round(10 ** (value - power));
  if (Math.abs(power) > 3) return digit === 1 ? tenTo(power) : `${digit}×${tenTo(power)}`;
  return count(Number(`${digit}e${power}`));
}

function logMarks(low, high) {
  const powers = Array.from({ length: Math.ceil(high - low) + 1 }, (_, index) => Math.floor(low) + index);
  for (const digits of [[1, 2, 5], [1, 5]]) {
    const ticks = powers.flatMap((power) => digits.map((digit) => power + Math.log10(digit)));
    const inside = ticks.filter((value) => value >= low - 1e-9 && value <= high + 1e-9);
    if (inside.length <= MOST_TICKS) return inside;
  }
  return spaced(low, high, 1);
}

/** Ticks of an axis from `-reach` to `reach`: its ends, zero and the middles, or only the first, each with its sign. */
export function signedTicks(reach, fit = () => true) {
  const made = [[-1, -0.5, 0, 0.5, 1], [-1, 0, 1]].map((shares) => tickTexts(shares.map((share) => share * reach)));
  return (fit(made[0]) ? made[0] : made[1]).map(({ value, text }) => ({ value, text: value > 0 ? `+${text}` : text }));
}

/**
 * Where the words of marks stand that are at `x` and `width` px long: right of their lines or left of them, in so many
 * rows that none covers another. The newest come first; what finds no place has row null.
 */
export function marksApart(marks, left, right, rows) {
  const taken = Array.from({ length: rows }, () => []);
  const placed = [...marks].reverse().map((mark) => {
    const starts = [mark.x + 4, mark.x - 4 - mark.width].filter((start) => start >= left && start + mark.width <= right);
    for (const [row, others] of taken.entries()) {
      const free = starts.find((start) => others.every(([from, to]) => start > to + APART || start + mark.width < from - APART));
      if (free === undefined) continue;
      others.push([free, free + mark.width]);
      return { ...mark, left: free, row };
    }
    return { ...mark, row: null };
  });
  return placed.reverse();
}

/** At most five round values from `low` to `high`, no closer than `least`. */
export function spaced(low, high, least = 0) {
  return multiples(low, high, Math.max(least, snapUp(0.999 * (high - low) / 4)));
}

function multiples(low, high, step) {
  const first = Math.ceil(low / step - 1e-9);
  return Array.from({ length: Math.floor(high / step + 1e-9) - first + 1 }, (_, index) => (first + index) * step);
}

/**
 * Round values of an axis with their texts, `{value, text}`: three to five of them, fewer only where more would not
 * stand apart, as `fit(ticks)` tells.
 */
export function ticks(low, high, fit = () => true) {
  if (!(high - low > 0) || !Number.isFinite(high - low)) return [];
  for (let most = MOST_TICKS; most > 1; most -= 1) {
    const made = roundTicks(low, high, most);
    if (made.length <= most && fit(made)) return made;
  }
  return [];
}

/** At most so many ticks, by the smallest step that gives no more. */
function roundTicks(low, high, most) {
  let found = [];
  for (const steps of TICK_STEPS) {
    let step = snapUp((high - low) / (most + 1), steps);
    for (found = multiples(low, high, step); found.length > most; found = multiples(low, high, step)) {
      step = snapUp(step * 1.001, steps);
    }
    if (found.length >= Math.min(3, most)) break;
  }
  return tickTexts(found);
}

/** Values with their texts, all in one manner: as many decimals as tell them apart, large and tiny ones as powers of ten. */
export function tickTexts(values) {
  const size = Math.max(...values.map(Math.abs));
  const step = Math.abs(values[1] - values[0]) || size || 1;
  const grain = Math.floor(Math.log10(step)) - Number(!isWhole(step / 10 ** Math.floor(Math.log10(step))));
  const plain = size < PLAIN_BELOW && -grain <= MOST_DECIMALS && size >= 1e-3;
  return values.map((value) => {
    if (Math.abs(value) < step / 1e6) return { value, text: "0" };
    if (plain) return { value, text: count(Number(value.toFixed(Math.max(0, -grain)))) };
    const power = Math.floor(Math.log10(Math.abs(value)) + 1e-9);
    const digits = Math.max(0, Math.min(12, power - grain));
    const mantissa = Number((value / 10 ** power).toFixed(digits));
    return { value, text: `${count(mantissa)}×${tenTo(power)}` };
  });
}

function isWhole(number) {
  return Math.abs(number - Math.round(number)) < 1e-6;
}

/** The round heights, lowest and highest, between which others are drawn: down to 0 where they come near it. */
export function heightRange(heights) {
  const known = heights.filter(Number.isFinite);
  if (!known.length) return [0, 1];
  const [least, high] = [Math.min(...known), Math.min(HIGHEST, Math.max(...known))];
  const flat = high - least < 1e-9 * Math.abs(high);
  const low = least >= 0 && (flat || least < 0.4 * high) ? 0 : least;
  const reach = high - low || 1;
  const step = snapUp(reach / 12);
  return [Math.floor(low / step + 1e-9) * step, Math.min(HIGHEST, Math.ceil((low + reach) / step - 1e-9) * step)];
}

/** A range of heights that is steady: it grows at once, and shrinks when it was much too large for a while. */
export class SteadyRange {
  #range = null;
  #idle = 0; // times that it was too large, one after the other

  fit(heights) {
    const own = heightRange(heights);
    const [low, high] = this.#range ?? own;
    const isTooLarge = own[1] - own[0] < MUCH_SMALLER * (high - low);
    this.#idle = isTooLarge ? this.#idle + 1 : 0;
    if (!this.#range || this.#idle > PATIENCE) this.#range = own;
    else if (own[0] < low || own[1] > high) this.#range = heightRange([...heights, low, high]);
    if (this.#range === own) this.#idle = 0;
    return this.#range;
  }

  forget() {
    this.#range = null;
    this.#idle = 0;
  }
}

/** Numbers that move to where they are aimed at, once aimed at another place; aimed anew on their way they jump there. */
export class Glide {
  #from = null;
  #to = null;
  #began = 0;

  /** Aims at other numbers, at a time in ms; `at once` where nothing should be seen to move. */
  aim(to, now, atOnce = false) {
    if (this.#to?.every((number, index) => number === to[index])) return;
    this.#from = atOnce || this.isMoving(now) ? null : this.at(now);
    this.#to = to;
    this.#began = now;
  }

  /** The numbers at a time; null before the first aim. */
  at(now) {
    if (!this.isMoving(now)) return this.#to;
    const rest = (1 - (now - this.#began) / MOVE_MS) ** 3;
    return this.#to.map((number, index) => number + (this.#from[index] - number) * rest);
  }

  isMoving(now) {
    return this.#from !== null && now < this.#began + MOVE_MS;
  }

  get target() {
    return this.#to;
  }

  stop() {
    this.#from = this.#to = null;
  }
}

/**
 * A view [low, high, lowest, highest] on its way to another, with each side that cuts off one of the points
 * [across, up] already where it is going.
 */
export function holding(view, target, points) {
  const [low, high, floor, top] = view;
  const [across, up] = [NEAR_EDGE * (high - low), NEAR_EDGE * (top - floor)];
  const held = [...view];
  for (const [x, y] of points) {
    if (x < low + across) held[0] = Math.min(low, target[0]);
    if (x > high - across) held[1] = Math.max(high, target[1]);
    if (y < floor) held[2] = Math.min(floor, target[2]);
    if (y > top - up) held[3] = Math.max(top, target[3]);
  }
  return held;
}

/** A view from `low` to `high` with a little more room at either side where something stands at its very edge. */
export function clearOf(value, low, high, room = NEAR_EDGE * (high - low)) {
  return value < low + room / 2 || value > high - room / 2 ? [low - room, high + room] : [low, high];
}

/** Whether a box covers none of the others; each is [left, top, right, bottom] in px. */
export function isClear([left, top, right, bottom], others) {
  return others.every(([l, t, r, b]) => right <= l || r <= left || bottom <= t || b <= top);
}

/** How high and how deep a line, points [x, y] in order, comes between two places across; null where it is not. */
export function extent(line, left, right) {
  let [high, deep] = [Infinity, -Infinity];
  for (let at = 1; at < line.length; at += 1) {
    const [[x1, y1], [x2, y2]] = [line[at - 1], line[at]];
    if (x2 < left || x1 > right) continue;
    const y = (x) => (x2 > x1 ? y1 + ((y2 - y1) * (x - x1)) / (x2 - x1) : y1);
    const [from, to] = [y(Math.max(left, x1)), y(Math.min(right, x2))];
    high = Math.min(high, from, to);
    deep = Math.max(deep, from, to);
  }
  return high <= deep ? [high, deep] : null;
}

/**
 * Where the name of a line may stand, best first: right over it or under it, at its ends and on the way, as boxes
 * [left, top, right, bottom] inside a frame like these, that touch neither it nor another line, nor come nearer to that.
 */
export function besideLine(line, others, [wide, high], frame) {
  const room = frame[2] - frame[0] - wide;
  const found = [];
  for (const share of [1, 0, 0.85, 0.15, 0.7, 0.3, 0.5]) {
    const left = frame[0] + share * room;
    const own = extent(line, left, left + wide);
    if (!own) continue;
    for (const top of [own[0] - GAP - high, own[1] + GAP]) {
      if (top < frame[1] || top + high > frame[3]) continue;
      const away = (other) => {
        const there = extent(other, left, left + wide);
        return !there || Math.max(there[0] - top - high, top - there[1]) > GAP;
      };
      if (others.every(away)) found.push([left, top, left + wide, top + high]);
    }
  }
  return found;
}

/**
 * The points of a line that are drawn: where it leaves ±`reach` it ends, until it is back. So a weight that
 * swings between huge values of both signs is no wall of bars.
 */
export function leaving(points, reach) {
  const inside = ({ y }) => Math.abs(y) <= reach;
  return points.map((point, index) => (!index || inside(point) || inside(points[index - 1]) ? point : { x: point.x, y: NaN }));
}

/** Pushes labels apart to one pitch, keeping their order, between two heights. */
export function spread(labels, top, bottom) {
  labels.sort((a, b) => a.y - b.y);
  let limit = top;
  for (const label of labels) {
    label.y = Math.max(limit, label.y);
    limit = label.y + LABEL_PITCH;
  }
  limit = bottom;
  for (const label of [...labels].reverse()) {
    label.y = Math.min(limit, label.y);
    limit = label.y - LABEL_PITCH;
  }
}
