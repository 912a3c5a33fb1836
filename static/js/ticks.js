/** The marks of axes: round values, and their texts. Touches no DOM. */

import { count, snapUp, tenTo } from "./format.js";

export const MOST_TICKS = 5;
const TICK_STEPS = [[1, 2, 2.5, 5, 10], [1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10]]; // the second where the first gives too few
const PLAIN_BELOW = 1e6; // ticks of larger numbers are powers of ten
const MOST_DECIMALS = 9;

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
