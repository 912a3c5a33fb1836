/** Wires the page: the form and the player on one side, the panels and the status on the other. */

import { make, Refresh } from "./elements.js";
import { numbersIn, shownDigits, useDigits } from "./format.js";
import { Keys } from "./keys.js";
import { recall, remember, sameData, writeAddress } from "./memory.js";
import { Panels } from "./panels.js";
import { Player } from "./player.js";
import { Setup } from "./setup.js";
import { Stage } from "./stage.js";
import { Status } from "./status.js";
import { Stream } from "./stream.js";
import { Strip } from "./strip.js";

const ADDRESS_EVERY = 300; // ms between two writings of the address while the run goes on
const STATUS_EVERY = 1000; // ms: the chip changes at most once a second
const HISTORY_POINTS = 400;
const MANY_EPOCHS = 1000;
const SHOWN_FOR = 2000; // ms: an answer on a button
const LEFT = "left"; // in sessionStorage: where the run stood when the page was left, for a reload

const part = (id) => document.getElementById(id);
const { shown, defaults } = JSON.parse(document.querySelector(".app").dataset.page);

const panels = new Panels({ choose, otherRow, setParameter, moved: writeUrl, shown });
const status = new Status(document, { tryAgain: () => player.tryAgain() });
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
const stage = new Stage();
const strip = new Strip({
  take: (chip) => press(() => setup.take(chip)),
  openLesson: (name) => press(() => setup.openLesson(name)),
  reset,
});
const dialogs = () => import("./dialogs.js");
const clicks = {
  "run-button": runOrPause,
  "step-button": stepOnce,
  "reset-button": () => reset(),
  "help-button": () => openDialog("help"),
  "display-button": () => openDialog("display"),
  "share-button": share,
  "setup-button": () => stage.toggleSetup(),
};
const letters = {
  Space: runOrPause,
  s: stepOnce,
  r: resetSurely,
  p: () => dialogs().then((module) => module.toggleProjector()).then(writeUrl, () => {}),
  u: () => stage.toggleSetup(),
  v: () => stage.swap(),
  "?": () => openDialog("help"),
};

const figures = new Refresh(draw);
const labels = {}; // what a button says when it answers nothing, by its id
let newest = null;
let past = new AbortController(); // of what is being fetched of it
let away = false; // whether the server was, when the player last told of itself
let writtenAt = 0;
let shownAt = 0;
let trying = false; // whether the input that is tried is shown instead of a training row

/** A frame has come: the panels take all of it, the figures are written once a screen refresh. */
function receive(frame) {
  const first = newest === null;
  newest = frame;
  panels.tell("update", frame);
  if (first && frame.step > 0) fetchPast(frame.step);
  figures.ask();
  if (!player.running) return;
  if (Date.now() - writtenAt > ADDRESS_EVERY) writeUrl();
  if (Date.now() - shownAt < STATUS_EVERY) return;
  shownAt = Date.now();
  status.show(player);
  strip.show(player);
  status.tell(frame);
}

/** Writes the figures, of the same update as the panels: of a run that diverged the last finite one. */
function draw() {
  if (!newest) return;
  status.figures(newest, player.run, player.ending?.beyond?.words);
  setup.showAlpha(newest.alpha);
  setup.markNext(player.ended ? [] : newest.slice?.rows);
}

/** The player has come to another state. */
function changed() {
  status.show(player);
  strip.show(player);
  if (away && !player.away) setup.resend();
  away = player.away;
  panels.tell("state", player);
  if (player.running) return;
  draw(); // at once, so that chip and figures never tell of two updates
  writeUrl();
}

/** Shows a run from an update on, `again` if it is another start on the same data. */
function open(run, wanted = 0, again = false) {
  past.abort();
  newest = null;
  const at = Math.min(wanted, run.updates);
  stage.setRun(run);
  panels.tell("setRun", run, again);
  panels.tell("past", { piece: null, share: 0, coming: false });
  document.title = `${run.title} · Tiny Network Playground`;
  part("run-name").textContent = run.title;
  player.speed = setup.speed;
  if (at > 0) status.unknown();
  player.open(run, at);
  showChoices();
}

/** Gives the panels what the run went through before an update; they begin there where it is too much. */
async function fetchPast(to) {
  past = new AbortController();
  const { signal } = past;
  const { address } = player.run;
  const tell = (piece, share, coming = true) => {
    if (!signal.aborted) panels.tell("past", { piece, share, coming });
  };
  tell(null, 0);
  const { loadPast, askServer } = await import("./past.js").catch(() => ({})); // the server is away
  if (!loadPast) return void tell(null, 0, false);
  const whole = await loadPast(to, HISTORY_POINTS, (...span) => askServer(address, signal, ...span), tell);
  tell(null, Number(whole), false);
}

