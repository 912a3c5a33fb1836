import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import {
  count, fmt, numbersIn, parseNumber, rounded, rowNote, short, shorten, signed, snapUp, spoken, tenTo, useDigits,
} from "../../static/js/format.js";

/** The table that page and server share: tests/insight/test_wording.py reads it too. */
const roundings = JSON.parse(readFileSync(new URL("../support/roundings.json", import.meta.url), "utf8"));
for (const { number, digits, written: text, short: shorter } of roundings) {
  test(`${number} in ${digits} digits is ${text}, in short ${shorter}, here and on the server`, () => {
    assert.equal(fmt(number, digits), text);
    assert.equal(short(number, digits), shorter);
  });
}

const written = [
  [0, "0"], [0.0213, "0.0213"], [0.5, "0.500"], [9.996, "10.0"], [1234.5, "1235"], [12345, "1.23×10⁴"],
  [1e-12, "1.00×10⁻¹²"], [-1.5e-7, "−1.50×10⁻⁷"], [-0.931, "−0.931"], [1, "1.00"], [42, "42.0"], [0.00151, "0.00151"],
  [5e-324, "4.94×10⁻³²⁴"], [1.7976931348623157e308, "1.80×10³⁰⁸"], [9999.4, "9999"], [9999.5, "1.00×10⁴"],
  [Infinity, "∞"], [-Infinity, "−∞"], [NaN, "NaN"], [null, "NaN"], [undefined, "NaN"],
];
for (const [number, text] of written) {
  test(`fmt writes ${number} as ${text}`, () => assert.equal(fmt(number), text));
}

test("the middle is rounded away from zero, and only the exact middle", () => {
  assert.deepEqual([60.25, -60.25, 1234.5, 9.995].map((x) => fmt(x)), ["60.3", "−60.3", "1235", "9.99"]);
  assert.deepEqual([0.125, 2.5].map((x) => fmt(x, x < 1 ? 2 : 1)), ["0.13", "3"]);
});

test("what stands in a sentence has all its digits and no closing zeros", () => {
  assert.deepEqual([0.025, 0.02, 5, 100, 1e-9, 1 / 3].map((x) => short(x)), ["0.025", "0.02", "5", "100", "1×10⁻⁹", "0.333"]);
});

test("two digits are enough for a neuron", () => {
  assert.deepEqual([0.964, -0.94, 1, 0.0047].map((x) => fmt(x, 2)), ["0.96", "−0.94", "1.0", "0.0047"]);
});

test("what is written as a power of ten may have fewer digits", () => {
  assert.deepEqual([0.964, 12345, -1.25e-7].map((x) => fmt(x, 3, 1)), ["0.964", "1×10⁴", "−1×10⁻⁷"]);
  assert.equal(signed(6.24e88, 3, 2), "+6.2×10⁸⁸");
});

test("a sign is always written for a signed number but zero", () => {
  assert.deepEqual([0.5, -0.5, 0, null].map((x) => signed(x)), ["+0.500", "−0.500", "0", "NaN"]);
});

test("counts are grouped by narrow spaces, and only before the point", () => {
  assert.deepEqual([7, 1204, 1234567, 1200.2504, -1000].map(count), ["7", "1\u202f204", "1\u202f234\u202f567", "1\u202f200.2504", "−1\u202f000"]);
});

test("spoken numbers have no signs or superscripts", () => {
  assert.equal(spoken(1.23e-12), "1.23 times ten to the minus 12");
  assert.equal(spoken(-4.5e20), "minus 4.50 times ten to the 20");
  assert.equal(spoken(-0.931), "minus 0.931");
  assert.equal(spoken(-Infinity), "minus infinity");
  assert.equal(spoken(null), "not a number");
});

test("with all digits a number reads back as the same", () => {
  useDigits("all");
  const cases = [
    [0.7216325609518421, "0.7216325609518421"], [1369, "1369"], [-0.07, "−0.07"], [1e-7, "1×10⁻⁷"], [0, "0"],
    [-1.2345678901234566e-9, "−1.2345678901234566×10⁻⁹"], [1.7976931348623157e308, "1.7976931348623157×10³⁰⁸"],
    [12345.678, "12345.678"], [null, "NaN"], [-Infinity, "−∞"],
  ];
  assert.deepEqual(cases.map(([x]) => fmt(x)), cases.map(([, text]) => text));
  assert.equal(signed(0.30000000000000004, 2), "+0.30000000000000004");
  assert.deepEqual([0.1 + 0.2, 100].map((x) => short(x)), ["0.30000000000000004", "100"]);
  assert.equal(rounded(0.30000000000000004, 2), "0.30");
  assert.equal(spoken(0.30000000000000004), "0.300");
  useDigits("3");
  assert.equal(fmt(0.7216325609518421), "0.722");
});

test("numbers are taken all or none", () => {
  assert.deepEqual(numbersIn(["−7", "0,5"]), [-7, 0.5]);
  assert.deepEqual([["1", ""], ["1", "x"], []].map(numbersIn), [null, null, null]);
});

test("a typed number may have a true minus, narrow spaces and a decimal comma", () => {
  const typed = { " −0.5 ": -0.5, "1e-3": 0.001, "0,5": 0.5, "-0,25": -0.25, "−0,25": -0.25, ",5": 0.5, "5,": 5, "1,5e-3": 0.0015, "+2": 2, "1\u202f204,5": 1204.5 };
  for (const [text, number] of Object.entries(typed)) assert.equal(parseNumber(text), number, text);
});

test("nothing else than a number is one", () => {
  const others = ["", " ", "abc", "1.234,5", "1,234.5", "1,2,3", "1 2", ",", "0x10", "1_000", "NaN", "Infinity", "1e999"];
  for (const text of others) assert.equal(parseNumber(text), null, text);
});

test("an axis grows in steps of 1, 2 and 5", () => {
  assert.deepEqual([0.3, 1, 1.1, 2.1, 5.01, 10, 700].map((x) => snapUp(x)), [0.5, 1, 2, 5, 10, 10, 1000]);
  assert.equal(snapUp(0), 1);
});

test("powers of ten are written with superscripts", () => {
  assert.deepEqual([-16, 0, 300].map(tenTo), ["10⁻¹⁶", "10⁰", "10³⁰⁰"]);
});

test("a long name is cut, a short one is not", () => {
  assert.deepEqual(["height", "circumference"].map((name) => shorten(name, 6)), ["height", "circu…"]);
});

test("a row's note names it, its inputs and its goal", () => {
  const run = { inputs: [[-2, -1], [0.25, 6]], goals: [[1], [0]], labels: [] };
  assert.equal(rowNote(run, 1), "row 2 of 2: x = (0.250, 6), goal 0");
});

test("a row's note has its name, and no brackets around a single number", () => {
  const run = { inputs: [[5]], goals: [[42]], labels: ["Alice"] };
  assert.equal(rowNote(run, 0), "row 1 of 1, Alice: x = 5, goal 42");
});

test("of many inputs three are named", () => {
  const run = { inputs: [[1, 2, 3, 4, 5]], goals: [[1, 0]], labels: [] };
  assert.equal(rowNote(run, 0), "row 1 of 1: x = (1, 2, 3, …), goal (1, 0)");
});
