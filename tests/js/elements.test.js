import assert from "node:assert/strict";
import { test } from "node:test";
import { put, Refresh } from "../../static/js/elements.js";

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

/** Counts the drawings of a second in which one is asked for every 50 ms, with a clock and a screen of its own. */
function drawingsInASecond(context, matches) {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  let now = 0;
  context.mock.method(performance, "now", () => now);
  globalThis.matchMedia = () => ({ matches });
  globalThis.requestAnimationFrame = (draw) => setTimeout(draw, 16);
  globalThis.cancelAnimationFrame = clearTimeout;
  const drawn = [];
  const refresh = new Refresh(() => drawn.push(now));
  for (; now < 1000; now += 1) {
    if (now % 50 === 0) refresh.ask();
    context.mock.timers.tick(1);
  }
  refresh.destroy();
  return drawn.length;
}

test("all that is asked for is drawn, once a screen refresh", (context) => {
  assert.equal(drawingsInASecond(context, false), 20);
});

test("who wants less motion sees two drawings a second", (context) => {
  assert.equal(drawingsInASecond(context, true), 2);
});
