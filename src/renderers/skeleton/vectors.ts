import type { JointVectors } from "../../common/payloads/skeleton";
import type { Movement } from "../../common/payloads/movement";
import { spot } from "../frame/body/ground";
import type { Place } from "../frame/body/ground";
import type { Motion } from "../frame/body/motion";

/** A stream's values as lines on a body that moves. */
export class VectorLines {
  private readonly a = spot();
  private readonly b = spot();

  constructor(
    private readonly motion: Motion,
    private readonly vectors: JointVectors<Movement>,
  ) {}

  /** Lines with a dot where they end; `colourOf` as for bones. Joints without a value have none. */
  paint(
    context: CanvasRenderingContext2D,
    frame: number,
    place: Place,
    colourOf: (body: number, joint: number) => string,
  ): void {
    const { motion, a, b } = this;
    for (let body = 0; body < motion.bodies; body++) {
      if (!motion.present(frame, body)) continue;
      for (let joint = 0; joint < motion.joints; joint++) {
        const line = this.line(frame, body, joint);
        if (!line) continue;
        place(line[0], line[1], line[2], a);
        place(line[3], line[4], line[5], b);
        context.strokeStyle = context.fillStyle = colourOf(body, joint);
        context.lineWidth = 2.5;
        context.beginPath();
        context.moveTo(a.x, a.y);
        context.lineTo(b.x, b.y);
        context.stroke();
        context.beginPath();
        context.arc(b.x, b.y, 3, 0, 2 * Math.PI);
        context.fill();
      }
    }
  }

  /** Start and end in metres; undefined where the stream is zero. */
  line(frame: number, body: number, joint: number): [number, number, number, number, number, number] | undefined {
    const { motion } = this;
    const { coordinates, unit, stretch, joint: end } = this.vectors;
    const at = ((frame * motion.bodies + body) * motion.joints + joint) * 3;
    const [x, y, z] = [coordinates[at]!, coordinates[at + 1]!, coordinates[at + 2]!].map(
      (value) => value * unit * stretch,
    ) as [number, number, number];
    if (x === 0 && y === 0 && z === 0) return undefined;
    const [jx, jy, jz] = [
      motion.metres(frame, body, joint, 0),
      motion.metres(frame, body, joint, 1),
      motion.metres(frame, body, joint, 2),
    ];
    return end === "start" ? [jx, jy, jz, jx + x, jy + y, jz + z] : [jx - x, jy - y, jz - z, jx, jy, jz];
  }
}
