import type {
  AttentionMap,
  AttentionPayload,
  AttentionSubject,
  AttentionTerm,
} from "../../../src/common/payloads/attention";
import { bones, layoutNamed } from "../../../src/model/skeleton/layout";

const layout = layoutNamed("ntu25");
const PARTS = ["torso", "left arm", "right arm", "left leg", "right leg"];
/** Metres: a standing body seen from the front. */
const REST = [
  [0, 0.95, 0],
  [0, 1.2, 0],
  [0, 1.52, 0],
  [0, 1.66, 0.02],
  [-0.18, 1.42, 0],
  [-0.3, 1.2, 0],
  [-0.36, 0.98, 0.05],
  [-0.38, 0.9, 0.07],
  [0.18, 1.42, 0],
  [0.3, 1.2, 0],
  [0.36, 0.98, 0.05],
  [0.38, 0.9, 0.07],
  [-0.09, 0.9, 0],
  [-0.11, 0.5, 0.02],
  [-0.12, 0.1, 0],
  [-0.12, 0.04, 0.12],
  [0.09, 0.9, 0],
  [0.11, 0.5, 0.02],
  [0.12, 0.1, 0],
  [0.12, 0.04, 0.12],
  [0, 1.43, 0],
  [-0.39, 0.82, 0.08],
  [-0.34, 0.88, 0.12],
  [0.39, 0.82, 0.08],
  [0.34, 0.88, 0.12],
] as const;

export interface Size {
  readonly window: number;
  readonly blocks: number;
  readonly bodies: number;
  /** Of the attention over frames. */
  readonly heads: number;
}

/** 25 joints, two bodies, nine blocks that hand on 64, 32 and 16 frames: as large as HGLNet's default on NTU. */
export const LARGE: Size = { window: 64, blocks: 9, bodies: 2, heads: 2 };
const SMALL: Size = { window: 8, blocks: 2, bodies: 1, heads: 1 };

/** A clip, the network itself without a movement, a class and a difference, of a body that raises its left hand. */
export function attentionPayload(size: Size = SMALL): AttentionPayload {
  const stages = Array.from({ length: size.blocks }, (_, block) => Math.floor((3 * block) / size.blocks));
  return {
    kind: "attention",
    version: 1,
    title: "Where #base looks",
    joints: layout.joints,
    parents: layout.parents,
    partOf: layout.joints.map(partOf),
    parts: PARTS,
    framesPerSecond: 30,
    window: size.window,
    blocks: stages.map((stage, block) => ({
      name: `block ${block + 1}`,
      frames: Math.max(1, size.window >> stage),
    })),
    subjects: [
      subject(size, { name: "a05_s03_e01_v02", label: "throw", predicted: "wave", clips: 1 }),
      subject(size, { name: "class throw (mean of 12 clips)", label: "throw", clips: 12, motion: null }),
      subject(size, { name: "throw minus wave", clips: 24, signed: true, motion: null }),
      { ...subject(size, { name: "the network", clips: 0, motion: null }), maps: fixedMaps(size) },
    ],
  };
}

function partOf(name: string): number {
  const side = name.startsWith("left") ? 0 : name.startsWith("right") ? 1 : undefined;
  if (side === undefined) return 0;
  return (/Hip|Knee|Ankle|Foot/.test(name) ? 3 : 1) + side;
}

function subject(size: Size, more: Partial<AttentionSubject>): AttentionSubject {
  const maps = Array.from({ length: size.blocks }, (_, block) => clipMaps(size, block, more.signed ?? false)).flat();
  return {
    name: "",
    label: null,
    predicted: null,
    clips: 1,
    signed: false,
    motion: { unit: 0.001, bodies: size.bodies, coordinates: base64(movement(size)) },
    motionOf: null,
    ...more,
    maps: [...(more.signed ? [] : fixedMaps(size)), ...maps],
  };
}

/** Int16 [T, M, V, 3] in millimetres. */
function movement({ window, bodies }: Size): Int16Array {
  const out = new Int16Array(window * bodies * 25 * 3);
  for (let t = 0; t < window; t++)
    for (let body = 0; body < bodies; body++) {
      const phase = (2 * Math.PI * t) / window;
      REST.forEach(([x, y, z], joint) => {
        const arm = [5, 6, 7, 21, 22].includes(joint) ? 1 - Math.cos(phase) : 0;
        const place = [
          x + 0.9 * body + 0.06 * Math.sin(phase + body) - 0.1 * arm,
          y + (joint === 5 ? 0.13 : 0.42) * arm,
          z + 0.2 * arm,
        ];
        place.forEach(
          (value, axis) => (out[((t * bodies + body) * 25 + joint) * 3 + axis] = Math.round(1000 * value) || 1),
        );
      });
    }
  return out;
}

