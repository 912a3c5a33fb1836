import assert from "node:assert/strict";
import { test } from "node:test";
import { loadPast, patiently } from "../../static/js/past.js";

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

/** Puts a server in the place of `fetch` that gives these statuses one after the other, each busy one with its wait. */
function serverSaying(context, ...answers) {
  const seen = { asked: 0, waits: [] };
  context.mock.method(globalThis, "fetch", async (url, { signal } = {}) => {
    signal?.throwIfAborted();
    const [status, after] = answers[seen.asked++];
    return new Response(null, { status, headers: after ? { "Retry-After": after } : {} });
  });
  seen.wait = async (ms) => { seen.waits.push(ms); };
  return seen;
}

test("a busy server is asked again when it says, until it answers", async (context) => {
  const seen = serverSaying(context, [503, "2"], [503, null], [200]);
  const answer = await patiently("/api/history", undefined, seen.wait);
  assert.equal(answer.status, 200);
  assert.deepEqual(seen.waits, [2000, 5000]);
});

test("what is refused is not asked for again", async (context) => {
  const seen = serverSaying(context, [422]);
  assert.equal((await patiently("/api/history", undefined, seen.wait)).status, 422);
  assert.deepEqual([seen.asked, seen.waits], [1, []]);
});

test("who gave up waits no longer and asks no more", async (context) => {
  const seen = serverSaying(context, [503, "9999"]);
  const giving = new AbortController();
  const asked = patiently("/api/history", giving.signal);
  await new Promise(setImmediate);
  giving.abort();
  assert.equal(await asked, null);
  assert.equal(seen.asked, 1);
});
