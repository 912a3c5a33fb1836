import assert from "node:assert/strict";
import { test } from "node:test";
import { boxAround, distance, lengthInside, overlap } from "../../static/js/label-places.js";
import {
  fitText, layoutNetwork, legendSize, linkWidth, neighbour, shownUnits, startingReach, stretch, textWidth,
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
        for (const { x, y, halfWidth, halfHeight } of picture.nodes) {
          assert.ok(x - halfWidth >= 0 && x + halfWidth <= width + 0.01);
          assert.ok(y - halfHeight >= -1 && y + halfHeight <= height + 1);
        }
      });

      test(`no two nodes of ${where} overlap`, () => {
        for (const a of picture.nodes) {
          for (const b of picture.nodes.filter((each) => each !== a && each.layer === a.layer)) {
            assert.ok(Math.abs(a.y - b.y) >= 2 * a.halfHeight);
          }
        }
      });

      test(`the labels of ${where} can only be read as their own`, () => checkLabels(picture));
    }
  }
}

/** No label lies on a unit, a name or another label, and none is nearer to another's line without a leader to its own. */
function checkLabels({ links, biases, nodes, boxes, chipWidth, chipHeight, biasHeight, width, height }) {
  const chips = links.filter(({ chip }) => chip).map((link) => ({ link, ...link.chip, box: boxAround(link.chip, chipWidth, chipHeight) }));
  const solid = nodes.map((node) => boxAround(node, 2 * node.halfWidth, 2 * node.halfHeight));
  for (const [place, chip] of chips.entries()) {
    assert.ok(chip.box.left >= -2 && chip.box.right <= width + 2 && chip.box.top >= -2 && chip.box.bottom <= height + 2);
    assert.ok(!boxes.some((box) => overlap(box, chip.box)), `${chip.link.name} lies on something`);
    assert.ok(!chips.slice(place + 1).some(({ box }) => overlap(box, chip.box)), `${chip.link.name} lies on another label`);
    const point = chip.leader ? { x: chip.leader.x2, y: chip.leader.y2 } : chip;
    const own = distance(point, chip.link);
    assert.ok(own < 0.01, `${chip.link.name} does not lead to its line`);
    for (const other of links) if (other !== chip.link) assert.ok(distance(point, other) > own + 3, `${chip.link.name} could be ${other.name}`);
    if (chip.leader) assert.ok(![...solid, ...chips.filter((each) => each !== chip).map(({ box }) => box)].some((box) => lengthInside(chip.leader, box) > 0));
  }
  const marks = biases.map((bias) => boxAround(bias, bias.width, biasHeight));
  for (const [place, box] of marks.entries()) {
    assert.ok(![...solid, ...marks.slice(place + 1)].some((each) => overlap(each, box)), "a bias lies on something");
  }
}

/** The drawing's size in a real browser: 1440×900, 1366×650, 1280×720, 390×844, with and without a banner above. */
const usual = [[638, 334], [564, 167], [478, 207], [348, 285]];
const smaller = [[638, 190], [564, 80], [478, 107], [348, 173]]; // where one or two weights leave most to the valley
const upTo24 = [
  [[1, 1]], [[2, 1]], [[3, 1], true], [[2, 2, 1], true], [[2, 2, 1]], [[3, 4, 1]], [[2, 4, 1]], [[2, 4, 1], true], [[2, 8, 1]], [[2, 2, 2, 1]],
  [[1, 8, 1]], [[3, 3, 3]], [[4, 5, 1]], [[4, 4]], [[8, 2]], [[2, 8]], [[3, 2, 2, 2]], [[20, 1]], [[1, 10]], [[3, 3, 2], true], [[1, 12, 1]], [[4, 3, 3]], [[6, 4]], [[2, 6, 2]],
];
const look15 = { chip: 15, name: 16, value: 18 }; // in front of a class

for (const [shape, bias = false] of upTo24) {
  const run = network(shape, { bias });
  for (const [width, height] of [...usual, ...smaller]) {
    for (const look of [{}, look15]) {
      const where = `${shape.join("-")}${bias ? " with biases" : ""} in ${width}×${height}${look.chip ? ", projected" : ""}`;
      const picture = layoutNetwork(run, width, height, [], look);
      test(`the labels of ${where} can only be read as their own`, () => checkLabels(picture));

      test(`the legend of ${where} stands where nothing else is`, () => {
        const { x, y, across } = picture.legend;
        const size = legendSize(across, look.name ?? 12);
        const box = { left: x, top: y, right: x + size.width, bottom: y + size.height };
        assert.ok(x >= 0 && y >= 0 && box.right <= width && box.bottom <= height + 1);
        assert.ok(!picture.boxes.some((each) => overlap(each, box)));
        assert.ok(!picture.links.some((link) => lengthInside(link, box) > 0));
        assert.ok(!picture.links.some(({ chip }) => chip && overlap(boxAround(chip, picture.chipWidth, picture.chipHeight), box)));
      });
    }
  }
}

for (const [shape, bias = false] of upTo24.filter(([sizes]) => sizes.length < 4 && sizes.join("-") !== "4-5-1")) {
  for (const [width, height] of usual) {
    test(`every weight of ${shape.join("-")}${bias ? " with biases" : ""} has its number in ${width}×${height}`, () => {
      const { links, crowded } = layoutNetwork(network(shape, { bias }), width, height);
      assert.ok(!crowded && links.every(({ chip }) => chip));
    });
  }
}

test("one or two weights have their numbers in the smallest network, in front of a class too", () => {
  for (const [width, height] of smaller) {
    for (const shape of [[1, 1], [2, 1]]) {
      for (const look of [{}, look15]) assert.equal(layoutNetwork(network(shape), width, height, [], look).crowded, false, `${shape} ${width}×${height}`);
    }
  }
});

test("every unit has its name, below its box or in it, however many there are", () => {
  for (const [width, height] of usual) {
    for (const { name, inside, x, y, halfWidth, halfHeight, layer } of layoutNetwork(network([2, 8, 1]), width, height).nodes) {
      assert.ok(name.length >= 2);
      if (layer === 1) assert.ok(inside);
      if (!inside) assert.ok(y + halfHeight + 14 <= height);
      if (inside) assert.ok(textWidth(name, 12) + 4 + 30 <= 2 * halfWidth, `${name} leaves no room for a number at ${x}`);
    }
  }
});

test("a number is written with the digits that fit, and never leaves its box", () => {
  assert.deepEqual(fitText(["−0.42", "−0.4"], [14, 12], 100), { text: "−0.42", size: 14, squeeze: null });
  assert.deepEqual(fitText(["−0.42", "−0.4"], [14, 12], 42), { text: "−0.42", size: 12, squeeze: null });
  assert.deepEqual(fitText(["−0.42", "−0.4"], [14, 12], 37), { text: "−0.42", size: 12, squeeze: 37 });
  assert.deepEqual(fitText(["−0.42", "−0.4"], [14, 12], 33), { text: "−0.4", size: 12, squeeze: null });
  assert.deepEqual(fitText(["−0.0012", "−0.001"], [14, 12], 38), { text: "−0.001", size: 12, squeeze: 38 }); // small negatives of leaky ReLU
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