function fixedMaps({ blocks }: Size): AttentionMap[] {
  const children = bones(layout).map(([child, parent]) => [parent, child] as const);
  return Array.from({ length: blocks }, (_, block) => {
    const joint = (term: AttentionTerm, part: string, value: (u: number, v: number) => number): AttentionMap =>
      map({ term, block, part }, 25, 25, value, term === "S");
    const linked = (pairs: readonly (readonly [number, number])[], u: number, v: number): boolean =>
      pairs.some(([a, b]) => a === u && b === v);
    const drift = (u: number, v: number): number => 0.04 * (block + 1) * noise(u, v, block);
    return [
      joint("S", "self", (u, v) => (u === v ? 1 : 0) + drift(u, v)),
      joint("S", "forward", (u, v) => (linked(bones(layout), u, v) ? 0.6 : 0) + drift(v, u)),
      joint("S", "reverse", (u, v) => (linked(children, u, v) ? 0.4 : 0) + drift(u, v + 1)),
      joint("lse", "self", (u, v) => (u === v ? 1 + drift(u, v) : 0)),
      joint("lse", "children", (u, v) => (linked(children, u, v) ? 0.5 + drift(u, v) : 0)),
      joint("lse", "parent", (u, v) => (linked(bones(layout), u, v) ? 1 + drift(u, v) : 0)),
    ];
  }).flat();
}

function clipMaps(size: Size, block: number, difference: boolean): AttentionMap[] {
  const last = Math.max(1, size.window >> Math.floor((3 * block) / size.blocks));
  const first = block === 0 ? size.window : Math.max(1, size.window >> Math.floor((3 * (block - 1)) / size.blocks));
  const sign = difference ? 1 : 0;
  const bodies = Array.from({ length: size.bodies }, (_, body) => body);
  const gathered = bodies.flatMap((body) =>
    ["self", "forward", "reverse"].flatMap((part, k) => {
      const raw = (u: number, v: number): number => Math.exp(3 * noise(u, v, 31 * k + block + 7 * body));
      const hands = (v: number): number => ([7, 11, 21, 22].includes(v) ? 4 : 1);
      const q = (u: number, v: number): number => (raw(u, v) * hands(v)) / 60 - sign * 0.08;
      const d = (u: number, v: number): number => 0.3 * noise(u + 3 * body, v, k + 2 * block);
      return [
        map({ term: "D", block, part, body, gate: 0.21 }, 25, 25, d, true),
        map({ term: "Q", block, part, body, gate: 0.034 * (k + 1) }, 25, 25, q, difference),
        map({ term: "A", block, part, body }, 25, 25, (u, v) => (u === v ? 0.8 : 0) + d(u, v) + 0.1 * q(u, v), true),
      ];
    }),
  );
  const frames = bodies.flatMap((body) =>
    Array.from({ length: size.heads }, (_, head) => {
      const value = (row: number, column: number): number => {
        const from = ((row * first) / last - column) / first;
        const peak = column / first - 0.5;
        return Math.exp(-40 * (1 + head) * from * from) + 0.7 * Math.exp(-90 * peak * peak) - sign * 0.4;
      };
      return map({ term: "gta", block, part: `head ${head + 1}`, body }, last, first, value, difference);
    }),
  );
  return [...gathered, ...frames];
}

function map(
  more: Pick<AttentionMap, "term" | "block" | "part"> & Partial<AttentionMap>,
  rows: number,
  columns: number,
  value: (row: number, column: number) => number,
  signed: boolean,
): AttentionMap {
  const values = Array.from({ length: rows * columns }, (_, i) => value(Math.floor(i / columns), i % columns));
  const max = Math.max(1e-6, ...values.map(Math.abs));
  const codes = signed
    ? Int8Array.from(values, (one) => Math.round((127 * one) / max))
    : Uint8Array.from(values, (one) => Math.round((255 * one) / max));
  return { body: null, tokens: null, gate: null, ...more, rows, columns, signed, max, values: base64(codes) };
}

/** A number from -1 to 1 that looks drawn by chance and is the same each time. */
function noise(a: number, b: number, c: number): number {
  const value = Math.sin(12.9898 * a + 78.233 * b + 37.719 * c) * 43758.5453;
  return 2 * (value - Math.floor(value)) - 1;
}

function base64(values: Int16Array | Int8Array | Uint8Array): string {
  return Buffer.from(values.buffer).toString("base64");
}
