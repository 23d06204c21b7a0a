import type { Movement } from "../common/payloads/movement";
import { printable } from "../common/payloads/printable";
import type { DecodedClip, SkeletonMotion } from "../common/payloads/skeleton";
import { paletteFor, type Scheme } from "./palette";
import { drawPose, reachOf, verdict } from "./pose";
import type { Camera } from "./pose";
import { escapeXml, roundNumbers } from "./xml";
import { fitText } from "./textWidth";
import { FIGURE_FONT } from "./theme";

export interface FilmStripOptions {
  /** Poses along a clip's line, its first and its last among them. */
  readonly poses?: number;
  /** Of the drawing, px; where it is not given, poses have a size that a screen shows well. */
  readonly width?: number;
  /** Colour of the words for one kind of paper; of middle lightness unless told. */
  readonly scheme?: Scheme;
  /** An XML element put first into the drawing (`provenance.ts`). */
  readonly metadata?: string;
}

const INK = "#7d8590";

const POSE_WIDTH = 76;
/** Of a pose, to its width: people are taller than they are wide. */
const TALL = 92 / 76;
const TEXT_HEIGHT = 18;
const GAP = 10;
const FONT_SIZE = 11;

/**
 * A still of the skeleton player, drawn without a library: one line for each clip, with poses at equal times from left to right, bones
 * coloured by part, all poses of a clip to the same scale and on the same ground. Equal motions give equal bytes.
 */
export function filmStrip(motion: SkeletonMotion, options: FilmStripOptions = {}): string {
  const { poses = 8, width = poses * POSE_WIDTH, scheme, metadata = "" } = options;
  const strip: Strip = {
    poses,
    width,
    poseWidth: width / poses,
    poseHeight: Math.round((width / poses) * TALL),
    ink: scheme === undefined ? INK : paletteFor(scheme).text,
  };
  const lineHeight = strip.poseHeight + TEXT_HEIGHT + GAP;
  const height = Math.max(TEXT_HEIGHT, motion.clips.length * lineHeight - GAP);
  const lines = motion.clips.map((clip, i) => drawClip(motion, clip, strip, i * lineHeight));
  const title = escapeXml(printable(motion.title));
  return `<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="${title}" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">${metadata}${lines.join("")}</svg>`;
}

interface Strip {
  readonly poses: number;
  readonly width: number;
  readonly poseWidth: number;
  readonly poseHeight: number;
  readonly ink: string;
}

function drawClip(motion: SkeletonMotion, clip: DecodedClip, strip: Strip, top: number): string {
  const { width, poseWidth, ink } = strip;
  const frames = poseFrames(clip.frames, strip.poses);
  const place = fitPoses(clip, frames, motion.joints.length, strip);
  const drawn = frames.map((frame, i) => {
    const bones = drawPose(motion, clip, frame, { ...place, middle: place.middles.get(frame) ?? 0 });
    return `<g transform="${roundNumbers(`translate(${(i + 0.5) * poseWidth},${top + TEXT_HEIGHT})`)}">${bones}</g>`;
  });
  const words = `<text x="0" y="${top + 12}" font-family="${escapeXml(FIGURE_FONT)}" font-size="${FONT_SIZE}" fill="${ink}">${escapeXml(fitText(caption(clip), FONT_SIZE, width))}</text>`;
  return words + drawn.join("");
}

function caption(clip: DecodedClip): string {
  const taken = verdict(clip);
  return `${printable(clip.label)}${taken && ` (${taken})`} · ${printable(clip.id)}`;
}

/** First and last frame and equal steps between; fewer where the clip has fewer. */
export function poseFrames(frames: number, poses: number): number[] {
  const count = Math.max(1, Math.min(poses, frames));
  return Array.from({ length: count }, (_, i) => (count === 1 ? 0 : Math.round((i * (frames - 1)) / (count - 1))));
}

export interface Placing extends Omit<Camera, "middle"> {
  /** Horizontal middle of each frame's bodies, in units, so that a walk does not leave its place in the strip. */
  readonly middles: ReadonlyMap<number, number>;
}

/** Where all poses of a clip are drawn to the same scale and on the same ground. */
export function fitPoses(
  clip: Movement,
  frames: readonly number[],
  joints: number,
  { poseWidth, poseHeight }: Pick<Strip, "poseWidth" | "poseHeight">,
): Placing {
  let [floor, ceiling, widest] = [Infinity, -Infinity, 0];
  const middles = new Map<number, number>();
  for (const frame of frames) {
    const { left, right, low, high } = reachOf(clip, frame, joints);
    if (left > right) continue;
    middles.set(frame, (left + right) / 2);
    widest = Math.max(widest, right - left);
    floor = Math.min(floor, low);
    ceiling = Math.max(ceiling, high);
  }
  const scale = Math.min((poseWidth - 8) / Math.max(1, widest), (poseHeight - 8) / Math.max(1, ceiling - floor));
  return { scale, middles, floor: Number.isFinite(floor) ? floor : 0, ground: poseHeight - 4 };
}
