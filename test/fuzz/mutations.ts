import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { HglError } from "../../src/common/errors";

const INPUTS = process.env.HGL_DEEP ? 20_000 : 500;
/** A fixed seed keeps the short run the same everywhere; the deep run looks for what is new. */
export const DRAWN = { numRuns: INPUTS, endOnFailure: true, ...(process.env.HGL_DEEP ? {} : { seed: 20_260_730 }) };
/** A reader that hangs is a defect; the slowest machine reads these few bytes in far less. */
const MOST_MS = 1000;
const MOST_MEMORY = 64 * 2 ** 20;

/**
 * A test that reads damaged and random bytes: whatever `read` is given, it returns or throws an HglError ("data" unless
 * `code` says otherwise), at once and within 64 MB and four times the input. `seeds` are whole files that `read` takes. Each failure prints the bytes it came from, in base64.
 */
export function fuzzReader(
  name: string,
  seeds: readonly Uint8Array[],
  read: (bytes: Uint8Array) => void,
  code: HglError["code"] = "data",
): void {
  test(`${name}: whole files are read`, () => {
    for (const seed of seeds) read(seed);
  });
  test(`${name}: damaged bytes give a named error, at once, in little memory`, () => {
    fc.assert(
      fc.property(damagedBytes(seeds), ({ bytes }) => readsOrNames(bytes, read, code)),
      DRAWN,
    );
  });
}

interface Input {
  readonly bytes: Uint8Array;
  [fc.toStringMethod](): string;
}

/** Mutations of the seeds, and now and then bytes that never were a file. */
export function damagedBytes(seeds: readonly Uint8Array[]): fc.Arbitrary<Input> {
  const mutated = fc
    .tuple(fc.constantFrom(...seeds), fc.array(edit(seeds), { minLength: 1, maxLength: 6 }))
    .map(([seed, edits]) => edits.reduce((bytes, change) => change(bytes), seed));
  return fc
    .oneof({ weight: 9, arbitrary: mutated }, { weight: 1, arbitrary: fc.uint8Array({ maxLength: 600 }) })
    .map((bytes) => ({ bytes, [fc.toStringMethod]: () => `base64 ${Buffer.from(bytes).toString("base64")}` }));
}

function readsOrNames(bytes: Uint8Array, read: (bytes: Uint8Array) => void, code: HglError["code"]): void {
  const before = memory();
  const start = performance.now();
  try {
    // A reader that writes into its input would spoil the seeds of the runs after it.
    read(bytes.slice());
  } catch (error) {
    if (!(error instanceof HglError)) throw error;
    assert.equal(error.code, code, error.message);
  }
  const took = performance.now() - start;
  const grown = memory() - before;
  assert.ok(took < MOST_MS, `${bytes.length} bytes took ${took.toFixed(0)} ms`);
  const most = MOST_MEMORY + 4 * bytes.length;
  assert.ok(grown < most, `${bytes.length} bytes took ${(grown / 2 ** 20).toFixed(0)} MB of memory`);
}

/** What was touched (the peak, which garbage collection does not hide) and what was asked for, touched or not. */
function memory(): number {
  return 1024 * process.resourceUsage().maxRSS + process.memoryUsage().arrayBuffers;
}

type Edit = (bytes: Uint8Array) => Uint8Array;

function edit(seeds: readonly Uint8Array[]): fc.Arbitrary<Edit> {
  const place = fc.nat(2 ** 31 - 1);
  const few = fc.uint8Array({ minLength: 1, maxLength: 40 });
  const length = fc.oneof(fc.integer({ min: 1, max: 16 }), fc.integer({ min: 1, max: 4000 }));
  return fc.oneof(
    fc.tuple(place, fc.nat(7)).map(([at, bit]) => overwrite(at, (old) => [old ^ (1 << bit)])),
    fc.tuple(place, few).map(([at, bytes]) => overwrite(at, () => bytes)),
    fc.tuple(place, integer).map(([at, bytes]) => overwrite(at, () => bytes)),
    place.map((at) => (bytes: Uint8Array) => bytes.slice(0, within(at, bytes))),
    fc.tuple(place, few).map(([at, more]) => replace(at, 0, () => more)),
    fc.tuple(place, length).map(([at, count]) => replace(at, count, () => [])),
    fc.tuple(place, length).map(([at, count]) => replace(at, count, (old) => [...old, ...old])),
    fc.tuple(place, place, length).map(([at, from, count]) => (bytes: Uint8Array) => {
      const start = within(from, bytes);
      return overwrite(at, () => bytes.slice(start, start + count))(bytes);
    }),
    fc.tuple(place, place, fc.constantFrom(...seeds), length).map(([at, from, other, count]) => {
      const start = within(from, other);
      return replace(at, 0, () => other.slice(start, start + count));
    }),
    fc.tuple(place, number).map(([at, text]) => editNumber(at, text)),
  );
}

/** Counts and offsets that readers trust too easily, in every width and both byte orders. */
const integer = fc
  .tuple(
    fc.constantFrom(
      0n,
      1n,
      0x7fn,
      0x80n,
      0xffn,
      0x7fffn,
      0xffffn,
      2n ** 31n - 1n,
      2n ** 31n,
      2n ** 32n - 1n,
      2n ** 62n,
    ),
    fc.constantFrom(1, 2, 4, 8),
    fc.boolean(),
  )
  .map(([value, width, little]) => {
    const bytes = Array.from({ length: width }, (_, i) => Number((value >> BigInt(8 * i)) & 0xffn));
    return little ? bytes : bytes.reverse();
  });

const number = fc.constantFrom(
  "0",
  "-1",
  "1e308",
  "1e999",
  "NaN",
  "inf",
  "4294967296",
  "99999999999999999999",
  "0.5",
  "",
);

function editNumber(at: number, text: string): Edit {
  return (bytes) => {
    const digit = (i: number): boolean => bytes[i]! >= 0x30 && bytes[i]! <= 0x39;
    const start = within(at, bytes);
    let from = start;
    while (from < bytes.length && !digit(from)) from++;
    let to = from;
    while (to < bytes.length && digit(to)) to++;
    return splice(bytes, from, to, Buffer.from(text));
  };
}

function overwrite(at: number, make: (old: number) => ArrayLike<number>): Edit {
  return (bytes) => {
    const from = within(at, bytes);
    const changed = make(bytes[from] ?? 0);
    return splice(bytes, from, Math.min(from + changed.length, bytes.length), changed);
  };
}

function replace(at: number, count: number, make: (old: Uint8Array) => ArrayLike<number>): Edit {
  return (bytes) => {
    const from = within(at, bytes);
    const to = Math.min(from + count, bytes.length);
    return splice(bytes, from, to, make(bytes.slice(from, to)));
  };
}

function splice(bytes: Uint8Array, from: number, to: number, between: ArrayLike<number>): Uint8Array {
  const out = new Uint8Array(bytes.length - (to - from) + between.length);
  out.set(bytes.subarray(0, from));
  out.set(between, from);
  out.set(bytes.subarray(to), from + between.length);
  return out;
}

function within(at: number, bytes: Uint8Array): number {
  return bytes.length === 0 ? 0 : at % bytes.length;
}
