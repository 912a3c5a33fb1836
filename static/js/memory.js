/** Where the page keeps what it shows: in its address and, never needed and never an error where forbidden, in the browser. */

/** Remembers a value, for good or for this tab. */
export function remember(key, value, { forTab = false } = {}) {
  try {
    (forTab ? sessionStorage : localStorage).setItem(key, value);
  } catch {
    // Storage may be forbidden; the choice then holds for this visit.
  }
}

/** Gives what was remembered, or null. */
export function recall(key, { forTab = false } = {}) {
  try {
    return (forTab ? sessionStorage : localStorage).getItem(key);
  } catch {
    return null;
  }
}

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

/** Whether two addresses of runs have the same data. */
export function sameData(...addresses) {
  const [one, other] = addresses.map((address) => new URLSearchParams(address));
  return ["inputs", "goals"].every((key) => one.get(key) === other.get(key));
}
