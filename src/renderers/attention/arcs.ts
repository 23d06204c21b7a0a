import { css } from "../frame/colour";
import type { Projected } from "../frame/body/camera";
import type { Colours } from "./colours";
import type { Edge } from "./grid";
import { colourOf, levelOf } from "./scale";
import type { Scale } from "./scale";

/** An edge as it lies in the picture: a curve from the joint that gives, by a bend to its right, to the joint that gathers. */
export interface Arc {
  readonly edge: Edge;
  readonly body: number;
  readonly ax: number;
  readonly ay: number;
  readonly bx: number;
  readonly by: number;
  readonly cx: number;
  readonly cy: number;
}

const BEND = 0.16;
const THIN = 0.5;
/** Weak edges that are shown at all are to be seen. */
const LEAST_LEVEL = 0.3;
const LOOP = 5;

/** The edges between joints that are in the frame; the two directions of a pair bend to different sides. */
export function arcsOf(edges: readonly Edge[], bodies: readonly (readonly Projected[])[], only: number | null): Arc[] {
  return bodies.flatMap((spots, body) => {
    if (spots.length === 0 || (only !== null && body !== only)) return [];
    return edges.map((edge) => {
      const [from, to] = [spots[edge.from]!, spots[edge.to]!];
      const [dx, dy] = [to.x - from.x, to.y - from.y];
      const bx = (from.x + to.x) / 2 - BEND * dy;
      const by = (from.y + to.y) / 2 + BEND * dx;
      return { edge, body, ax: from.x, ay: from.y, bx, by, cx: to.x, cy: to.y };
    });
  });
}

/** Draws arcs wide where they give and thin where they gather, the strongest last; those that `dimmed` says recede. */
export function paintArcs(
  context: CanvasRenderingContext2D,
  arcs: readonly Arc[],
  scale: Scale,
  colours: Colours,
  dimmed: (arc: Arc) => boolean,
): void {
  for (let i = arcs.length - 1; i >= 0; i--) {
    const arc = arcs[i]!;
    const level = levelOf(scale, arc.edge.value);
    const size = Math.abs(level);
    const colour = css(colourOf(colours.ramp, Math.sign(level) * Math.max(LEAST_LEVEL, size)));
    context.globalAlpha = dimmed(arc) ? 0.12 : 0.9;
    paintArc(context, arc, arcWidth(size), colour);
  }
  context.globalAlpha = 1;
}

/** Px of an edge where it is widest, by the size of its level. */
function arcWidth(size: number): number {
  return 1.6 + 6.4 * size;
}

/** A rim around an edge, to be drawn before it. */
export function paintRim(context: CanvasRenderingContext2D, arc: Arc, scale: Scale, colour: string): void {
  paintArc(context, arc, arcWidth(Math.abs(levelOf(scale, arc.edge.value))), colour, 2);
}

function paintArc(context: CanvasRenderingContext2D, arc: Arc, wide: number, colour: string, rim = 0): void {
  const { ax, ay, bx, by, cx, cy } = arc;
  context.beginPath();
  if (arc.edge.from === arc.edge.to) {
    context.strokeStyle = colour;
    context.lineWidth = 1 + 0.4 * wide + 2 * rim;
    context.arc(ax, ay, LOOP + 0.4 * wide, 0, 2 * Math.PI);
    context.stroke();
    return;
  }
  const length = Math.hypot(cx - ax, cy - ay) || 1;
  const [nx, ny] = [(ay - cy) / length, (cx - ax) / length];
  const thin = THIN + rim;
  const [half, middle] = [wide / 2 + rim, (wide / 2 + thin + rim) / 2];
  context.fillStyle = colour;
  context.moveTo(ax + nx * half, ay + ny * half);
  context.quadraticCurveTo(bx + nx * middle, by + ny * middle, cx + nx * thin, cy + ny * thin);
  context.lineTo(cx - nx * thin, cy - ny * thin);
  context.quadraticCurveTo(bx - nx * middle, by - ny * middle, ax - nx * half, ay - ny * half);
  context.closePath();
  context.fill();
}

const SAMPLES = 12;

/** The arc nearest to a point of the picture, within `within` px; the stronger among equals. */
export function arcAt(arcs: readonly Arc[], x: number, y: number, within = 6): Arc | null {
  let found: Arc | null = null;
  let best = within;
  for (const arc of arcs) {
    const loop = arc.edge.from === arc.edge.to;
    for (let i = 1; i < SAMPLES; i++) {
      const t = i / SAMPLES;
      const [one, two, three] = [(1 - t) * (1 - t), 2 * t * (1 - t), t * t];
      const px = one * arc.ax + two * arc.bx + three * arc.cx;
      const py = one * arc.ay + two * arc.by + three * arc.cy;
      const distance = loop ? Math.abs(Math.hypot(x - px, y - py) - LOOP) : Math.hypot(x - px, y - py);
      if (distance >= best) continue;
      best = distance;
      found = arc;
    }
  }
  return found;
}
