/** The past of a run, asked for in pieces that the server answers soon. Touches no DOM; loaded when there is a past. */

const FIRST_PIECE = 1000; // updates
const PIECE_MS = 200; // how long the answer to a piece should take
const BUSY = 503;
const AGAIN = 5; // seconds after which a busy server is asked again, where it does not say
const MOST_GROWTH = 4; // how much longer a piece may be than the one before it

/**
 * Fetches what a run went through before an update, oldest first, each piece when the one before has come.
 * @param {number} to the update at which the picture begins; the past ends before it
 * @param {number} most points that are wanted at most, spread evenly
 * @param {function(number, number, number): Promise<?object>} ask gives the points from an update to another, every so
 *   many updates, as `/api/history` does, or null where they are refused
 * @param {function(object, number)} take is given each piece, and the share of the past that is there, 0 … 1
 * @param {function(): number} now gives the time in ms
 * @returns {Promise<boolean>} whether all of the past came
 */
export async function loadPast(to, most, ask, take, now = () => performance.now()) {
  const every = Math.max(1, Math.ceil(to / most));
  let length = FIRST_PIECE; // updates
  let reached = 0;
  for (let from = 0; from < to;) {
    const points = Math.max(1, Math.min(Math.floor(length / every), Math.ceil((to - from) / every)));
    const asked = now();
    const last = from + (points - 1) * every;
    const piece = await ask(from, last, every);
    if (!piece) return false;
    from += points * every;
    take(piece, Math.min(1, from / to));
    if (piece.steps.length < points) return true; // the run ended before
    if (last > reached) length = (last - reached) * Math.min(MOST_GROWTH, PIECE_MS / Math.max(1, now() - asked));
    reached = last;
  }
  return true;
}

/** Asks the server for points of a run, by its address; what is refused, or given up through `signal`, is null. */
export async function askServer(address, signal, from, to, every) {
  const url = `/api/history?${address}&from=${from}&to=${to}&every=${every}`;
  const answer = await patiently(url, signal);
  return answer?.ok ? answer.json().catch(() => null) : null;
}

/**
 * Fetches what a busy server may put off: asks again when it says so, until there is an answer.
 * @returns {Promise<?Response>} null where the server cannot be reached, or `signal` gave up
 */
export async function patiently(url, signal, wait = pause) {
  for (;;) {
    const answer = await fetch(url, { signal }).catch(() => null);
    if (answer?.status !== BUSY) return answer;
    await wait(1000 * (Number(answer.headers.get("Retry-After")) || AGAIN), signal);
  }
}

/** Waits so many ms, or until `signal` gives up. */
function pause(ms, signal) {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal?.addEventListener("abort", () => { clearTimeout(timer); resolve(); }, { once: true });
  });
}
