/** Where everything of the valley stands. Pure geometry in CSS pixels: touches no DOM. */

export const FLOOR = 22; // px below the lowest loss: room for the numbers on the axis
export const FOOT = 22; // px below the axis
export const NAME_HIGH = 1.25; // a line of words, in sizes of its letters
export const ASCENT = 0.97; // of that over the line it stands on
const HEAD = [16, 24]; // px above the highest: room for the ball, the less the lower the drawing
const RIGHT = 16; // px
const FAR = 100_000; // px: nothing is drawn farther out

/** A view of weights and losses on so many pixels, with letters of a size: what stands where, and what words cover. */
export class Plot {
  constructor(view, [width, height], gutter, letter) {
    Object.assign(this, { view, width, height, letter, left: gutter || 40, right: width - RIGHT, bottom: height - FOOT });
    this.head = clamp(0.1 * height, ...HEAD);
    const [low, high, floor, top] = view;
    this.perWeight = (this.right - this.left) / (high - low || 1);
    this.perLoss = (this.bottom - FLOOR - this.head) / (top - floor || 1);
  }

  x(weight) {
    return this.left + far((weight - this.view[0]) * this.perWeight);
  }

  y(loss) {
    return this.bottom - FLOOR - far((loss - this.view[2]) * this.perLoss);
  }

  weightAt(x) {
    const share = Math.max(0, Math.min(1, (x - this.left) / (this.right - this.left)));
    return this.view[0] + share * (this.view[1] - this.view[0]);
  }

  /** Where points [weight, loss] stand, in the order of the weights; those that are not finite are left out. */
  points(points) {
    const known = points.filter((point) => point.every(Number.isFinite)).sort(([a], [b]) => a - b);
    return known.map(([weight, loss]) => [this.x(weight), this.y(loss)]);
  }

  /** About how many pixels long a text on the drawing is. */
  lengthOf(text) {
    return text.length * this.letter * 0.57;
  }

  /** What a text on the drawing covers, [left, top, right, bottom] in px; nothing where there is none. */
  boxOf(x, y, text, anchor = "start") {
    const wide = text ? this.lengthOf(text) + 6 : 0;
    const left = { start: x - 3, middle: x - wide / 2, end: x + 3 - wide }[anchor];
    return text ? [left, y - ASCENT * this.letter, left + wide, y + (NAME_HIGH - ASCENT) * this.letter] : [0, 0, 0, 0];
  }
}

/** The height and the slope of a curve at a weight, between the two samples around it. */
export function along(weights, losses, weight) {
  const gap = (weights.at(-1) - weights[0]) / (weights.length - 1);
  const index = Math.max(0, Math.min(weights.length - 2, Math.floor((weight - weights[0]) / gap)));
  const [before, after] = losses.slice(index, index + 2).map((loss) => loss ?? NaN);
  const slope = (after - before) / gap;
  return [before + slope * (weight - weights[index]), slope];
}

/** A line through points [x, y]. */
export function path(points) {
  return points.map(([x, y], index) => `${index ? "L" : "M"}${round(x)} ${round(y)}`).join("");
}

/** What a ball covers, with a little room around it. */
export function around(x, y, radius) {
  return [x - radius - 3, y - radius - 3, x + radius + 3, y + radius + 3];
}

/** The centre of a ball of a radius that rests on a line at a point, and the line's direction there. */
export function rest(plot, x, y, slope, radius) {
  const rise = Math.max(-1e6, Math.min(1e6, (slope * plot.perLoss) / plot.perWeight)) || 0;
  const length = Math.hypot(1, rise);
  return [x - (radius * rise) / length, y - radius / length, [1 / length, -rise / length]];
}

/** An arrow from one point to another, each [x, y, how far the arrow stays away from it]. */
export function arrow([x, y, off], [toX, toY, before]) {
  const length = Math.hypot(toX - x, toY - y);
  const [along, down] = [(toX - x) / length, (toY - y) / length];
  const tip = [toX - before * along, toY - before * down];
  const barb = (side) => [tip[0] - 8 * along - side * 5 * down, tip[1] - 8 * down + side * 5 * along].map(round);
  return `M${round(x + off * along)} ${round(y + off * down)}L${tip.map(round)}M${barb(1)}L${tip.map(round)}L${barb(-1)}`;
}

function far(pixels) {
  return clamp(pixels, -FAR, FAR);
}

export function clamp(number, low, high) {
  return Math.max(low, Math.min(high, number));
}

export function round(pixels) {
  return Math.round(pixels * 10) / 10;
}
