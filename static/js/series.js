/** Bounded records of what changes over time. Touches no DOM. */

import { snapUp } from "./format.js";

/**
 * Keeps at most `capacity` points of a run of any length. When full it drops every second point and
 * from then on keeps every second one only; the first point and the newest one always stay.
 */
export class Series {
  #capacity;
  #stride = 1;
  #seen = 0;
  #provisional = false;
  #points = [];
  #older = null; // a record of its own, so that what is new never thins out what is old

  constructor(capacity) {
    this.#capacity = capacity;
  }

  /** Whether the older points reach to the others; where they do not yet, no line may lead from these to those. */
  joined = false;

  /** The kept points, oldest first: `{x, y}`; a gap is a point whose y is empty. */
  get points() {
    if (!this.#older) return this.#points;
    const gap = this.joined ? [] : [{ x: this.#points[0]?.x ?? 0, y: [] }];
    return [...this.#older.points, ...gap, ...this.#points];
  }

  get last() {
    return this.#points.at(-1);
  }

  push(x, y) {
    if (this.#provisional) this.#points.pop();
    this.#points.push({ x, y });
    this.#provisional = this.#seen % this.#stride !== 0;
    this.#seen += 1;
    if (this.#points.length >= this.#capacity) this.#thin();
  }

  /** Takes in points from before the others, oldest first, at most `capacity` beside them; not those that are there. */
  insert(points) {
    this.#older ??= new Series(this.#capacity);
    for (const { x, y } of points) {
      if (x < (this.#points[0]?.x ?? Infinity) && !(x <= this.#older.last?.x)) this.#older.push(x, y);
    }
  }

  clear() {
    this.#older = null;
    this.joined = false;
    this.#stride = 1;
    this.#seen = 0;
    this.#provisional = false;
    this.#points = [];
  }

  #thin() {
    const last = this.last;
    this.#points = this.#points.filter((_, index) => index % 2 === 0);
    this.#stride *= 2;
    this.#provisional = (this.#seen - 1) % this.#stride !== 0;
    if (this.last !== last) this.#points.push(last);
  }
}

const MOST_HOPS = 40;

/**
 * Where one weight was after each of the last updates, joined over frames: `{update, weight, loss}`. An update that is
 * missing, one that comes again, and another place at the same update begin the record anew.
 */
export class Hops {
  #kept = [];

  get all() {
    return this.#kept;
  }

  /** Takes in the hops of a frame, each [update, weight, loss], the one where it stands last. */
  take(hops) {
    const now = hops.at(-1);
    const last = this.#kept.at(-1);
    const again = last && (now[0] < last.update || (now[0] === last.update && (now[1] !== last.weight || now[2] !== last.loss)));
    if (again) this.clear();
    for (const [update, weight, loss] of hops) {
      const newest = this.#kept.at(-1)?.update ?? update - 1;
      if (update <= newest) continue;
      if (update > newest + 1) this.clear();
      this.#kept.push({ update, weight, loss });
    }
    this.#kept = this.#kept.slice(-MOST_HOPS);
  }

  clear() {
    this.#kept = [];
  }
}

const LASTING = 1000; // up to here an axis never shrinks; what was larger is forgotten after a while
const LARGEST = 5e307; // twice this is still a number

/** How far an axis reaches to either side of 0, by whole steps: as far as the last half of the points does. */
export class Reach {
  value = 1;
  #least = 1;

  /** Makes room for some of the numbers `y` of each point, by their indices. */
  fit(points, indices) {
    const half = points.length >> 1;
    const [early, late] = [points.slice(0, half), points.slice(half)].map((some) => snapUp(1.05 * largest(some, indices)));
    this.#least = Math.max(this.#least, Math.min(LASTING, Math.max(early, late)));
    this.value = Math.min(LARGEST, Math.max(this.#least, late));
  }
}

function largest(points, indices) {
  let most = 0;
  for (const { y } of points) {
    for (const index of indices) if (Number.isFinite(y[index])) most = Math.max(most, Math.abs(y[index]));
  }
  return most;
}
