/** The page's address: the run's, and after it what the page itself shows. Touches no DOM. */

const DEFAULTS = { at: "0", row: "1", scale: "log" };
const ORDER = ["lesson", "at", "speed", "row", "w", "scale", "display"];

/**
 * Writes the query string of the page.
 * @param {string} run canonical address of the run, as the server wrote it
 * @param {Object<string, string|number|null>} shown the page's own keys
 */
export function writeAddress(run, shown) {
  const own = ORDER.filter((key) => {
    const value = shown[key];
    return value !== null && value !== undefined && value !== "" && String(value) !== DEFAULTS[key];
  }).map((key) => `${key}=${encodeURIComponent(shown[key])}`);
  return `?${[run, ...own].join("&")}`;
}

/**
 * Reads the page's own keys from a query string; what is missing or odd gets its default.
 * @param {string} query as `location.search`
 */
export function readAddress(query) {
  const values = new URLSearchParams(query);
  const whole = (key, low) => {
    const text = values.get(key) ?? "";
    return /^\d{1,9}$/.test(text) ? Math.max(low, Number(text)) : low;
  };
  return {
    at: whole("at", 0),
    row: whole("row", 1) - 1,
    parameter: values.get("w"),
    scale: values.get("scale") === "linear" ? "linear" : "log",
    display: values.get("display"),
  };
}
