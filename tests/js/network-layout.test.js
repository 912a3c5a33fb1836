import assert from "node:assert/strict";
import { test } from "node:test";
import {
  chipWidth, layoutNetwork, linkWidth, neighbour, shownUnits, startingReach, stretch,
} from "../../static/js/network-layout.js";

function network(sizes, { bias = false, range = [0, null] } = {}) {
  const name = (layer, unit) => `${layer}.${unit}`;
  const parameters = sizes.slice(1).flatMap((units, place) => Array.from({ length: units }, (_, to) => [
    ...Array.from({ length: sizes[place] }, (__, from) => ({ layer: place + 1, to, from, name: `${name(place + 1, to)}<${from}` })),
    ...(bias ? [{ layer: place + 1, to, from: null, name: `${name(place + 1, to)}.b` }] : []),
  ]).flat());
  return {
    layers: sizes.map((units, layer) => ({
      units: Array.from({ length: units }, (_, unit) => name(layer, unit)),
      range: layer === 0 || layer === sizes.length - 1 ? [null, null] : range,
    })),
    parameters, inputs: [Array(sizes[0]).fill(5)], goals: [Array(sizes.at(-1)).fill(-42)],
  };
}

const shapes = [[1, 1], [3, 4, 1], [2, 2, 1], [2, 8, 1], [3, 3], [2, 4, 1], [20, 32, 32, 32, 32, 32, 32, 10], [1, 32, 1], [20, 10]];
const boxes = [[616, 420], [616, 230], [480, 300], [342, 320], [270, 320], [1000, 600]];

for (const shape of shapes) {
  for (const [width, height] of boxes) {
    for (const bias of [false, true]) {
      const picture = layoutNetwork(network(shape, { bias }), width, height);
      const where = `${shape.join("-")}${bias ? " with biases" : ""} in ${width}×${height}`;

      test(`every node of ${where} is inside the box`, () => {
        for (const { x, y } of picture.nodes) {
          assert.ok(x - picture.halfWidth >= 0 && x + picture.halfWidth <= width + 0.01);
          assert.ok(y - picture.halfHeight >= -4 && y + picture.halfHeight <= height + 4);
        }
      });

      test(`no two nodes of ${where} overlap`, () => {
        for (const a of picture.nodes) {
          for (const b of picture.nodes.filter((each) => each !== a && each.layer === a.layer)) {
            assert.ok(Math.abs(a.y - b.y) >= 2 * picture.halfHeight);
          }
        }
      });

      test(`no two chips of a gap of ${where} overlap`, () => {
        const chips = picture.links.filter(({ chip }) => chip);
        for (const a of chips) {
          for (const b of chips.filter((each) => each !== a && each.layer === a.layer)) {
            assert.ok(Math.abs(a.chip.y - b.chip.y) >= picture.chipHeight);
          }
        }
      });
    }
  }
}

test("the lessons' networks show every number at the size of a laptop", () => {
  for (const shape of [[1, 1], [3, 4, 1], [2, 2, 1], [2, 8, 1], [3, 3], [3, 1]]) {
    const picture = layoutNetwork(network(shape), 616, 400);
    assert.ok(picture.links.every(({ chip }) => chip), shape.join("-"));
    assert.equal(picture.crowded, false);
  }
});

test("a large layer shows its first and last three units and says how many it hides", () => {
  assert.deepEqual(shownUnits(8), [0, 1, 2, 3, 4, 5, 6, 7]);
  assert.deepEqual(shownUnits(32), [0, 1, 2, 29, 30, 31]);
  assert.deepEqual(layoutNetwork(network([1, 32, 1]), 600, 400).dots.map(({ text }) => text), ["26 more"]);
});

test("of more than 200 lines the 60 of the largest weights are drawn", () => {
  const run = network([20, 32, 32, 32, 32, 32, 32, 10]);
  const weights = run.parameters.map((_, index) => (index % 2 ? -5 : 1));
  const picture = layoutNetwork(run, 616, 420, weights);
  assert.equal(picture.links.length, 60);
  assert.equal(picture.leftOut, picture.all - 60);
  const drawn = picture.links.map(({ index }) => index);
  assert.ok(picture.all > 200);
  assert.ok(drawn.every((index) => weights[index] === -5));
});

test("biases have chips in a small network only", () => {
  assert.equal(layoutNetwork(network([2, 2, 1], { bias: true }), 616, 420).biases.length, 3);
  assert.equal(layoutNetwork(network([2, 2, 1]), 616, 420).biases.length, 0);
  assert.equal(layoutNetwork(network([2, 12, 1], { bias: true }), 616, 420).biases.length, 0);
});

test("a line grows with its weight from 1.25 to 10 px, whatever the sign", () => {
  assert.deepEqual([0, 1, -1, 3, 1e300].map(linkWidth), [1.25, 4, 4, 6.75, 10]);
});

test("a chip is as wide as its text, and never narrower than the usual one", () => {
  assert.equal(chipWidth("+1.2"), 50);
  assert.ok(chipWidth("−1.2×10³⁰⁰") > 70);
});

test("a tank's scale follows the range of its activation and what was seen", () => {
  assert.deepEqual([[0, 1], [-1, 1], [-0.5, 2]].map((range) => {
    const reach = startingReach(network([1, 2, 1], { range }), 1);
    stretch(reach, [-7, 7]);
    return [reach.largest, reach.signed];
  }), [[1, false], [1, true], [2, true]]);
  const run = network([1, 2, 1], { range: [-1, 1] });
  assert.deepEqual([0, 1, 2].map((layer) => startingReach(run, layer)).map(({ largest, signed }) => [largest, signed]), [[5, false], [1, true], [42, true]]);
  const reach = startingReach(network([1, 2, 1]), 1);
  stretch(reach, [3, null, 7]);
  assert.deepEqual([reach.largest, reach.signed], [7, false]);
  stretch(reach, [-1]);
  assert.equal(reach.signed, true);
});

test("arrow keys go to the nearest weight in their direction and stay where there is none", () => {
  const stations = [{ name: "a", column: 2, y: 0 }, { name: "b", column: 2, y: 50 }, { name: "c", column: 4, y: 45 }];
  assert.equal(neighbour(stations, null, 1, 0), "a");
  assert.equal(neighbour(stations, "a", 0, 1), "b");
  assert.equal(neighbour(stations, "b", 1, 0), "c");
  assert.equal(neighbour(stations, "c", -1, 0), "b");
  assert.equal(neighbour(stations, "c", 1, 0), undefined);
});

test("a bias stands between the weights of its layer and those of the next for the arrow keys", () => {
  const run = network([2, 2, 1], { bias: true });
  const { links, biases } = layoutNetwork(run, 616, 420);
  assert.deepEqual([...new Set(links.map(({ column }) => column))], [2, 4]);
  assert.deepEqual(biases.map(({ column }) => column), [3, 3, 5]);
  assert.ok([...links, ...biases].every(({ name, index }) => run.parameters[index].name === name));
});
