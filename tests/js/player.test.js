import assert from "node:assert/strict";
import { test } from "node:test";

import { Player } from "../../static/js/player.js";

const RUN = { address: "seed=3", parameters: [{ name: "h1.x1" }, { name: "o1.h1" }], inputs: [[0], [1]] };

/** A player before a stream that only notes what it is asked for. */
function stand() {
  const seen = { urls: [], closed: 0, states: [], frames: [], on: null };
  const stream = {
    isOpen: false,
    open(url) { seen.urls.push(new URLSearchParams(url.split("?")[1])); this.isOpen = true; },
    close() { seen.closed += 1; this.isOpen = false; },
  };
  const on = {
    frame: (frame) => seen.frames.push(frame),
    state: (player) => seen.states.push(player.status),
    replay: () => {},
    refused: () => {},
  };
  const player = new Player(on, (handlers) => { seen.on = handlers; return stream; });
  return { player, seen, stream };
}

const end = (status, step, more = {}) => ({ status, step, epoch: step, notice: null, ...more });

test("opening a run asks for one standing picture", () => {
  const { player, seen } = stand();
  player.open(RUN, 12);
  const asked = seen.urls[0];
  assert.equal(asked.get("from"), "12");
  assert.equal(asked.get("to"), "12");
  assert.equal(asked.get("w"), "h1.x1");
  assert.equal(asked.get("row"), "1");
});

test("run, pause and run again go on from the update reached", () => {
  const { player, seen } = stand();
  player.open(RUN);
  player.start();
  assert.equal(player.status, "running");
  seen.on.frame({ step: 5, notice: null });
  player.pause();
  assert.equal(player.status, "paused");
  player.start();
  assert.equal(seen.urls.at(-1).get("from"), "5");
  assert.equal(seen.urls.at(-1).has("to"), false);
});

test("steps pressed while one is on its way are made one after the other", () => {
  const { player, seen } = stand();
  player.open(RUN);
  player.stepOnce();
  player.stepOnce();
  assert.equal(seen.urls.at(-1).get("to"), "1");
  seen.on.end(end("paused", 1));
  assert.equal(seen.urls.at(-1).get("to"), "2");
  seen.on.end(end("paused", 2));
  assert.equal(player.status, "paused");
});

test("a run that has ended is not started or stepped again", () => {
  const { player, seen } = stand();
  player.open(RUN);
  player.start();
  seen.on.end(end("learned", 20));
  const asked = seen.urls.length;
  player.start();
  player.stepOnce();
  assert.equal(seen.urls.length, asked);
  assert.equal(player.editState, "ended");
});

test("a lost connection is told, and the run goes on when it is back", () => {
  const { player, seen } = stand();
  player.open(RUN);
  player.start();
  seen.on.lost(1);
  assert.equal(player.status, "reconnecting");
  seen.on.lost(5);
  assert.equal(player.status, "disconnected");
  assert.equal(player.trouble.attempt, 5);
  seen.on.connected();
  assert.equal(player.status, "running");
  assert.equal(player.trouble, null);
});

test("an edit lets a run rest and go on with the changed address", () => {
  const { player, seen, stream } = stand();
  player.open(RUN);
  player.start();
  seen.on.frame({ step: 7, notice: null });
  player.hold();
  assert.equal(stream.isOpen, false);
  assert.equal(player.editState, "running");
  player.amend({ ...RUN, address: "seed=3&changes=7:alpha=0.5" });
  assert.equal(seen.urls.at(-1).get("changes"), "7:alpha=0.5");
  assert.equal(seen.urls.at(-1).get("from"), "7");
});

test("an edit that came to nothing lets the run go on", () => {
  const { player, stream } = stand();
  player.open(RUN);
  player.start();
  player.hold();
  player.release();
  assert.equal(stream.isOpen, true);
});

test("another weight or row is asked for from where the run stands", () => {
  const { player, seen } = stand();
  player.open(RUN, 3);
  player.chooseParameter("o1.h1");
  player.chooseRow(1);
  assert.equal(seen.urls.at(-1).get("w"), "o1.h1");
  assert.equal(seen.urls.at(-1).get("row"), "2");
  player.chooseRow(2);
  assert.equal(player.row, 1);
});

test("the ball's window is kept from one stream to the next, but not for another weight", () => {
  const { player, seen } = stand();
  player.open(RUN);
  seen.on.frame({ step: 0, notice: null, slice: { centre: 2.5 } });
  player.start();
  assert.equal(seen.urls.at(-1).get("centre"), "2.5");
  player.chooseParameter("o1.h1");
  assert.equal(seen.urls.at(-1).has("centre"), false);
});
