import type { Dataset } from "../../../model/data/dataset";
import type { Layout } from "../../../model/skeleton/layout";

const PARTS = ["trunk", "left arm", "right arm", "left leg", "right leg"];

/** Limbs by side: joints with a counterpart belong to an arm or a leg, all others to the trunk. */
export function partsOf({ joints, mirror, parts }: Layout): { parts: readonly string[]; partOf: readonly number[] } {
  const sides = new Map(mirror.flatMap(([left, right]) => [[left, 0] as const, [right, 1] as const]));
  const partOf = joints.map((_, joint) => {
    const side = sides.get(joint);
    if (side === undefined) return 0;
    return (parts.hand.includes(joint) ? 1 : 3) + side;
  });
  return { partOf, parts: PARTS };
}

/** Metres in front of the sensor beyond which coordinates are a sensor's own; nobody is recorded nearer. */
const LEAST_DISTANCE = 0.5;

/** Factors of x, y and z between a data set's coordinates and a scene seen from the front, y upward. */
export type Turn = readonly [x: 1 | -1, y: 1 | -1, z: 1 | -1 | 0];

/** Skeletons of depth sensors whose clips are centred when they are read, which hides how far away people stood. */
const CENTRED_SENSORS = /^ntu25/;

/**
 * A depth sensor's own axes (z away from it, x to its left) are turned half round, so that one looks at the scene from where the sensor stood. A
 * picture's y points down, and its confidence is no place.
 * @param values recorded coordinates [.., 3]
 */
export function facing(values: Float32Array, { layout, coordinates }: Pick<Dataset, "layout" | "coordinates">): Turn {
  if (coordinates === "xyc") return [1, -1, 0];
  if (CENTRED_SENSORS.test(layout.name)) return [-1, 1, -1];
  let depth = 0;
  for (let at = 2; at < values.length; at += 3) depth += values[at]!;
  const turn = depth / Math.max(1, values.length / 3) > LEAST_DISTANCE ? -1 : 1;
  return [turn, 1, turn];
}

/** Little-endian Int16 in base64, in the unit that lets the largest coordinate fit; each axis times its factor. */
export function packed(values: Float32Array, turn: Turn): { unit: number; coordinates: string } {
  const largest = values.reduce((most, value, at) => (turn[at % 3] === 0 ? most : Math.max(most, Math.abs(value))), 0);
  const unit = largest > 0 ? largest / 32767 : 0.001;
  const bytes = Buffer.alloc(values.length * 2);
  for (let at = 0; at < values.length; at++) {
    const seen = Math.round((turn[at % 3]! * values[at]!) / unit);
    // Rounding may step over the end by one part in 32767.
    bytes.writeInt16LE(Math.max(-32767, Math.min(32767, seen)) || 0, at * 2);
  }
  return { unit, coordinates: bytes.toString("base64") };
}
