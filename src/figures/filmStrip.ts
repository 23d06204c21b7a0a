import { printable } from "../common/payloads/printable";
import type { DecodedClip, SkeletonMotion } from "../common/payloads/skeleton";
import { escapeXml, roundNumbers } from "./xml";
import { fitText } from "./textWidth";
import { FIGURE_FONT } from "./theme";

export interface FilmStripOptions {
  /** Poses along a clip's line, its first and its last among them. */
  readonly poses?: number;
  /** An XML element put first into the drawing (`provenance.ts`). */
  readonly metadata?: string;
}

/** One colour for each part, of middle lightness, so that the strip can be read on light and on dark paper alike. */
const PART_COLOURS = ["#7d8590", "#2f8fd0", "#e0703c", "#1fa27a", "#c77bb0", "#b8901f", "#8a7ad0", "#5fa8a8"];
const INK = "#7d8590";

const POSE_WIDTH = 76;
const POSE_HEIGHT = 92;
const TEXT_HEIGHT = 18;
const GAP = 10;
const FONT_SIZE = 11;

/**
 * A still of the skeleton player, drawn without a library: one line for each clip, with poses at equal times from left to right, bones
 * coloured by part, all poses of a clip to the same scale and on the same ground. Equal motions give equal bytes.
 */
export function filmStrip(motion: SkeletonMotion, { poses = 8, metadata = "" }: FilmStripOptions = {}): string {
  const width = poses * POSE_WIDTH;
  const lineHeight = POSE_HEIGHT + TEXT_HEIGHT + GAP;
  const height = Math.max(TEXT_HEIGHT, motion.clips.length * lineHeight - GAP);
  const lines = motion.clips.map((clip, i) => drawClip(motion, clip, poses, width, i * lineHeight));
  const title = escapeXml(printable(motion.title));
  return `<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="${title}" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">${metadata}${lines.join("")}</svg>`;
}

function drawClip(motion: SkeletonMotion, clip: DecodedClip, poses: number, width: number, top: number): string {
  const frames = poseFrames(clip.frames, poses);
  const { coordinates: points } = clip;
  const place = fit(points, frames, clip.bodies, motion.joints.length);
  const drawn = frames.map((frame, i) => {
    const floats = motion.joints.length * 3;
    const middle = place.middle.get(frame) ?? 0;
    const bones = Array.from({ length: clip.bodies }, (_, body) =>
      pose(motion, points, (frame * clip.bodies + body) * floats, middle, place),
    );
    return `<g transform="${roundNumbers(`translate(${(i + 0.5) * POSE_WIDTH},${top + TEXT_HEIGHT})`)}">${bones.join("")}</g>`;
  });
  const words = `<text x="0" y="${top + 12}" font-family="${escapeXml(FIGURE_FONT)}" font-size="${FONT_SIZE}" fill="${INK}">${escapeXml(fitText(caption(clip), FONT_SIZE, width))}</text>`;
  return words + drawn.join("");
}

function caption({ label, predicted, id }: DecodedClip): string {
  const taken =
    predicted === null ? "" : predicted === label ? " (recognised)" : ` (taken for ${printable(predicted)})`;
  return `${printable(label)}${taken} · ${printable(id)}`;
}

/** First and last frame and equal steps between; fewer where the clip has fewer. */
function poseFrames(frames: number, poses: number): number[] {
  const count = Math.max(1, Math.min(poses, frames));
  return Array.from({ length: count }, (_, i) => (count === 1 ? 0 : Math.round((i * (frames - 1)) / (count - 1))));
}

interface Placing {
  readonly scale: number;
  /** Horizontal middle of each frame's bodies, in units, so that a walk does not leave its place in the strip. */
  readonly middle: ReadonlyMap<number, number>;
  readonly floor: number;
}

function fit(points: Int16Array, frames: readonly number[], bodies: number, joints: number): Placing {
  let [floor, ceiling, widest] = [Infinity, -Infinity, 0];
  const middle = new Map<number, number>();
  for (const frame of frames) {
    let [left, right] = [Infinity, -Infinity];
    for (let body = 0; body < bodies; body++) {
      const base = (frame * bodies + body) * joints * 3;
      if (isAbsent(points, base, joints)) continue;
      for (let at = base; at < base + joints * 3; at += 3) {
        left = Math.min(left, points[at]!);
        right = Math.max(right, points[at]!);
        floor = Math.min(floor, points[at + 1]!);
        ceiling = Math.max(ceiling, points[at + 1]!);
      }
    }
    if (left > right) continue;
    middle.set(frame, (left + right) / 2);
    widest = Math.max(widest, right - left);
  }
  const scale = Math.min((POSE_WIDTH - 8) / Math.max(1, widest), (POSE_HEIGHT - 8) / Math.max(1, ceiling - floor));
  return { scale, middle, floor: Number.isFinite(floor) ? floor : 0 };
}

function isAbsent(points: Int16Array, base: number, joints: number): boolean {
  for (let at = base; at < base + joints * 3; at++) if (points[at] !== 0) return false;
  return true;
}

/** The bones of one body in one frame, a path for each part, standing on the strip's ground. */
function pose(motion: SkeletonMotion, points: Int16Array, base: number, middle: number, place: Placing): string {
  const { parents, partOf, joints } = motion;
  if (isAbsent(points, base, joints.length)) return "";
  const at = (joint: number): string => {
    const x = (points[base + joint * 3]! - middle) * place.scale;
    const y = POSE_HEIGHT - 4 - (points[base + joint * 3 + 1]! - place.floor) * place.scale;
    return `${x.toFixed(1)} ${y.toFixed(1)}`;
  };
  const paths = new Map<number, string>();
  parents.forEach((parent, joint) => {
    if (parent < 0 || parent >= joints.length) return;
    const part = partOf[joint] ?? 0;
    paths.set(part, `${paths.get(part) ?? ""}M${at(parent)}L${at(joint)}`);
  });
  return [...paths]
    .sort(([a], [b]) => a - b)
    .map(
      ([part, d]) =>
        `<path d="${roundNumbers(d)}" fill="none" stroke="${PART_COLOURS[part % PART_COLOURS.length]!}" stroke-width="1.8" stroke-linecap="round"/>`,
    )
    .join("");
}
