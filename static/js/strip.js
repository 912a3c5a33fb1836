import { make } from "./elements.js";

const SMALLER = ["small", "smallest"]; // where a sentence is too long for its two lines

/** The strip above the network: what to aim at, what to try, and when a run has ended what it says. */

/**
 * `on` has take(number), to run a chip, openLesson(name) and reset(alpha or null). What stands in the strip comes from the
 * server with the form; which chips are done is known to the page alone, by lesson.
 */
export class Strip {
  #done = new Map();

  constructor(on) {
    document.addEventListener("click", ({ target, detail: clicks }) => {
      const { chip, lesson, reset } = target.closest?.("#strip button")?.dataset ?? {};
      if (chip) on.take(Number(chip));
      if (chip && clicks) focusRun();
      if (reset !== undefined) on.reset(reset ? Number(reset) : null);
      else if (lesson) on.openLesson(lesson);
    });
  }

  /** Shows how far the lesson has come, and where its run stands. */
  show({ run, ending, ended, told, said, notice, running, step, away }) {
    const strip = document.getElementById("strip");
    const done = this.#doneIn(run.lesson);
    if (ended && run.chip !== null) done.add(run.chip);
    const chips = [...strip.querySelectorAll("[data-chip]")];
    const next = running ? -1 : chips.findIndex((_, number) => !done.has(number));
    for (const [number, chip] of chips.entries()) {
      const current = number === run.chip && (running || step > 0);
      chip.classList.toggle("done", done.has(number));
      chip.classList.toggle("next", number === next);
      chip.ariaCurrent = current ? "step" : null;
    }
    const diverged = ending?.status === "diverged";
    offer(strip.querySelector(".offers"), diverged, ending?.advice?.alpha);
    if (!diverged && next >= 0 && done.size > 0) bringIntoSight(chips[next]);
    const allDone = chips.length > 0 && done.size === chips.length;
    strip.querySelector("#next-lesson").classList.toggle("next", allDone && !running);
    for (const button of strip.querySelectorAll("button")) button.ariaDisabled = String(away);
    strip.querySelector(".goal").hidden = ended || told !== "";
    strip.querySelector(".told").dataset.notice = notice ?? "";
    strip.querySelector(".said").role = diverged ? "alert" : null;
    write(strip.querySelector(".told"), told);
    write(strip.querySelector(".said"), said);
  }

  #doneIn(lesson) {
    if (!this.#done.has(lesson)) this.#done.set(lesson, new Set());
    return this.#done.get(lesson);
  }
}

/** Shows a sentence, smaller where it is too long for its place. */
function write(line, text) {
  if (line.textContent === text && line.hidden === (text === "")) return;
  line.hidden = text === "";
  line.textContent = text;
  line.classList.remove(...SMALLER);
  const { parentElement: place } = line;
  for (const size of SMALLER) if (place.scrollHeight > place.clientHeight) line.classList.add(size);
}

/** Offers another start of a run that diverged: with the alpha that was tried, where one was found, or as it was. */
function offer(place, diverged, alpha) {
  place.hidden = !diverged;
  const offers = diverged ? [...(alpha ? [alpha] : []), ""] : [];
  if (String(offers) === [...place.children].map(({ dataset }) => dataset.reset).join()) return;
  place.replaceChildren();
  for (const each of offers) Object.assign(make("button", place, each ? `Reset with alpha ${each}` : "Reset"), { type: "button" }).dataset.reset = each;
  place.parentElement.scrollLeft = 0;
}

/** After a click on a chip Space pauses the run, and does not begin it anew. */
function focusRun() {
  document.getElementById("run-button").focus({ preventScroll: true, focusVisible: false });
}

/** Scrolls a row of chips that is wider than its place, and nothing else. */
function bringIntoSight(chip) {
  const { offsetLeft, offsetWidth } = chip;
  const row = chip.closest(".choices-row");
  if (row.scrollWidth > row.clientWidth) row.scrollLeft = offsetLeft + offsetWidth / 2 - row.clientWidth / 2;
}
