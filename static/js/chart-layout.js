/** Where things stand in the charts: ranges, ends of lines, words. Touches no DOM. */

const LABEL_PITCH = 14; // px
const MUCH = 10;
const APART = 10; // px between two words in a row
const ROUND = [1, 2, 5, 10].map(Math.log10);

/** Whether a point's height is a number that can be drawn. */
export function isKnown({ y }) {
  return Number.isFinite(y);
}

/** The logarithm of the next 1, 2 or 5 times a power of ten at or below a height. */
export function roundDown(height) {
  const power = Math.floor(height);
  return power + ROUND.findLast((step) => power + step <= height + 1e-9);
}

/** From 0 to a tenth above the largest loss of the last half of the run, and of the run before where that is no giant. */
export function linearRange(points, before = []) {
  const [most, earlier] = [points, before].map((line) => {
    const recent = line.slice(Math.floor(line.length / 2)).filter(isKnown);
    return Math.max(0, ...recent.map(({ y }) => y));
  });
  const top = most > 0 && earlier > MUCH * most ? most : Math.max(most, earlier);
  return [0, top > 0 ? 1.1 * top : 1];
}

/**
 * Where the words of marks stand that are at `x` and `width` px long: right of their lines or left of them, in so many
 * rows that none covers another. The newest come first; what finds no place has row null.
 */
export function marksApart(marks, left, right, rows) {
  const taken = Array.from({ length: rows }, () => []);
  const placed = [...marks].reverse().map((mark) => {
    const starts = [mark.x + 4, mark.x - 4 - mark.width].filter((start) => start >= left && start + mark.width <= right);
    for (const [row, others] of taken.entries()) {
      const free = starts.find((start) => others.every(([from, to]) => start > to + APART || start + mark.width < from - APART));
      if (free === undefined) continue;
      others.push([free, free + mark.width]);
      return { ...mark, left: free, row };
    }
    return { ...mark, row: null };
  });
  return placed.reverse();
}

/**
 * The points of a line that are drawn: where it leaves ±`reach` it ends, until it is back. So a weight that
 * swings between huge values of both signs is no wall of bars.
 */
export function leaving(points, reach) {
  const inside = ({ y }) => Math.abs(y) <= reach;
  return points.map((point, index) => (!index || inside(point) || inside(points[index - 1]) ? point : { x: point.x, y: NaN }));
}

/** Pushes labels apart to one pitch, keeping their order, between two heights. */
export function spread(labels, top, bottom) {
  labels.sort((a, b) => a.y - b.y);
  let limit = top;
  for (const label of labels) {
    label.y = Math.max(limit, label.y);
    limit = label.y + LABEL_PITCH;
  }
  limit = bottom;
  for (const label of [...labels].reverse()) {
    label.y = Math.min(limit, label.y);
    limit = label.y - LABEL_PITCH;
  }
}
