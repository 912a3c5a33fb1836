import assert from "node:assert/strict";
import { test } from "node:test";
import { besideLine, clearOf, extent, Glide, heightRange, holding, isClear, leaving, linearRange, logTicks, marksApart, signedTicks, spread, SteadyRange, ticks, tickTexts } from "../../static/js/chart-layout.js";

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

test("a linear axis fits the last half of the run, without what is not known", () => {
  const points = [900, 400, 10, 5, NaN, 8].map((y, x) => ({ x, y }));
  assert.deepEqual(linearRange(points), [0, 1.1 * 8]);
  assert.deepEqual(linearRange([]), [0, 1]);
});

const line = (...heights) => heights.map((y, x) => ({ x, y }));
const drawn = (...heights) => leaving(line(...heights), 1000).map(({ y }) => y);

test("a weight that stays is drawn to its end", () => {
  assert.deepEqual(drawn(1, -2, 999, 1000), [1, -2, 999, 1000]);
});

test("a weight that leaves for good ends with the point that is outside", () => {
  assert.deepEqual(drawn(1, 900, 4000, 9000, 20000), [1, 900, 4000, NaN, NaN]);
});

test("a weight that swings between huge values is no wall of bars", () => {
  assert.deepEqual(drawn(-200, 800, -3000, 9000, -27000), [-200, 800, -3000, NaN, NaN]);
});

test("a weight that comes back is drawn again from there", () => {
  assert.deepEqual(drawn(5, 5000, -5000, 5, 7), [5, 5000, NaN, 5, 7]);
});

test("a weight that starts outside shows where", () => {
  assert.deepEqual(drawn(5000, 6000), [5000, NaN]);
});

test("labels are pushed apart, in order and inside", () => {
  const labels = [{ y: 50 }, { y: 48 }, { y: 300 }, { y: -20 }];
  spread(labels, 5, 100);
  const heights = labels.map(({ y }) => y);
  assert.deepEqual(heights, [...heights].sort((a, b) => a - b));
  assert.ok(heights[0] >= 5 && heights.at(-1) <= 100);
  assert.ok(heights.slice(1).every((y, index) => y - heights[index] >= 14));
});

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

test("heights fit the curve: down to 0 where it comes near, close around it where it does not", () => {
  assert.deepEqual(heightRange([1369, 0.2, 767]), [0, 1400]);
  const [low, high] = heightRange([0.243, 0.257]);
  assert.ok(low > 0.23 && low <= 0.243 && high >= 0.257 && high < 0.27);
  assert.deepEqual(heightRange([0.25, 0.25]), [0, 0.25]);
  assert.deepEqual(heightRange([0, 0, NaN, Infinity]), [0, 1]);
});

test("a steady range grows at once to hold all, so that rows which take turns do not make it flicker", () => {
  const range = new SteadyRange();
  assert.deepEqual(range.fit([2, 2.6, 0.2]), [0, 3]);
  const both = range.fit([2, 4.5]);
  assert.ok(both[0] === 0 && both[1] >= 4.5);
  for (let turn = 0; turn < 100; turn += 1) {
    assert.deepEqual(range.fit(turn % 2 ? [2, 4.5] : [2, 2.2]), both);
  }
});

test("it shrinks when it was too large for a while, and not before", () => {
  const range = new SteadyRange();
  range.fit([0, 1400]);
  for (let turn = 0; turn < 24; turn += 1) assert.deepEqual(range.fit([0, 400]), [0, 1400]);
  assert.deepEqual(range.fit([0, 400]), [0, 400]);
  range.forget();
  assert.deepEqual(range.fit([0, 3]), [0, 3]);
});

test("heights of numbers that are nearly too large stay finite", () => {
  assert.ok(heightRange([0, 1.7e308]).every(Number.isFinite));
});

test("a glide moves once to where it is aimed at, and then stands", () => {
  const glide = new Glide();
  glide.aim([0, 10], 0);
  assert.deepEqual([glide.at(0), glide.isMoving(0)], [[0, 10], false]);
  glide.aim([-10, 30], 1000);
  assert.deepEqual(glide.at(1000), [0, 10]);
  const [low, high] = glide.at(1100);
  assert.ok(low < 0 && low > -10 && high > 10 && high < 30 && glide.isMoving(1100));
  glide.aim([-10, 30], 1100); // the same aim does not begin anew
  assert.deepEqual([glide.at(1300), glide.isMoving(1300)], [[-10, 30], false]);
});

