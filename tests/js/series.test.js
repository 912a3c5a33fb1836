import assert from "node:assert/strict";
import { test } from "node:test";
import { Hops, Reach, Series } from "../../static/js/series.js";

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

/** A record of new points from `at` on, before which older ones come in pieces of `size`. */
function withPast(capacity, at, count, size, every) {
  const series = new Series(capacity);
  let x = at;
  for (let from = 0; from < at; from += size * every) {
    for (let live = 0; live < count; live += 1, x += 1) series.push(x, -x);
    const piece = Array.from({ length: size }, (_, index) => from + index * every).filter((step) => step < at);
    series.insert(piece.map((step) => ({ x: step, y: -step })));
  }
  series.joined = true;
  return { series, last: x - 1 };
}

for (const [capacity, at, count, size, every] of [[500, 60, 1, 60, 1], [500, 320_000, 0, 9, 800], [500, 320_000, 40, 9, 800], [200, 320_000, 40, 9, 800], [10, 1000, 3, 7, 10]]) {
  test(`older points of ${at}, ${size} at a time while ${count} new ones come, stand before the new, in bounds and in order`, () => {
    const { series, last } = withPast(capacity, at, Math.max(count, 1), size, every);
    const places = series.points.map(({ x }) => x);
    assert.equal(places[0], 0);
    assert.equal(places.at(-1), last);
    assert.ok(places.length <= 2 * capacity);
    assert.deepEqual(places, [...new Set(places)].sort((a, b) => a - b));
    assert.ok(series.points.every(({ x, y }) => y === -x));
  });
}

test("older points are spread evenly, however many new ones come meanwhile", () => {
  const { series } = withPast(200, 320_000, 900, 9, 800);
  const places = series.points.map(({ x }) => x).filter((x) => x < 320_000);
  const gaps = new Set(places.slice(1, -1).map((x, index) => x - places[index]));
  assert.ok(places.length >= 100 && gaps.size === 1, String([...gaps]));
});

test("an older point is not taken in twice", () => {
  const series = new Series(10);
  series.push(5, 0);
  for (let time = 0; time < 2; time += 1) series.insert([{ x: 0, y: 0 }, { x: 2, y: 0 }, { x: 5, y: 1 }]);
  series.joined = true;
  assert.deepEqual(series.points.map(({ x, y }) => [x, y]), [[0, 0], [2, 0], [5, 0]]);
});

test("no line leads over what is not there yet", () => {
  const series = new Series(10);
  series.push(50, 1);
  series.insert([{ x: 0, y: 3 }, { x: 10, y: 2 }]);
  assert.deepEqual(series.points.map(({ x, y }) => [x, y]), [[0, 3], [10, 2], [50, []], [50, 1]]);
  series.joined = true;
  assert.deepEqual(series.points.map(({ x, y }) => [x, y]), [[0, 3], [10, 2], [50, 1]]);
});

function hopped(...frames) {
  const hops = new Hops();
  for (const frame of frames) hops.take(frame);
  return hops.all.map(({ update, weight }) => [update, weight]);
}

test("hops are joined over frames, each once", () => {
  assert.deepEqual(hopped([[0, 1, 9]], [[1, 3, 8], [2, 2, 7]], [[2, 2, 7]], [[3, 5, 6]]), [[0, 1], [1, 3], [2, 2], [3, 5]]);
});

test("hops of more than forty updates are the last forty", () => {
  const long = Array.from({ length: 100 }, (_, at) => [[at, -at, at]]);
  const kept = hopped(...long);
  assert.deepEqual([kept.length, kept[0], kept.at(-1)], [40, [60, -60], [99, -99]]);
});

test("an update that is missing begins the hops anew; no line leads over a gap", () => {
  assert.deepEqual(hopped([[0, 1, 9]], [[1, 3, 8]], [[50, 4, 2], [51, 5, 1]]), [[50, 4], [51, 5]]);
});

test("another place at the same update, or an earlier update, begins the hops anew", () => {
  assert.deepEqual(hopped([[0, 1, 9]], [[1, 3, 8]], [[1, 7, 8]]), [[1, 7]]); // the weight was edited
  assert.deepEqual(hopped([[0, 1, 9]], [[1, 3, 8]], [[1, 3, 6]]), [[1, 3]]); // another weight was
  assert.deepEqual(hopped([[5, 1, 9]], [[2, 4, 8]]), [[2, 4]]);
});

function reached(...numbers) {
  const reach = new Reach();
  const points = numbers.map((number, x) => ({ x, y: [number, 1e9] }));
  return points.map((_, index) => {
    reach.fit(points.slice(0, index + 1), [0]);
    return reach.value;
  });
}

test("an axis reaches as far as what it shows, by whole steps, and does not shrink", () => {
  assert.deepEqual(reached(0.2, 1.5, -7, 0.1, 0.1, 0.1, 0.1, 0.1), [1, 2, 10, 10, 10, 10, 10, 10]);
});

test("it follows a run that diverges as far as numbers go", () => {
  const leaping = Array.from({ length: 1500 }, (_, update) => (-1.6) ** update);
  const values = reached(...leaping, Infinity, null, NaN);
  assert.ok(leaping.every((number, index) => Math.abs(number) <= values[index]));
  assert.ok(leaping.every((number, index) => values[index] <= 6 * Math.max(1, Math.abs(number))));
  assert.equal(reached(1, -1.7e308).at(-1), 5e307);
});

test("what was far out is forgotten when the last half of the run is near again", () => {
  const back = reached(1, 1e6, 3, 3, 3, 3);
  assert.deepEqual(back, [2, 2e6, 2e6, 1000, 1000, 1000]);
});
