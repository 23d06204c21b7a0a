import * as arrow from "apache-arrow";
import type { Clip } from "../../model/data/dataset";
import type { ReadClip } from "../../model/data/source";

const NUMBERS = ["label", "subject", "view", "setup", "frames", "bodies"] as const;
const CLIP_FIELDS = [
  new arrow.Field("id", new arrow.Utf8(), false),
  ...NUMBERS.map((name) => new arrow.Field(name, new arrow.Int32(), false)),
];
const VALUES = new arrow.List(new arrow.Field("item", new arrow.Float32(), false));

/** Where a clip's coordinates lie: a file of the set, a byte position and a number of floats; and their SHA-256. */
export interface ValuePlace {
  readonly file: number;
  readonly position: number;
  readonly floats: number;
  readonly digest: string;
}

/**
 * Clips with their coordinates as one Arrow IPC file of a single record batch: id, label, subject, view, setup, frames, bodies, and `values`,
 * a list of float32 [T, M, V, 3]. Gives the file's bytes and, clip by clip, where in them the coordinates begin.
 */
export function encodeClips(clips: readonly ReadClip[]): { bytes: Uint8Array; positions: number[] } {
  const offsets = new Int32Array(clips.length + 1);
  clips.forEach(({ values }, at) => (offsets[at + 1] = offsets[at]! + values.length));
  const packed = new Float32Array(offsets[clips.length]!);
  clips.forEach(({ values }, at) => packed.set(values, offsets[at]));
  const child = arrow.makeData({ type: new arrow.Float32(), length: packed.length, data: packed });
  const list = arrow.makeData({ type: VALUES, length: clips.length, nullCount: 0, valueOffsets: offsets, child });
  const bytes = tableBytes([...CLIP_FIELDS, new arrow.Field("values", VALUES, false)], [...clipColumns(clips), list]);
  const stored = arrow.tableFromIPC(bytes).getChild("values")!.data[0]!.children[0]!.values as Float32Array;
  const start = stored.byteOffset - bytes.byteOffset;
  return { bytes, positions: clips.map((_, at) => start + 4 * offsets[at]!) };
}

/** The table of contents of a set: every clip, and where its coordinates lie. */
export function encodeIndex(clips: readonly Clip[], places: readonly ValuePlace[]): Uint8Array {
  const integers = (type: arrow.Int32 | arrow.Int64, values: Int32Array | BigInt64Array) =>
    arrow.makeData({ type: type as arrow.Int32, length: clips.length, data: values as Int32Array });
  const fields = [
    ...CLIP_FIELDS,
    new arrow.Field("file", new arrow.Int32(), false),
    new arrow.Field("position", new arrow.Int64(), false),
    new arrow.Field("sha256", new arrow.Utf8(), false),
  ];
  return tableBytes(fields, [
    ...clipColumns(clips),
    integers(
      new arrow.Int32(),
      Int32Array.from(places, ({ file }) => file),
    ),
    integers(
      new arrow.Int64(),
      BigInt64Array.from(places, ({ position }) => BigInt(position)),
    ),
    texts(places.map(({ digest }) => digest)),
  ]);
}

/** What encodeIndex wrote. Throws Error for anything else; counts and ranges are for the caller to check. */
export function decodeIndex(bytes: Uint8Array, joints: number): { clips: Clip[]; places: ValuePlace[] } {
  const table = arrow.tableFromIPC(bytes);
  const column = (name: string): ArrayLike<unknown> => {
    const found = table.getChild(name);
    if (!found) throw new Error(`the column ${name} is missing`);
    return found.toArray() as ArrayLike<unknown>;
  };
  const id = table.getChild("id")!;
  const digest = table.getChild("sha256")!;
  const [label, subject, view, setup, frames, bodies] = NUMBERS.map((name) => column(name) as Int32Array) as Six;
  const [file, position] = [column("file") as Int32Array, column("position") as BigInt64Array];
  const clips: Clip[] = [];
  const places: ValuePlace[] = [];
  for (let at = 0; at < table.numRows; at++) {
    clips.push({
      id: String(id.get(at)),
      label: label[at]!,
      subject: subject[at]!,
      view: view[at]!,
      setup: setup[at]!,
      frames: frames[at]!,
      bodies: bodies[at]!,
    });
    const floats = frames[at]! * bodies[at]! * joints * 3;
    places.push({ file: file[at]!, position: Number(position[at]), floats, digest: String(digest.get(at)) });
  }
  return { clips, places };
}

type Six = [Int32Array, Int32Array, Int32Array, Int32Array, Int32Array, Int32Array];

function clipColumns(clips: readonly Clip[]): arrow.Data[] {
  return [
    texts(clips.map(({ id }) => id)),
    ...NUMBERS.map((name) =>
      arrow.makeData({
        type: new arrow.Int32(),
        length: clips.length,
        data: Int32Array.from(clips, (clip) => clip[name]),
      }),
    ),
  ];
}

function texts(values: readonly string[]): arrow.Data {
  return arrow.vectorFromArray(values, new arrow.Utf8()).data[0]!;
}

function tableBytes(fields: arrow.Field[], columns: arrow.Data[]): Uint8Array {
  const schema = new arrow.Schema(fields);
  const length = columns[0]!.length;
  const struct = arrow.makeData({ type: new arrow.Struct(fields), length, nullCount: 0, children: columns });
  return arrow.tableToIPC(new arrow.Table(schema, [new arrow.RecordBatch(schema, struct as never)]), "file");
}
