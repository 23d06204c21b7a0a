import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import type { DataConfig } from "../../src/common/config";
import { fillBatch, sampleSize } from "../../src/model/data/batch";
import type { Dataset } from "../../src/model/data/dataset";
import type { Coordinates } from "../../src/model/data/source";
import { INTERPOLATED, syntheticDataset } from "../fixtures/data/synthetic";

/** As augment.py writes it. */
interface Parity {
  readonly name: string;
  readonly case: Pick<DataConfig, "window" | "stream" | "secondBody" | "augment"> & {
    readonly layout: string;
    readonly coordinates: Coordinates;
    readonly frames: number;
    readonly bodies: number;
    readonly seed: number;
    readonly epoch: number;
    readonly sample: number;
    readonly training: boolean;
    readonly views: number;
    readonly view: number;
  };
  readonly expected: {
    readonly shape: readonly [number, number, number, number];
    readonly joints: readonly number[];
    readonly frames: readonly number[];
    readonly some: readonly number[];
  };
}

const cases = JSON.parse(readFileSync(new URL("fixtures/augment.json", import.meta.url), "utf8")) as Parity[];

/** The clip of augment.py's clip_values. */
function madeUp({ layout, coordinates, frames, bodies }: Parity["case"]): Dataset {
  const dataset = syntheticDataset(layout, [{ frames, bodies }], (_, t, m, v, c) => {
    if (coordinates === "xyc" && (t + 3 * v) % 7 === 0) return 0;
    if (coordinates === "xyc" && c === 2) return (1 + ((t + v) % 8)) / 8;
    const mixed = t * 37 + m * 101 + v * 53 + c * 29 + t * v * 11 + t * c * 17 + v * v * c * 7;
    return ((mixed % 256) - 128) / 64;
  });
  return { ...dataset, coordinates };
}

for (const { name, case: wanted, expected } of cases)
  test(`a second writing gives the same sample: ${name}`, () => {
    const dataset = madeUp(wanted);
    const { window, seed, epoch, training, views, view } = wanted;
    const x = new Float32Array(sampleSize(dataset.layout, window));
    const first = training ? wanted.sample : view;
    fillBatch(x, dataset, [0], { ...INTERPOLATED, ...wanted }, { seed, epoch, training, first, views });
    const [M, , V, T] = expected.shape;
    assert.equal(x.length, M * 3 * V * T);
    const value = (row: number, v: number, t: number): number => x[(row * V + v) * T + t]!;
    const sum = (n: number, of: (i: number) => number): number =>
      Array.from({ length: n }, (_, i) => of(i)).reduce((a, b) => a + b, 0);
    const near = (actual: number, wish: number, bound: number, what: string): void =>
      assert.ok(Math.abs(actual - wish) < bound, `${what}: ${actual} is not ${wish}`);
    expected.some.forEach((wish, i) => near(x[41 * i]!, wish, 2e-6, `value ${41 * i}`));
    expected.joints.forEach(
      (wish, i) =>
      near(sum(T, (t) => value(Math.floor(i / V), i % V, t)), wish, 3e-5, `joint ${i}`), // prettier-ignore
    );
    expected.frames.forEach(
      (wish, i) =>
      near(sum(V, (v) => value(Math.floor(i / T), v, i % T)), wish, 3e-5, `frame ${i}`), // prettier-ignore
    );
  });
