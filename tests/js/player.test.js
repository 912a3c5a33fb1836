import assert from "node:assert/strict";
import { test } from "node:test";

import { Player } from "../../static/js/player.js";

const RUN = { address: "seed=3", parameters: [{ name: "h1.x1" }, { name: "o1.h1" }], inputs: [[0], [1]] };

/** A player before a stream that only notes what it is asked for. */
function stand() {
  const seen = { urls: [], closed: 0, states: [], frames: [], on: null };
  const stream = {
    isOpen: false,
    open(address) {
      seen.urls.push(new URLSearchParams(address().split("?")[1]));
      seen.again = () => new URLSearchParams(address().split("?")[1]);
      this.isOpen = true;
    },
    close() { seen.closed += 1; this.isOpen = false; },
  };
  const on = {
    frame: (frame) => seen.frames.push(frame),
    state: (player) => seen.states.push(player.status),
    refused: () => {},
  };
  const player = new Player(on, (handlers) => {
    seen.on = { ...handlers, end: (ended) => { stream.isOpen = false; handlers.end(ended); } };
    return stream;
  });
  return { player, seen, stream };
}

const frame = (step, more = {}) => ({ step, notice: null, ...more });
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

test("who comes back asks for the run from what was seen last", () => {
  const { player, seen } = stand();
  player.open(RUN);
  player.start();
  seen.on.frame(frame(9));
  seen.on.lost(1);
  assert.equal(seen.again().get("from"), "9");
});

test("a busy server is no lost connection, however often it says so, and the tries are counted", () => {
  const { player, seen } = stand();
  player.open(RUN);
  const told = seen.states.length;
  for (let attempt = 1; attempt < 9; attempt += 1) seen.on.lost(attempt, 5);
  assert.equal(player.status, "waiting");
  assert.equal(player.away, false);
  assert.deepEqual([player.trouble.attempt, player.trouble.seconds], [8, 5]);
  assert.equal(seen.states.length, told + 8);
});

test("the age of the last data is told of data that came, in this run", () => {
  const { player, seen } = stand();
  player.open(RUN);
  seen.on.lost(1);
  assert.equal(player.trouble.since, null);
  seen.on.connected();
  seen.on.frame(frame(0));
  seen.on.lost(1);
  const { since } = player.trouble;
  assert.ok(Date.now() - since < 60_000);
  seen.on.lost(2);
  assert.equal(player.trouble.since, since);
  player.open(RUN);
  seen.on.lost(1);
  assert.equal(player.trouble.since, null);
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
  seen.on.frame({ step: 0, notice: null, slice: { weights: [-2, 8, 18] } });
  player.start();
  assert.equal(seen.urls.at(-1).get("window"), "-2,18");
  player.chooseParameter("o1.h1");
  assert.equal(seen.urls.at(-1).has("window"), false);
});

