import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import {
  float32Tensor,
  float32Values,
  readSafetensors,
  SafetensorsError,
  writeSafetensors,
  type SafetensorsFault,
  type Tensor,
} from "../../../../src/worker/store/safetensors";

/** A file from a header text (or object) and data, as a stranger might write it. */
function fileOf(header: unknown, data: Uint8Array = new Uint8Array(0)): Uint8Array {
  const text = typeof header === "string" ? header : JSON.stringify(header);
  const head = Buffer.from(text);
  const file = Buffer.alloc(8 + head.length + data.length);
  file.writeBigUInt64LE(BigInt(head.length));
  head.copy(file, 8);
  file.set(data, 8 + head.length);
  return file;
}

function assertFault(file: Uint8Array, fault: SafetensorsFault): void {
  assert.throws(
    () => readSafetensors(file, "a file"),
    (error) => error instanceof SafetensorsError && error.fault === fault,
    `expected "${fault}"`,
  );
}

const f32 = (begin: number, end: number, shape = [(end - begin) / 4]) => ({
  dtype: "F32",
  shape,
  data_offsets: [begin, end],
});
const huge = Buffer.alloc(8);
huge.writeBigUInt64LE(100_000_001n);
const past = Buffer.alloc(12);
past.writeBigUInt64LE(5n);

/** One row per way to be wrong. */
const WRONG: [string, Uint8Array, SafetensorsFault][] = [
  ["empty", new Uint8Array(0), "file shorter than the 8 bytes of the header length"],
  ["seven bytes", new Uint8Array(7), "file shorter than the 8 bytes of the header length"],
  ["a giant header", huge, "header length over the limit"],
  ["a header past the end", past, "header runs past the end of the file"],
  ["an empty header", fileOf(""), "header is not a JSON object"],
  [
    "not UTF-8",
    Buffer.concat([fileOf('{"a":"').subarray(0, 0), Buffer.from([2, 0, 0, 0, 0, 0, 0, 0, 0x7b, 0xff])]),
    "header is not UTF-8",
  ],
  ["an array", fileOf("[]"), "header is not a JSON object"],
  ["leading space", fileOf(" {}"), "header is not a JSON object"],
  ["cut JSON", fileOf('{"a":'), "header is not a JSON object"],
  [
    "a name twice",
    fileOf(
      '{"a":{"dtype":"F32","shape":[0],"data_offsets":[0,0]},"\\u0061":{"dtype":"F32","shape":[0],"data_offsets":[0,0]}}',
    ),
    "duplicate name in the header",
  ],
  ["metadata of numbers", fileOf({ __metadata__: { a: 1 } }), "metadata is not a map of texts"],
  ["metadata list", fileOf({ __metadata__: [] }), "metadata is not a map of texts"],
  ["entry null", fileOf({ a: null }), "tensor entry is malformed"],
  ["an extra key", fileOf({ a: { ...f32(0, 0), more: 1 } }), "tensor entry is malformed"],
  ["negative size", fileOf({ a: f32(0, 0, [-1]) }), "tensor entry is malformed"],
  ["fractional offset", fileOf({ a: { ...f32(0, 0), data_offsets: [0, 0.5] } }), "tensor entry is malformed"],
  ["three offsets", fileOf({ a: { ...f32(0, 0), data_offsets: [0, 0, 0] } }), "tensor entry is malformed"],
  ["unknown dtype", fileOf({ a: { ...f32(0, 0), dtype: "F31" } }), "unknown dtype"],
  ["dtype from the prototype", fileOf({ a: { ...f32(0, 0), dtype: "toString" } }), "unknown dtype"],
  ["product overflow", fileOf({ a: f32(0, 0, [2 ** 40, 2 ** 40]) }), "shape overflows"],
  ["too short for the shape", fileOf({ a: f32(0, 4, [2]) }, new Uint8Array(4)), "offsets do not fit dtype and shape"],
  ["reversed offsets", fileOf({ a: f32(4, 0, [1]) }, new Uint8Array(4)), "offsets do not fit dtype and shape"],
  ["a hole", fileOf({ a: f32(0, 4), b: f32(8, 12) }, new Uint8Array(12)), "data has a hole or an overlap"],
  ["a hole at the start", fileOf({ a: f32(4, 8) }, new Uint8Array(8)), "data has a hole or an overlap"],
  ["an overlap", fileOf({ a: f32(0, 8), b: f32(4, 12) }, new Uint8Array(12)), "data has a hole or an overlap"],
  ["the same data twice", fileOf({ a: f32(0, 4), b: f32(0, 4) }, new Uint8Array(4)), "data has a hole or an overlap"],
  ["bytes left over", fileOf({ a: f32(0, 4) }, new Uint8Array(5)), "data does not end at the end of the file"],
  ["bytes missing", fileOf({ a: f32(0, 8) }, new Uint8Array(7)), "data does not end at the end of the file"],
];

