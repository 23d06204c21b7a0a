import type { AttentionTerm, DecodedAttention, DecodedSubject } from "../common/payloads/attention";
import type { Movement } from "../common/payloads/movement";
import { printable } from "../common/payloads/printable";
import { blocksOf, mapsOf, shortNumber, strongestEdges, termOf, TERM_WORDS, type AttentionEdge } from "./attentionMaps";
import { fitPoses, poseFrames } from "./filmStrip";
import { linesOf, textAt } from "./matrix";
import { paletteFor, type Scheme } from "./palette";
import { drawPose, placesOf, verdict, type Camera } from "./pose";
import { fitText, textWidth } from "./textWidth";
import { pt } from "./theme";
import { escapeXml, roundNumbers } from "./xml";

export interface AttentionStripOptions {
  readonly poses?: number;
  /** Of the drawing, px. */
  readonly width?: number;
  /** Colours for one kind of paper; of middle lightness unless told. */
  readonly scheme?: Scheme;
  readonly metadata?: string;
  /** Which graphs; A, or what the network has instead. */
  readonly term?: AttentionTerm | undefined;
  /** From 1; the last one. */
  readonly block?: number | undefined;
  /** Edges drawn of each body. */
  readonly edges?: number;
}

interface Ink {
  readonly text: string;
  readonly bones: string;
  readonly more: string;
  readonly less: string;
}

const POSE_WIDTH = 92;
/** Of a pose, to its width. */
const TALL = 1.2;
const CAPTION = pt(8);
const SMALL = pt(7);
const LINE = 16;
const GAP = 8;
const EDGES = 10;
/** px of the weakest and the strongest edge that is drawn, where a pose has its usual width. */
const WIDTHS = [0.7, 3.4] as const;
/** How far an edge bends away from the straight line, to its length: so that it does not hide the bone that it follows. */
const BEND = 0.16;

/**
 * Clips as strips of poses in grey, and over each pose the strongest edges of one block's graphs over joints: the stronger, the wider;
 * negative ones have a colour of their own and are dashed. One colour for all strengths, so that nothing is lost in grey. Subjects without a
 * movement are left out. Equal payloads give equal bytes.
 *
 * @throws HglError "cell" for a term or a block that the network does not have
 */
export function attentionStrip(payload: DecodedAttention, options: AttentionStripOptions = {}): string {
  const { poses = 6, width = poses * POSE_WIDTH, scheme, metadata = "", edges: count = EDGES } = options;
  const ink = inkOf(scheme);
  const subjects = payload.subjects.flatMap((subject) => (subject.motion ? [{ subject, motion: subject.motion }] : []));
  let content = "";
  let top = 0;
  const drawable = subjects.some(({ subject }) => subject.maps.some(({ term }) => term !== "gta" && term !== "ssf"));
  if (drawable) {
    const shown = subjects.map(({ subject }) => subject);
    const term = termOf(shown, options.term, "A");
    const [block] = blocksOf(payload, [options.block ?? payload.blocks.length]) as [number];
    const rows = subjects.map(({ subject, motion }) => ({
      subject,
      motion,
      bodies: Array.from({ length: motion.bodies }, (_, body) =>
        strongestEdges(mapsOf(subject, term, block, body), count),
      ),
    }));
    const all = rows.flatMap(({ bodies }) => bodies.flat());
    const sizes = all.map(({ value }) => Math.abs(value)).sort((a, b) => a - b);
    const range: Range = {
      least: sizes[0] ?? 0,
      most: sizes.at(-1) ?? 0,
      negative: all.some(({ value }) => value < 0),
      factor: Math.min(1, Math.max(0.6, width / poses / POSE_WIDTH)),
    };
    const size = { poseWidth: width / poses, poseHeight: Math.round((width / poses) * TALL) };
    for (const { subject, motion, bodies } of rows) {
      for (const line of captionOf(subject, width)) {
        content += text(line, 0, top + 11, ink.text, CAPTION);
        top += LINE;
      }
      content += drawRow(payload, motion, bodies, { poses, top, range, ink, ...size });
      top += size.poseHeight + GAP;
    }
    const key = legend(range, {
      top,
      width,
      ink,
      words: `${TERM_WORDS[term]}, block ${block + 1}: the ${count} strongest edges between different joints`, // prettier-ignore
    });
    content += key.svg;
    top += key.height;
  } else {
    content += text("No graphs over joints belong to a movement here.", 0, 12, ink.text, SMALL);
    top = LINE;
  }
  const height = Math.ceil(top);
  const title = escapeXml(printable(payload.title));
  return `<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="${title}" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">${metadata}${content}</svg>`;
}

