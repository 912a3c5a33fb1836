import { put } from "./elements.js";
import { ValleyAxes } from "./valley-axes.js";
import { Plot } from "./valley-plot.js";
import { LANDING, RADIUS, ValleyScene } from "./valley-scene.js";

const LEAST = 60; // px: there is no drawing in less
const SKELETON = `<defs><clipPath id="valley-inside"><rect/></clipPath>
  <pattern id="valley-hatch" width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><path d="M4 0V8"/></pattern></defs>
  <g class="x-ticks"></g><g class="y-ticks"></g><path class="axis"/><path class="plumb"/>
  <g class="inside" clip-path="url(#valley-inside)"><path class="batch"/><path class="curve"/><g class="hops"></g><path class="tangent"/></g>
  <rect class="hatch" fill="url(#valley-hatch)"/>
  <path class="bottom"/><text class="bottom-number"/><path class="mark"/><text class="number"/><text class="x-name"/><text class="y-name"/>
  <text class="all-name"/><text class="batch-name"/>
  <g class="scene"><path class="drop"/><circle class="place" r="3"/><circle class="landing" r="${LANDING}"/>
  <path class="arrow"/><circle class="ball-focus" r="15"/><circle class="ball" r="${RADIUS}"/><circle class="grip ball" r="22"/></g>
  <text class="outside"/><text class="wider"/>`;

/** The drawing of the valley: axes and scene in one svg, as large as that is. */
export class ValleyDrawing {
  #svg;
  #axes;
  #scene;
  #parts = {};
  #size = [0, 0]; // px
  #letter = 12; // px: the size of the axes' numbers

  constructor(svg) {
    this.#svg = svg;
    svg.innerHTML = SKELETON;
    for (const part of svg.querySelectorAll("[class]")) this.#parts[part.getAttribute("class")] = part;
    this.#axes = new ValleyAxes(svg, this.#parts);
    this.#scene = new ValleyScene(svg, this.#parts);
  }

  measure() {
    this.#size = [this.#svg.clientWidth, this.#svg.clientHeight];
    this.#letter = parseFloat(getComputedStyle(this.#parts["y-name"]).fontSize) || 12;
    this.forget();
  }

  /** Gives up the room that numbers left of the axis once took. */
  forget() {
    this.#axes.gutter = 0;
  }

  /** Fits the picture to the svg; tells whether there is room for one. */
  fit() {
    const [width, height] = this.#size;
    put(this.#svg, { viewBox: `0 0 ${width} ${height}` });
    return width >= LEAST && height >= LEAST;
  }

  /**
   * Draws a picture {slice, loss, place, batch, hops, ended, label, corner} in a view; tells whether it has to be drawn
   * again, with other room for the numbers. `place` is [weight, loss, slope] where the ball rests, `batch` the coming
   * update's own curve or null, `corner` what is told in the upper corner.
   */
  draw(view, picture) {
    const plot = this.#plot(view);
    const again = this.#axes.draw(plot);
    const covered = this.#scene.draw(plot, picture);
    const numbers = this.#axes.drawNumbers(plot, picture);
    this.#scene.drawNames(plot, picture.slice.rows ?? [], [...covered, ...numbers]);
    return again;
  }

  /** The weight at a place of the screen, in px. */
  weightAt(clientX, view) {
    const { left, width } = this.#svg.getBoundingClientRect(); // of the screen, where a projector's drawing is larger
    return this.#plot(view).weightAt((clientX - left) * (this.#size[0] / width));
  }

  #plot(view) {
    return new Plot(view, this.#size, this.#axes.gutter, this.#letter);
  }
}
