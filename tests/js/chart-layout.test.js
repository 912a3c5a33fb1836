import assert from "node:assert/strict";
import { test } from "node:test";
import { leaving, linearRange, marksApart, spread } from "../../static/js/chart-layout.js";

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

test("a linear axis holds the run before too, but no giant", () => {
  const flat = (height) => [0, 1, 2, 3].map((x) => ({ x, y: height }));
  assert.deepEqual(linearRange(flat(2), flat(6)), [0, 1.1 * 6]);
  assert.deepEqual(linearRange(flat(2), flat(1e30)), [0, 1.1 * 2]);
  assert.deepEqual(linearRange([], flat(1e30)), [0, 1.1 * 1e30]);
});

const covers = (a, b) => a.row === b.row && a.left < b.left + b.width && b.left < a.left + a.width;

test("words of marks cover no others; where there is no room the older ones go", () => {
  const marks = [100, 120, 130, 300, 390].map((x) => ({ x, width: 60, text: "α → 0.1" }));
  for (const rows of [1, 2, 3]) {
    const placed = marksApart(marks, 40, 400, rows);
    const shown = placed.filter(({ row }) => row !== null);
    assert.ok(shown.length >= Math.min(5, 2 + rows));
    assert.ok(shown.every((mark, at) => shown.slice(at + 1).every((other) => !covers(mark, other))));
    assert.ok(shown.every(({ left, width }) => left >= 40 && left + width <= 400));
    assert.equal(placed[4].row, 0);
  }
  assert.ok(marksApart(marks, 40, 400, 3)[4].left < 390 - 60);
});
