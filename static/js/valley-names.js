/** Where the names of lines may stand beside these. Touches no DOM. */

const GAP = 3; // px between a line and its name

/** Whether a box covers none of the others; each is [left, top, right, bottom] in px. */
export function isClear([left, top, right, bottom], others) {
  return others.every(([l, t, r, b]) => right <= l || r <= left || bottom <= t || b <= top);
}

/** How high and how deep a line, points [x, y] in order, comes between two places across; null where it is not. */
export function extent(line, left, right) {
  let [high, deep] = [Infinity, -Infinity];
  for (let at = 1; at < line.length; at += 1) {
    const [[x1, y1], [x2, y2]] = [line[at - 1], line[at]];
    if (x2 < left || x1 > right) continue;
    const y = (x) => (x2 > x1 ? y1 + ((y2 - y1) * (x - x1)) / (x2 - x1) : y1);
    const [from, to] = [y(Math.max(left, x1)), y(Math.min(right, x2))];
    high = Math.min(high, from, to);
    deep = Math.max(deep, from, to);
  }
  return high <= deep ? [high, deep] : null;
}

/**
 * Where the name of a line may stand, best first: right over it or under it, at its ends and on the way, as boxes
 * [left, top, right, bottom] inside a frame like these, that touch neither it nor another line, nor come nearer to that.
 */
export function besideLine(line, others, [wide, high], frame) {
  const room = frame[2] - frame[0] - wide;
  const found = [];
  for (const share of [1, 0, 0.85, 0.15, 0.7, 0.3, 0.5]) {
    const left = frame[0] + share * room;
    const own = extent(line, left, left + wide);
    if (!own) continue;
    for (const top of [own[0] - GAP - high, own[1] + GAP]) {
      if (top < frame[1] || top + high > frame[3]) continue;
      const away = (other) => {
        const there = extent(other, left, left + wide);
        return !there || Math.max(there[0] - top - high, top - there[1]) > GAP;
      };
      if (others.every(away)) found.push([left, top, left + wide, top + high]);
    }
  }
  return found;
}
