import { printable } from "../common/payloads/printable";
import type { DecodedClip, SkeletonMotion } from "../common/payloads/skeleton";
import { paletteFor } from "./palette";
import type { Palette, Scheme } from "./palette";
import { drawPose, reachOf, verdict } from "./pose";
import type { Camera } from "./pose";
import { fitText } from "./textWidth";
import { FIGURE_FONT } from "./theme";
import { escapeXml, roundNumbers } from "./xml";

export interface AnimationOptions {
  readonly scheme?: Scheme;
  /** Clips beside one another before a new row begins. */
  readonly columns?: number;
}

/** Frames as SVG drawings of one size, made when they are asked for. */
export interface Animation {
  /** px; both even, as video encoders want them. */
  readonly width: number;
  readonly height: number;
  readonly count: number;
  readonly framesPerSecond: number;
  frame(index: number): string;
}

const PANEL_WIDTH = 240;
const PANEL_HEIGHT = 260;
const WORDS_HEIGHT = 40;
const MARGIN = 12;
const FONT_SIZE = 13;
const SMALL_SIZE = 11;

/**
 * The clips in motion, side by side, each with its words above it and seen by a camera that stands still, so that a walk is seen as a walk. A
 * clip that is shorter than the others stays in its last pose. Equal motions give equal drawings.
 */
export function animate(motion: SkeletonMotion, { scheme = "light", columns = 4 }: AnimationOptions = {}): Animation {
  const palette = paletteFor(scheme);
  const inRow = Math.max(1, Math.min(columns, motion.clips.length));
  const [width, height] = [inRow * PANEL_WIDTH, Math.ceil(motion.clips.length / inRow) * PANEL_HEIGHT];
  const panels = motion.clips.map((clip, i) => {
    const [left, top] = [(i % inRow) * PANEL_WIDTH, Math.floor(i / inRow) * PANEL_HEIGHT];
    return { clip, left, top, camera: standing(clip, motion.joints.length), still: still(clip, palette) };
  });
  const open = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"><rect width="${width}" height="${height}" fill="${palette.background}"/>`;
  return {
    width,
    height,
    count: Math.max(...motion.clips.map(({ frames }) => frames)),
    framesPerSecond: motion.framesPerSecond,
    frame: (index) => {
      const drawn = panels.map(({ clip, left, top, camera, still }) => {
        const pose = drawPose(motion, clip, Math.min(index, clip.frames - 1), camera, { width: 3 });
        const bodies = `<g transform="translate(${PANEL_WIDTH / 2},0)">${pose}</g>`;
        return `<g transform="translate(${left},${top})">${still}${bodies}</g>`;
      });
      return `${open}${drawn.join("")}</svg>`;
    },
  };
}

/** A camera from which the bodies of every frame are seen whole. */
function standing(clip: DecodedClip, joints: number): Camera {
  let [left, right, low, high] = [Infinity, -Infinity, Infinity, -Infinity];
  for (let frame = 0; frame < clip.frames; frame++) {
    const reach = reachOf(clip, frame, joints);
    left = Math.min(left, reach.left);
    right = Math.max(right, reach.right);
    low = Math.min(low, reach.low);
    high = Math.max(high, reach.high);
  }
  const ground = PANEL_HEIGHT - MARGIN;
  if (left > right) return { scale: 1, middle: 0, floor: 0, ground };
  const scale = Math.min(
    (PANEL_WIDTH - 2 * MARGIN) / Math.max(1, right - left),
    (ground - WORDS_HEIGHT - MARGIN) / Math.max(1, high - low),
  );
  return { scale, middle: (left + right) / 2, floor: low, ground };
}

/** What of a clip's panel does not move: its words and its ground. */
function still(clip: DecodedClip, { text, muted, rule }: Palette): string {
  const line = (words: string, y: number, size: number, fill: string): string =>
    `<text x="${MARGIN}" y="${y}" font-family="${escapeXml(FIGURE_FONT)}" font-size="${size}" fill="${fill}">${escapeXml(fitText(words, size, PANEL_WIDTH - 2 * MARGIN))}</text>`;
  const [from, to, y] = [MARGIN, PANEL_WIDTH - MARGIN, PANEL_HEIGHT - MARGIN + 3];
  return (
    line(printable(clip.label), 18, FONT_SIZE, text) +
    line(verdict(clip) || printable(clip.id), 34, SMALL_SIZE, muted) +
    `<path d="${roundNumbers(`M${from} ${y}L${to} ${y}`)}" stroke="${rule}" stroke-width="1"/>`
  );
}
