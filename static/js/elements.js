/** Makes elements and changes them. */

const SVG = "http://www.w3.org/2000/svg";
const CALM_MS = 500;

/** An HTML element at the end of `parent`. */
export function make(tag, parent, text = "", className = "") {
  const element = document.createElement(tag);
  if (text) element.textContent = text;
  if (className) element.className = className;
  parent?.append(element);
  return element;
}

/** The mark of a row that the coming update trains on. */
export function trainsNext(parent) {
  make("span", parent, "▸").ariaHidden = "true";
  make("span", parent, "trains next", "visually-hidden");
}

/** An SVG element at the end of `parent`, with attributes as for `put`. */
export function draw(tag, parent, attributes = {}) {
  const element = document.createElementNS(SVG, tag);
  put(element, attributes);
  parent.append(element);
  return element;
}

/**
 * Sets the attributes, and as "text" the text, that differ from what was put before; tells whether any did.
 * Numbers are pixels, rounded to hundredths.
 */
export function put(element, attributes) {
  const shown = (element.shown ??= {});
  let differs = false;
  for (const [name, given] of Object.entries(attributes)) {
    const value = typeof given === "number" ? Math.round(given * 100) / 100 : given;
    if (shown[name] === value) continue;
    shown[name] = value;
    differs = true;
    if (name === "text") element.textContent = value;
    else element.setAttribute(name, value);
  }
  return differs;
}

/** How long to wait between two drawings, in ms, for who wants less motion; 0 for everybody else. */
export function calm() {
  return matchMedia("(prefers-reduced-motion: reduce)").matches ? CALM_MS : 0;
}

/** Draws at most once a screen refresh, however often it is asked to; for who wants less motion twice a second. */
export class Refresh {
  #draw;
  #timer = 0;
  #asked = 0;
  #drawn = -Infinity;
  #hidden = false; // the card that it is in
  #due = false; // once that is shown
  #sizes = null;

  constructor(draw) {
    this.#draw = draw;
  }

  /**
   * From here on what is in a card that is not shown is not drawn, but as soon as it is. Its size tells, because
   * asking the card would have the page laid out in the middle of a drawing.
   */
  inside(card) {
    this.#sizes = new ResizeObserver(([{ contentRect }]) => {
      this.#hidden = contentRect.width === 0;
      if (this.#due) this.ask();
    });
    this.#sizes.observe(card);
  }

  ask() {
    this.#due = this.#hidden;
    if (this.#due || this.#timer || this.#asked) return;
    const rest = this.#drawn + calm() - performance.now();
    if (rest > 0) this.#timer = setTimeout(() => this.#soon(), rest);
    else this.#soon();
  }

  destroy() {
    this.#sizes?.disconnect();
    clearTimeout(this.#timer);
    cancelAnimationFrame(this.#asked);
  }

  #soon() {
    this.#timer = 0;
    this.#asked = requestAnimationFrame(() => {
      this.#asked = 0;
      this.#drawn = performance.now();
      this.#draw();
    });
  }
}
