import assert from "node:assert/strict";
import { test } from "node:test";

import { readAddress, writeAddress } from "../../static/js/address.js";

test("the run's address comes first, then what the page shows, without defaults", () => {
  const shown = { lesson: "xor", at: 12, speed: "max", row: 1, w: "h1.x2", scale: "log", display: null };
  assert.equal(writeAddress("hidden=4&seed=3", shown), "?hidden=4&seed=3&lesson=xor&at=12&speed=max&w=h1.x2");
});

test("what was written is read again", () => {
  const query = writeAddress("seed=3", { at: 7, row: 3, w: "o1.b", scale: "linear", display: "dark" });
  assert.deepEqual(readAddress(query), { at: 7, row: 2, parameter: "o1.b", scale: "linear", display: "dark" });
});

test("odd values get their defaults", () => {
  const read = readAddress("?at=-3&row=zero&scale=cubic");
  assert.deepEqual(read, { at: 0, row: 0, parameter: null, scale: "log", display: null });
});
