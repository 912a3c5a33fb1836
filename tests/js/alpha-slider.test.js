import assert from "node:assert/strict";
import { test } from "node:test";

/** A page of nothing but the slider and its field, which says `text`. */
function stand(text) {
  const label = () => ({ textContent: "", classList: { toggle() {} } });
  const labels = { ".least": label(), ".limit": label(), ".most": label() };
  const box = { classList: { toggle() {} }, style: { setProperty() {} }, querySelector: (name) => labels[name] };
  const slider = { id: "alpha-slider", value: "0", parentElement: box, said: "", setAttribute(_, words) { this.said = words; } };
  const parts = { "field-alpha": { value: text }, "alpha-slider": slider };
  const heard = {};
  globalThis.document = { getElementById: (id) => parts[id], addEventListener: (type, act) => { heard[type] = act; } };
  return { slider, field: parts["field-alpha"], hear: (type) => heard[type]({ target: slider, stopPropagation() {} }) };
}

const { AlphaSlider } = await import("../../static/js/alpha-slider.js");
const slider = () => new AlphaSlider({ apply() {}, live: () => false });

test("a decimal comma in the field is the same alpha", () => {
  const { slider: range, field, hear } = stand("0,05");
  slider().show({ value: 0.08, exact: true });
  assert.equal(range.said, "0.0500, over half of the limit 0.0800");
  range.value = "1";
  hear("input");
  assert.equal(field.value, "0.5");
  range.value = "0";
  hear("input");
  assert.equal(field.value, "0.05");
});

test("what is no number leaves the slider with the alpha of before", () => {
  const { slider: range, field } = stand("0.05");
  const alpha = slider();
  alpha.show({ value: 0.08, exact: true });
  field.value = "1/20";
  alpha.show({ value: 0.08, exact: true });
  assert.equal(range.said, "0.0500, over half of the limit 0.0800");
});
