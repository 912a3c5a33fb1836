/** What two buttons at the right of the bar open. Loaded, with its words, when the first of them is pressed. */

import { recall, remember } from "./memory.js";

const THEME = "display";
const LETTERS = "letter-keys";

const part = (id) => document.getElementById(id);

/** Opens the help or, as "display", the choices of display; fails where the server is away. */
export async function openDialog(name) {
  if (!part(name)) await fill();
  if (name === "display") showChoices();
  part(name).showModal();
}

/** Puts the dialogs into the page. */
async function fill() {
  const answer = await fetch("/fragments/dialogs");
  document.body.insertAdjacentHTML("beforeend", await answer.text());
  part("letter-keys").addEventListener("change", ({ target }) => remember(LETTERS, target.checked ? "on" : "off"));
  part("display").addEventListener("change", ({ target }) => {
    if (target.name === "digits") document.dispatchEvent(new CustomEvent("digits", { detail: target.value }));
    if (target.name !== "theme") return;
    document.documentElement.dataset.display = target.value;
    remember(THEME, target.value);
  });
}

function showChoices() {
  const { display: theme, digits } = document.documentElement.dataset;
  const chosen = { theme, digits };
  for (const choice of part("display").querySelectorAll("[type=radio]")) choice.checked = choice.value === chosen[choice.name];
  part("letter-keys").checked = recall(LETTERS) !== "off";
}
