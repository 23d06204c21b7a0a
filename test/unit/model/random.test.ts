import assert from "node:assert/strict";
import { test } from "node:test";
import { philox4x32, randomStream, uniforms, type RandomKey } from "../../../src/model/random";

const KEY: RandomKey = { seed: 0, stream: 0, epoch: 0, sample: 0, use: 0 };

/** Random123's kat_vectors, philox4x32 with 10 rounds: counter, key, output. */
const KNOWN = [
  ["00000000 00000000 00000000 00000000", "00000000 00000000", "6627e8d5 e169c58d bc57ac4c 9b00dbd8"],
  ["ffffffff ffffffff ffffffff ffffffff", "ffffffff ffffffff", "408f276d 41c83b0e a20bc7c6 6d5451fd"],
  ["243f6a88 85a308d3 13198a2e 03707344", "a4093822 299f31d0", "d16cfe09 94fdcceb 5001e420 24126ea1"],
] as const;

const words = (hex: string): Uint32Array => Uint32Array.from(hex.split(" "), (word) => parseInt(word, 16));

for (const [counter, key, output] of KNOWN) {
  test(`philox4x32-10 of counter ${counter.slice(0, 8)} is the published answer`, () => {
    const block = new Uint32Array(4);
    const [key0, key1] = words(key);
    philox4x32(block, words(counter), key0!, key1!);
    assert.deepEqual(block, words(output));
  });
}

test("a stream runs through the blocks of its own counter and key", () => {
  const key = { seed: 0x12_3456_789a, stream: 3, epoch: 17, sample: 0xfedcba98, use: 5 };
  const stream = randomStream(key);
  const block = new Uint32Array(4);
  for (let at = 0; at < 3; at++) {
    philox4x32(block, Uint32Array.of(at, 0xfedcba98, 17, 3 * 65536 + 5), 0x3456789a, 0x12);
    for (const word of block) assert.equal(stream.bits(), word);
  }
  assert.equal(randomStream(KEY).bits(), 0x6627e8d5);
});

test("every part of the key makes another sequence", () => {
  const keys = [KEY, ...Object.keys(KEY).map((part) => ({ ...KEY, [part]: 1 })), { ...KEY, seed: 2 ** 32 }];
  assert.equal(new Set(keys.map((key) => randomStream(key).bits())).size, keys.length);
});

test("a part of the key outside its range is refused", () => {
  const bad: Partial<RandomKey>[] = [
    { seed: -1 },
    { seed: 0.5 },
    { seed: 2 ** 53 },
    { stream: 65536 },
    { epoch: 2 ** 32 },
    { sample: Number.NaN },
    { use: 65536 },
  ];
  for (const part of bad) assert.throws(() => randomStream({ ...KEY, ...part }), RangeError);
});

test("uniform draws cover [0, 1) evenly", () => {
  const values = new Float32Array(60_000);
  uniforms(values, { ...KEY, seed: 1 });
  const counts = new Array<number>(20).fill(0);
  for (const value of values) {
    assert.ok(value >= 0 && value < 1);
    counts[Math.floor(value * 20)]!++;
  }
  assert.ok(chiSquare(counts, 3000) < 43.8, "chi-square over 19 degrees of freedom, p = 0.001");
  const stream = randomStream({ ...KEY, seed: 1 });
  values.subarray(0, 100).forEach((value) => assert.equal(value, (stream.bits() >>> 8) / 2 ** 24));
});

test("whole numbers are even over a range that does not divide 2^32, and every bound is reached", () => {
  const stream = randomStream({ ...KEY, seed: 2 });
  const counts = new Array<number>(7).fill(0);
  for (let i = 0; i < 70_000; i++) counts[stream.int(7)]!++;
  assert.ok(chiSquare(counts, 10_000) < 22.5, "chi-square over 6 degrees of freedom, p = 0.001");
  assert.equal(stream.int(1), 0);
  assert.ok(stream.int(2 ** 32) < 2 ** 32);
  for (const n of [0, -3, 1.5, 2 ** 32 + 1, Number.NaN]) assert.throws(() => stream.int(n), RangeError);
});

test("drawing whole numbers rejects the words that would favour small ones", () => {
  const n = 3 * 2 ** 30;
  const below = randomStream({ ...KEY, seed: 3 });
  let low = 0;
  for (let i = 0; i < 20_000; i++) if (below.int(n) < 2 ** 30) low++;
  assert.ok(Math.abs(low / 20_000 - 1 / 3) < 0.015, `a third of the draws, not a half: ${low}`);
});

test("normal draws have the moments of the normal distribution", () => {
  const stream = randomStream({ ...KEY, seed: 4 });
  const count = 100_000;
  const sums = [0, 0, 0, 0];
  for (let i = 0; i < count; i++) {
    const value = stream.normal();
    for (let power = 1; power <= 4; power++) sums[power - 1]! += value ** power / count;
  }
  const [mean, square, cube, fourth] = sums as [number, number, number, number];
  assert.ok(Math.abs(mean) < 0.012 && Math.abs(square - 1) < 0.02, `${mean}, ${square}`);
  assert.ok(Math.abs(cube) < 0.04 && Math.abs(fourth - 3) < 0.15, `${cube}, ${fourth}`);
});

function chiSquare(counts: readonly number[], expected: number): number {
  return counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
}
