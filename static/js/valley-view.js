/** How much of the valley is seen: windows and heights that stay as long as they may, and glide. Touches no DOM. */

import { snapUp } from "./format.js";

const HIGHEST = 1.79e308; // the next round height above would overflow
const MUCH_SMALLER = 0.45;
const PATIENCE = 24; // drawings
const MOVE_MS = 300;
const NEAR_EDGE = 0.03; // the share of a view at its sides where something is as good as cut off

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
