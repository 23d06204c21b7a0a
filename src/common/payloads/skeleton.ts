import { MOST_BODIES, readLayout, readMovement } from "./movement";
import type { JointLayout, Movement } from "./movement";
import { checked, Fields, refuse } from "./reading";
import type { Checked } from "./reading";

/** What the skeleton player shows: clips of one layout, side by side. */
export interface SkeletonPayload extends JointLayout {
  readonly kind: "skeleton";
  readonly version: 1;
  readonly title: string;
  readonly clips: readonly SkeletonClip[];
}

export interface SkeletonClip {
  readonly id: string;
  /** The true class. */
  readonly label: string;
  /** What a trained network took it for; null where none was asked. */
  readonly predicted: string | null;
  readonly frames: number;
  readonly bodies: number;
  /** Metres of one unit of `coordinates`. */
  readonly unit: number;
  /** Base64 of little-endian Int16: the coordinates of a `Movement`. */
  readonly coordinates: string;
}

/** Above this the guard refuses: more than any view can show at once. */
export const MOST_SKELETON_CLIPS = 16;
const MOST_FRAMES = 100_000;
/** Of all clips together: 16 MiB, which is 16 clips of 3,000 frames of two bodies with 25 joints. */
const MOST_VALUES = 2 ** 23;

/** A payload with its coordinates decoded: [T, M, V, 3] in units of the clip. */
export interface SkeletonMotion extends Omit<SkeletonPayload, "clips"> {
  readonly clips: readonly DecodedClip[];
}

export interface DecodedClip extends Omit<SkeletonClip, "coordinates">, Movement {}

/** Checks an untrusted value, copies it and decodes its coordinates, whose length must be exactly what the clip says. */
export function checkSkeleton(value: unknown): Checked<SkeletonMotion> {
  return checked(() => {
    const fields = new Fields(value);
    fields.exactly("kind", "skeleton");
    fields.exactly("version", 1);
    const title = fields.text("title");
    const layout = readLayout(fields);
    let values = 0;
    const clips = fields.list("clips", MOST_SKELETON_CLIPS, (item, where) =>
      readClip(new Fields(item, where), where, layout.joints.length, (size) => {
        values += size;
        if (values > MOST_VALUES) refuse(`the clips have more than ${MOST_VALUES} coordinates`);
      }),
    );
    if (clips.length === 0) refuse("there are no clips");
    return { kind: "skeleton", version: 1, title, ...layout, clips };
  });
}

function readClip(fields: Fields, where: string, joints: number, count: (values: number) => void): DecodedClip {
  const frames = fields.whole("frames", 1, MOST_FRAMES);
  const bodies = fields.whole("bodies", 1, MOST_BODIES);
  count(frames * bodies * joints * 3);
  return {
    id: fields.text("id"),
    label: fields.text("label"),
    predicted: fields.orNull("predicted", (name) => fields.text(name)),
    ...readMovement(fields, where, { frames, bodies, joints }),
  };
}
