import assert from "node:assert/strict";
import { test } from "node:test";
import { loadPast } from "../../static/js/past.js";

/** A server that needs `ms` for an update and knows a run of `end` updates; it notes what it is asked for. */
function server({ ms = 0.025, end = Infinity, refuses = () => false } = {}) {
  const seen = { asked: [], waits: [], time: 0, underway: 0 };
  seen.now = () => seen.time;
  seen.ask = async (from, to, every) => {
    assert.equal(seen.underway, 0, "a piece is asked for before the one before has come");
    seen.underway += 1;
    await null;
    seen.underway -= 1;
    if (refuses(from)) return null;
    const stop = Math.min(to, end);
    const before = seen.asked.at(-1)?.stop ?? 0;
    seen.asked.push({ from, to, every, stop });
    seen.waits.push((stop - before) * ms);
    seen.time += (stop - before) * ms;
    const steps = [];
    for (let step = from; step <= stop; step += every) steps.push(step);
    return { steps };
  };
  return seen;
}

async function load(to, most, seen) {
  const [steps, shares] = [[], []];
  const whole = await loadPast(to, most, seen.ask, (piece, share) => { steps.push(...piece.steps); shares.push(share); }, seen.now);
  return { whole, steps, shares };
}

for (const to of [1, 2, 60, 400, 401, 1999, 2001, 320_000, 1_234_567]) {
  test(`the past of ${to} updates comes whole, evenly, in order and without the update itself`, async () => {
    const { whole, steps, shares } = await load(to, 400, server());
    assert.equal(whole, true);
    assert.equal(steps[0], 0);
    assert.ok(steps.at(-1) < to && steps.length <= 400);
    const every = Math.max(1, Math.ceil(to / 400));
    assert.deepEqual(steps, Array.from({ length: Math.ceil(to / every) }, (_, index) => index * every));
    assert.deepEqual(shares, [...shares].sort((a, b) => a - b));
    assert.equal(shares.at(-1), 1);
  });
}

for (const ms of [0.002, 0.025, 0.2]) {
  test(`at ${ms} ms an update no piece takes long, and most are worth the asking`, async () => {
    const seen = server({ ms });
    await load(320_000, 400, seen);
    assert.ok(Math.max(...seen.waits) <= 450, String(Math.max(...seen.waits)));
    const usual = seen.waits.slice(5, -1);
    assert.ok(usual.every((wait) => wait >= 90), String(Math.min(...usual)));
  });
}

test("a short past is one piece", async () => {
  const seen = server();
  await load(150, 400, seen);
  assert.deepEqual(seen.asked, [{ from: 0, to: 149, every: 1, stop: 149 }]);
});

test("a refused piece ends the loading, and what came before it stays", async () => {
  const { whole, steps } = await load(320_000, 400, server({ refuses: (from) => from > 9000 }));
  assert.equal(whole, false);
  assert.ok(steps.length > 5);
});

test("a run that ended before has no more past than that", async () => {
  const { whole, steps } = await load(5000, 400, server({ end: 700 }));
  assert.equal(whole, true);
  assert.ok(steps.at(-1) <= 700);
});
