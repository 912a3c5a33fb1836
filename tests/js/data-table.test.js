import assert from "node:assert/strict";
import { test } from "node:test";

import { way } from "../../static/js/data-table.js";

const field = (value, start, end = start) => ({ value, selectionStart: start, selectionEnd: end });
const whole = field("12", 0, 2);

for (const [key, by] of Object.entries({ Enter: [1, 0], ArrowDown: [1, 0], ArrowUp: [-1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] })) {
  test(`${key} in a cell that is chosen whole leads to its neighbour`, () => assert.deepEqual(way({ key }, whole), by));
}

test("left and right move in a text that is edited until its ends", () => {
  assert.equal(way({ key: "ArrowLeft" }, field("12", 1)), null);
  assert.equal(way({ key: "ArrowRight" }, field("12", 1)), null);
  assert.deepEqual(way({ key: "ArrowLeft" }, field("12", 0)), [0, -1]);
  assert.deepEqual(way({ key: "ArrowRight" }, field("12", 2)), [0, 1]);
  assert.deepEqual(way({ key: "ArrowRight" }, field("", 0)), [0, 1]);
});

test("with Shift, Enter goes up and arrows choose letters", () => {
  assert.deepEqual(way({ key: "Enter", shiftKey: true }, whole), [-1, 0]);
  assert.equal(way({ key: "ArrowRight", shiftKey: true }, whole), null);
});

test("letters and Tab stay what they are", () => {
  for (const key of ["a", "Tab", "5", "Home"]) assert.equal(way({ key }, whole), null);
});
