/** What a browser remembers of this page: never needed, and never an error where it is forbidden. */

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
