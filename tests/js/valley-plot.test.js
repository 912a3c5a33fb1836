import assert from "node:assert/strict";
import { test } from "node:test";
import { along, around, arrow, path, Plot, rest } from "../../static/js/valley-plot.js";

const plot = new Plot([-1, 3, 0, 10], [456, 344], 40, 12);

test("a weight stands where the view has it, and is found there again", () => {
  assert.equal(plot.x(-1), plot.left);
  assert.equal(plot.x(3), plot.right);
  for (const weight of [-1, 0.5, 3]) assert.ok(Math.abs(plot.weightAt(plot.x(weight)) - weight) < 1e-12);
  assert.equal(plot.weightAt(plot.right + 50), 3); // no farther than the window
});

test("the lowest loss stands over the axis, with room for its numbers, and the highest below the upper edge", () => {
  assert.ok(plot.y(0) < plot.bottom && plot.y(0) > plot.bottom - 30);
  assert.ok(plot.y(10) >= 16 && plot.y(10) < plot.y(9));
});

test("nothing is drawn far outside, and what is not finite not at all", () => {
  assert.ok(Number.isFinite(plot.x(1e300)) && plot.x(1e300) > plot.right);
  assert.deepEqual(plot.points([[3, 10], [NaN, 1], [-1, 0], [0, null]]), [[plot.x(-1), plot.y(0)], [plot.x(3), plot.y(10)]]);
});

test("words cover their letters on the side of their anchor, and no words nothing", () => {
  const [left, top, right, bottom] = plot.boxOf(100, 50, "loss", "end");
  assert.ok(left < 100 - plot.lengthOf("loss") && right >= 100 && top < 50 && bottom > 50);
  assert.deepEqual(plot.boxOf(100, 50, ""), [0, 0, 0, 0]);
});

test("a curve's height and slope are those of the line between two samples", () => {
  assert.deepEqual(along([0, 1, 2], [4, 1, 0], 0.5), [2.5, -3]);
  assert.deepEqual(along([0, 1, 2], [4, 1, 0], 2), [0, -1]);
  assert.ok(Number.isNaN(along([0, 1, 2], [4, null, 0], 0.5)[0]));
});

test("a ball rests on a level line right above its place, on a steep one beside it", () => {
  const [x, y] = rest(plot, 100, 80, 0, 9);
  assert.deepEqual([x, y], [100, 71]);
  const [beside, above] = rest(plot, 100, 80, 1e9, 9);
  assert.ok(beside < 92 && above > 79);
  assert.deepEqual(around(100, 71, 9), [88, 59, 112, 83]);
});

test("an arrow ends before its goal, with two barbs at its tip", () => {
  assert.equal(arrow([10, 20, 5], [60, 20, 10]), "M15 20L50,20M42,25L50,20L42,15");
  assert.equal(path([[0, 1], [2.04, 3]]), "M0 1L2 3");
});
