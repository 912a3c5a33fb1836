import { make } from "./elements.js";
import { count, fmt, spoken } from "./format.js";

const SPEAK_EVERY = 10_000; // ms
const CHIPS = {
  empty: ["○", "Ready"],
  opening: ["↻", "Getting there"],
  running: ["●", "Running"],
  paused: ["❚❚", "Paused"],
  finished: ["■", "Finished"],
  learned: ["✓", "Learned"],
  diverged: ["⚠", "Diverged"],
  stuck: ["◦", "Stuck"],
  "at rest": ["◦", "Stuck"],
  fitted: ["≈", "Fitted"],
  "out of hand": ["⚠", "Getting out of hand"],
  reconnecting: ["⌁", "Reconnecting…"],
  disconnected: ["⌁", "No connection"],
  waiting: ["◷", "Waiting"],
};
const MESSAGES = {
  reconnecting: "The connection is lost. Trying again; the run is kept.",
  disconnected: "No connection. The run is kept; the page goes on by itself when the server is back.",
};

/** The status chip, the banner that tells of the connection, the figures in the bar, and what is read aloud. */
export class Status {
  #root;
  #part;
  #on;
  #spokenAt = 0;
  #shown = "";
  #banner = "";
  #clock = 0;

  /** `on` has tryAgain(). */
  constructor(root, on) {
    this.#root = root.documentElement;
    this.#part = (id) => root.getElementById(id);
    this.#on = on;
  }

  /** Shows where the run stands; `words.loss` says what the loss is of a start that overflows at once. */
  figures(frame, run, words = {}) {
    const loss = this.#part("loss");
    loss.textContent = frame.loss === null ? words.loss ?? "∞" : fmt(frame.loss);
    loss.title = frame.loss ?? "";
    this.#part("epoch").textContent = count(frame.epoch);
    this.#part("update").textContent = run.updates_per_epoch > 1 ? `· update ${count(frame.step)}` : "";
  }

  /** Shows that the figures are not known yet. */
  unknown() {
    for (const name of ["loss", "epoch"]) this.#part(name).textContent = "–";
    this.#part("update").textContent = "";
  }

  /** Shows what the run is doing. */
  show(player) {
    const { status, ending, trouble, replay } = player;
    const word = wordFor(player);
    const [icon, name] = CHIPS[word];
    const rest = word === "learned" || word === "finished" ? `, epoch ${count(ending.epoch)}` : "";
    let text = name;
    if (word === "opening" && replay) text += `, ${Math.floor((100 * replay.step) / replay.to)} %`;
    if (word === "reconnecting" || word === "waiting") text += ` ${trouble.attempt}`;
    this.#chip(icon, text, rest, word);
    this.#root.dataset.state = status;
    this.#buttons(player);
    const told = this.#message(icon, word, player) || word === "diverged"; // an alert, here or in the strip
    const heard = word === "opening" ? name : text + rest; // not every per cent is read aloud
    if (this.#shown === heard) return;
    this.#shown = heard;
    if (!told) this.say(player.said || player.told || heard);
  }

  /** One sentence every ten seconds while the run goes on. */
  tell(frame) {
    if (Date.now() - this.#spokenAt > SPEAK_EVERY) this.say(`Epoch ${count(frame.epoch)}, loss ${spoken(frame.loss)}`);
  }

  say(sentence) {
    this.#spokenAt = Date.now();
    this.#part("announce").textContent = sentence;
  }

  /** `rest` is left out where there is no room for it. */
  #chip(icon, text, rest, state) {
    const chip = this.#part("status");
    chip.dataset.state = state;
    chip.title = text + rest; // where there is no room for all of it
    chip.replaceChildren();
    const words = make("span", chip);
    make("span", words, `${icon} `).ariaHidden = "true";
    words.append(text);
    if (rest) make("span", chip, rest);
  }

  #buttons({ running, away, ended }) {
    const [run, step, reset] = ["run", "step", "reset"].map((name) => this.#part(`${name}-button`));
    run.firstChild.textContent = running ? "❚❚" : "▶";
    run.lastChild.textContent = running ? "Pause" : "Run";
    for (const button of [run, reset]) button.ariaDisabled = String(away);
    step.ariaDisabled = String(away || ended);
  }

  /** Shows the banner where there is something to say; tells whether there is. */
  #message(icon, word, { trouble }) {
    const busy = trouble?.seconds && `The server is busy; trying again in ${trouble.seconds} s. The run is kept and goes on by itself.`;
    const text = busy || MESSAGES[word] || "";
    clearInterval(this.#clock);
    if (trouble) this.#clock = setInterval(() => this.#age(trouble), 1000);
    if (text === this.#banner) return text !== "";
    this.#banner = text;
    const banner = this.#part("banner");
    banner.hidden = text === "";
    banner.replaceChildren();
    if (!text) return false;
    const box = make("div", banner, "", "banner warning");
    make("p", box, `${busy ? "⚠" : icon} ${text}`);
    if (word === "disconnected") make("button", box, "Try again", "run").addEventListener("click", () => this.#on.tryAgain());
    make("span", box, "", "aside").ariaLive = "off";
    if (trouble) this.#age(trouble);
    return true;
  }

  #age({ since }) {
    const seconds = Math.round((Date.now() - since) / 1000);
    this.#part("banner").querySelector(".aside").textContent = since === null ? "" : `last data ${seconds} s ago`;
  }
}

/** The word for what a run is doing: its way to where it was comes before all that is seen there. */
function wordFor({ status, notice, opening, replay, trouble }) {
  if (!trouble && (opening || replay)) return "opening";
  return ["running", "finished", "paused"].includes(status) && notice ? notice : status;
}
