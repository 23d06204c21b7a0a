import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { DataConfig } from "../../src/common/config";
import { STREAMS } from "../../src/common/vocabulary";
import { fillBatch, sampleSize } from "../../src/model/data/batch";
import type { Dataset } from "../../src/model/data/dataset";
import { epochOrder } from "../../src/model/data/order";
import { splitDataset } from "../../src/model/data/split";
import { LAYOUT_NAMES } from "../../src/model/skeleton/layout";
import { INTERPOLATED, SAMPLED, noise, syntheticDataset } from "../fixtures/data/synthetic";

const layoutName = fc.constantFrom(...LAYOUT_NAMES);
const stream = fc.constantFrom(...STREAMS);

/** The method's sections 2.5 and 6 word for word on nested lists, for evaluation: nothing shared with fillBatch. */
function plainSample(dataset: Dataset, clipAt: number, config: DataConfig): number[] {
  const { layout, bodies } = dataset;
  const clip = dataset.clips[clipAt]!;
  const joints = layout.joints.map((_, v) => v);
  const persons = Array.from({ length: bodies }, (_, m) => m);
  const axes = [0, 1, 2];
  let frames = Array.from({ length: clip.frames }, (_, f) =>
    persons.map((m) =>
      joints.map((v) => axes.map((c) => dataset.values.of(clipAt)[((f * bodies + m) * joints.length + v) * 3 + c]!)),
    ),
  );
  const centre = [...frames[0]![0]![layout.center]!];
  frames = frames.map((people) => people.map((body) => body.map((point) => point.map((x, c) => x - centre[c]!))));
  if (config.augment.minmax) {
    const along = (c: number): number[] => frames.flat(2).map((point) => point[c]!);
    const low = axes.map((c) => Math.min(...along(c)));
    const range = axes.map((c) => Math.max(...along(c)) - low[c]! || 1);
    frames = frames.map((people) =>
      people.map((body) => body.map((point) => point.map((x, c) => ((x - low[c]!) / range[c]!) * 2 - 1))),
    );
  }
  const cut = Math.floor(((1 - config.augment.testCrop) * frames.length) / 2);
  frames = frames.slice(cut, frames.length - cut);
  const T = config.window;
  const n = frames.length;
  const resized = Array.from({ length: T }, (_, t) => {
    const at =
      config.augment.resize === "sample"
        ? Math.floor(t === T - 1 ? n - 1 : t * ((n - 1) / (T - 1)))
        : Math.min(Math.max(((t + 0.5) * n) / T - 0.5, 0), n - 1);
    const below = frames[Math.floor(at)]!;
    const above = frames[Math.min(Math.floor(at) + 1, n - 1)]!;
    const part = at - Math.floor(at);
    return below.map((body, m) => body.map((p, v) => p.map((x, c) => x * (1 - part) + above[m]![v]![c]! * part)));
  });
  const far = { J: null, B: layout.parents, K: layout.secondAncestors }[config.stream[0] as "J" | "B" | "K"];
  const value = (t: number, m: number, v: number, c: number): number => {
    if (far === null) return resized[t]![m]![v]![c]!;
    return far[v]! < 0 ? 0 : resized[t]![m]![v]![c]! - resized[t]![m]![far[v]!]![c]!;
  };
  const motion = config.stream.endsWith("M");
  const moving = (t: number, m: number, v: number, c: number): number => {
    if (!motion) return value(t, m, v, c);
    return t === T - 1 ? 0 : value(t + 1, m, v, c) - value(t, m, v, c);
  };
  return persons.flatMap((m) =>
    axes.flatMap((c) => joints.flatMap((v) => Array.from({ length: T }, (_, t) => moving(t, m, v, c)))),
  );
}

test("evaluation samples equal the method's steps taken one by one", () => {
  fc.assert(
    fc.property(
      layoutName,
      stream,
      fc.constantFrom(INTERPOLATED, SAMPLED),
      fc.array(fc.integer({ min: 1, max: 45 }), { minLength: 1, maxLength: 2 }),
      fc.integer({ min: 2, max: 70 }),
      fc.nat(1000),
      (name, wanted, base, lengths, window, seed) => {
        const dataset = syntheticDataset(
          name,
          lengths.map((frames) => ({ frames })),
          noise(seed),
        );
        const config: DataConfig = { ...base, stream: wanted, window };
        const size = sampleSize(dataset.layout, window);
        const out = new Float32Array(lengths.length * size);
        fillBatch(out, dataset, [...lengths.keys()], config, { seed, epoch: 0, training: false });
        lengths.forEach((_, clip) => {
          const expected = plainSample(dataset, clip, config);
          for (let i = 0; i < size; i++) {
            const [actual, wish] = [out[clip * size + i]!, expected[i]!];
            assert.ok(Math.abs(actual - wish) < 2e-6, `${name} ${wanted} clip ${clip} at ${i}: ${actual}, ${wish}`);
          }
        });
      },
    ),
    { numRuns: 40 },
  );
});

