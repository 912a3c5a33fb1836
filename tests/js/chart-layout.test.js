import assert from "node:assert/strict";
import { test } from "node:test";
import { leaving, linearRange, logTicks, spread } from "../../static/js/chart-layout.js";

const powers = (low, high) => logTicks(low, high).map((height) => Number((10 ** height).toPrecision(3)));

test("a short log axis is marked at 1, 2 and 5", () => {
  assert.deepEqual(powers(Math.log10(0.05), Math.log10(0.5)), [0.05, 0.1, 0.2, 0.5]);
});

test("a longer one at 1 and 5, and a long one at whole powers", () => {
  assert.deepEqual(powers(-2, 0), [0.01, 0.05, 0.1, 0.5, 1]);
  assert.deepEqual(powers(-3, 1), [0.001, 0.01, 0.1, 1, 10]);
});

for (const [low, high] of [[-16, 308], [-16, -15.9], [-3, 0], [0, 1], [-9, 2], [40, 47.3]]) {
  test(`the axis from 10^${low} to 10^${high} has one to five marks, in order and inside`, () => {
    const ticks = logTicks(low, high);
    assert.ok(ticks.length <= 5 && (ticks.length > 0 || high - low < 0.2));
    assert.ok(ticks.every((tick, index) => tick >= low - 1e-6 && tick <= high + 1e-6 && !(tick <= ticks[index - 1])));
  });
}

test("a linear axis fits the last half of the run, without what is not known", () => {
  const points = [900, 400, 10, 5, NaN, 8].map((y, x) => ({ x, y }));
  assert.deepEqual(linearRange(points), [0, 1.1 * 8]);
  assert.deepEqual(linearRange([]), [0, 1]);
});

const line = (...heights) => heights.map((y, x) => ({ x, y }));
const drawn = (...heights) => leaving(line(...heights), 1000).map(({ y }) => y);

test("a weight that stays is drawn to its end", () => {
  assert.deepEqual(drawn(1, -2, 999, 1000), [1, -2, 999, 1000]);
});

test("a weight that leaves for good ends with the point that is outside", () => {
  assert.deepEqual(drawn(1, 900, 4000, 9000, 20000), [1, 900, 4000, NaN, NaN]);
});

test("a weight that swings between huge values is no wall of bars", () => {
  assert.deepEqual(drawn(-200, 800, -3000, 9000, -27000), [-200, 800, -3000, NaN, NaN]);
});

test("a weight that comes back is drawn again from there", () => {
  assert.deepEqual(drawn(5, 5000, -5000, 5, 7), [5, 5000, NaN, 5, 7]);
});

test("a weight that starts outside shows where", () => {
  assert.deepEqual(drawn(5000, 6000), [5000, NaN]);
});

test("labels are pushed apart, in order and inside", () => {
  const labels = [{ y: 50 }, { y: 48 }, { y: 300 }, { y: -20 }];
  spread(labels, 5, 100);
  const heights = labels.map(({ y }) => y);
  assert.deepEqual(heights, [...heights].sort((a, b) => a - b));
  assert.ok(heights[0] >= 5 && heights.at(-1) <= 100);
  assert.ok(heights.slice(1).every((y, index) => y - heights[index] >= 14));
});
