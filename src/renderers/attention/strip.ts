import { css } from "../frame/colour";
import { make } from "../frame/elements";
import type { Scope } from "../frame/scope";
import { Surface } from "../frame/surface";
import type { Colours } from "./colours";
import type { Grid } from "./grid";
import { colourOf, levelOf } from "./scale";
import type { Scale } from "./scale";
import { weight } from "./words";

const BARS = 24;
const CELLS = 8;
const GAP = 3;

/** Under the timeline: how much attention each frame receives, as bars, and below them what the frame shown gathers from each, as colours. */
export class Strip {
  readonly element = make("div", "hgla-strip");
  private readonly surface: Surface;

  constructor(scope: Scope) {
    this.surface = new Surface(scope);
    this.surface.canvas.setAttribute("role", "img");
    this.element.append(this.surface.canvas);
  }

  /** `now` is the row of the frame shown. */
  draw(grid: Grid, received: readonly number[], scale: Scale, colours: Colours, now: number): void {
    const width = this.element.clientWidth;
    if (width === 0) return;
    const context = this.surface.clear(width, BARS + GAP + CELLS);
    const largest = Math.max(...received.map(Math.abs)) || 1;
    const pitch = width / grid.columns;
    const gap = pitch >= 4 ? 1 : 0;
    context.fillStyle = colours.line;
    context.fillRect(0, BARS, width, 1);
    received.forEach((value, column) => {
      const size = value / largest;
      context.fillStyle = css(size < 0 ? colours.ramp.less : colours.ramp.more);
      const high = Math.abs(size) * (BARS - 1);
      context.fillRect(column * pitch, BARS - high, pitch - gap, high);
      context.fillStyle = css(colourOf(colours.ramp, levelOf(scale, grid.at(now, column))));
      context.fillRect(column * pitch, BARS + GAP, pitch, CELLS);
    });
    context.strokeStyle = colours.line;
    context.lineWidth = 1;
    context.strokeRect(0.5, BARS + GAP + 0.5, width - 1, CELLS - 1);
  }

  describe(received: readonly number[]): void {
    const most = received.indexOf(Math.max(...received));
    this.surface.canvas.setAttribute(
      "aria-label",
      `Attention received by ${received.length} frames, most by frame ${most + 1} (mean ${weight(received[most]!)})`,
    );
  }
}
