import assert from "node:assert/strict";
import { test } from "node:test";
import { linearRange, logTicks } from "../../static/js/loss-chart.js";

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
