/** Fields in which a person types a number. Loaded when the first is needed. */

import { make } from "./elements.js";
import { parseNumber } from "./format.js";

/** Writes every digit of a number into a field. */
export function write(field, value) {
  const text = Number.isFinite(value) ? String(value) : "NaN";
  if (field.value !== text) field.value = text;
  field.ariaInvalid = "false";
}

/** Hands on the number in a field, which then stands there as it was read, or marks the field when there is none. */
export function commit(field, act) {
  const value = parseNumber(field.value);
  field.ariaInvalid = String(value === null);
  if (value === null) return;
  write(field, value);
  act(value);
}

/**
 * A number field over a point of a drawing, for a parameter {name, label}. Enter or leaving it calls
 * `onEdit(name, value)` where the number is another one, Escape gives up.
 */
export function openField(svg, { x, y }, { name, label }, value, onEdit) {
  const field = make("input", svg.parentElement, "", "weight-field");
  Object.assign(field, { inputMode: "decimal", ariaLabel: `New value of ${label}` });
  write(field, value);
  field.style.left = `${Math.max(0, Math.min(svg.clientWidth - 180, x - 90))}px`;
  field.style.top = `${Math.max(0, y - 18)}px`;
  const before = field.value;
  let open = true;
  const close = () => {
    if (!open) return;
    open = false;
    field.remove();
  };
  const finish = () => commit(field, (number) => {
    close();
    if (field.value !== before) onEdit(name, number);
  });
  field.addEventListener("keydown", (event) => {
    event.stopPropagation();
    if (event.key === "Enter") finish();
    if (event.key === "Escape") close();
    if (!open) svg.focus();
  });
  field.addEventListener("blur", () => {
    if (!open) return;
    if (parseNumber(field.value) === null) close();
    else finish();
  });
  field.select();
  field.focus();
  return { close };
}
