/** Wires the page: the form and the player on one side, everything that draws on the other. */

import { writeAddress } from "./address.js";
import { BallView } from "./ball-view.js";
import { Display, Toggle } from "./display.js";
import { count } from "./format.js";
import { LossChart } from "./loss-chart.js";
import { recall, remember } from "./memory.js";
import { NetworkView } from "./network-view.js";
import { NumberTable, ParameterTable } from "./number-table.js";
import { loadPast } from "./past.js";
import { Player } from "./player.js";
import { RowsTable, rowNote } from "./rows-table.js";
import { Setup } from "./setup.js";
import { Status } from "./status.js";
import { Stream } from "./stream.js";
import { WeightsChart } from "./weights-chart.js";

const ADDRESS_EVERY = 300; // ms between two writings of the address while the run goes on
const STATUS_EVERY = 1000; // ms: the chip changes at most once a second
const HISTORY_POINTS = 400;
const MANY_EPOCHS = 1000;
const LEFT = "left"; // in sessionStorage: where the run stood when the page was left, for a reload

const part = (id) => document.getElementById(id);
const { shown: opened, defaults } = JSON.parse(document.querySelector(".app").dataset.page);

const network = new NetworkView(part("network"), { onSelect: choose });
const ball = new BallView(part("ball"), part("ball-range"), { onEdit: (name, value) => setup.setParameter(name, value) });
const loss = new LossChart(part("loss-chart"), { scale: opened.scale });
const weights = new WeightsChart(part("weights-chart"));
const rows = new RowsTable(part("rows"), { onRow: chooseRow });
const behind = (name, drawing) => ({ button: part(`${name}-table-button`), drawing: part(drawing), holder: part(`${name}-table`) });
const parameters = new ParameterTable(behind("network", "network"));
const tables = [
  new NumberTable(behind("loss", "loss-chart"), () => loss.table()),
  new NumberTable(behind("weights", "weights-chart"), () => weights.table()),
];
const scale = new Toggle(part("loss-scale"), (value) => { loss.setScale(value); writeUrl(); });
const withBiases = new Toggle(part("weights-biases"), (value) => weights.showBiases(value === "biases"));
const status = new Status(document, { reset, tryAgain: () => player.tryAgain() });
const player = new Player(
  {
    frame: receive,
    state: changed,
    refused: (code) => status.say(`The server refused this run (${code}). Please press Reset.`),
  },
  (on) => new Stream(on),
);
const setup = new Setup({
  context: () => ({ run: player.run.address, at: player.step, state: player.editState }),
  hold: () => player.hold(),
  release: () => player.release(),
  speed: (speed) => { player.setSpeed(speed); writeUrl(); },
  adopted,
  failed: (told) => status.say(told),
});
const keys = {
  Space: runOrPause,
  s: stepOnce,
  r: () => (newest?.epoch > MANY_EPOCHS && !confirm("Start over from the first update?") ? null : reset()),
  l: () => part("loss-scale").click(),
  t: () => { for (const table of [parameters, ...tables]) table.toggle(); },
  "[": () => otherRow(-1),
  "]": () => otherRow(1),
  "?": () => display.openHelp(),
};
const display = new Display(keys, { address: () => { writeUrl(); return location.href; }, say: (sentence) => status.say(sentence) });

let newest = null;
let past = new AbortController(); // of what is being fetched of it
let drawing = 0;
let writtenAt = 0;
let shownAt = 0;

/** A frame has come: charts take all of it, the rest is drawn once a screen refresh. */
function receive(frame) {
  const first = newest === null;
  loss.push(frame.losses);
  weights.push(frame.trail);
  newest = frame;
  if (first) fetchPast(frame.step);
  drawing ||= requestAnimationFrame(draw);
  if (!player.running) return;
  if (Date.now() - writtenAt > ADDRESS_EVERY) writeUrl();
  if (Date.now() - shownAt < STATUS_EVERY) return;
  shownAt = Date.now();
  status.show(player);
  status.tell(frame);
  for (const table of tables) table.refresh();
}

function draw() {
  drawing = 0;
  if (!newest) return;
  status.figures(newest, player.run);
  setup.showAlpha(newest.alpha);
  for (const drawer of [network, parameters, ball, rows]) drawer.update(newest);
  if (player.ended) drawEnd(player.ending);
}

function drawEnd({ status: how, epoch, step, diverged_at: at, beyond }) {
  if (how === "learned") loss.stop(step, `✓ epoch ${count(epoch)}`);
  if (how !== "diverged") return;
  const last = Math.floor(at / player.run.updates_per_epoch);
  for (const chart of [loss, weights]) chart.stop(at, `✕ overflow, epoch ${count(last)}`);
  const unit = player.run.updates_per_epoch > 1 ? "update" : "epoch";
  part("network-note").textContent = `${unit} ${count(at)}; the last finite one is ${count(step)}`;
  if (!beyond) return;
  network.update(beyond, beyond.words);
  status.figures({ ...beyond, epoch: last, step: at }, player.run, beyond.words);
}

/** The player has come to another state. */
function changed() {
  status.show(player);
  if (player.opening) explain("The past is on its way");
  if (!player.trouble) setup.resend();
  ball.setPaused(!player.running);
  if (player.status === "running") part("network-note").textContent = rowNote(player.run, player.row);
  if (player.running) return;
  if (!drawing && newest) draw();
  writeUrl();
  for (const table of tables) table.refresh();
  describe();
}

