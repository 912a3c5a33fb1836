import assert from "node:assert/strict";
import { test } from "node:test";
import { besideLine, extent, isClear } from "../../static/js/valley-names.js";

test("a line's extent between two places reckons with what lies between its points", () => {
  const slope = [[0, 0], [100, 50]];
  assert.deepEqual(extent(slope, 20, 40), [10, 20]);
  assert.equal(extent(slope, 120, 140), null);
  assert.equal(extent([], 0, 1), null);
});

const frame = [0, 0, 200, 100];
const flat = (y) => [[0, y], [200, y]];

test("a line's name stands right over it or under it, inside, and touches no other line", () => {
  assert.deepEqual(besideLine(flat(50), [], [40, 10], frame)[0], [160, 37, 200, 47]);
  assert.deepEqual(besideLine(flat(50), [flat(45)], [40, 10], frame)[0], [160, 53, 200, 63]);
  assert.deepEqual(besideLine(flat(5), [], [40, 10], frame)[0], [160, 8, 200, 18]); // no room over it
  assert.deepEqual(besideLine(flat(50), [flat(45), flat(55)], [40, 10], frame), []);
});

test("boxes are clear of each other unless they overlap", () => {
  assert.ok(isClear([0, 0, 10, 10], [[10, 0, 20, 10], [0, 10, 10, 20]]));
  assert.ok(!isClear([0, 0, 10, 10], [[50, 50, 60, 60], [9, 9, 20, 20]]));
});
