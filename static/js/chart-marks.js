/** What is written over a chart and beside it: names, changes, where the run stopped, and how much room words take. */

import { marksApart } from "./chart-layout.js";
import { ticks } from "./ticks.js";

const LETTERS = "12px";
const X_NAME = "epoch";
export const ROW = 15; // px between two texts, one above the other
const CLOSE = 6; // px between two marks of which the first is left out
const MOST_LENGTHS = 500;

/** The marks of the epochs: as many as stand apart, and none under the name of the axis at its end. */
export function epochTicks({ min, max, chart }, font) {
  const { ctx, width, options } = chart;
  const right = options.layout.padding.right;
  const length = width - 44 - right;
  const size = ({ text }) => lengthOf(text, ctx, `${LETTERS} ${font}`);
  const place = ({ value }) => (length * (value - min)) / (max - min);
  const fit = (made) => made.every((tick, at) => !at || place(tick) - place(made[at - 1]) > (size(tick) + size(made[at - 1])) / 2 + 10);
  const end = length + right - size({ text: X_NAME }) - 8;
  return ticks(min, max, fit).filter((tick) => place(tick) + size(tick) / 2 < end);
}

export function drawNames({ ctx, chartArea: area, scales, width }, colours, name) {
  const style = { colour: colours.mut };
  write(ctx, colours, name, area.left + 6, area.top - 8, style);
  write(ctx, colours, X_NAME, width - 1, scales.x.bottom - 11, { ...style, align: "right" });
}

/** What was changed during the run: a thin line at each update, and its words where there is room for them. */
export function drawChanges({ ctx, chartArea: area, scales, width }, colours, changes) {
  const font = `${LETTERS} ${colours.font}`;
  const marks = changes.map(({ epoch, text }) => ({ text, x: scales.x.getPixelForValue(epoch), width: lengthOf(text, ctx, font) }));
  const clear = marks.filter(({ x }, at) => !(marks[at + 1]?.x < x + CLOSE)); // of many in one drag the last
  for (const { x, left, row, text } of marksApart(clear, area.left, width, Math.max(1, Math.floor(area.height / 3 / ROW)))) {
    rule(ctx, colours.mut, 1, [2, 2], [x, area.top], [x, area.bottom]);
    if (row !== null) write(ctx, colours, text, left, area.top + 7 + row * ROW, { colour: colours.ink });
  }
}

/** A text over a chart, with the card's colour as its halo. */
export function write(context, colours, text, x, y, { align = "left", colour = colours.ink, weight = 400 } = {}) {
  Object.assign(context, {
    font: `${weight} 12px ${colours.font}`, textAlign: align, textBaseline: "middle", lineJoin: "round",
    lineWidth: 3, strokeStyle: colours.bg, fillStyle: colour,
  });
  context.strokeText(text, x, y);
  context.fillText(text, x, y);
}

/** The room for texts at the right end of a chart, in steps, so that it seldom changes. */
export function roomFor(texts, context, font) {
  const width = Math.max(0, ...texts.map((text) => lengthOf(text, context, `600 ${LETTERS} ${font}`)));
  return Math.max(60, Math.ceil((width + 8) / 20) * 20);
}

const lengths = new Map(); // px, by font and text: measuring is slow

function lengthOf(text, context, font) {
  const key = `${font}:${text}`;
  let length = lengths.get(key);
  if (length === undefined) {
    if (lengths.size > MOST_LENGTHS) lengths.clear();
    context.font = font;
    length = context.measureText(text).width;
    lengths.set(key, length);
  }
  return length;
}

/** A line across a chart, dashed as told. */
export function rule(context, colour, width, dash, from, to) {
  context.save();
  Object.assign(context, { strokeStyle: colour, lineWidth: width });
  context.setLineDash(dash);
  context.beginPath();
  context.moveTo(...from);
  context.lineTo(...to);
  context.stroke();
  context.restore();
}

/** The vertical line where a run stopped, and its words on the side that has room. */
export function drawStop({ ctx, chartArea: area, scales, width }, colours, epoch, { text, diverged }, overflowAt) {
  const x = scales.x.getPixelForValue(epoch);
  const colour = diverged ? colours.err : colours.ok;
  rule(ctx, colour, 2, [4, 3], [x, area.top], [x, area.bottom]);
  const room = lengthOf(text, ctx, `600 ${LETTERS} ${colours.font}`) + 6;
  const before = x - area.left > room;
  const y = area.top + (diverged ? overflowAt * (area.height - 9) : before ? 7 : 24);
  const after = Math.min(width - room, Math.max(x + 6, diverged ? area.right - room : 0));
  write(ctx, colours, text, before ? x - room : after, y, { colour, weight: 600 });
}

export function drawEmpty({ ctx, chartArea: { left, right, top, bottom } }, colours, text) {
  const style = { align: "center", colour: colours.mut };
  write(ctx, colours, text, (left + right) / 2, top + 0.37 * (bottom - top), style);
}
