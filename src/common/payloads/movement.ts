import { decodeBase64, int16From } from "./base64";
import { refuse, textItem, wholeItem } from "./reading";
import type { Fields } from "./reading";

/** Which joints a body has and how they hang together: what every payload with movement says once. */
export interface JointLayout {
  readonly joints: readonly string[];
  /** The joint at the other end of each joint's bone, -1 at the root. */
  readonly parents: readonly number[];
  /** The part of each joint, an index into `parts`; colours follow parts. */
  readonly partOf: readonly number[];
  readonly parts: readonly string[];
  readonly framesPerSecond: number;
}

/** Coordinates of bodies over frames as numbers. */
export interface Movement {
  readonly frames: number;
  readonly bodies: number;
  /** Metres of one unit of `coordinates`. */
  readonly unit: number;
  /** [T, M, V, 3], x right, y up, z towards the camera; a body that is absent from a frame is all zeros there. */
  readonly coordinates: Int16Array;
}

const MOST_JOINTS = 256;
const MOST_PARTS = 32;
export const MOST_BODIES = 16;

export function readLayout(fields: Fields): JointLayout {
  const joints = fields.list("joints", MOST_JOINTS, textItem);
  if (joints.length === 0) refuse("there are no joints");
  const parts = fields.list("parts", MOST_PARTS, textItem);
  if (parts.length === 0) refuse("there are no parts");
  const parents = fields.list("parents", MOST_JOINTS, wholeItem(-1, joints.length - 1));
  const partOf = fields.list("partOf", MOST_JOINTS, wholeItem(0, parts.length - 1));
  for (const [name, list] of Object.entries({ parents, partOf }))
    if (list.length !== joints.length) refuse(`${name} has ${list.length} items for ${joints.length} joints`);
  return { joints, parents, partOf, parts, framesPerSecond: fields.number("framesPerSecond", 0.1, 1000) };
}

/** Reads `unit`, and `coordinates` as the base64 of exactly `frames` x `bodies` x `joints` x 3 little-endian Int16. */
export function readMovement(
  fields: Fields,
  where: string,
  { frames, bodies, joints }: { readonly frames: number; readonly bodies: number; readonly joints: number },
): Movement {
  const size = frames * bodies * joints * 3;
  const bytes = decodeBase64(fields.text("coordinates", 3 * size + 8), 2 * size);
  if (!bytes) return refuse(`${where}.coordinates is not the base64 of ${size} numbers of 16 bits`);
  return { frames, bodies, unit: fields.number("unit", 1e-9, 1000), coordinates: int16From(bytes) };
}
