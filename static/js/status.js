import { count, fmt } from "./format.js";

const SPEAK_EVERY = 10_000;
const CHIPS = {
  empty: ["○", "Ready"],
  running: ["●", "Running"],
  paused: ["❚❚", "Paused"],
  finished: ["✓", "Finished"],
  learned: ["✓", "Learned"],
  diverged: ["⚠", "Diverged"],
  stuck: ["◦", "Stuck"],
  "out of hand": ["⚠", "Getting out of hand"],
  reconnecting: ["⌁", "Reconnecting…"],
  disconnected: ["⌁", "No connection"],
};
const WARNINGS = new Set(["out of hand", "stuck", "reconnecting", "disconnected"]);
const NOTICES = {
  "out of hand": "Getting out of hand: the loss is over a million times that of the start, and grows. "
    + "Alpha is too large here; the run plays faster and faster until the numbers overflow.",
  stuck: "Stuck: the loss has not changed for 200 epochs. The gradients are nearly 0; another start or alpha may help.",
};

/** The status chip, the banner over the network, the figures in the bar, and what is read aloud. */
export class Status {
  #parts;
  #on;
  #spokenAt = 0;
  #shown = "";
  #banner = "";
  #clock = 0;

  /** `on` has reset(alpha or null) and tryAgain(). */
  constructor(root, on) {
    const part = (id) => root.getElementById(id);
    this.#parts = {
      root: root.documentElement, chip: part("status"), banner: part("banner"), announce: part("announce"),
      epoch: part("epoch"), loss: part("loss"), update: part("update"), run: part("run-button"),
      step: part("step-button"), reset: part("reset-button"),
    };
    this.#on = on;
  }

  /** Shows where the run stands. */
  figures(frame, run) {
    const { epoch, loss, update } = this.#parts;
    epoch.textContent = count(frame.epoch);
    loss.textContent = frame.loss === null ? "∞" : fmt(frame.loss);
    loss.title = frame.loss === null ? "" : String(frame.loss);
    update.textContent = run.updates_per_epoch > 1 ? `· update ${count(frame.step)}` : "";
  }

  /** Shows what the run is doing. */
  show(player) {
    const { status, notice, ending, trouble } = player;
    const word = ["running", "finished", "paused"].includes(status) && notice ? notice : status;
    const [icon, text] = CHIPS[word];
    let full = text;
    if (status === "learned" || (status === "finished" && word === status)) full = `${text}, epoch ${count(ending.epoch)}`;
    if (status === "reconnecting") full = `${text} ${trouble.attempt}`;
    this.#chip(icon, full, word === "out of hand" ? "warning" : word);
    this.#parts.root.dataset.state = status;
    this.#buttons(player);
    this.#message(word, ending, trouble);
    if (this.#shown === full) return;
    this.#shown = full;
    this.say(ending && status !== "empty" ? ending.sentence : full);
  }

  /** One sentence every ten seconds while the run goes on. */
  tell(frame) {
    if (Date.now() - this.#spokenAt > SPEAK_EVERY) this.say(`Epoch ${count(frame.epoch)}, loss ${fmt(frame.loss)}`);
  }

  say(sentence) {
    this.#spokenAt = Date.now();
    this.#parts.announce.textContent = sentence;
  }

  /** How far the way is done to where the run was. */
  replay({ share }) {
    this.#chip("↻", `Getting there, ${Math.round(share * 100)} %`, "running");
  }

  #chip(icon, text, state) {
    const { chip } = this.#parts;
    chip.dataset.state = state;
    const glyph = document.createElement("span");
    glyph.setAttribute("aria-hidden", "true");
    glyph.textContent = `${icon} `;
    chip.replaceChildren(glyph, text);
  }

  #buttons({ running, status, ended }) {
    const { run, step, reset } = this.#parts;
    const glyph = run.querySelector(".glyph");
    glyph.textContent = running ? "❚❚" : "▶";
    if (run.lastChild.textContent !== (running ? "Pause" : "Run")) run.lastChild.textContent = running ? "Pause" : "Run";
    const away = status === "reconnecting" || status === "disconnected";
    for (const button of [run, reset]) button.setAttribute("aria-disabled", String(away));
    step.setAttribute("aria-disabled", String(away || ended));
  }

  #message(word, ending, trouble) {
    const text = this.#words(word, ending, trouble);
    clearInterval(this.#clock);
    if (trouble) this.#clock = setInterval(() => this.#age(trouble), 1000);
    if (text === this.#banner) return;
    this.#banner = text;
    const { banner } = this.#parts;
    banner.hidden = text === "";
    if (!text) return void banner.replaceChildren();
    const box = make("div", "", WARNINGS.has(word) ? "banner warning" : "banner");
    box.append(make("p", text), ...this.#answers(word, ending));
    if (trouble) box.append(make("span", "", "aside"));
    banner.replaceChildren(box);
    if (trouble) this.#age(trouble);
  }

  #age({ since }) {
    const aside = this.#parts.banner.querySelector(".aside");
    if (aside) aside.textContent = `last data ${Math.round((Date.now() - since) / 1000)} s ago`;
  }

  #words(word, ending, trouble) {
    if (word === "diverged") return `⚠ ${ending.sentence}`;
    if (word === "stuck" && ending) return `◦ ${ending.sentence}`;
    if (word in NOTICES) return NOTICES[word];
    if (word === "disconnected") return "⌁ No connection. The run is kept; the page goes on by itself when the server is back.";
    if (word === "reconnecting" && trouble.seconds) return `⚠ The server is busy; trying again in ${trouble.seconds} s.`;
    if (word === "reconnecting") return "⌁ The connection is lost. Trying again; the run is kept.";
    return "";
  }

  #answers(word, ending) {
    const button = (text, act, look = "") => {
      const made = make("button", text, look);
      made.type = "button";
      made.addEventListener("click", act);
      return made;
    };
    if (word === "diverged") {
      const { alpha } = ending.advice;
      return [
        button(`Reset with alpha ${alpha}`, () => this.#on.reset(alpha), "run"),
        button("Reset", () => this.#on.reset(null)),
      ];
    }
    return word === "disconnected" ? [button("Try again", () => this.#on.tryAgain(), "run")] : [];
  }
}

function make(tag, text, className = "") {
  const element = document.createElement(tag);
  element.textContent = text;
  if (className) element.className = className;
  return element;
}
