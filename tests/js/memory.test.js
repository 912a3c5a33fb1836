import assert from "node:assert/strict";
import { test } from "node:test";
import { recall, remember } from "../../static/js/memory.js";

/** A storage that holds its values, or one that is forbidden. */
function storage(forbidden = false) {
  const held = new Map();
  const guard = () => { if (forbidden) throw new Error("denied"); };
  return {
    setItem: (key, value) => { guard(); held.set(key, value); },
    getItem: (key) => { guard(); return held.get(key) ?? null; },
  };
}

test("what is remembered for good and for the tab are two things", () => {
  Object.defineProperty(globalThis, "localStorage", { value: storage(), configurable: true });
  Object.defineProperty(globalThis, "sessionStorage", { value: storage(), configurable: true });
  remember("display", "dark");
  remember("left", "{}", { forTab: true });
  assert.equal(recall("display"), "dark");
  assert.equal(recall("left"), null);
  assert.equal(recall("left", { forTab: true }), "{}");
});

test("where storage is forbidden nothing fails", () => {
  Object.defineProperty(globalThis, "localStorage", { value: storage(true), configurable: true });
  remember("display", "dark");
  assert.equal(recall("display"), null);
});
