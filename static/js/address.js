/** The page's address: the run's, and after it what the page itself shows. Touches no DOM. */

/**
 * Writes the query string of the page.
 * @param {string} run canonical address of the run, as the server wrote it
 * @param {Object<string, string|number|null>} shown the page's own keys
 * @param {Object<string, string|number>} defaults those keys in canonical order, with what is left out; the server's
 */
export function writeAddress(run, shown, defaults) {
  const own = Object.keys(defaults).filter((key) => {
    const value = shown[key];
    return value !== null && value !== undefined && value !== "" && String(value) !== String(defaults[key]);
  }).map((key) => `${key}=${encodeURIComponent(shown[key]).replaceAll("%2C", ",")}`);
  return `?${[run, ...own].join("&")}`;
}
