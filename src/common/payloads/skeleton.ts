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