test("bones add up: along every chain, bones plus the root give back the joints, in training too", () => {
  fc.assert(
    fc.property(
      layoutName,
      fc.integer({ min: 1, max: 90 }),
      fc.nat(100),
      fc.boolean(),
      (name, frames, seed, sampled) => {
        const dataset = syntheticDataset(name, [{ frames }], noise(seed));
        const base = sampled ? SAMPLED : INTERPOLATED;
        const T = base.window;
        const [joints, boneValues, second] = (["J", "B", "K"] as const).map((wanted) => {
          const out = new Float32Array(sampleSize(dataset.layout, T));
          fillBatch(out, dataset, [0], { ...base, stream: wanted }, { seed, epoch: 2, training: true, first: 3 });
          return out;
        }) as [Float32Array, Float32Array, Float32Array];
        const { parents, secondAncestors } = dataset.layout;
        const V = parents.length;
        for (let row = 0; row < joints.length / T; row++) {
          const v = row % V;
          const at = (joint: number, t: number): number => (row - v + joint) * T + t;
          for (let t = 0; t < T; t++) {
            const up = parents[v]! < 0 ? joints[at(v, t)]! : joints[at(parents[v]!, t)]!;
            assert.ok(Math.abs(up + boneValues[at(v, t)]! - joints[at(v, t)]!) < 2e-6);
            let chain = 0;
            const far = secondAncestors[v]!;
            if (far >= 0)
              for (let joint = v; joint !== far; joint = parents[joint]!) chain += boneValues[at(joint, t)]!;
            assert.ok(Math.abs(chain - second[at(v, t)]!) < 3e-6);
          }
        }
      },
    ),
    { numRuns: 30 },
  );
});

test("a training crop is one run of frames within its share, resized without a jump", () => {
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 400 }), fc.nat(1000), (frames, first) => {
      const dataset = syntheticDataset("ucla20", [{ frames }], (_, frame) => frame + 1);
      const config: DataConfig = { ...INTERPOLATED, augment: { ...INTERPOLATED.augment, rotation: 0 } };
      const out = new Float32Array(sampleSize(dataset.layout, 64));
      fillBatch(out, dataset, [0], config, { seed: 1, epoch: 1, training: true, first });
      const times = out.subarray(0, 64);
      const length = Math.round(((times[40]! - times[20]!) / 20) * 64);
      assert.ok(length <= frames && length >= Math.min(frames, Math.max(64, Math.floor(frames / 2))), `${length}`);
      assert.ok(times[0]! >= 0 && times[63]! <= frames - 1);
      times.forEach(
        (time, t) => t === 0 || assert.ok(time >= times[t - 1]! && time - times[t - 1]! < length / 64 + 1e-3),
      );
    }),
    { numRuns: 200 },
  );
});

test("partitions never share a clip, a test subject never trains, and every class trains", () => {
  const clip = fc.record({
    frames: fc.constant(1),
    subject: fc.integer({ min: 1, max: 8 }),
    label: fc.integer({ min: 0, max: 2 }),
  });
  fc.assert(
    fc.property(
      fc.array(clip, { minLength: 12, maxLength: 60 }),
      fc.uniqueArray(fc.integer({ min: 1, max: 8 }), { minLength: 1, maxLength: 4 }),
      fc.double({ min: 0, max: 0.5, noNaN: true }),
      fc.nat(),
      (specs, testSubjects, validation, seed) => {
        const dataset = syntheticDataset("ucla20", specs, () => 1, 3);
        const config = { split: { by: "subject" as const, train: [], test: testSubjects }, validation };
        let split;
        try {
          split = splitDataset(dataset, config, seed);
        } catch (error) {
          assert.equal((error as { code?: string }).code, "data");
          return;
        }
        const all = [...split.train, ...split.validation, ...split.test].sort((a, b) => a - b);
        assert.deepEqual(all, [...dataset.clips.keys()]);
        const side = (clips: number[]): Set<number> => new Set(clips.map((at) => dataset.clips[at]!.subject));
        assert.deepEqual(side(split.test), new Set(testSubjects));
        const training = side(split.train);
        for (const subject of side(split.validation))
          assert.ok(!training.has(subject) && !testSubjects.includes(subject));
        assert.equal(new Set(split.train.map((at) => dataset.clips[at]!.label)).size, 3);
        assert.equal(split.validation.length > 0, validation > 0);
      },
    ),
  );
});

test("an epoch's order is a permutation of the repeated clips", () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.nat(5000)),
      fc.nat(),
      fc.nat(200),
      fc.integer({ min: 1, max: 5 }),
      (clips, seed, epoch, repeat) => {
        const order = epochOrder(clips, seed, epoch, repeat);
        const expected = clips.flatMap((clip) => Array<number>(repeat).fill(clip)).sort((a, b) => a - b);
        assert.deepEqual(
          [...order].sort((a, b) => a - b),
          expected,
        );
      },
    ),
  );
});
