/** Numbers, names and rows as the page writes them: true minus, narrow groups, no exponent letters. Touches no DOM. */

const NARROW_SPACE = "\u202f";
const SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";
const NUMBER = /^[+-]?(\d+([.,]\d*)?|[.,]\d+)(e[+-]?\d+)?$/i;

const GROUPED = new Intl.NumberFormat("en", { maximumFractionDigits: 20 });

let digits = "3";

/** How many digits the numbers of the page have: "3" or "all". */
export function shownDigits() {
  return digits;
}

export function useDigits(choice) {
  digits = choice;
}

/** A number as the page writes it: in `sig` significant digits, see `rounded`, or in all that it has. */
export function fmt(x, sig = 3, far = sig) {
  return digits === "all" && Number.isFinite(x) ? exact(x) : rounded(x, sig, far);
}

/** The shortest text that reads back as the same number. */
export function exact(x) {
  const [mantissa, power] = String(x).split("e");
  return mantissa.replace("-", "−") + (power === undefined ? "" : `×${tenTo(Number(power))}`);
}

/**
 * A number in `sig` significant digits; one that is very small or large as a power of ten, in `far` digits.
 * What is not finite reads "NaN", "∞" or "−∞"; null, which JSON has in its place, reads "NaN".
 */
export function rounded(x, sig = 3, far = sig) {
  if (x === null || x === undefined || Number.isNaN(x)) return "NaN";
  if (!Number.isFinite(x)) return x > 0 ? "∞" : "−∞";
  if (x === 0) return "0";
  const sign = x < 0 ? "−" : "";
  const size = Math.abs(x);
  if (size >= 1e-3 && size < 9999.5) {
    const [, exponent] = parts(size, sig);
    return sign + size.toFixed(Math.max(0, sig - 1 - exponent));
  }
  const [digits, power] = parts(size, far);
  return `${sign}${digits}×${tenTo(power)}`;
}

/** The rounded digits and the power of ten of a positive number; the middle goes up, as in `toFixed` and on the server. */
function parts(size, digits) {
  const [mantissa, power] = size.toExponential(digits - 1).split("e");
  return [mantissa, Number(power)];
}

/** As `fmt`, without closing zeros: 0.08, 5, 2×10⁻⁴. */
export function short(x, sig = 3) {
  const text = fmt(x, sig);
  return text.includes(".") ? text.replace(/\.?0+(?=×|$)/, "") : text;
}

/** Ten to a whole power: 10⁻¹². */
export function tenTo(power) {
  const digits = String(Math.abs(power)).replace(/\d/g, (digit) => SUPERSCRIPTS[digit]);
  return `10${power < 0 ? "⁻" : ""}${digits}`;
}

/** As `fmt`, with a plus before what is positive, so that the sign is never colour alone. */
export function signed(x, sig = 3, far = sig) {
  return (x > 0 ? "+" : "") + fmt(x, sig, far);
}

/** A whole or a plain number, grouped: 1 234 567. */
export function count(n) {
  return GROUPED.format(n).replaceAll(",", NARROW_SPACE).replace("-", "−");
}

/** A number in words that a screen reader says well: "1.23 times ten to the minus 12". */
export function spoken(x) {
  return rounded(x).replace("NaN", "not a number").replace("∞", "infinity").replace("×10", " times ten to the ")
    .replace(/[−⁻]/g, "minus ").replace(/[⁰¹²³⁴⁵⁶⁷⁸⁹]/g, (digit) => SUPERSCRIPTS.indexOf(digit));
}

/** What a person typed as a number, or null when it is none. Takes a true minus and a decimal comma as well. */
export function parseNumber(text) {
  const plain = String(text).trim().replace("−", "-").replaceAll(NARROW_SPACE, "");
  const value = NUMBER.test(plain) ? Number(plain.replace(",", ".")) : NaN;
  return Number.isFinite(value) ? value : null;
}

/** All the numbers that were typed, or null where one is missing or none. */
export function numbersIn(texts) {
  const values = texts.map(parseNumber);
  return values.length && !values.includes(null) ? values : null;
}

/** The smallest of 1, 2, 5, 10, 20, 50 … that is not below `size`. */
export function snapUp(size, steps = [1, 2, 5, 10]) {
  if (!(size > 0)) return 1;
  const power = 10 ** Math.floor(Math.log10(size));
  return steps.find((step) => step * power >= size * (1 - 1e-12)) * power;
}

/** A name cut to `length` letters. */
export function shorten(name, length) {
  return name.length > length ? `${name.slice(0, length - 1)}…` : name;
}

/** Which row of a run this is, with its inputs and goals; "try" is what is typed below the predictions. */
export function rowNote({ labels, inputs, goals }, index) {
  if (index === "try") return "the input to try, not trained";
  const label = labels[index] ? `, ${labels[index]}` : "";
  return `row ${index + 1} of ${inputs.length}${label}: x = ${list(inputs[index])}, goal ${list(goals[index])}`;
}

function list(values) {
  const texts = values.map(plain);
  if (texts.length > 4) texts.splice(3, Infinity, "…");
  return texts.length === 1 ? texts[0] : `(${texts.join(", ")})`;
}

/** A number that was typed, with no more digits than it needs. */
export function plain(value) {
  return fmt(value, Number.isInteger(value) && Math.abs(value) < 1e4 ? 1 : 3);
}
