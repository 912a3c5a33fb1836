import assert from "node:assert/strict";
import { test } from "node:test";
import { logTicks, signedTicks, ticks, tickTexts } from "../../static/js/ticks.js";

const powers = (low, high) => logTicks(low, high).map(({ value }) => Number((10 ** value).toPrecision(3)));

test("a short log axis is marked at 1, 2 and 5", () => {
  assert.deepEqual(powers(Math.log10(0.05), Math.log10(0.5)), [0.05, 0.1, 0.2, 0.5]);
});

test("a longer one at 1 and 5, and a long one at whole powers", () => {
  assert.deepEqual(powers(-2, 0), [0.01, 0.05, 0.1, 0.5, 1]);
  assert.deepEqual(powers(-3, 1), [0.001, 0.01, 0.1, 1, 10]);
});

for (const [low, high] of [[-16, 308], [-16, -15.9], [-3, 0], [0, 1], [-9, 2], [40, 47.3]]) {
  test(`the axis from 10^${low} to 10^${high} has one to five marks, in order and inside`, () => {
    const ticks = logTicks(low, high).map(({ value }) => value);
    assert.ok(ticks.length <= 5 && (ticks.length > 0 || high - low < 0.2));
    assert.ok(ticks.every((tick, index) => tick >= low - 1e-6 && tick <= high + 1e-6 && !(tick <= ticks[index - 1])));
  });
}

const texts = (low, high, fit) => ticks(low, high, fit).map(({ text }) => text);

test("an axis has round numbers with no more digits than tell them apart", () => {
  assert.deepEqual(texts(-1.6, 18.4), ["0", "5", "10", "15"]);
  assert.deepEqual(texts(8.39, 8.41), ["8.39", "8.395", "8.4", "8.405", "8.41"]);
  assert.deepEqual(texts(-40, 60), ["−25", "0", "25", "50"]);
  assert.deepEqual(texts(0, 1.4e6), ["0", "5×10⁵", "1×10⁶"]);
  assert.deepEqual(texts(-8e307, 8e307), ["−5×10³⁰⁷", "0", "5×10³⁰⁷"]);
  assert.deepEqual(texts(0, 5e-5), ["0", "2×10⁻⁵", "4×10⁻⁵"]);
});

test("an axis of any width, anywhere, has three to five of them, in order and inside, no two alike", () => {
  for (let power = -6; power < 300; power += 1) {
    for (const [at, share] of [[0, 1], [-0.37, 1.02], [3.3, 2.1], [-7.1, 4.99], [40, 5.01]]) {
      const [low, width] = [at * 10 ** power, share * 10 ** power];
      const made = ticks(low, low + width);
      assert.ok(made.length >= 3 && made.length <= 5, `${low} … ${low + width}: ${made.length}`);
      assert.ok(made.every(({ value }) => value >= low - width / 1e6 && value <= low + width * 1.000001));
      assert.equal(new Set(made.map(({ text }) => text)).size, made.length);
    }
  }
});

test("where they would not stand apart there are fewer, and none where there is no room", () => {
  assert.equal(texts(0, 20, (made) => made.length < 5).length, 3);
  assert.deepEqual(texts(0, 20, () => false), []);
  assert.deepEqual(texts(3, 3), []);
  assert.deepEqual(texts(-Infinity, 3), []);
});

test("one number alone is written as an axis would", () => {
  assert.deepEqual([2, 2.5, 10, 5e21].map((value) => tickTexts([value])[0].text), ["2", "2.5", "10", "5×10²¹"]);
});

test("a log axis names large and small powers as powers, and leaves some out where it is short", () => {
  assert.deepEqual(logTicks(-2, 0).map(({ text }) => text), ["0.01", "0.05", "0.1", "0.5", "1"]);
  assert.deepEqual(logTicks(3.9, 5).map(({ text }) => text), ["10⁴", "2×10⁴", "5×10⁴", "10⁵"]);
  assert.deepEqual(logTicks(-2, 0, (made) => made.length < 4).map(({ text }) => text), ["0.01", "0.1", "1"]);
});

test("an axis of weights has signs, and its middles only where there is room", () => {
  assert.deepEqual(signedTicks(2).map(({ text }) => text), ["−2", "−1", "0", "+1", "+2"]);
  assert.deepEqual(signedTicks(1).map(({ text }) => text), ["−1", "−0.5", "0", "+0.5", "+1"]);
  assert.deepEqual(signedTicks(2, () => false).map(({ text }) => text), ["−2", "0", "+2"]);
});
