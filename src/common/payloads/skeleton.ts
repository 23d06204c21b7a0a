import { decodeBase64, int16From } from "./base64";
import { checked, Fields, refuse, textItem, wholeItem } from "./reading";
import type { Checked } from "./reading";

/** What the skeleton player shows: clips of one layout, side by side. */
export interface SkeletonPayload {
  readonly kind: "skeleton";
  readonly version: 1;
  readonly title: string;
  readonly joints: readonly string[];
  /** The joint at the other end of each joint's bone, -1 at the root. */
  readonly parents: readonly number[];
  /** The part of each joint, an index into `parts`; colours follow parts. */
  readonly partOf: readonly number[];
  readonly parts: readonly string[];
  readonly framesPerSecond: number;
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
  /** Base64 of little-endian Int16 [T, M, V, 3], x right, y up, z towards the camera; a body that is absent from a frame is all zeros there. */
  readonly coordinates: string;
}

/** Above this the guard refuses: more than any view can show at once. */
export const MOST_SKELETON_CLIPS = 16;
const MOST_JOINTS = 256;
const MOST_PARTS = 32;
const MOST_BODIES = 16;
const MOST_FRAMES = 100_000;
/** Of all clips together: 16 MiB, which is 16 clips of 3,000 frames of two bodies with 25 joints. */
const MOST_VALUES = 2 ** 23;

/** A payload with its coordinates decoded: [T, M, V, 3] in units of the clip. */
export interface SkeletonMotion extends Omit<SkeletonPayload, "clips"> {
  readonly clips: readonly DecodedClip[];
}

export interface DecodedClip extends Omit<SkeletonClip, "coordinates"> {
  readonly coordinates: Int16Array;
}

/** Checks an untrusted value, copies it and decodes its coordinates, whose length must be exactly what the clip says. */
export function checkSkeleton(value: unknown): Checked<SkeletonMotion> {
  return checked(() => {
    const fields = new Fields(value);
    fields.exactly("kind", "skeleton");
    fields.exactly("version", 1);
    const title = fields.text("title");
    const joints = fields.list("joints", MOST_JOINTS, textItem);
    if (joints.length === 0) refuse("there are no joints");
    const parts = fields.list("parts", MOST_PARTS, textItem);
    if (parts.length === 0) refuse("there are no parts");
    const parents = fields.list("parents", MOST_JOINTS, wholeItem(-1, joints.length - 1));
    const partOf = fields.list("partOf", MOST_JOINTS, wholeItem(0, parts.length - 1));
    for (const [name, list] of Object.entries({ parents, partOf }))
      if (list.length !== joints.length) refuse(`${name} has ${list.length} items for ${joints.length} joints`);
    const framesPerSecond = fields.number("framesPerSecond", 0.1, 1000);

    let values = 0;
    const clips = fields.list("clips", MOST_SKELETON_CLIPS, (item, where) =>
      readClip(new Fields(item, where), where, (frames, bodies) => {
        const size = frames * bodies * joints.length * 3;
        values += size;
        return values <= MOST_VALUES ? size : refuse(`the clips have more than ${MOST_VALUES} coordinates`);
      }),
    );
    if (clips.length === 0) refuse("there are no clips");
    return { kind: "skeleton", version: 1, title, joints, parents, partOf, parts, framesPerSecond, clips };
  });
}

function readClip(fields: Fields, where: string, sizeOf: (frames: number, bodies: number) => number): DecodedClip {
  const frames = fields.whole("frames", 1, MOST_FRAMES);
  const bodies = fields.whole("bodies", 1, MOST_BODIES);
  const size = sizeOf(frames, bodies);
  const bytes = decodeBase64(fields.text("coordinates", 3 * size + 8), 2 * size);
  if (!bytes) return refuse(`${where}.coordinates is not the base64 of ${size} numbers of 16 bits`);
  return {
    id: fields.text("id"),
    label: fields.text("label"),
    predicted: fields.orNull("predicted", (name) => fields.text(name)),
    frames,
    bodies,
    unit: fields.number("unit", 1e-9, 1000),
    coordinates: int16From(bytes),
  };
}