function inkOf(scheme: Scheme | undefined): Ink {
  if (scheme === undefined) return { text: "#7d8590", bones: "#a3abb4", more: "#d9662a", less: "#2f8fd0" };
  const { text: words, confused, correct } = paletteFor(scheme);
  // Between the rules and the muted text: to be seen, and not to be mistaken for an edge in grey.
  return { text: words, bones: scheme === "dark" ? "#66707b" : "#b3bac2", more: confused[6]!, less: correct[6]! };
}

/** Strengths of all edges that are drawn, and how wide they are for the size of the poses. */
interface Range {
  readonly least: number;
  readonly most: number;
  readonly negative: boolean;
  readonly factor: number;
}

interface Row {
  readonly poses: number;
  readonly poseWidth: number;
  readonly poseHeight: number;
  readonly top: number;
  readonly range: Range;
  readonly ink: Ink;
}

function drawRow(
  payload: DecodedAttention,
  motion: Movement,
  bodies: readonly (readonly AttentionEdge[])[],
  { poses, poseWidth, poseHeight, top, range, ink }: Row,
): string {
  const frames = poseFrames(motion.frames, poses);
  const { middles, ...place } = fitPoses(motion, frames, payload.joints.length, { poseWidth, poseHeight });
  return frames
    .map((frame, i) => {
      const camera: Camera = { ...place, middle: middles.get(frame) ?? 0 };
      const bones = drawPose(payload, motion, frame, camera, { width: 1.6, colour: ink.bones });
      const edges = bodies.map((own, body) => {
        const at = placesOf(motion, frame, body, payload.joints.length, camera);
        return at ? own.toReversed().map((edge) => drawEdge(at(edge.column), at(edge.row), edge, range, ink)) : [];
      });
      const shift = roundNumbers(`translate(${(i + 0.5) * poseWidth},${top})`);
      return `<g transform="${shift}">${bones}${edges.flat().join("")}</g>`;
    })
    .join("");
}

interface Point {
  readonly x: number;
  readonly y: number;
}

function drawEdge(from: Point, to: Point, { value }: AttentionEdge, range: Range, ink: Ink): string {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const middle = { x: (from.x + to.x) / 2 - BEND * dy, y: (from.y + to.y) / 2 + BEND * dx };
  const d = roundNumbers(`M${from.x} ${from.y}Q${middle.x} ${middle.y} ${to.x} ${to.y}`);
  return stroke(d, value, range, ink);
}

function stroke(d: string, value: number, { least, most, factor }: Range, ink: Ink): string {
  const [thin, wide] = WIDTHS;
  const share = most > least ? (Math.abs(value) - least) / (most - least) : 1;
  const width = roundNumbers(String(factor * (thin + (wide - thin) * share)));
  const dashes = value < 0 ? ` stroke-dasharray="3 2"` : ` stroke-linecap="round"`;
  return `<path d="${d}" fill="none" stroke="${value < 0 ? ink.less : ink.more}" stroke-width="${width}"${dashes} stroke-opacity="0.85"/>`;
}

/** Class and verdict, then the subject's name, on a line of its own where both are too long for one. */
function captionOf({ name, label, predicted }: DecodedSubject, width: number): string[] {
  const taken = label === null ? "" : verdict({ label, predicted });
  const head = label === null || name.startsWith(label) ? "" : `${printable(label)}${taken && ` (${taken})`}`;
  const words = [head, printable(name)].filter(Boolean);
  const line = words.join(" · ");
  return (textWidth(line, CAPTION) <= width ? [line] : words).map((one) => fitText(one, CAPTION, width));
}

/** What is drawn, and how wide the weakest, the middle and the strongest of it are. */
function legend(
  range: Range,
  {
    top,
    width,
    ink,
    words,
  }: { readonly top: number; readonly width: number; readonly ink: Ink; readonly words: string },
): { readonly svg: string; readonly height: number } {
  const { least, most, negative } = range;
  const samples = [...new Set([least, (least + most) / 2, most])].filter((value) => value > 0);
  const entries = [...samples, ...(negative ? [-most] : [])].map((value) => ({ value, label: shortNumber(value) }));
  const rows = linesOf(words.split(" "), SMALL, width);
  let svg = rows.map((row, i) => text(row, 0, top + 10 + i * 13, ink.text, SMALL)).join("");
  let x = 0;
  const y = top + rows.length * 13 + 7;
  for (const { value, label } of entries) {
    svg += stroke(roundNumbers(`M${x + 1} ${y}H${x + 22}`), value, range, ink);
    svg += text(label, x + 27, y + 3.5, ink.text, SMALL);
    x += 27 + textWidth(label, SMALL) + 14;
  }
  return { svg, height: rows.length * 13 + (entries.length > 0 ? 16 : 4) };
}

function text(words: string, x: number, y: number, fill: string, size: number): string {
  return textAt(words, x, y, { size, fill });
}
