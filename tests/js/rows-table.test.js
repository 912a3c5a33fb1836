import assert from "node:assert/strict";
import { test } from "node:test";
import { rowNote } from "../../static/js/rows-table.js";

test("the note names the row, its inputs and its goal", () => {
  const run = { inputs: [[-2, -1], [0.25, 6]], goals: [[1], [0]], labels: [] };
  assert.equal(rowNote(run, 1), "row 2 of 2: x = (0.250, 6), goal 0");
});

test("it has the row's name, and no brackets around a single number", () => {
  const run = { inputs: [[5]], goals: [[42]], labels: ["Alice"] };
  assert.equal(rowNote(run, 0), "row 1 of 1, Alice: x = 5, goal 42");
});

test("of many inputs three are named", () => {
  const run = { inputs: [[1, 2, 3, 4, 5]], goals: [[1, 0]], labels: [] };
  assert.equal(rowNote(run, 0), "row 1 of 1: x = (1, 2, 3, …), goal (1, 0)");
});
