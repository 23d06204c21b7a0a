import assert from "node:assert/strict";
import { test } from "node:test";
import {
  centralCrop,
  frameMix,
  mixDrawn,
  mixEven,
  mixInterpolated,
  randomCrop,
  randomRotation,
  randomView,
  type Crop,
} from "../../../../src/model/data/augment";
import { randomStream, type RandomStream } from "../../../../src/model/random";

const stream = (sample: number): RandomStream => randomStream({ seed: 1, stream: 99, epoch: 0, sample, use: 0 });

/** Answers `uniform` and `int` from a list, so that a test can choose the draw. */
function scripted(...values: number[]): RandomStream {
  const next = (): number => values.shift()!;
  return { uniform: next, int: next, normal: next, bits: next };
}

test("training crops are floor(p n) frames, no fewer than 64 and no more than there are", () => {
  const cases = [
    { frames: 200, draw: 0.5, length: 150 },
    { frames: 201, draw: 0.25, length: 125 },
    { frames: 100, draw: 0, length: 64 },
    { frames: 40, draw: 0, length: 40 },
    { frames: 1, draw: 0.9, length: 1 },
  ];
  for (const { frames, draw, length } of cases) {
    const crop: Crop = { start: -1, length: -1 };
    randomCrop(crop, frames, 0.5, 1, scripted(draw, 0));
    assert.deepEqual(crop, { start: 0, length });
  }
});

test("training crops start anywhere from the first to the last possible frame", () => {
  const starts = new Set<number>();
  const crop: Crop = { start: 0, length: 0 };
  for (let sample = 0; sample < 400; sample++) {
    randomCrop(crop, 70, 0.5, 0.5, stream(sample));
    assert.equal(crop.length, 64);
    starts.add(crop.start);
  }
  assert.deepEqual([...starts].sort(), [0, 1, 2, 3, 4, 5, 6]);
});

test("the test crop takes floor(0.05 n / 2) frames off either end", () => {
  for (const [frames, start, length] of [
    [1, 0, 1],
    [20, 0, 20],
    [39, 0, 39],
    [41, 1, 39],
    [100, 2, 96],
    [300, 7, 286],
  ] as const) {
    const crop: Crop = { start: 0, length: 0 };
    centralCrop(crop, frames, 0.95);
    assert.deepEqual(crop, { start, length });
  }
  const nearlyNothing: Crop = { start: 0, length: 0 };
  for (const frames of [1, 2, 3, 10]) {
    centralCrop(nearlyNothing, frames, 0);
    assert.ok(nearlyNothing.length >= 1 && nearlyNothing.start + nearlyNothing.length <= frames);
  }
});

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

test("a rotation is Rz Ry Rx: about one axis alone it turns the other two", () => {
  const rotation = new Float64Array(9);
  const sin = Math.sin(Math.PI / 6);
  const cos = Math.cos(Math.PI / 6);
  // 2 u - 1 = 0 at u = 0.5 and 1 at u = 1: thirty degrees about the axis in question.
  for (const [draws, expected] of [
    [
      [1, 0.5, 0.5],
      [1, 0, 0, 0, cos, -sin, 0, sin, cos],
    ],
    [
      [0.5, 1, 0.5],
      [cos, 0, sin, 0, 1, 0, -sin, 0, cos],
    ],
    [
      [0.5, 0.5, 1],
      [cos, -sin, 0, sin, cos, 0, 0, 0, 1],
    ],
  ] as const) {
    randomRotation(rotation, 30, scripted(...draws));
    close(rotation, expected);
  }
  const parts = [
    [0.5, 0.5, 0.9],
    [0.5, 0.2, 0.5],
    [0.7, 0.5, 0.5],
  ].map((draws) => {
    const part = new Float64Array(9);
    randomRotation(part, 30, scripted(...draws));
    return part;
  });
  randomRotation(rotation, 30, scripted(0.7, 0.2, 0.9));
  close(rotation, product(product(parts[0]!, parts[1]!), parts[2]!));
});

test("a view turns by whole degrees about y, then x", () => {
  const [about, tilt] = [new Float64Array(9), new Float64Array(9)];
  const rotation = new Float64Array(9);
  randomRotation(tilt, 40, scripted(1, 0.5, 0.5));
  randomRotation(about, 25, scripted(0.5, 0, 0.5));
  randomView(rotation, 60, scripted(100, 35));
  close(rotation, product(tilt, about));
  const angles = new Set<number>();
  for (let sample = 0; sample < 3000; sample++) {
    randomView(rotation, 60, stream(sample));
    const degrees = (Math.atan2(rotation[7]!, rotation[4]!) * 180) / Math.PI;
    assert.ok(Math.abs(degrees - Math.round(degrees)) < 1e-9);
    angles.add(Math.round(degrees));
  }
  assert.deepEqual([Math.min(...angles), Math.max(...angles), angles.size], [-60, 60, 121]);
});

function product(a: Float64Array, b: Float64Array): Float64Array {
  return Float64Array.from({ length: 9 }, (_, at) => {
    const [row, column] = [Math.floor(at / 3) * 3, at % 3];
    return a[row]! * b[column]! + a[row + 1]! * b[column + 3]! + a[row + 2]! * b[column + 6]!;
  });
}

function close(actual: ArrayLike<number>, expected: ArrayLike<number>): void {
  assert.equal(actual.length, expected.length);
  for (let i = 0; i < actual.length; i++) {
    assert.ok(Math.abs(actual[i]! - expected[i]!) < 1e-12, `${i}: ${actual[i]} is not ${expected[i]}`);
  }
}