const STATES = {
  empty: ({ player, seen }) => { open(player); seen.on.frame(frame(0)); seen.on.end(end("paused", 0)); },
  opening: ({ player, seen }) => { open(player, 900); seen.on.replay({ share: 0.5, step: 450, to: 900 }); },
  running: (s) => { STATES.empty(s); s.player.start(); s.seen.on.frame(frame(5)); },
  stepping: (s) => { STATES.paused(s); s.player.stepOnce(); },
  paused: (s) => { STATES.running(s); s.player.pause(); s.seen.on.frame(frame(5)); s.seen.on.end(end("paused", 5)); },
  finished: (s) => { STATES.running(s); s.seen.on.end(end("finished", 20)); },
  learned: (s) => { STATES.running(s); s.seen.on.end(end("learned", 20, { notice: "stuck" })); },
  diverged: (s) => { STATES.running(s); s.seen.on.end(end("diverged", 20, { notice: "out of hand" })); },
  reconnecting: (s) => { STATES.running(s); s.seen.on.lost(1); },
  disconnected: (s) => { STATES.running(s); s.seen.on.lost(5); },
  waiting: (s) => { STATES.running(s); s.seen.on.lost(1, 5); },
};
const ACTIONS = {
  start: (player) => player.start(),
  pause: (player) => player.pause(),
  stepOnce: (player) => player.stepOnce(),
  open: (player) => open(player),
  "open later": (player) => open(player, 7),
  amend: (player) => player.amend({ ...RUN, address: "seed=3&changes=5:alpha=0.5" }),
  setSpeed: (player) => player.setSpeed(player.speed === "20" ? "max" : "20"),
  chooseRow: (player) => player.chooseRow(1 - player.row),
  chooseParameter: (player) => player.chooseParameter(player.parameter === "h1.x1" ? "o1.h1" : "h1.x1"),
  tryAgain: (player) => player.tryAgain(),
  "hold and release": (player) => { player.hold(); player.release(); },
};
/** What each action makes of each state: the status after it, and what is then asked for, if anything is. */
const AFTER = {
  //                 empty      opening    running    stepping   paused     finished   learned    diverged   reconnecting   disconnected   waiting
  start:            ["running", "running", "running", "running", "running", "finished", "learned", "diverged", "reconnecting", "disconnected", "waiting"],
  pause:            ["empty",   "opening", "paused",  "paused",  "paused",  "finished", "learned", "diverged", "paused",       "paused",       "paused"],
  stepOnce:         ["empty",   "opening", "paused",  "paused",  "paused",  "finished", "learned", "diverged", "reconnecting", "disconnected", "waiting"],
  open:             Array(11).fill("empty"),
  "open later":     Array(11).fill("opening"),
  amend:            ["empty",   "opening", "running", "paused",  "paused",  "finished", "learned", "diverged", "reconnecting", "disconnected", "waiting"],
};
for (const same of ["setSpeed", "chooseRow", "chooseParameter", "tryAgain", "hold and release"]) AFTER[same] = AFTER.amend;
/** What goes on in each state, and what each action leaves going on where it does not keep that. */
const GOING = ["still", "still", "running", "stepping", "still", "still", "still", "still", "running", "running", "running"];
const GOES_ON = { start: "running", pause: "still", stepOnce: "stepping", open: "still", "open later": "still" };

function open(player, at = 0) {
  player.open(RUN, at);
}

/** Whether a stream is open after an action: what stands still has none, unless it is asked for a picture. */
function isAsked(state, action, ended) {
  if (action === "pause") return ["opening", "stepping", "running"].includes(state);
  if (["setSpeed", "hold and release"].includes(action)) return ["opening", "running", "stepping", "reconnecting", "disconnected", "waiting"].includes(state);
  return !ended || !["start", "stepOnce"].includes(action);
}

for (const [place, [state, arrange]] of Object.entries(STATES).entries()) {
  for (const [action, act] of Object.entries(ACTIONS)) {
    for (const times of [1, 2]) {
      test(`${state}, then ${action} ${times === 2 ? "twice" : "once"}`, () => {
        const stood = stand();
        const { player, seen, stream } = stood;
        arrange(stood);
        assert.equal(player.status, state === "stepping" ? "paused" : state);
        const before = seen.urls.length;
        for (let time = 0; time < times; time += 1) act(player);

        const ended = ["finished", "learned", "diverged"].includes(AFTER[action][place]);
        const pausesStep = state === "stepping" && action === "pause"; // a step on its way is not stopped
        const going = ended || pausesStep ? GOING[place] : GOES_ON[action] ?? GOING[place];
        assert.equal(player.status, AFTER[action][place]);
        assert.equal(player.ended, ended);
        assert.equal(player.running, going === "running");
        assert.equal(stream.isOpen, isAsked(state, action, ended));
        if (action.startsWith("open")) {
          assert.deepEqual([player.notice, player.ending, player.trouble, player.replay], [null, null, null, null]);
        }
        if (seen.urls.length === before) return;
        const asked = seen.urls.at(-1);
        assert.equal(asked.get("from"), String(player.step));
        assert.equal(asked.get("to"), { still: String(player.step), stepping: String(player.step + 1), running: null }[going]);
        assert.equal(asked.get("w"), player.parameter);
        assert.equal(asked.get("row"), String(player.row + 1));
      });
    }
  }
}

