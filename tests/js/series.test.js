import assert from "node:assert/strict";
import { test } from "node:test";
import { Series } from "../../static/js/series.js";

function filled(capacity, count) {
  const series = new Series(capacity);
  for (let x = 0; x < count; x += 1) series.push(x, -x);
  return series;
}

test("a short record keeps every point", () => {
  assert.deepEqual(filled(10, 5).points.map(({ x }) => x), [0, 1, 2, 3, 4]);
});

for (const count of [1, 9, 10, 11, 99, 1000, 12345]) {
  test(`of ${count} points the first and the newest stay, in bounds and in order`, () => {
    const { points } = filled(10, count);
    const places = points.map(({ x }) => x);
    assert.equal(places[0], 0);
    assert.equal(places.at(-1), count - 1);
    assert.ok(points.length <= 10);
    assert.deepEqual(places, [...new Set(places)].sort((a, b) => a - b));
    assert.ok(points.every(({ x, y }) => y === -x));
  });
}

test("a full record is spread evenly but for its newest point", () => {
  const places = filled(10, 1000).points.map(({ x }) => x).slice(0, -1);
  const steps = new Set(places.slice(1).map((x, index) => x - places[index]));
  assert.equal(steps.size, 1);
});

test("a full record still holds at least half of what it may", () => {
  for (let count = 20; count < 400; count += 1) assert.ok(filled(20, count).points.length >= 10);
});

test("a cleared record starts anew", () => {
  const series = filled(10, 1000);
  series.clear();
  assert.equal(series.last, undefined);
  series.push(1, 1);
  series.push(2, 2);
  assert.equal(series.points.length, 2);
});
