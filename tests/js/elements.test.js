import assert from "node:assert/strict";
import { test } from "node:test";
import { put } from "../../static/js/elements.js";

/** An element that only notes what is set. */
function stand() {
  const seen = [];
  return { seen, setAttribute: (name, value) => seen.push([name, value]), set textContent(text) { seen.push(["text", text]); } };
}

test("an attribute is set once, and again only when it differs", () => {
  const element = stand();
  assert.equal(put(element, { x: 1, class: "a" }), true);
  assert.equal(put(element, { x: 1, class: "a" }), false);
  assert.equal(put(element, { x: 2, class: "a" }), true);
  assert.deepEqual(element.seen, [["x", 1], ["class", "a"], ["x", 2]]);
});

test("numbers are rounded to hundredths, and what rounds to the same is not set again", () => {
  const element = stand();
  put(element, { y: 1.23456 });
  assert.equal(put(element, { y: 1.2349 }), false);
  assert.deepEqual(element.seen, [["y", 1.23]]);
});

test("text is the text", () => {
  const element = stand();
  put(element, { text: "+1.20" });
  assert.deepEqual(element.seen, [["text", "+1.20"]]);
});
