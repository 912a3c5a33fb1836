/** The connection to the run: one hidden element that htmx's hx-sse holds open, one at a time. */

const FIRST_DELAY = 1000; // ms, doubled at every further try
const MOST_DOUBLINGS = 3;
const UNREACHED = 504; // what stands for an answer where there was none

/**
 * Opens a stream and hands its events on.
 * `on` has frame(object), replay(object), end(object), connected(), lost(attempt, seconds) and refused(status);
 * `seconds` is after how long a busy server wants to be asked again, else 0.
 */
export class Stream {
  #element = null;
  #connection = null;
  #on;
  #timer = 0;
  #attempt = 0;

  constructor(on) {
    this.#on = on;
  }

  get isOpen() {
    return this.#element !== null || this.#timer !== 0;
  }

  /** `address()` gives what to ask for, at each try anew: a run goes on from what was seen last. */
  open(address) {
    this.close();
    this.#attempt = 0;
    this.#connect(address);
  }

  close() {
    clearTimeout(this.#timer);
    this.#timer = 0;
    const element = this.#element;
    this.#element = null;
    if (!element) return;
    element.remove();
    globalThis.htmx.trigger(element, "htmx:abort");
    this.#connection?.abortController?.abort();
    this.#connection = null;
  }

  #connect(address) {
    this.#timer = 0;
    const element = document.createElement("div");
    element.hidden = true;
    element.setAttribute("hx-sse:connect", address());
    element.setAttribute("hx-sse:close", "end");
    element.setAttribute("hx-swap", "none");
    const on = (type, act) => element.addEventListener(type, (event) => this.#element === element && act(event));
    for (const type of ["frame", "replay"]) on(type, (event) => this.#on[type](JSON.parse(event.detail.data)));
    on("end", (event) => this.#finish(JSON.parse(event.detail.data)));
    on("htmx:config:request", (event) => { event.detail.ctx.fetch = reach; });
    on("htmx:sse:before:connection", (event) => this.#before(event, address));
    on("htmx:sse:after:connection", (event) => this.#after(event.detail.connection));
    on("htmx:before:response", (event) => this.#answered(event, address));
    this.#element = element;
    document.body.append(element);
    globalThis.htmx.process(element);
  }

  /** hx-sse may make the first connection; it is made again here, from where the run stands by then. */
  #before(event, address) {
    const { connection } = event.detail;
    this.#connection = connection;
    if (connection.attempt === 0) return;
    event.preventDefault();
    this.#again(address);
  }

  #after(connection) {
    this.#connection = connection;
    this.#attempt = 0;
    this.#on.connected();
  }

  #finish(end) {
    this.#element.remove();
    this.#element = null;
    this.#connection = null;
    this.#on.end(end);
  }

  #again(address, seconds = 0) {
    const attempt = this.#attempt + 1;
    const delay = seconds * 1000 || FIRST_DELAY * 2 ** Math.min(MOST_DOUBLINGS, this.#attempt);
    this.close();
    this.#attempt = attempt;
    this.#timer = setTimeout(() => this.#connect(address), delay);
    this.#on.lost(attempt, seconds);
  }

  /** A refusal is told by who listens here, not written into the page by htmx. */
  #answered(event, address) {
    const { status, headers } = event.detail.ctx.response;
    if (status < 400) return;
    event.preventDefault();
    if (status >= 500) {
      this.#again(address, Number(headers.get("Retry-After")) || 0);
      return;
    }
    this.close();
    this.#on.refused(status);
  }
}

/** Whether an answer came from the server. */
export function isReached(response) {
  return Boolean(response) && response.status !== UNREACHED;
}

/** As `fetch`, but where the server cannot be reached, or is lost meanwhile, that is an answer too, and no error. */
export async function reach(url, request) {
  try {
    const response = await fetch(url, request);
    const streams = response.headers.get("Content-Type")?.includes("text/event-stream");
    return streams ? new Response(untilLost(response.body), response) : response;
  } catch (error) {
    if (error.name === "AbortError") throw error;
    return new Response(null, { status: UNREACHED });
  }
}

/** A body that ends where its connection is lost. */
function untilLost(body) {
  const reader = body.getReader();
  return new ReadableStream({
    async pull(wanted) {
      const { done, value } = await reader.read().catch(() => ({ done: true }));
      if (done) wanted.close();
      else wanted.enqueue(value);
    },
    cancel: (reason) => reader.cancel(reason).catch(() => {}),
  });
}