test("a glide that is aimed elsewhere on its way is there at once, and so one that should not be seen to move", () => {
  const glide = new Glide();
  glide.aim([0], 0);
  glide.aim([100], 0);
  assert.ok(glide.isMoving(100));
  glide.aim([1000], 100);
  assert.deepEqual([glide.at(100), glide.isMoving(100)], [[1000], false]);
  glide.aim([7], 150, true);
  assert.deepEqual([glide.at(150), glide.isMoving(150)], [[7], false]);
  glide.aim([0], 200); // from where it rests it glides again
  assert.deepEqual([glide.at(200), glide.isMoving(200)], [[7], true]);
});

test("a view on its way has the sides that would cut something off already where they go", () => {
  const [view, target] = [[0, 10, 0, 100], [-20, 30, 0, 900]];
  assert.deepEqual(holding(view, target, [[5, 50]]), view);
  assert.deepEqual(holding(view, target, [[-3, 50]]), [-20, 10, 0, 100]);
  assert.deepEqual(holding(view, target, [[12, 500], [NaN, NaN]]), [0, 30, 0, 900]);
  assert.deepEqual(holding([0, 10, 0, 100], [4, 6, 0, 20], [[12, 500]]), [0, 10, 0, 100]); // one that gets smaller stays
});

test("the range of the largest heights there are holds them, and can be drawn", () => {
  const [low, high] = heightRange([0, 1.62e308]);
  assert.deepEqual([low, high >= 1.62e308, Number.isFinite(high)], [0, true, true]);
  assert.ok(ticks(low, high).length >= 3);
});

test("a line's extent between two places reckons with what lies between its points", () => {
  const slope = [[0, 0], [100, 50]];
  assert.deepEqual(extent(slope, 20, 40), [10, 20]);
  assert.equal(extent(slope, 120, 140), null);
  assert.equal(extent([], 0, 1), null);
});

const frame = [0, 0, 200, 100];
const flat = (y) => [[0, y], [200, y]];

test("a line's name stands right over it or under it, inside, and touches no other line", () => {
  assert.deepEqual(besideLine(flat(50), [], [40, 10], frame)[0], [160, 37, 200, 47]);
  assert.deepEqual(besideLine(flat(50), [flat(45)], [40, 10], frame)[0], [160, 53, 200, 63]);
  assert.deepEqual(besideLine(flat(5), [], [40, 10], frame)[0], [160, 8, 200, 18]); // no room over it
  assert.deepEqual(besideLine(flat(50), [flat(45), flat(55)], [40, 10], frame), []);
});

test("boxes are clear of each other unless they overlap", () => {
  assert.ok(isClear([0, 0, 10, 10], [[10, 0, 20, 10], [0, 10, 10, 20]]));
  assert.ok(!isClear([0, 0, 10, 10], [[50, 50, 60, 60], [9, 9, 20, 20]]));
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

test("a linear axis holds the run before too, but no giant", () => {
  const flat = (height) => [0, 1, 2, 3].map((x) => ({ x, y: height }));
  assert.deepEqual(linearRange(flat(2), flat(6)), [0, 1.1 * 6]);
  assert.deepEqual(linearRange(flat(2), flat(1e30)), [0, 1.1 * 2]);
  assert.deepEqual(linearRange([], flat(1e30)), [0, 1.1 * 1e30]);
});

const covers = (a, b) => a.row === b.row && a.left < b.left + b.width && b.left < a.left + a.width;

test("words of marks cover no others; where there is no room the older ones go", () => {
  const marks = [100, 120, 130, 300, 390].map((x) => ({ x, width: 60, text: "α → 0.1" }));
  for (const rows of [1, 2, 3]) {
    const placed = marksApart(marks, 40, 400, rows);
    const shown = placed.filter(({ row }) => row !== null);
    assert.ok(shown.length >= Math.min(5, 2 + rows));
    assert.ok(shown.every((mark, at) => shown.slice(at + 1).every((other) => !covers(mark, other))));
    assert.ok(shown.every(({ left, width }) => left >= 40 && left + width <= 400));
    assert.equal(placed[4].row, 0);
  }
  assert.ok(marksApart(marks, 40, 400, 3)[4].left < 390 - 60);
});

test("what stands at the very edge of a view has room beside it, and nothing moves for what does not", () => {
  assert.deepEqual([0, 100].map((value) => clearOf(value, 0, 100)), [[-3, 103], [-3, 103]]);
  assert.deepEqual([2, 50, 98].map((value) => clearOf(value, 0, 100)), [[0, 100], [0, 100], [0, 100]]);
});
