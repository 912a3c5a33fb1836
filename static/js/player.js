const ENDED = new Set(["finished", "learned", "diverged"]);
const GIVE_UP_AFTER = 4;

/**
 * What the run on the page is doing. It holds where the run stands and asks the server for what
 * comes next; every number comes from the stream. States: empty, running, paused, finished, learned,
 * diverged, reconnecting, disconnected.
 */
export class Player {
  #stream;
  #on;
  #wanted = "still"; // what goes on as soon as there is a connection: still, running or stepping
  #stepsAhead = 0;
  #centre = null;

  run = null;
  step = 0;
  status = "empty";
  notice = null;
  ending = null;
  trouble = null; // what the connection suffers from: {attempt, since, seconds}
  speed = "20";
  row = 0;
  parameter = null;

  /**
   * @param {object} on has frame(frame), state(player), replay(share) and refused(status)
   * @param {function(object): object} connect makes the stream, as `new Stream(on)` does
   */
  constructor(on, connect) {
    this.#on = on;
    this.#stream = connect({
      frame: (frame) => this.#frame(frame),
      replay: (replay) => this.#on.replay(replay),
      end: (end) => this.#end(end),
      connected: () => this.#connected(),
      lost: (attempt) => this.#lost(attempt),
      busy: (seconds) => this.#lost(1, seconds),
      refused: (status) => this.#on.refused(status),
    });
  }

  get running() {
    return this.#wanted === "running";
  }

  get ended() {
    return ENDED.has(this.status);
  }

  /** For the server: how an edit of the form is to be taken. */
  get editState() {
    if (this.running) return "running";
    if (this.ended) return "ended";
    return this.step === 0 ? "fresh" : "paused";
  }

  /** Takes up a run at an update, standing still. */
  open(run, at = 0) {
    this.run = run;
    this.step = at;
    this.#centre = null;
    this.#stepsAhead = 0;
    if (!run.parameters.some(({ name }) => name === this.parameter)) this.parameter = run.parameters[0].name;
    if (this.row >= run.inputs.length) this.row = 0;
    this.show();
  }

  /** Goes on with a changed run from where it stands. */
  amend(run) {
    this.run = run;
    this.tryAgain();
  }

  /** Asks for the picture of where the run stands. */
  show() {
    this.#connect("still", this.step);
  }

  start() {
    if (!this.ended) this.#connect("running");
  }

  pause() {
    if (!this.running) return;
    this.#stream.close();
    this.#wanted = "still";
    this.trouble = null;
    this.#become(this.step === 0 ? "empty" : "paused");
  }

  /** Lets the run rest while an edit is on its way; `amend`, `open` or `release` follow. */
  hold() {
    if (this.running) this.#stream.close();
  }

  release() {
    if (this.running && !this.#stream.isOpen) this.#connect("running");
  }

  /** One update. */
  stepOnce() {
    if (this.ended) return;
    if (this.#wanted === "stepping") {
      this.#stepsAhead += 1;
      return;
    }
    this.pause();
    this.#connect("stepping", this.step + 1);
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
    this.#centre = null;
    this.tryAgain();
  }

  /** Asks anew for what goes on. */
  tryAgain() {
    if (this.running) this.#connect("running");
    else this.show();
  }

  #connect(wanted, to = null) {
    this.#wanted = wanted;
    const query = new URLSearchParams({ from: this.step, row: this.row + 1, w: this.parameter });
    if (to !== null) query.set("to", to);
    if (this.#centre !== null) query.set("centre", this.#centre);
    query.set("speed", wanted === "running" ? this.speed : "max");
    this.#stream.open(`/api/stream?${this.run.address}&${query}`);
    if (wanted === "running") this.#become("running");
  }

  #frame(frame) {
    this.step = frame.step;
    this.notice = frame.notice;
    if (frame.slice) this.#centre = frame.slice.centre;
    this.#on.frame(frame);
  }

  #end(end) {
    this.step = end.step;
    this.notice = end.notice;
    const going = this.#stepsAhead > 0 && end.status === "paused";
    this.#wanted = "still";
    this.ending = end;
    this.#become(end.status === "paused" && end.step === 0 ? "empty" : end.status);
    if (!going) return;
    this.#stepsAhead -= 1;
    this.stepOnce();
  }

  #connected() {
    this.trouble = null;
    if (this.running) this.#become("running");
  }

  #lost(attempt, seconds = 0) {
    this.trouble = { attempt, since: this.trouble?.since ?? Date.now(), seconds };
    this.#become(attempt > GIVE_UP_AFTER ? "disconnected" : "reconnecting");
  }

  #become(status) {
    this.status = status;
    if (!ENDED.has(status)) this.ending = null;
    this.#on.state(this);
  }
}
