import assert from "node:assert/strict";
import { test } from "node:test";
import {
  frameMix,
  mixCentral,
  mixDrawn,
  mixEven,
  mixInterpolated,
  mixUniform,
} from "../../../../src/model/data/frameMix";
import { randomStream, type RandomStream } from "../../../../src/model/random";

const stream = (sample: number): RandomStream => randomStream({ seed: 1, stream: 99, epoch: 0, sample, use: 0 });

test("resizing agrees with bilinear interpolation of half-pixel centres, up and down", () => {
  const signal = [99, 0, 1, 4, 9, 16, 99];
  const resized = (window: number): number[] => {
    const mix = frameMix(window);
    mixInterpolated(mix, { start: 1, length: 5 });
    return Array.from(
      mix.weight,
      (weight, t) => (1 - weight) * signal[mix.first[t]!]! + weight * signal[mix.second[t]!]!,
    );
  };
  close(resized(8), [0, 0.4375, 1.1875, 3.0625, 5.5625, 8.6875, 12.9375, 16]);
  close(resized(5), [0, 1, 4, 9, 16]);
  close(resized(3), [1 / 3, 4, 16 - 7 / 3]);
  close(resized(1), [4]);
});

test("evenly sampled frames are floor(linspace(0, n - 1, T))", () => {
  const chosen = (length: number, window: number): number[] => {
    const mix = frameMix(window);
    mixEven(mix, { start: 10, length });
    assert.deepEqual(mix.second, mix.first);
    return Array.from(mix.first, (frame) => frame - 10);
  };
  assert.deepEqual(chosen(4, 7), [0, 0, 1, 1, 2, 2, 3]);
  assert.deepEqual(chosen(10, 4), [0, 3, 6, 9]);
  assert.deepEqual(chosen(1, 3), [0, 0, 0]);
  assert.deepEqual(chosen(9, 1), [0]);
  const many = chosen(201, 52);
  assert.deepEqual([many[0], many[26], many[51]], [0, 101, 200]);
});

test("drawn frames are sorted, within the crop, with repetition", () => {
  const mix = frameMix(52);
  mixDrawn(mix, { start: 5, length: 30 }, stream(1));
  assert.ok(mix.first.every((frame, t) => frame >= 5 && frame < 35 && (t === 0 || mix.first[t - 1]! <= frame)));
  assert.ok(new Set(mix.first).size < 30);
  assert.deepEqual(mix.second, mix.first);
});

const uniform = (length: number, window: number, sample: number, start = 0): number[] => {
  const mix = frameMix(window);
  mixUniform(mix, { start: 10, length }, stream(sample), start);
  assert.deepEqual(mix.second, mix.first);
  return Array.from(mix.first, (frame) => frame - 10);
};

test("uniform sampling takes one frame of each even part, each of them at some time", () => {
  const seen = Array.from({ length: 4 }, () => new Set<number>());
  for (let sample = 0; sample < 200; sample++) uniform(11, 4, sample).forEach((frame, part) => seen[part]!.add(frame));
  assert.deepEqual(
    seen.map((part) => [...part].sort((a, b) => a - b)),
    [
      [0, 1],
      [2, 3, 4],
      [5, 6, 7],
      [8, 9, 10],
    ],
  );
});

test("uniform sampling of fewer than two windows skips single frames, and every choice comes", () => {
  const seen = new Set<string>();
  for (let sample = 0; sample < 300; sample++) {
    const frames = uniform(6, 4, sample);
    frames.forEach((frame, t) => assert.ok(t === 0 ? frame <= 1 : [1, 2].includes(frame - frames[t - 1]!)));
    assert.ok(frames.at(-1)! <= 5);
    seen.add(frames.join(""));
  }
  assert.equal(seen.size, 10, "two skipped out of five places");
  assert.deepEqual(uniform(4, 4, 1), [0, 1, 2, 3]);
});

test("a clip shorter than the window goes round from where it starts", () => {
  assert.deepEqual(uniform(3, 8, 1, 2), [2, 0, 1, 2, 0, 1, 2, 0]);
  assert.deepEqual(uniform(1, 3, 1), [0, 0, 0]);
});

test("the central view takes the middle frame of each part, without chance", () => {
  const central = (length: number, window: number): number[] => {
    const mix = frameMix(window);
    mixCentral(mix, { start: 10, length });
    return Array.from(mix.first, (frame) => frame - 10);
  };
  assert.deepEqual(central(11, 4), [1, 3, 6, 9]);
  assert.deepEqual(central(6, 4), [0, 2, 3, 5]);
  assert.deepEqual(central(4, 4), [0, 1, 2, 3]);
  assert.deepEqual(central(3, 5), [0, 1, 2, 0, 1]);
});

function close(actual: ArrayLike<number>, expected: ArrayLike<number>): void {
  assert.equal(actual.length, expected.length);
  for (let i = 0; i < actual.length; i++) {
    assert.ok(Math.abs(actual[i]! - expected[i]!) < 1e-12, `${i}: ${actual[i]} is not ${expected[i]}`);
  }
}
