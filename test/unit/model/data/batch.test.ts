import assert from "node:assert/strict";
import { test } from "node:test";
import type { DataConfig } from "../../../../src/common/config";
import { STREAMS } from "../../../../src/common/vocabulary";
import { fillBatch, sampleSize, type BatchOptions } from "../../../../src/model/data/batch";
import type { Dataset } from "../../../../src/model/data/dataset";
import { INTERPOLATED, SAMPLED, syntheticDataset, UNVARIED } from "../../../fixtures/data/synthetic";

const TEST: BatchOptions = { seed: 1, epoch: 0, training: false };
const TRAIN: BatchOptions = { seed: 1, epoch: 0, training: true, first: 0 };

function batch(dataset: Dataset, clips: readonly number[], config: DataConfig, options: BatchOptions): Float32Array {
  const out = new Float32Array(clips.length * sampleSize(dataset.layout, config.window)).fill(Number.NaN);
  fillBatch(out, dataset, clips, config, options);
  return out;
}

/** x[n, m, c, v, t]. */
function reader(x: Float32Array, dataset: Dataset, window: number) {
  const { bodies, joints } = dataset.layout;
  return (n: number, m: number, c: number, v: number, t: number): number =>
    x[(((n * bodies + m) * 3 + c) * joints.length + v) * window + t]!;
}

const noAugment: DataConfig = {
  ...INTERPOLATED,
  window: 4,
  augment: UNVARIED,
};

test("samples lie as [N, M, 3, V, T], T innermost, centred on the centre joint of the first frame", () => {
  const code = (clip: number, frame: number, body: number, joint: number, axis: number): number =>
    1 + clip * 4096 + frame * 512 + body * 256 + joint * 4 + axis;
  const dataset = syntheticDataset("ntu25", [{ frames: 4 }, { frames: 4 }], code);
  const at = reader(batch(dataset, [1, 0], noAugment, TEST), dataset, 4);
  for (const [n, clip] of [
    [0, 1],
    [1, 0],
  ] as const)
    for (let m = 0; m < 2; m++)
      for (let c = 0; c < 3; c++)
        for (let v = 0; v < 25; v++)
          for (let t = 0; t < 4; t++) {
            assert.equal(at(n, m, c, v, t), code(clip, t, m, v, c) - code(clip, 0, 0, 1, c));
          }
});

test("bones, second bones and frame differences of a known movement", () => {
  const dataset = syntheticDataset(
    "ucla20",
    [{ frames: 4 }],
    (_, frame, __, joint, axis) => (joint + 1) ** 2 * (frame + 1) + axis,
  );
  const sample = (stream: DataConfig["stream"]) =>
    reader(batch(dataset, [0], { ...noAugment, stream }, TEST), dataset, 4);
  const { parents, secondAncestors } = dataset.layout;
  const [J, B, K, JM, BM, KM] = STREAMS.map(sample) as [Reader, Reader, Reader, Reader, Reader, Reader];
  for (let v = 0; v < 20; v++)
    for (let t = 0; t < 4; t++) {
      const square = (joint: number): number => (joint + 1) ** 2;
      const bone = parents[v]! < 0 ? 0 : square(v) - square(parents[v]!);
      const second = secondAncestors[v]! < 0 ? 0 : square(v) - square(secondAncestors[v]!);
      const moved = (value: number): number => (t < 3 ? value : 0);
      assert.equal(J(0, 0, 1, v, t), square(v) * (t + 1) - 4);
      assert.equal(B(0, 0, 1, v, t), bone * (t + 1));
      assert.equal(K(0, 0, 1, v, t), second * (t + 1));
      assert.equal(JM(0, 0, 1, v, t), moved(square(v)));
      assert.equal(BM(0, 0, 1, v, t), moved(bone));
      assert.equal(KM(0, 0, 1, v, t), moved(second));
    }
});

type Reader = ReturnType<typeof reader>;

test("an absent second body stays zero through every preparation and stream", () => {
  const dataset = syntheticDataset("ntu25", [{ frames: 90 }], (clip, frame, body, joint, axis) =>
    body === 1 ? 0 : Math.sin(clip + frame * 0.1 + joint * 7 + axis),
  );
  for (const stream of STREAMS)
    for (const base of [INTERPOLATED, SAMPLED])
      for (const options of [TRAIN, TEST]) {
        const x = batch(dataset, [0], { ...base, stream }, options);
        assert.ok(x.every(Number.isFinite));
        assert.ok(
          x.subarray(x.length / 2).every((value) => value === 0),
          stream,
        );
        assert.ok(x.subarray(0, x.length / 2).some((value) => value !== 0));
      }
});

