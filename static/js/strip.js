/** The strip above the network: what to aim at, what to try, and when a run has ended what it says. */

/**
 * `on` has take(number), to run a chip, and openLesson(name). What stands in the strip comes from the
 * server with the form; which chips are done is known to the page alone, by lesson.
 */
export class Strip {
  #done = new Map();

  constructor(on) {
    document.addEventListener("click", ({ target }) => {
      const { chip, lesson } = target.closest?.("#strip button")?.dataset ?? {};
      if (chip) on.take(Number(chip));
      else if (lesson) on.openLesson(lesson);
    });
  }

  /** Shows how far the lesson has come, and where its run stands. */
  show({ run, ended, said, running, step, trouble }) {
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
      if (number === next && done.size > 0) bringIntoSight(chip);
    }
    const allDone = chips.length > 0 && done.size === chips.length;
    strip.querySelector("#next-lesson").classList.toggle("next", allDone && !running);
    for (const button of strip.querySelectorAll("button")) button.ariaDisabled = String(Boolean(trouble));
    strip.querySelector(".goal").hidden = ended;
    strip.querySelector(".said").hidden = !ended;
    strip.querySelector(".said").textContent = said;
  }

  #doneIn(lesson) {
    if (!this.#done.has(lesson)) this.#done.set(lesson, new Set());
    return this.#done.get(lesson);
  }
}

/** Scrolls a row of chips that is wider than its place, and nothing else. */
function bringIntoSight(chip) {
  const { parentElement: row, offsetLeft, offsetWidth } = chip;
  if (row.scrollWidth > row.clientWidth) row.scrollLeft = offsetLeft + offsetWidth / 2 - row.clientWidth / 2;
}
