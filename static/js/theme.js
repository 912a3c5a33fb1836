/* Classic script in the head: sets the theme before the first paint. The menu is display.js. */
(() => {
  const themes = ["auto", "light", "dark", "projector"];
  let stored = null;
  try {
    stored = localStorage.getItem("display");
  } catch {
    // Storage may be forbidden; the page then follows the system.
  }
  const asked = new URLSearchParams(location.search).get("display");
  const theme = [asked, stored].find((name) => themes.includes(name)) ?? "auto";
  document.documentElement.dataset.theme = theme;
})();