test("the centre is taken where the first body first appears, and its absent frames stay at zero", () => {
  const dataset = syntheticDataset("ntu25", [{ frames: 4 }], (_, frame, body, joint, axis) =>
    body === 0 && frame < 2 ? 0 : 5 + 10 * frame + joint + axis,
  );
  const at = reader(batch(dataset, [0], noAugment, TEST), dataset, 4);
  assert.deepEqual([at(0, 0, 0, 3, 0), at(0, 0, 0, 3, 1)], [0, 0]);
  assert.deepEqual([at(0, 0, 0, 1, 2), at(0, 0, 0, 3, 3)], [-0 + 5 + 20 + 1 - (5 + 20 + 1), 10 + 2]);
});

test("a clip with fewer bodies than its layout leaves the others zero", () => {
  const solo = syntheticDataset("ntu25", [{ frames: 6, bodies: 1 }]);
  const x = batch(solo, [0], { ...noAugment, stream: "KM" }, TEST);
  assert.ok(x.subarray(x.length / 2).every((value) => value === 0) && x.every(Number.isFinite));
});

test("one-frame and motionless clips stay finite; min-max divides by 1 where an axis has no range", () => {
  const flat = syntheticDataset("ucla20", [{ frames: 1 }, { frames: 9 }], (clip, _, __, joint, axis) =>
    axis === 2 ? 3 : clip + joint,
  );
  for (const stream of STREAMS) {
    for (const options of [TRAIN, TEST])
      assert.ok(batch(flat, [0, 1], { ...SAMPLED, stream }, options).every(Number.isFinite));
  }
  const at = reader(batch(flat, [0], SAMPLED, TEST), flat, 52);
  assert.deepEqual([at(0, 0, 0, 0, 0), at(0, 0, 0, 19, 51)], [-1, 1]);
  assert.equal(at(0, 0, 2, 7, 0), -1);
});

test("min-max spans [-1, 1] on each axis at any view, over the whole clip", () => {
  const dataset = syntheticDataset("ucla20", [{ frames: 30 }]);
  const whole = { ...SAMPLED, window: 4000 };
  for (const options of [TEST, TRAIN, { ...TRAIN, first: 5 }]) {
    const x = batch(dataset, [0], whole, options);
    for (let axis = 0; axis < 3; axis++) {
      const plane = x.subarray(axis * 20 * 4000, (axis + 1) * 20 * 4000);
      const [low, high] = plane.reduce(([a, b], value) => [Math.min(a!, value), Math.max(b!, value)], [9, -9]);
      assert.ok(Math.abs(low! + 1) < 1e-6 && Math.abs(high! - 1) < 1e-6, `axis ${axis}: ${low} to ${high}`);
    }
  }
});

test("a training rotation is one for the whole clip and both bodies: it keeps every distance and turns every axis", () => {
  const dataset = syntheticDataset("ntu25", [{ frames: 64 }]);
  const rotating: DataConfig = { ...noAugment, window: 64, augment: { ...noAugment.augment, rotation: 17 } };
  const [turned, still] = [TRAIN, TEST].map((options) =>
    reader(batch(dataset, [0], rotating, options), dataset, 64),
  ) as [Reader, Reader];
  const point = (read: Reader, m: number, v: number, t: number): number[] => [0, 1, 2].map((c) => read(0, m, c, v, t));
  const distance = (a: number[], b: number[]): number => Math.hypot(...a.map((value, c) => value - b[c]!));
  for (let step = 0; step < 300; step++) {
    const [m, v, t, other] = [step % 2, (step * 7) % 25, (step * 11) % 64, (step * 13) % 64];
    const apart = (read: Reader): number => distance(point(read, m, v, t), point(read, 1 - m, (v + 5) % 25, other));
    assert.ok(Math.abs(apart(turned) - apart(still)) < 1e-5);
  }
  const moved = distance(point(turned, 0, 20, 5), point(still, 0, 20, 5));
  assert.ok(moved > 1e-3, "the rotation is not the identity");
});

test("a training batch depends on seed, epoch and position, and on nothing else", () => {
  const dataset = syntheticDataset("uiprmd22", [{ frames: 100 }, { frames: 80 }]);
  const base = batch(dataset, [0, 1, 0], INTERPOLATED, TRAIN);
  assert.deepEqual(batch(dataset, [0, 1, 0], INTERPOLATED, TRAIN), base);
  const third = batch(dataset, [0], INTERPOLATED, { ...TRAIN, first: 2 });
  assert.deepEqual(third, base.subarray(-third.length), "however the epoch is cut into batches");
  assert.notDeepEqual(third, base.subarray(0, third.length), "a clip's second visit is augmented differently");
  for (const change of [{ seed: 2 }, { epoch: 1 }, { first: 3 }]) {
    assert.notDeepEqual(batch(dataset, [0, 1, 0], INTERPOLATED, { ...TRAIN, ...change }), base);
  }
  const test1 = batch(dataset, [0, 1], INTERPOLATED, TEST);
  assert.deepEqual(batch(dataset, [0, 1], INTERPOLATED, { seed: 9, epoch: 9, training: false, first: 9 }), test1);
});

