import assert from "node:assert/strict";
import { test } from "node:test";
import { ticks } from "../../static/js/ticks.js";
import { clearOf, Glide, heightRange, holding, SteadyRange } from "../../static/js/valley-view.js";

test("heights fit the curve: down to 0 where it comes near, close around it where it does not", () => {
  assert.deepEqual(heightRange([1369, 0.2, 767]), [0, 1400]);
  const [low, high] = heightRange([0.243, 0.257]);
  assert.ok(low > 0.23 && low <= 0.243 && high >= 0.257 && high < 0.27);
  assert.deepEqual(heightRange([0.25, 0.25]), [0, 0.25]);
  assert.deepEqual(heightRange([0, 0, NaN, Infinity]), [0, 1]);
});

test("a steady range grows at once to hold all, so that rows which take turns do not make it flicker", () => {
  const range = new SteadyRange();
  assert.deepEqual(range.fit([2, 2.6, 0.2]), [0, 3]);
  const both = range.fit([2, 4.5]);
  assert.ok(both[0] === 0 && both[1] >= 4.5);
  for (let turn = 0; turn < 100; turn += 1) {
    assert.deepEqual(range.fit(turn % 2 ? [2, 4.5] : [2, 2.2]), both);
  }
});

test("it shrinks when it was too large for a while, and not before", () => {
  const range = new SteadyRange();
  range.fit([0, 1400]);
  for (let turn = 0; turn < 24; turn += 1) assert.deepEqual(range.fit([0, 400]), [0, 1400]);
  assert.deepEqual(range.fit([0, 400]), [0, 400]);
  range.forget();
  assert.deepEqual(range.fit([0, 3]), [0, 3]);
});

test("heights of numbers that are nearly too large stay finite", () => {
  assert.ok(heightRange([0, 1.7e308]).every(Number.isFinite));
});

test("a glide moves once to where it is aimed at, and then stands", () => {
  const glide = new Glide();
  glide.aim([0, 10], 0);
  assert.deepEqual([glide.at(0), glide.isMoving(0)], [[0, 10], false]);
  glide.aim([-10, 30], 1000);
  assert.deepEqual(glide.at(1000), [0, 10]);
  const [low, high] = glide.at(1100);
  assert.ok(low < 0 && low > -10 && high > 10 && high < 30 && glide.isMoving(1100));
  glide.aim([-10, 30], 1100); // the same aim does not begin anew
  assert.deepEqual([glide.at(1300), glide.isMoving(1300)], [[-10, 30], false]);
});

test("a glide that is aimed elsewhere on its way is there at once, and so one that should not be seen to move", () => {
  const glide = new Glide();
  glide.aim([0], 0);
  glide.aim([100], 0);
  assert.ok(glide.isMoving(100));
  glide.aim([1000], 100);
  assert.deepEqual([glide.at(100), glide.isMoving(100)], [[1000], false]);
  glide.aim([7], 150, true);
  assert.deepEqual([glide.at(150), glide.isMoving(150)], [[7], false]);
  glide.aim([0], 200); // from where it rests it glides again
  assert.deepEqual([glide.at(200), glide.isMoving(200)], [[7], true]);
});

test("a view on its way has the sides that would cut something off already where they go", () => {
  const [view, target] = [[0, 10, 0, 100], [-20, 30, 0, 900]];
  assert.deepEqual(holding(view, target, [[5, 50]]), view);
  assert.deepEqual(holding(view, target, [[-3, 50]]), [-20, 10, 0, 100]);
  assert.deepEqual(holding(view, target, [[12, 500], [NaN, NaN]]), [0, 30, 0, 900]);
  assert.deepEqual(holding([0, 10, 0, 100], [4, 6, 0, 20], [[12, 500]]), [0, 10, 0, 100]); // one that gets smaller stays
});

test("the range of the largest heights there are holds them, and can be drawn", () => {
  const [low, high] = heightRange([0, 1.62e308]);
  assert.deepEqual([low, high >= 1.62e308, Number.isFinite(high)], [0, true, true]);
  assert.ok(ticks(low, high).length >= 3);
});

test("what stands at the very edge of a view has room beside it, and nothing moves for what does not", () => {
  assert.deepEqual([0, 100].map((value) => clearOf(value, 0, 100)), [[-3, 103], [-3, 103]]);
  assert.deepEqual([2, 50, 98].map((value) => clearOf(value, 0, 100)), [[0, 100], [0, 100], [0, 100]]);
});