/** The form has come back from the server. */
function adopted({ run, restart, valid, edit, goOn }) {
  setup.markRow(trying ? "try" : player.row);
  if (edit === "lesson" && valid) history.pushState(null, "", location.href);
  if (restart && (valid || edit === "reset")) {
    if (edit === "lesson") player.tried = null;
    if (edit === "lesson" || edit.startsWith("try:")) take(run.shows);
    open(run, 0, edit !== "lesson" && sameData(run.address, player.run.address));
    if (goOn) player.start();
  } else if (valid) {
    player.amend(run);
    writeUrl();
  }
  strip.show(player);
  if (!valid) status.say(setup.form.querySelector(".problem")?.textContent ?? "");
}

/** Shows what a lesson or a chip wants to be seen of the run that is about to be opened. */
function take({ row, w, try: tried }) {
  if (tried) player.tried = numbersIn(tried.split(","));
  if (row || tried) trying = !row;
  if (row) player.row = Number(row) - 1;
  if (w) player.parameter = w;
}

/** Acts on a button, once every edit has come back; not while the server is away. */
function press(act) {
  if (!player.away) setup.whenSettled(act);
}

function reset(alpha = null) {
  press(() => setup.reset(alpha));
}

function resetSurely() {
  if (!(newest?.epoch > MANY_EPOCHS) || confirm("Start over from the first update?")) reset();
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

/** Chooses a row, from 0 or "try", a parameter by its name, or the input that is tried: numbers, or null for none. */
function choose({ row, parameter, tried }) {
  if (tried !== undefined) player.tryInput(tried);
  if (row !== undefined) trying = row === "try";
  if (row !== undefined && !trying) player.chooseRow(row);
  if (parameter !== undefined) player.chooseParameter(parameter);
  showChoices();
  writeUrl();
}

function otherRow(by) {
  const { length } = player.run.inputs;
  choose({ row: (player.row + by + length) % length });
}

function setParameter(name, value) {
  setup.setParameter(name, value);
}

function showChoices() {
  const { parameter, tried } = player;
  trying &&= player.tried !== null;
  const row = trying ? "try" : player.row;
  panels.tell("select", { row, parameter, tried });
  setup.markRow(row);
}

/** Writes the figures in as many digits as were chosen; panels hear of it by the same event. */
function chooseDigits(choice) {
  useDigits(choice);
  document.documentElement.dataset.digits = choice;
  draw();
  writeUrl();
}

function writeUrl() {
  if (!player.run) return;
  writtenAt = Date.now();
  const own = {
    lesson: player.run.lesson || player.run.left, at: player.step, speed: player.speed, row: player.row + 1,
    w: player.parameter, try: player.tried?.join(","), digits: shownDigits(),
    display: shown.display && document.documentElement.dataset.display, ...panels.address,
  };
  history.replaceState(null, "", writeAddress(player.run.address, own, defaults));
}

/** Opens a dialog; one that cannot be loaded is told. */
async function openDialog(name) {
  const opened = await dialogs().then((module) => module.openDialog(name)).catch(() => false);
  if (opened === false) answerOn(`${name}-button`, "No connection", "The server could not be reached.");
}

/** Copies the address, or shows it where the browser does not let a page copy. */
async function share() {
  writeUrl();
  const copied = await navigator.clipboard.writeText(location.href).then(() => true, () => false);
  if (copied) answerOn("share-button", "Link copied", "The address of this run is copied.");
  else window.prompt("Copy this address:", location.href);
}

/** Answers on a button for a moment, and aloud. */
function answerOn(id, words, sentence) {
  const button = part(id);
  labels[id] ??= button.textContent;
  button.textContent = words;
  status.say(sentence);
  setTimeout(() => { button.textContent = labels[id]; }, SHOWN_FOR);
}

/** The address lags a moment behind a run that goes on; a reload takes up the very update. */
function leave() {
  const left = { address: player.run?.address, at: player.step, running: player.running };
  remember(LEFT, JSON.stringify(left), { forTab: true });
  past.abort();
  panels.closeAll();
}

function leftBefore(run) {
  const reloaded = performance.getEntriesByType("navigation")[0]?.type === "reload";
  const left = JSON.parse(recall(LEFT, { forTab: true }));
  return reloaded && left?.address === run.address ? left : { at: shown.at, running: false };
}

document.addEventListener("digits", ({ detail }) => chooseDigits(detail));
chooseDigits(shown.digits);
await Promise.all([...document.querySelectorAll("[data-panel]")].map((card) => panels.open(card).catch(() => {
  make("p", card, "This panel could not be loaded. Please reload the page.", "problem");
})));
new Keys((key) => (letters[key] ? (letters[key](), true) : panels.press(key)));
for (const [id, act] of Object.entries(clicks)) part(id).addEventListener("click", act);
window.addEventListener("popstate", () => location.reload());
window.addEventListener("pagehide", leave);
window.addEventListener("pageshow", ({ persisted }) => persisted && location.reload());

player.row = shown.row - 1;
player.parameter = shown.w;
player.tried = numbersIn(shown.tried);
const before = leftBefore(setup.run);
open(setup.run, before.at);
if (before.running) player.start();