test("a wrong size, an unknown clip and a training batch without its position are refused", () => {
  const dataset = syntheticDataset("ucla20", [{ frames: 3 }]);
  const out = new Float32Array(sampleSize(dataset.layout, 52));
  assert.throws(() => fillBatch(out.subarray(1), dataset, [0], SAMPLED, TEST), /needs 3120 floats, got 3119/);
  assert.throws(() => fillBatch(out, dataset, [1], SAMPLED, TEST), /no clip 1 of 1/);
  assert.throws(() => fillBatch(out, dataset, [0], SAMPLED, { seed: 1, epoch: 0, training: true }), /need `first`/);
});

test("in a mirror, left and right joints change places and x its sign; nothing else is drawn differently", () => {
  const dataset = syntheticDataset("ucla20", [{ frames: 9 }], (_, frame, __, joint, axis) =>
    Math.sin(frame + 3 * joint + axis),
  );
  const train = { ...INTERPOLATED, window: 8 };
  const seen = (mirror: number, rotation: number) => {
    const config = { ...train, augment: { ...train.augment, mirror, rotation } };
    return reader(batch(dataset, [0], config, TRAIN), dataset, 8);
  };
  const [plain, mirrored] = [seen(0, 0), seen(1, 0)];
  const counterpart = new Map(
    dataset.layout.mirror.flatMap(([left, right]) => [
      [left, right],
      [right, left],
    ]),
  );
  for (let v = 0; v < 20; v++)
    for (let t = 0; t < 8; t++)
      for (let c = 0; c < 3; c++) {
        const expected = plain(0, 0, c, counterpart.get(v) ?? v, t) * (c === 0 ? -1 : 1);
        assert.ok(Math.abs(mirrored(0, 0, c, v, t) - expected) < 1e-6, `axis ${c}, joint ${v}, frame ${t}`);
      }
  const [turned, both] = [seen(0, 17), seen(1, 17)];
  const length = (at: typeof turned, v: number): number => Math.hypot(...[0, 1, 2].map((c) => at(0, 0, c, v, 3)));
  for (let v = 0; v < 20; v++) assert.ok(Math.abs(length(turned, counterpart.get(v) ?? v) - length(both, v)) < 1e-5);
});

test("a share of one half mirrors about half of the clips, and none at evaluation", () => {
  const dataset = syntheticDataset("ucla20", [{ frames: 4 }], (_, __, ___, joint, axis) => joint + axis);
  const config = { ...noAugment, augment: { ...noAugment.augment, mirror: 0.5 } };
  const clips = Array.from({ length: 400 }, () => 0);
  const at = reader(batch(dataset, clips, config, TRAIN), dataset, 4);
  const still = reader(batch(dataset, [0], config, TEST), dataset, 4);
  const flipped = clips.filter((_, n) => at(n, 0, 0, 5, 0) !== still(0, 0, 0, 5, 0)).length;
  assert.ok(flipped > 150 && flipped < 250, `${flipped} of 400`);
});

/** Clips of places in a picture: joint 3 is never seen in frame 1, the third number is a confidence. */
function pictures(frames = 4): Dataset {
  const places = syntheticDataset("coco17", [{ frames, bodies: 1 }], (_, frame, __, joint, axis) =>
    joint === 3 && frame === 1 ? 0 : axis === 2 ? (joint + 1) / 32 : Math.sin(frame + 5 * joint + 2 * axis) / 2 + 0.25,
  );
  return { ...places, coordinates: "xyc" };
}

test("of places in a picture, x and y are centred and a joint that was not seen stays zero with its confidence", () => {
  const dataset = pictures();
  const values = dataset.values.of(0);
  const at = reader(batch(dataset, [0], noAugment, TEST), dataset, 4);
  const { center } = dataset.layout;
  for (let t = 0; t < 4; t++)
    for (let v = 0; v < 17; v++) {
      const seen = v !== 3 || t !== 1;
      for (const c of [0, 1]) {
        const expected = seen ? Math.fround(values[(t * 17 + v) * 3 + c]! - values[center * 3 + c]!) : 0;
        assert.equal(at(0, 0, c, v, t), expected);
      }
      assert.equal(at(0, 0, 2, v, t), seen ? (v + 1) / 32 : 0);
    }
});

