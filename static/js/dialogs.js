/** What two buttons at the right of the bar open, and the display. Loaded when the first of them is asked for. */

import { recall, remember } from "./memory.js";

const THEME = "display";
const PROJECTOR = "projector";
const BEFORE = "display-before"; // the projector
const LETTERS = "letter-keys";

const part = (id) => document.getElementById(id);

/** Opens the help or, as "display", the choices of display; fails where the server is away. */
export async function openDialog(name) {
  if (!part(name)) await fill();
  if (name === "display") showChoices();
  part(name).showModal();
}

/** Shows the page as for a projector, or again as before. */
export function toggleProjector() {
  const { display } = document.documentElement.dataset;
  setDisplay(display === PROJECTOR ? recall(BEFORE) ?? "auto" : PROJECTOR);
}

function setDisplay(display) {
  const { dataset } = document.documentElement;
  if (display === PROJECTOR && dataset.display !== PROJECTOR) remember(BEFORE, dataset.display);
  dataset.display = display;
  remember(THEME, display);
}

/** Puts the dialogs into the page. */
async function fill() {
  const answer = await fetch("/fragments/dialogs");
  document.body.insertAdjacentHTML("beforeend", await answer.text());
  part("letter-keys").addEventListener("change", ({ target }) => remember(LETTERS, target.checked ? "on" : "off"));
  part("display").addEventListener("change", ({ target }) => {
    if (target.name === "digits") document.dispatchEvent(new CustomEvent("digits", { detail: target.value }));
    if (target.name !== "theme") return;
    setDisplay(target.value);
  });
}

function showChoices() {
  const { display: theme, digits } = document.documentElement.dataset;
  const chosen = { theme, digits };
  for (const choice of part("display").querySelectorAll("[type=radio]")) choice.checked = choice.value === chosen[choice.name];
  part("letter-keys").checked = recall(LETTERS) !== "off";
}
