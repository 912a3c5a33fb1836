const ENDED = new Set(["finished", "learned", "diverged"]);
const GIVE_UP_AFTER = 4;

/**
 * What the run on the page is doing. It holds where the run stands and asks the server for what
 * comes next; every number comes from the stream. Its status is never kept but read off what holds:
 * empty, opening, running, paused, finished, learned, diverged, reconnecting or disconnected.
 */
export class Player {
  #stream;
  #on;
  #wanted = "still"; // what goes on as soon as there is a connection: still, running or stepping
  #stepsAhead = 0;
  #window = null;
  #arrived = true; // whether a picture of where the run stands has come since it was opened
  #heardAt = null; // when the last data came since the run was opened
  #resting = ""; // how the run stands where it rests, in words
  #held = false; // an edit is on its way, and may change what a run that goes on has to ask for

  run = null;
  step = 0;
  notice = null;
  ending = null; // how the run ended, as the stream's end tells it
  replay = null; // how far the way is done to where the run is to be shown: {step, to}
  trouble = null; // what the connection suffers from: {attempt, since, seconds}; since: of the last data, or null
  speed = "20";
  row = 0;
  parameter = null;
  tried = null; // an input that nobody trains on, a number a column

  /**
   * @param {object} on has frame(frame), state(player) and refused(status)
   * @param {function(object): object} connect makes the stream, as `new Stream(on)` does
   */
  constructor(on, connect) {
    this.#on = on;
    this.#stream = connect({
      frame: (frame) => this.#frame(frame),
      replay: (replay) => this.#replayed(replay),
      end: (end) => this.#end(end),
      connected: () => this.#connected(),
      lost: (attempt, seconds) => this.#lost(attempt, seconds),
      refused: (status) => this.#refused(status),
    });
  }

  get running() {
    return this.#wanted === "running";
  }

  get ended() {
    return this.ending !== null;
  }

  /** What the run's end says, and what its lesson adds to it; nothing before the end. */
  get said() {
    return this.ended ? [this.ending.sentence, this.run.says].filter(Boolean).join(" ") : "";
  }

  /** What is seen of a run that has not ended: out of hand, stuck, fitted, in a sentence. */
  get told() {
    return (!this.ended && this.notice && (this.#resting || this.run.notices[this.notice])) || "";
  }

  /** Whether the run is still on its way to where it is to be shown. */
  get opening() {
    return !this.#arrived && this.step > 0;
  }

  /** Whether the server cannot be reached; a busy one can, and is asked again by and by. */
  get away() {
    return this.trouble !== null && !this.trouble.seconds;
  }

  get status() {
    if (this.away) return this.trouble.attempt > GIVE_UP_AFTER ? "disconnected" : "reconnecting";
    if (this.trouble) return "waiting";
    if (this.ended) return this.ending.status;
    if (this.running) return "running";
    if (this.opening) return "opening";
    return this.step === 0 ? "empty" : "paused";
  }

  /** For the server: how an edit of the form is to be taken. */
  get editState() {
    if (this.running) return "running";
    if (this.ended) return "ended";
    return this.step === 0 ? "fresh" : "paused";
  }

  /** Takes up a run at an update, standing still; nothing of the run before is left. */
  open(run, at = 0) {
    this.run = run;
    this.step = at;
    this.notice = null;
    this.ending = null;
    this.trouble = null;
    this.replay = null;
    this.#window = null;
    this.#arrived = false;
    this.#heardAt = null;
    this.#held = false;
    if (!run.parameters.some(({ name }) => name === this.parameter)) this.parameter = run.parameters[0].name;
    if (this.row >= run.inputs.length) this.row = 0;
    if (this.tried?.length !== run.inputs[0].length) this.tried = null;
    this.show();
  }

  /** Goes on with a changed run from where it stands. */
  amend(run) {
    this.run = run;
    this.#held = false;
    this.tryAgain();
  }

  /** Asks for the picture of where the run stands. */
  show() {
    this.#connect("still", this.step);
  }

  start() {
    if (!this.ended && !this.running) this.#connect("running");
  }

  /** A run of which nothing has been seen yet is shown where it was opened, and goes no farther. */
  pause() {
    if (!this.running) return;
    const away = this.trouble && this.#arrived;
    this.trouble = null;
    this.#stream.close();
    if (away) this.#want("still");
    else this.show();
  }

  /** Lets the run rest while an edit is on its way, unless the server is away; `amend`, `open` or `release` follow. */
  hold() {
    this.#held = true;
    if (this.running && !this.trouble) this.#stream.close();
  }

  release() {
    this.#held = false;
    if (this.running && !this.trouble && !this.#stream.isOpen) this.#connect("running");
  }

  /** One update; those asked for while one is on its way are made after it. */
  stepOnce() {
    if (this.ended) return;
    if (this.#wanted === "stepping") this.#stepsAhead += 1;
    else this.#connect("stepping", this.step + 1);
  }

  setSpeed(speed) {
    this.speed = speed;
    if (this.running) this.#connect("running");
  }

  chooseRow(row) {
    if (row === this.row || row < 0 || row >= this.run.inputs.length) return;
    this.row = row;
    this.tryAgain();
  }

  chooseParameter(name) {
    if (name === this.parameter) return;
    this.parameter = name;
    this.#window = null;
    this.tryAgain();
  }

  /** Asks for the answer to an input from here on; null: for none. */
  tryInput(numbers) {
    if (String(numbers) === String(this.tried)) return;
    this.tried = numbers;
    this.tryAgain();
  }

  /** Asks anew for what goes on. */
  tryAgain() {
    if (this.#wanted === "still") this.show();
    else this.#connect(this.#wanted, this.running ? null : this.step + 1);
  }

  /** Asks for the run from where it stands on, to an update or without end. */
  #connect(wanted, to = null) {
    if (this.#arrived) this.replay = null;
    if (!this.#held || wanted !== "running") this.#stream.open(() => this.#address(wanted, to));
    this.#want(wanted);
  }

  #address(wanted, to) {
    const query = new URLSearchParams({ from: this.step, row: this.row + 1, w: this.parameter });
    if (to !== null) query.set("to", to);
    if (this.#window !== null) query.set("window", this.#window);
    if (this.tried) query.set("try", this.tried.join(","));
    query.set("speed", wanted === "running" ? this.speed : "max");
    return `/api/stream?${this.run.address}&${query}`;
  }

  /** Notes what goes on from here, and tells of it. */
  #want(wanted, resting = "") {
    if (wanted !== "stepping") this.#stepsAhead = 0;
    if (wanted !== "still") this.ending = null;
    this.#resting = resting;
    this.#wanted = wanted;
    this.#on.state(this);
  }

  #frame(frame) {
    this.#heardAt = Date.now();
    const there = !this.#arrived || this.replay !== null;
    this.step = frame.step;
    this.notice = frame.notice;
    this.replay = null;
    this.#arrived = true;
    if (frame.slice) this.#window = [frame.slice.weights[0], frame.slice.weights.at(-1)];
    this.#on.frame(frame);
    if (there) this.#on.state(this);
  }

  #replayed(replay) {
    this.replay = replay;
    this.#on.state(this);
  }

  #end(end) {
    this.step = end.step;
    this.notice = end.notice;
    this.replay = null;
    this.#arrived = true;
    this.ending = ENDED.has(end.status) ? end : null;
    const more = this.ended ? 0 : this.#stepsAhead;
    this.#want("still", end.sentence);
    if (more === 0) return;
    this.stepOnce();
    this.#stepsAhead = more - 1;
  }

  #connected() {
    if (!this.trouble) return;
    this.trouble = null;
    this.#on.state(this);
  }

  #lost(attempt, seconds = 0) {
    this.trouble = { attempt, seconds, since: this.#heardAt };
    this.#on.state(this);
  }

  /** The server will not give this run; it stands still, as far as it has come. */
  #refused(status) {
    this.trouble = null;
    this.replay = null;
    this.#arrived = true;
    this.#want("still");
    this.#on.refused(status);
  }
}
