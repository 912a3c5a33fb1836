import assert from "node:assert/strict";
import { test } from "node:test";
import { leaving, spread } from "../../static/js/weights-chart.js";

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
