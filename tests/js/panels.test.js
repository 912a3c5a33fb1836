import assert from "node:assert/strict";
import { test } from "node:test";
import { Panels } from "../../static/js/panels.js";

const card = (panel) => ({ dataset: { panel } });

/** Panels whose modules only note what they are told, as `[name, what, …]`. */
function stand(more = {}) {
  const told = [];
  const page = { choose() {} };
  const load = async (name) => {
    told.push([name, "load"]);
    return {
      mount(element, given) {
        assert.equal(given, page);
        assert.equal(element.dataset.panel, name);
        told.push([name, "mount"]);
        const note = (what) => (...args) => told.push([name, what, ...args]);
        return { setRun: note("setRun"), update: note("update"), select: note("select"), destroy: note("destroy"), ...more[name] };
      },
    };
  };
  return { panels: new Panels(page, load), told };
}

test("a panel's module is loaded when the panel is opened, and not before", async () => {
  const { panels, told } = stand();
  assert.deepEqual(told, []);
  await panels.open(card("a"));
  assert.deepEqual(told, [["a", "load"], ["a", "mount"]]);
});

test("every open panel is told all, and each method only where there is one", async () => {
  const { panels, told } = stand({ b: { state: () => told.push(["b", "state"]) } });
  await Promise.all([panels.open(card("a")), panels.open(card("b"))]);
  told.length = 0;
  panels.tell("setRun", "run", true);
  panels.tell("state", {});
  assert.deepEqual(told, [["a", "setRun", "run", true], ["b", "setRun", "run", true], ["b", "state"]]);
});

test("a panel that is opened later is told where the run stands", async () => {
  const { panels, told } = stand();
  panels.tell("setRun", "old", false);
  panels.tell("update", 1);
  panels.tell("setRun", "run", false);
  panels.tell("select", { row: 0 });
  panels.tell("update", 2);
  panels.tell("update", 3);
  await panels.open(card("a"));
  assert.deepEqual(told.slice(2), [["a", "setRun", "run", false], ["a", "select", { row: 0 }], ["a", "update", 3]]);
});

test("a panel that is closed is destroyed once and told nothing more", async () => {
  const { panels, told } = stand();
  const here = card("a");
  await panels.open(here);
  panels.close(here);
  panels.close(here);
  panels.tell("update", 1);
  assert.deepEqual(told.slice(2), [["a", "destroy"]]);
});

test("a panel that is opened again replaces the one before", async () => {
  const { panels, told } = stand();
  const here = card("a");
  await panels.open(here);
  await panels.open(here);
  panels.tell("update", 1);
  assert.deepEqual(told.map(([, what]) => what), ["load", "mount", "load", "destroy", "mount", "update"]);
});

test("all panels are destroyed when the page is left", async () => {
  const { panels, told } = stand();
  for (const name of ["a", "b", "c"]) await panels.open(card(name));
  panels.closeAll();
  assert.deepEqual(told.filter(([, what]) => what === "destroy").map(([name]) => name), ["a", "b", "c"]);
});

test("a letter acts in every panel that knows it", async () => {
  const pressed = [];
  const { panels } = stand({ a: { keys: { t: () => pressed.push("a") } }, b: { keys: { t: () => pressed.push("b"), l: () => pressed.push("l") } } });
  for (const name of ["a", "b", "c"]) await panels.open(card(name));
  assert.equal(panels.press("t"), true);
  assert.equal(panels.press("x"), false);
  assert.deepEqual(pressed, ["a", "b"]);
});

test("what panels have in the address is gathered", async () => {
  const { panels } = stand({ a: { address: { scale: "log" } }, b: { address: { other: 1 } } });
  for (const name of ["a", "b", "c"]) await panels.open(card(name));
  assert.deepEqual(panels.address, { scale: "log", other: 1 });
});

test("a module that cannot be loaded leaves the others alone", async () => {
  const panels = new Panels({}, async (name) => {
    if (name === "bad") throw new Error("offline");
    return { mount: () => ({ update() {}, destroy() {} }) };
  });
  await assert.rejects(panels.open(card("bad")));
  await panels.open(card("good"));
  panels.tell("update", 1);
});

for (const name of ["network", "valley", "loss", "weights", "predictions"]) {
  test(`the ${name} panel exports its mount and nothing else`, async () => {
    assert.deepEqual(Object.keys(await import(`../../static/js/panels/${name}.js`)), ["mount"]);
  });
}
