/** Where things stand in the charts: ranges and marks of axes, ends of lines, labels. Touches no DOM. */

import { snapUp } from "./format.js";

const MOST_TICKS = 5;
const LABEL_PITCH = 14; // px
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

/** From 0 to a tenth above the largest loss of the last half of the run. */
export function linearRange(points) {
  const recent = points.slice(Math.floor(points.length / 2)).filter(isKnown);
  const most = Math.max(0, ...recent.map(({ y }) => y));
  return [0, most > 0 ? 1.1 * most : 1];
}

/** The logarithms of 1, 2, 5 times powers of ten, or of 1 and 5, or of some powers: at most five. */
export function logTicks(low, high) {
  const powers = Array.from({ length: Math.ceil(high - low) + 1 }, (_, index) => Math.floor(low) + index);
  for (const digits of [[1, 2, 5], [1, 5]]) {
    const ticks = powers.flatMap((power) => digits.map((digit) => power + Math.log10(digit)));
    const inside = ticks.filter((value) => value >= low - 1e-9 && value <= high + 1e-9);
    if (inside.length <= MOST_TICKS) return inside;
  }
  return spaced(low, high, 1);
}

/** At most five round values from `low` to `high`, no closer than `least`. */
export function spaced(low, high, least = 0) {
  const step = Math.max(least, snapUp(0.999 * (high - low) / 4));
  const first = Math.ceil(low / step - 1e-9);
  return Array.from({ length: Math.floor(high / step + 1e-9) - first + 1 }, (_, index) => (first + index) * step);
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
