const WRITES = "input, select, textarea, [contenteditable]";

/**
 * Keys of the page: Space, and single letters unless they are turned off.
 * @param {Object<string, function>} keys what each key does
 * @param {{lettersOn: function(): boolean, blocked: function(): boolean}} when
 */
export function listenToKeys(keys, { lettersOn, blocked }) {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || blocked()) return;
    const { target, key } = event;
    if (target.closest?.(WRITES) && target.type !== "range") return;
    if (key === " " && target.closest?.("button, summary, a")) return;
    const act = keys[key === " " ? "Space" : key.toLowerCase()];
    if (!act || (key !== " " && !lettersOn())) return;
    event.preventDefault();
    act();
  });
}
