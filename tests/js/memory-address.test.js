import assert from "node:assert/strict";
import { test } from "node:test";

import { sameData, writeAddress } from "../../static/js/memory.js";

const DEFAULTS = { lesson: "", at: 0, speed: "", row: 1, w: "", scale: "log", display: "" };

test("the run's address comes first, then what the page shows, without defaults", () => {
  const shown = { w: "h1.x2", speed: "max", lesson: "xor", at: 12, row: 1, scale: "log", display: null };
  assert.equal(writeAddress("hidden=4&seed=3", shown, DEFAULTS), "?hidden=4&seed=3&lesson=xor&at=12&speed=max&w=h1.x2");
});

test("what is not shown is not written", () => {
  assert.equal(writeAddress("seed=3", {}, DEFAULTS), "?seed=3");
});

test("what is tried stands in the address as it is typed", () => {
  assert.equal(writeAddress("seed=3", { try: "-7,-3" }, { try: "" }), "?seed=3&try=-7,-3");
  assert.equal(writeAddress("seed=3", { try: "1e+21" }, { try: "" }), "?seed=3&try=1e%2B21");
});

test("what differs from the server's defaults is written", () => {
  const shown = { at: 7, row: 3, w: "o1.b", scale: "linear", display: "dark", other: 1 };
  assert.equal(writeAddress("seed=3", shown, DEFAULTS), "?seed=3&at=7&row=3&w=o1.b&scale=linear&display=dark");
  assert.equal(writeAddress("seed=3", { scale: "linear" }, { scale: "linear" }), "?seed=3");
});

test("two addresses have the same data whatever else differs", () => {
  assert.equal(sameData("inputs=5&goals=42&alpha=0.1", "goals=42&inputs=5&seed=2"), true);
  assert.equal(sameData("alpha=0.1", ""), true);
  assert.equal(sameData("inputs=5&goals=42", "inputs=5&goals=40"), false);
  assert.equal(sameData("goals=42", "inputs=5&goals=42"), false);
});
