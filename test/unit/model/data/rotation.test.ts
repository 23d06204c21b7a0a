import assert from "node:assert/strict";
import { test } from "node:test";
import { noRotation, randomRotation, randomTurn, randomView } from "../../../../src/model/data/rotation";
import { randomStream, type RandomStream } from "../../../../src/model/random";

const stream = (sample: number): RandomStream => randomStream({ seed: 1, stream: 99, epoch: 0, sample, use: 0 });

/** Answers `uniform` and `int` from a list, so that a test can choose the draw. */
function scripted(...values: number[]): RandomStream {
  const next = (): number => values.shift()!;
  return { uniform: next, int: next, normal: next, bits: next };
}

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

test("a turn of the picture is a rotation about z, whatever was there before", () => {
  const [turn, about] = [new Float64Array(9).fill(7), new Float64Array(9)];
  randomTurn(turn, 30, scripted(0.8));
  randomRotation(about, 30, scripted(0.5, 0.5, 0.8));
  close(turn, about);
  randomTurn(turn, 30, scripted(0.5));
  noRotation(about);
  close(turn, about);
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
