/** The slider under the field of alpha: two powers of ten to either side of its value, taken at once as it is dragged. */

import { fmt, parseNumber, short, spoken } from "./format.js";
import { tickTexts } from "./ticks.js";

const DECADES = 2;
const SIGNIFICANT = 2;
const SMALLEST = 1e-9; // in the middle of the slider when alpha is 0
const LARGEST = 1e6;
const EVERY = 500; // ms between two values that are taken while it is dragged
const GAP = 6; // px between the limit's number and that of an end, which else gives way

const part = (id) => document.getElementById(id);

/** `apply()` sends the form and resolves when it is back; `live()` tells whether what is dragged is taken at once. */
export class AlphaSlider {
  #on;
  #middle = 1; // alpha in the middle of the slider
  #limit = null;
  #held = false; // it is being dragged, or moved by keys
  #home = ""; // alpha in the middle, as the field has it
  #sent = ""; // the alpha that was sent last
  #underway = false;

  constructor(on) {
    this.#on = on;
    const mine = (type, act) => document.addEventListener(type, (event) => event.target.id === "alpha-slider" && act(event), true);
    mine("input", () => this.#moved());
    mine("change", (event) => {
      event.stopPropagation(); // the form is sent by `apply`, never more often than wanted
      this.#send();
    });
    mine("pointerdown", () => { this.#held = true; });
    mine("keydown", () => { this.#held = true; });
    mine("blur", () => this.#release());
    new ResizeObserver(() => this.#draw()).observe(part("alpha-slider"));
    for (const type of ["pointerup", "pointercancel"]) document.addEventListener(type, () => this.#release());
  }

  /** Shows the alpha of the field, in the middle unless the slider is being held, and where the limit is. */
  show(limit = this.#limit) {
    this.#limit = limit;
    const alpha = parseNumber(part("field-alpha").value);
    if (!this.#held && !this.#underway && alpha !== null && alpha >= 0) {
      this.#middle = Math.min(LARGEST, Math.max(SMALLEST, alpha));
      part("alpha-slider").value = "0";
      this.#home = this.#sent = String(alpha);
    }
    this.#draw();
  }

  /** The alpha that the slider says, as the field has it. */
  get #alpha() {
    const offset = Number(part("alpha-slider").value);
    return offset ? String(Number(Math.min(LARGEST, this.#middle * 10 ** offset).toPrecision(SIGNIFICANT))) : this.#home;
  }

  #moved() {
    part("field-alpha").value = this.#alpha;
    this.#tell();
    if (this.#on.live()) this.#send();
  }

  /** Sends what the slider says, when what was sent before has come back and had its time. */
  async #send() {
    if (this.#underway || this.#alpha === this.#sent) return;
    this.#underway = true;
    part("field-alpha").value = this.#sent = this.#alpha;
    const rest = new Promise((done) => { setTimeout(done, EVERY); });
    await Promise.allSettled([this.#on.apply(), rest]);
    this.#underway = false;
    if (this.#alpha !== this.#sent && (!this.#held || this.#on.live())) this.#send();
    else if (!this.#held) this.show();
  }

  #release() {
    if (!this.#held) return;
    this.#held = false;
    if (!this.#underway && this.#alpha === this.#sent) this.show();
  }

  #draw() {
    const slider = part("alpha-slider");
    const box = slider.parentElement;
    const { value: limit = null, exact = true } = this.#limit ?? {};
    const known = limit !== null;
    const share = (alpha) => Math.max(0, Math.min(1, 0.5 + Math.log10(alpha / this.#middle) / (2 * DECADES)));
    box.classList.toggle("zoned", known);
    box.style.setProperty("--half", known ? share(limit / 2) : 1);
    box.style.setProperty("--limit", known ? share(limit) : 1);
    const at = known ? share(limit) : NaN;
    const label = box.querySelector(".limit");
    label.textContent = known ? `${at === 0 ? "◂ " : ""}${exact ? "limit" : "safe below"} ${short(limit)}${at === 1 ? " ▸" : ""}` : "";
    label.title = known ? String(limit) : "";
    label.classList.toggle("inside", at > 0 && at < 1);
    const { left, right } = extent(label);
    for (const [name, end] of [["least", -1], ["most", 1]]) {
      const number = box.querySelector(`.${name}`);
      number.textContent = endText(this.#middle * 10 ** (end * DECADES));
      const own = extent(number);
      if (known && (end < 0 ? own.right > left - GAP : own.left < right + GAP)) number.textContent = "";
    }
    this.#tell();
  }

  #tell() {
    const { value: limit = null } = this.#limit ?? {};
    const alpha = Number(this.#alpha);
    const zones = [[limit / 2, "below half of the limit"], [limit, "over half of the limit"], [Infinity, "beyond the limit"]];
    const zone = limit === null ? "" : `, ${zones.find(([end]) => alpha <= end)[1]} ${fmt(limit)}`;
    part("alpha-slider").setAttribute("aria-valuetext", spoken(alpha) + zone);
  }
}

/** From where to where the words of an element are written, in px. */
function extent(element) {
  const words = document.createRange();
  words.selectNodeContents(element);
  return words.getBoundingClientRect();
}

function endText(alpha) {
  return tickTexts([Number(Math.min(LARGEST, alpha).toPrecision(SIGNIFICANT))])[0].text;
}