for (const [name, file, fault] of WRONG) test(`refused: ${name}`, () => assertFault(file, fault));

test("a file as the reference library writes it is read", () => {
  const data = new Uint8Array(new Float32Array([1, 2, 3]).buffer);
  const { tensors, metadata } = readSafetensors(
    fileOf(
      {
        __metadata__: { format: "pt" },
        b: f32(4, 12, [2, 1]),
        a: f32(0, 4, []).shape.length ? f32(0, 4) : { ...f32(0, 4), shape: [] },
      },
      data,
    ),
  );
  assert.deepEqual(metadata, { format: "pt" });
  assert.deepEqual([...float32Values(tensors.get("a")!, "a")], [1]);
  assert.deepEqual([...float32Values(tensors.get("b")!, "b")], [2, 3]);
});

test("a tensor called __proto__ or with odd names is an ordinary tensor", () => {
  const one = float32Tensor(Float32Array.of(7), [1]);
  const tensors = new Map([
    ["__proto__", one],
    ['a "quoted" ✓ name', one],
    ["constructor", one],
  ]);
  const read = readSafetensors(writeSafetensors({ tensors, metadata: {} }));
  assert.deepEqual([...read.tensors.keys()].sort(), [...tensors.keys()].sort());
});

const anyTensor = fc
  .record({
    dtype: fc.constantFrom("F32", "I64", "U8", "F16", "BOOL"),
    shape: fc.array(fc.nat(4), { maxLength: 4 }),
    seed: fc.nat(255),
  })
  .map(({ dtype, shape, seed }): Tensor => {
    const size = { F32: 4, I64: 8, U8: 1, F16: 2, BOOL: 1 }[dtype as "F32"] * shape.reduce((a, b) => a * b, 1);
    return {
      dtype: dtype as Tensor["dtype"],
      shape,
      bytes: Uint8Array.from({ length: size }, (_, i) => (seed + 31 * i) & 255),
    };
  });
const anyFile = fc.record({
  tensors: fc.uniqueArray(
    fc.tuple(
      fc.string().filter((name) => name !== "__metadata__"),
      anyTensor,
    ),
    { selector: ([name]) => name, maxLength: 8 },
  ),
  metadata: fc.dictionary(fc.string(), fc.string(), { maxKeys: 3, noNullPrototype: true }),
});

test("law: reading what was written gives the same tensors and metadata, data on an 8-byte boundary", () => {
  fc.assert(
    fc.property(anyFile, ({ tensors, metadata }) => {
      const file = writeSafetensors({ tensors: new Map(tensors), metadata });
      assert.equal((8 + Number(Buffer.from(file).readBigUInt64LE(0))) % 8, 0);
      const read = readSafetensors(file);
      assert.deepEqual({ ...read.metadata }, { ...metadata });
      assert.deepEqual(
        [...read.tensors].map(([name, { dtype, shape, bytes }]) => [name, dtype, shape, [...bytes]]).sort(),
        tensors.map(([name, { dtype, shape, bytes }]) => [name, dtype, [...shape], [...bytes]]).sort(),
      );
    }),
    { numRuns: 200 },
  );
});

test("law: any truncation or extension of a file with data is refused; any mutation is refused or still a sound file", () => {
  const tensors = new Map([
    ["weights/a", float32Tensor(Float32Array.of(1, 2, 3, 4), [2, 2])],
    ["b", float32Tensor(Float32Array.of(5), [1])],
  ]);
  const file = writeSafetensors({ tensors, metadata: { k: "v" } });
  for (let length = 0; length < file.length; length++)
    assert.throws(() => readSafetensors(file.subarray(0, length)), SafetensorsError);
  assert.throws(() => readSafetensors(Buffer.concat([file, new Uint8Array(1)])), SafetensorsError);
  fc.assert(
    fc.property(fc.nat(file.length - 1), fc.nat(255), (at, value) => {
      const changed = file.slice();
      changed[at] = value;
      try {
        const total = [...readSafetensors(changed).tensors.values()].reduce((sum, { bytes }) => sum + bytes.length, 0);
        assert.equal(total, 20);
      } catch (error) {
        if (!(error instanceof SafetensorsError)) throw error;
      }
    }),
    { numRuns: 500 },
  );
});

test("values are copied to aligned memory of their own, from a Buffer as well", () => {
  const file = Buffer.from(
    writeSafetensors({ tensors: new Map([["a", float32Tensor(Float32Array.of(1, 2), [2])]]), metadata: {} }),
  );
  const values = float32Values(readSafetensors(file).tensors.get("a")!, "a");
  values[0] = 9;
  assert.deepEqual([...float32Values(readSafetensors(file).tensors.get("a")!, "a")], [1, 2]);
  assert.throws(
    () => float32Values({ dtype: "F16", shape: [1], bytes: new Uint8Array(2) }, "h"),
    /h: a tensor of type F16 where F32 is expected/,
  );
});
