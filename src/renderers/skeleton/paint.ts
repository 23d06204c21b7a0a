import type { Camera, Projected } from "../frame/body/camera";
import { paintGround, placing, spot } from "../frame/body/ground";
import type { Place } from "../frame/body/ground";
import type { Motion } from "../frame/body/motion";
import { paintBones, paintMark, Spots } from "../frame/body/spots";
import type { Colours } from "./colours";

/** How the joints of a layout hang together. */
export interface Bones {
  readonly parents: readonly number[];
  readonly partOf: readonly number[];
  /** Joints that no other hangs on: hands, feet, head. Their ways are drawn as trails. */
  readonly ends: readonly number[];
}

export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly camera: Camera;
  readonly distance: number;
  readonly colours: Colours;
  /** Metres between lines of the ground. */
  readonly grid: number;
  readonly frame: number;
  readonly trails: boolean;
  /** A joint to mark, -1 for none. */
  readonly marked: number;
}

const TRAIL_FRAMES = 24;

export function bonesOf(parents: readonly number[], partOf: readonly number[]): Bones {
  const used = new Set(parents);
  return { parents, partOf, ends: parents.flatMap((_, joint) => (used.has(joint) ? [] : [joint])) };
}

/** Draws one frame of a clip and leaves in `spots` where its joints came to lie, [M][V]; an absent body's list is empty. */
export class Painter {
  readonly spots: readonly (readonly Projected[])[];
  private readonly put: Spots;
  private readonly a = spot();
  private readonly b = spot();

  constructor(
    private readonly motion: Motion,
    private readonly bones: Bones,
  ) {
    this.put = new Spots(motion);
    this.spots = this.put.bodies;
  }

  /** On a context that is clear. */
  paint(context: CanvasRenderingContext2D, picture: Picture): void {
    const { width, height, frame, colours } = picture;
    const { motion, bones, spots } = this;
    const place = placing(motion, picture.camera, picture.distance, width, height);
    context.lineCap = context.lineJoin = "round";
    paintGround(context, motion, place, picture.grid, colours.grid);
    this.put.put(frame, place);
    spots.forEach((there, body) => {
      if (there.length === 0) return;
      this.shadow(context, picture, place, body);
      if (picture.trails) this.trails(context, picture, place, body);
    });
    const colourOf = (body: number, joint: number): string => colours.parts[body === 0 ? 0 : 1][bones.partOf[joint]!]!;
    paintBones(context, spots, bones.parents, colourOf, colours.ground);
    if (picture.marked >= 0) paintMark(context, spots, picture.marked, colours.focus);
  }

  private shadow(context: CanvasRenderingContext2D, { frame, colours }: Picture, place: Place, body: number): void {
    const { motion, bones } = this;
    context.strokeStyle = colours.shadow;
    context.lineWidth = 2;
    context.beginPath();
    bones.parents.forEach((parent, joint) => {
      if (parent < 0) return;
      place(motion.metres(frame, body, joint, 0), motion.floor, motion.metres(frame, body, joint, 2), this.a);
      place(motion.metres(frame, body, parent, 0), motion.floor, motion.metres(frame, body, parent, 2), this.b);
      context.moveTo(this.a.x, this.a.y);
      context.lineTo(this.b.x, this.b.y);
    });
    context.stroke();
  }

  private trails(context: CanvasRenderingContext2D, picture: Picture, place: Place, body: number): void {
    const { motion, bones } = this;
    const { frame, colours, marked } = picture;
    const joints = marked >= 0 && !bones.ends.includes(marked) ? [...bones.ends, marked] : bones.ends;
    context.lineWidth = 1.5;
    for (const joint of joints) {
      context.strokeStyle = colours.parts[body === 0 ? 0 : 1][bones.partOf[joint]!]!;
      for (let t = Math.max(1, frame - TRAIL_FRAMES); t <= frame; t++) {
        if (!motion.present(t - 1, body) || !motion.present(t, body)) continue;
        context.globalAlpha = 0.75 * (1 - (frame - t) / (TRAIL_FRAMES + 1));
        place(
          motion.metres(t - 1, body, joint, 0),
          motion.metres(t - 1, body, joint, 1),
          motion.metres(t - 1, body, joint, 2),
          this.a,
        );
        place(
          motion.metres(t, body, joint, 0),
          motion.metres(t, body, joint, 1),
          motion.metres(t, body, joint, 2),
          this.b,
        );
        context.beginPath();
        context.moveTo(this.a.x, this.a.y);
        context.lineTo(this.b.x, this.b.y);
        context.stroke();
      }
    }
    context.globalAlpha = 1;
  }
}
