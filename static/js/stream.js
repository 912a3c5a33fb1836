/** The connection to the run: one hidden element that htmx's hx-sse holds open, one at a time. */

const RETRY = { reconnectDelay: 1000, reconnectMaxDelay: 8000, reconnectJitter: 0.1 };

/**
 * Opens a stream and hands its events on.
 * `on` has frame(object), replay(object), end(object), connected(), lost(attempt), busy(seconds), refused(status).
 */
export class Stream {
  #element = null;
  #connection = null;
  #on;
  #timer = 0;
  #attempt = 0;

  constructor(on) {
    this.#on = on;
    globalThis.htmx.config.sse = RETRY;
  }

  get isOpen() {
    return this.#element !== null;
  }

  open(url) {
    this.close();
    this.#attempt = 0;
    this.#connect(url);
  }

  close() {
    clearTimeout(this.#timer);
    const element = this.#element;
    this.#element = null;
    if (!element) return;
    element.remove();
    globalThis.htmx.trigger(element, "htmx:abort");
    this.#connection?.abortController?.abort();
    this.#connection = null;
  }

  #connect(url) {
    const element = document.createElement("div");
    element.hidden = true;
    element.setAttribute("hx-sse:connect", url);
    element.setAttribute("hx-sse:close", "end");
    element.setAttribute("hx-swap", "none");
    const on = (type, act) => element.addEventListener(type, (event) => this.#element === element && act(event));
    for (const type of ["frame", "replay"]) on(type, (event) => this.#on[type](JSON.parse(event.detail.data)));
    on("end", (event) => this.#finish(JSON.parse(event.detail.data)));
    on("htmx:sse:before:connection", (event) => this.#before(event.detail.connection));
    on("htmx:sse:after:connection", (event) => this.#after(event.detail.connection));
    on("htmx:error", () => this.#again(url));
    on("htmx:response:error", (event) => this.#refused(url, event.detail.ctx.response));
    this.#element = element;
    document.body.append(element);
    globalThis.htmx.process(element);
  }

  #before(connection) {
    this.#connection = connection;
    if (connection.attempt > 0 && !document.hidden) this.#on.lost(connection.attempt);
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

  /** hx-sse never retries a first connection that failed; this does, with the same patience. */
  #again(url, delay = 1000 * 2 ** Math.min(3, this.#attempt)) {
    const attempt = this.#attempt + 1;
    this.close();
    this.#attempt = attempt;
    this.#on.lost(attempt);
    this.#timer = setTimeout(() => this.#connect(url), delay);
  }

  #refused(url, response) {
    if (response.status < 500) {
      this.close();
      this.#on.refused(response.status);
      return;
    }
    const seconds = Number(response.headers.get("Retry-After")) || 0;
    this.#again(url, seconds * 1000 || undefined);
    if (seconds) this.#on.busy(seconds);
  }
}