/** Shows a run from an update on; the charts are given what went before it as it comes. */
function open(run, wanted = 0) {
  past.abort();
  newest = null;
  const at = Math.min(wanted, run.updates);
  for (const drawer of [network, parameters, ball, loss, weights, rows]) drawer.setRun(run);
  document.title = `${run.title} · Tiny Network Playground`;
  part("run-name").textContent = run.title;
  part("weights-biases").hidden = run.parameters.every(({ from }) => from !== null);
  player.speed = setup.speed;
  part("loss-note").textContent = "";
  explain(at > 0 ? "The past is on its way" : "Press Run to start");
  if (at > 0) status.unknown();
  player.open(run, at);
  showChoices();
}

/** Gives the charts what the run went through before an update; they begin there where it is too much. */
async function fetchPast(to) {
  if (to === 0) return;
  past = new AbortController();
  const { signal } = past;
  const { run } = player;
  const ask = async (from, last, every) => {
    const url = `/api/history?${run.address}&from=${from}&to=${last}&every=${every}`;
    const answer = await fetch(url, { signal }).catch(() => null);
    return answer?.ok ? answer.json().catch(() => null) : null;
  };
  const take = ({ steps, losses, weights: states }, share) => {
    if (signal.aborted) return;
    loss.insert(steps.map((step, index) => [step, losses[index]]));
    weights.insert(steps.map((step, index) => [step, states[index]]));
    part("loss-note").textContent = `the past, ${Math.floor(100 * share)} %`;
  };
  explain("The past is on its way");
  const whole = await loadPast(to, HISTORY_POINTS, ask, take);
  if (signal.aborted) return;
  part("loss-note").textContent = "";
  if (!whole) explain("Too long a past: the line begins here");
  describe();
}

function explain(why) {
  for (const chart of [loss, weights]) chart.explain(why);
}

/** Says in words, for who cannot see them, what the charts show. */
function describe() {
  part("loss-chart").setAttribute("aria-label", loss.label());
  part("weights-chart").setAttribute("aria-label", weights.label());
}

/** The form has come back from the server. */
function adopted({ run, restart, valid, edit, goOn }) {
  setup.markRow(player.row);
  if (edit === "lesson" && valid) history.pushState(null, "", location.href);
  if (restart && (valid || edit === "reset")) {
    if (edit === "lesson") loss.forget();
    else loss.ghost();
    open(run);
    if (goOn) player.start();
  } else if (valid) {
    player.amend(run);
    writeUrl();
  }
  if (!valid) status.say(setup.form.querySelector(".problem")?.textContent ?? "");
}

/** Acts on a button, once every edit has come back; not while the server is away. */
function press(act) {
  if (!player.trouble) setup.whenSettled(act);
}

function reset(alpha = null) {
  press(() => setup.reset(alpha));
}

function runOrPause() {
  press(() => {
    if (player.running) player.pause();
    else if (player.ended) setup.reset(null, true);
    else player.start();
  });
}

function stepOnce() {
  press(() => player.stepOnce());
}

function choose(name) {
  player.chooseParameter(name);
  showChoices();
  writeUrl();
}

function chooseRow(row) {
  player.chooseRow(row);
  showChoices();
  writeUrl();
}

function otherRow(by) {
  const { length } = player.run.inputs;
  chooseRow((player.row + by + length) % length);
}

function showChoices() {
  const { run, row, parameter } = player;
  for (const drawer of [network, ball, weights]) drawer.select(parameter);
  rows.selectRow(row);
  setup.markRow(row);
  part("network-note").textContent = rowNote(run, row);
  part("ball-note").textContent = run.parameters.find(({ name }) => name === parameter).label;
  part("weights-note").textContent = `${count(run.parameters.length)} weight${run.parameters.length === 1 ? "" : "s"}`;
}

function writeUrl() {
  if (!player.run) return;
  writtenAt = Date.now();
  const shown = {
    lesson: player.run.lesson, at: player.step, speed: player.speed, row: player.row + 1,
    w: player.parameter, scale: scale.value,
    display: opened.display && document.documentElement.dataset.display,
  };
  history.replaceState(null, "", writeAddress(player.run.address, shown, defaults));
}

/** The address lags a moment behind a run that goes on; a reload takes up the very update. */
function leave() {
  past.abort();
  const left = { address: player.run?.address, at: player.step, running: player.running };
  remember(LEFT, JSON.stringify(left), { forTab: true });
}

function leftBefore(run) {
  const reloaded = performance.getEntriesByType("navigation")[0]?.type === "reload";
  const left = JSON.parse(recall(LEFT, { forTab: true }));
  return reloaded && left?.address === run.address ? left : { at: opened.at, running: false };
}

const clicks = {
  "run-button": runOrPause,
  "step-button": stepOnce,
  "reset-button": () => reset(),
  "previous-row": () => otherRow(-1),
  "next-row": () => otherRow(1),
};
for (const [id, act] of Object.entries(clicks)) part(id).addEventListener("click", act);
document.addEventListener("edit-parameter", ({ detail }) => setup.setParameter(detail.name, detail.value));
window.addEventListener("popstate", () => location.reload());
window.addEventListener("pagehide", leave);

scale.set(opened.scale);
withBiases.set("weights");
player.row = opened.row - 1;
player.parameter = opened.w;
const before = leftBefore(setup.run);
open(setup.run, before.at);
if (before.running) player.start();
