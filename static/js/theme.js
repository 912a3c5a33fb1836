/* Classic script in the head: sets the theme before the first paint and keeps it. The menu is in dialogs.js. */
(() => {
  const root = document.documentElement;
  const dark = matchMedia("(prefers-color-scheme: dark)");
  let stored = null;
  try {
    stored = localStorage.getItem("display");
  } catch {
    // Storage may be forbidden; the page then follows the system.
  }
  const { display: asked } = root.dataset; // from the address, by the server
  const show = () => {
    const { display } = root.dataset;
    root.dataset.theme = display !== "auto" ? display : dark.matches ? "dark" : "light";
  };
  new MutationObserver(show).observe(root, { attributeFilter: ["data-display"] });
  dark.addEventListener("change", show);
  root.dataset.display = asked ?? (["light", "dark", "projector"].includes(stored) ? stored : "auto");
  show();
})();
