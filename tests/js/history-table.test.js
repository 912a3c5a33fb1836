import assert from "node:assert/strict";
import { test } from "node:test";

import { asText, linesOf } from "../../static/js/history-table.js";

const piece = { steps: [3, 4, 5], losses: [0.25, 1e-7, null], weights: [[1, -0.5], [2, 0.1], [3, null]] };
const loss = { head: ["loss"], perEpoch: 1, cells: ({ losses }, k) => [losses[k]] };

test("a page has a line an update, after the names of its columns", () => {
  assert.deepEqual(linesOf(loss, piece), [["update", "loss"], [3, 0.25], [4, 1e-7], [5, null]]);
});

test("where an epoch has several updates, it is told too", () => {
  const [head, ...lines] = linesOf({ ...loss, perEpoch: 4 }, piece);
  assert.deepEqual([head, lines[0], lines[1]], [["update", "epoch", "loss"], [3, 0, 0.25], [4, 1, 1e-7]]);
});

test("as text it has tabs, plain numbers and all their digits", () => {
  const weights = { head: ["x₁ → output", "bias"], perEpoch: 1, cells: (from, k) => from.weights[k] };
  const text = "update\tx₁ → output\tbias\n3\t1\t-0.5\n4\t2\t0.1\n5\t3\tNaN";
  assert.equal(asText(linesOf(weights, piece)), text);
  assert.equal(asText([[0.7216325609518421, -1e-7]]), "0.7216325609518421\t-1e-7");
});