test("a run that was opened again after its end runs and ends again", () => {
  for (const how of ["finished", "learned", "diverged"]) {
    const stood = stand();
    const { player, seen } = stood;
    STATES[how](stood);
    player.open(RUN);
    assert.deepEqual([player.status, player.editState, player.step], ["empty", "fresh", 0]);
    player.start();
    assert.equal(player.status, "running");
    seen.on.end(end(how, 20));
    assert.equal(player.status, how);
  }
});

test("a run on its way to where it was says so, and whatever is pressed meanwhile holds when it is there", () => {
  const stood = stand();
  const { player, seen } = stood;
  STATES.opening(stood);
  assert.deepEqual([player.status, player.replay.step, player.editState], ["opening", 450, "paused"]);
  player.start();
  assert.equal(seen.urls.at(-1).get("from"), "900");
  assert.deepEqual([player.status, player.opening, player.replay.step], ["running", true, 450]);
  player.pause();
  assert.deepEqual([player.status, player.running, seen.urls.at(-1).get("to")], ["opening", false, "900"]);
  player.start();
  seen.on.frame(frame(900));
  assert.deepEqual([player.status, player.opening, player.replay], ["running", false, null]);
});

test("a run whose end no longer holds is paused", () => {
  const stood = stand();
  const { player, seen } = stood;
  STATES.learned(stood);
  player.amend({ ...RUN, address: "seed=3&until=0" });
  seen.on.end(end("paused", 20));
  assert.deepEqual([player.status, player.ending], ["paused", null]);
  player.start();
  assert.equal(player.status, "running");
});

test("steps still to come are forgotten when the run is started", () => {
  const { player, seen } = stand();
  player.open(RUN);
  for (let press = 0; press < 3; press += 1) player.stepOnce();
  player.start();
  player.pause();
  player.stepOnce();
  const asked = seen.urls.length;
  seen.on.end(end("paused", 1));
  assert.equal(seen.urls.length, asked);
});

test("another row asked for during a step does not undo the step", () => {
  const stood = stand();
  const { player, seen } = stood;
  STATES.stepping(stood);
  player.chooseRow(1);
  assert.equal(seen.urls.at(-1).get("to"), String(player.step + 1));
});

test("an input to try goes with every request, until the run has other columns", () => {
  const { player, seen } = stand();
  player.open(RUN, 7);
  player.tryInput([-2.5]);
  assert.deepEqual(["try", "to"].map((key) => seen.urls.at(-1).get(key)), ["-2.5", "7"]);
  const { length } = seen.urls;
  player.tryInput([-2.5]);
  assert.equal(seen.urls.length, length);
  player.start();
  assert.equal(seen.urls.at(-1).get("try"), "-2.5");
  player.open({ ...RUN, inputs: [[0, 1]] });
  assert.equal(seen.urls.at(-1).has("try"), false);
});

test("while an edit is on its way a run asks for nothing", () => {
  const stood = stand();
  const { player, seen, stream } = stood;
  STATES.running(stood);
  player.hold();
  player.setSpeed("max");
  assert.equal(stream.isOpen, false);
  player.release();
  assert.equal(seen.urls.at(-1).get("speed"), "max");
});

test("a run that the server refuses stands still", () => {
  const stood = stand();
  const { player, seen, stream } = stood;
  STATES.running(stood);
  stream.close();
  seen.on.refused(422);
  assert.deepEqual([player.status, player.running], ["paused", false]);
});


test("a run that is paused is shown where it rests, and says why it stands still", () => {
  const stood = stand();
  const { player, seen } = stood;
  const run = { ...RUN, notices: { stuck: "Stuck." } };
  player.open(run);
  player.start();
  seen.on.frame({ step: 9, notice: "stuck" });
  assert.equal(player.told, "Stuck.");
  player.pause();
  assert.deepEqual([seen.urls.at(-1).get("from"), seen.urls.at(-1).get("to")], ["9", "9"]);
  seen.on.frame({ step: 9, notice: "stuck" });
  seen.on.end({ status: "paused", step: 9, notice: "stuck", sentence: "Paused. Two units are off." });
  assert.equal(player.told, "Paused. Two units are off.");
  player.start();
  assert.equal(player.told, "Stuck.");
});
