import { printable } from "../common/payloads/printable";
import type { JointLayout, Movement } from "../common/payloads/movement";
import type { DecodedClip } from "../common/payloads/skeleton";
import { roundNumbers } from "./xml";

/** One colour for each part, of middle lightness, so that bodies can be read on light and on dark ground alike. */
const PART_COLOURS = ["#7d8590", "#2f8fd0", "#e0703c", "#1fa27a", "#c77bb0", "#b8901f", "#8a7ad0", "#5fa8a8"];

/** Where a body is seen from: straight from the front, x to the right and y upwards. */
export interface Camera {
  /** px of one unit of a clip. */
  readonly scale: number;
  /** The x that is drawn at 0, in units. */
  readonly middle: number;
  /** The y on which bodies stand, in units, and where that is drawn, in px from the top. */
  readonly floor: number;
  readonly ground: number;
}

/** How far bodies reach in some frames, in units; infinite the wrong way round where there is none. */
export interface Reach {
  readonly left: number;
  readonly right: number;
  readonly low: number;
  readonly high: number;
}

/** A body that is not in a frame is all zeros there. */
function isAbsent(points: Int16Array, base: number, joints: number): boolean {
  for (let at = base; at < base + joints * 3; at++) if (points[at] !== 0) return false;
  return true;
}

export function reachOf({ coordinates: points, bodies }: Movement, frame: number, joints: number): Reach {
  let [left, right, low, high] = [Infinity, -Infinity, Infinity, -Infinity];
  for (let body = 0; body < bodies; body++) {
    const base = (frame * bodies + body) * joints * 3;
    if (isAbsent(points, base, joints)) continue;
    for (let at = base; at < base + joints * 3; at += 3) {
      left = Math.min(left, points[at]!);
      right = Math.max(right, points[at]!);
      low = Math.min(low, points[at + 1]!);
      high = Math.max(high, points[at + 1]!);
    }
  }
  return { left, right, low, high };
}

/** How bones are drawn. */
export interface Pen {
  readonly width: number;
  /** One colour for all bones; those of the parts where there is none. */
  readonly colour?: string;
}

const PEN: Pen = { width: 1.8 };

/** The bones of all bodies in one frame, a path for each part. */
export function drawPose(
  layout: Pick<JointLayout, "joints" | "parents" | "partOf">,
  movement: Movement,
  frame: number,
  camera: Camera,
  pen: Pen = PEN,
): string {
  return Array.from({ length: movement.bodies }, (_, body) => {
    const place = placesOf(movement, frame, body, layout.joints.length, camera);
    return place ? drawBody(layout, place, pen) : "";
  }).join("");
}

/** Where a body's joints are drawn, in px; undefined where the body is not in the frame. */
export function placesOf(
  { coordinates: points, bodies }: Movement,
  frame: number,
  body: number,
  joints: number,
  { scale, middle, floor, ground }: Camera,
): ((joint: number) => { readonly x: number; readonly y: number }) | undefined {
  const base = (frame * bodies + body) * joints * 3;
  if (isAbsent(points, base, joints)) return undefined;
  return (joint) => ({
    x: (points[base + joint * 3]! - middle) * scale,
    y: ground - (points[base + joint * 3 + 1]! - floor) * scale,
  });
}

function drawBody(
  { parents, partOf, joints }: Pick<JointLayout, "joints" | "parents" | "partOf">,
  place: (joint: number) => { readonly x: number; readonly y: number },
  { width, colour }: Pen,
): string {
  const at = (joint: number): string => {
    const { x, y } = place(joint);
    return `${x.toFixed(1)} ${y.toFixed(1)}`;
  };
  const paths = new Map<number, string>();
  parents.forEach((parent, joint) => {
    if (parent < 0 || parent >= joints.length) return;
    const part = colour === undefined ? (partOf[joint] ?? 0) : 0;
    paths.set(part, `${paths.get(part) ?? ""}M${at(parent)}L${at(joint)}`);
  });
  return [...paths]
    .sort(([a], [b]) => a - b)
    .map(
      ([part, d]) =>
        `<path d="${roundNumbers(d)}" fill="none" stroke="${colour ?? PART_COLOURS[part % PART_COLOURS.length]!}" stroke-width="${width}" stroke-linecap="round"/>`,
    )
    .join("");
}

/** "recognised", "taken for …", or nothing where no network was asked. */
export function verdict({ label, predicted }: Pick<DecodedClip, "label" | "predicted">): string {
  if (predicted === null) return "";
  return predicted === label ? "recognised" : `taken for ${printable(predicted)}`;
}
