import assert from "node:assert/strict";
import { test } from "node:test";

/** A page of nothing but the slider and its field, which says `text`. */
function stand(text) {
  const label = () => ({ textContent: "", classList: { toggle() {} } });
  const labels = { ".least": label(), ".limit": label(), ".most": label() };
  const box = { classList: { toggle() {} }, style: { setProperty(name, share) { this[name] = share; } }, querySelector: (name) => labels[name] };
  const slider = { id: "alpha-slider", value: "0", parentElement: box, said: "", setAttribute(_, words) { this.said = words; } };
  const parts = { "field-alpha": { value: text }, "alpha-slider": slider };
  const heard = {};
  const createRange = () => ({ selectNodeContents() {}, getBoundingClientRect: () => ({ left: 0, right: 0 }) });
  globalThis.ResizeObserver = class { observe() {} };
  globalThis.document = { createRange, getElementById: (id) => parts[id], addEventListener: (type, act) => { heard[type] = act; } };
  return { box, labels, slider, field: parts["field-alpha"], hear: (type) => heard[type]({ target: slider, stopPropagation() {} }) };
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

test("the zones end at half the limit and at the limit, which is marked with its number", () => {
  const { box, labels } = stand("0.08");
  slider().show({ value: 0.08, exact: true });
  assert.equal(box.style["--limit"], 0.5);
  assert.equal(box.style["--half"], 0.5 + Math.log10(0.5) / 4);
  assert.equal(labels[".limit"].textContent, "limit 0.08");
  slider().show({ value: 0.8, exact: false });
  assert.equal(box.style["--limit"], 0.75);
  assert.equal(labels[".limit"].textContent, "safe below 0.8");
});

test("while it is dragged alpha is taken at once, then twice a second, and where it is let go", async (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const { slider: range, field, hear } = stand("0.01");
  const taken = [];
  new AlphaSlider({ apply: () => taken.push(field.value), live: () => true }).show();
  const settle = async () => { for (let turn = 0; turn < 9; turn += 1) await null; };
  for (let ms = 0; ms <= 2000; ms += 50) {
    range.value = String(0.1 + ms / 2000);
    hear("input");
    await settle();
    if (ms === 0) assert.equal(taken.length, 1);
    context.mock.timers.tick(50);
    await settle();
  }
  assert.ok(taken.length >= 4 && taken.length <= 6, String(taken));
  hear("change");
  context.mock.timers.tick(1000);
  await settle();
  assert.equal(taken.at(-1), "0.13");
});