test("the centre of places in a picture is taken where its joint is first seen", () => {
  const hidden = syntheticDataset("coco17", [{ frames: 3, bodies: 1 }], (_, frame, __, joint, axis) =>
    joint === 0 && frame === 0 ? 0 : axis === 2 ? 1 : frame + joint / 32,
  );
  const dataset: Dataset = { ...hidden, coordinates: "xyc", layout: { ...hidden.layout, center: 0 } };
  const at = reader(batch(dataset, [0], { ...noAugment, window: 3 }, TEST), dataset, 3);
  assert.deepEqual([at(0, 0, 0, 0, 0), at(0, 0, 0, 0, 1), at(0, 0, 0, 16, 1)], [0, 0, 0.5]);
});

test("places in a picture turn in its plane, keep their confidence, and fill [-1, 1] with min-max", () => {
  const dataset = pictures(30);
  for (const minmax of [false, true]) {
    const config = { ...noAugment, window: 30, augment: { ...noAugment.augment, rotation: 60, minmax } };
    const [turned, still] = [TRAIN, TEST].map((options) =>
      reader(batch(dataset, [0], config, options), dataset, 30),
    ) as [Reader, Reader];
    const seen = { low: [9, 9], high: [-9, -9] };
    let moved = 0;
    for (let t = 0; t < 30; t++)
      for (let v = 0; v < 17; v++) {
        assert.equal(turned(0, 0, 2, v, t), still(0, 0, 2, v, t));
        if (v === 3 && t === 1) continue;
        const length = (at: Reader): number => Math.hypot(at(0, 0, 0, v, t), at(0, 0, 1, v, t));
        if (!minmax) assert.ok(Math.abs(length(turned) - length(still)) < 1e-6);
        moved = Math.max(moved, Math.abs(turned(0, 0, 0, v, t) - still(0, 0, 0, v, t)));
        for (const c of [0, 1]) {
          seen.low[c] = Math.min(seen.low[c]!, turned(0, 0, c, v, t));
          seen.high[c] = Math.max(seen.high[c]!, turned(0, 0, c, v, t));
        }
      }
    assert.ok(moved > 1e-2);
    if (minmax)
      for (const c of [0, 1]) assert.ok(Math.abs(seen.low[c]! + 1) < 1e-6 && Math.abs(seen.high[c]! - 1) < 1e-6);
  }
});

test("a single body is copied into the second one's place where that is asked for, and a second body never", () => {
  const dataset = syntheticDataset("ntu25", [
    { frames: 6, bodies: 1 },
    { frames: 6, bodies: 2 },
  ]);
  for (const stream of STREAMS)
    for (const options of [TRAIN, TEST]) {
      const zeros = batch(dataset, [0, 1], { ...noAugment, stream }, options);
      const copied = batch(dataset, [0, 1], { ...noAugment, stream, secondBody: "copy" }, options);
      const body = zeros.length / 4;
      assert.ok(zeros.subarray(body, 2 * body).every((value) => value === 0));
      assert.deepEqual(copied.subarray(body, 2 * body), zeros.subarray(0, body), stream);
      assert.deepEqual(copied.subarray(0, body), zeros.subarray(0, body));
      assert.deepEqual(copied.subarray(2 * body), zeros.subarray(2 * body));
    }
  const solo = syntheticDataset("ucla20", [{ frames: 6 }]);
  const config = { ...noAugment, secondBody: "copy" as const };
  assert.deepEqual(batch(solo, [0], config, TEST), batch(solo, [0], noAugment, TEST));
});

test("views of a clip are the same in every run and at every place, and differ from one another", () => {
  const dataset = syntheticDataset("ucla20", [{ frames: 90 }, { frames: 5 }]);
  for (const resize of ["interpolate", "sample", "uniform"] as const) {
    const config = { ...noAugment, window: 16, augment: { ...noAugment.augment, testCrop: 0.8, resize } };
    const size = sampleSize(dataset.layout, 16);
    const all = batch(dataset, [0, 0, 0, 1, 1, 1], config, { ...TEST, first: 0, views: 3 });
    const view = (at: number): string => all.subarray(at * size, (at + 1) * size).join();
    assert.equal(new Set([0, 1, 2].map(view)).size, 3, resize);
    const later = batch(dataset, [0, 1], config, { seed: 8, epoch: 3, training: false, first: 2, views: 3 });
    assert.equal(later.subarray(0, size).join(), view(2));
    assert.equal(later.subarray(size).join(), view(3));
    const alone = batch(dataset, [0], config, { ...TEST, views: 1 });
    assert.deepEqual(alone, batch(dataset, [0], config, TEST));
  }
});
