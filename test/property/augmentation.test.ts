import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { DataConfig } from "../../src/common/config";
import { STREAMS } from "../../src/common/vocabulary";
import { fillBatch, sampleSize } from "../../src/model/data/batch";
import type { Dataset } from "../../src/model/data/dataset";
import { draftTraining, newDraft } from "../../src/model/data/draft";
import { applyStream, planStream } from "../../src/model/data/streams";
import { layoutNamed, LAYOUT_NAMES } from "../../src/model/skeleton/layout";
import { INTERPOLATED, noise, syntheticDataset, UNVARIED } from "../fixtures/data/synthetic";

type Augment = DataConfig["augment"];

/** Each augmentation at work; crops of 100 frames leave room to be drawn. */
const ON = {
  crop: { crop: [0.5, 1] },
  frames: { resize: "sample" },
  parts: { resize: "uniform" },
  rotation: { rotation: 30 },
  mirror: { mirror: 0.5 },
  scale: { scale: [0.5, 1.5] },
  shift: { shift: 0.3 },
  jointMask: { jointMask: { share: 0.7, joints: [1, 9], frames: [2, 12] } },
  axisMask: { axisMask: 0.7 },
} as const satisfies Record<string, Partial<Augment>>;
type Name = keyof typeof ON;
const NAMES = Object.keys(ON) as Name[];
const WINDOW = 16;

const layoutName = fc.constantFrom(...LAYOUT_NAMES);
const key = fc.record({ seed: fc.nat(), epoch: fc.nat(500), first: fc.nat(100_000) });
type Key = { seed: number; epoch: number; first: number };

function sample(dataset: Dataset, augment: Augment, key: Key, rest: Partial<DataConfig> = {}): Float32Array {
  const out = new Float32Array(sampleSize(dataset.layout, WINDOW)).fill(Number.NaN);
  fillBatch(out, dataset, [0], { ...INTERPOLATED, window: WINDOW, augment, ...rest }, { ...key, training: true });
  return out;
}

/** Everything that is drawn for a sample, by what it is drawn for. */
function drawn(augment: Augment, { seed, epoch, first }: Key): Record<string, string> {
  const layout = layoutNamed("ucla20");
  const draft = newDraft(WINDOW, layout);
  draftTraining(draft, { frames: 100 }, layout, "xyz", augment, { seed, epoch, sample: first });
  const { crop, mix, rotation, joints, scale, shift, masks } = draft;
  const mirrored = joints[4] !== 4;
  return {
    crop: JSON.stringify(crop),
    // Where in the crop, so that another crop does not count as other draws.
    frames: augment.crop === null ? mix.first.join() : "",
    rotation: rotation.map((value, at) => (mirrored && at % 3 === 0 ? -value : value)).map((value) => value + 0).join(), // prettier-ignore
    mirror: String(mirrored),
    scale: scale.join(),
    shift: shift.join(),
    jointMask: masks.hidden ? `${masks.joints.join("")} ${masks.frames.join("")}` : "none",
    axisMask: String(masks.axis),
  };
}

test("switching one augmentation on leaves what is drawn for all others as it is", () => {
  const frames: Readonly<Record<string, string>> = { parts: "frames" };
  fc.assert(
    fc.property(key, fc.subarray(NAMES), fc.constantFrom(...NAMES), (at, others, one) => {
      const base = Object.assign(
        {},
        UNVARIED,
        ...others.filter((name) => name !== one).map((name) => ON[name]),
      ) as Augment;
      const before = drawn(base, at);
      const after = drawn({ ...base, ...ON[one] }, at);
      for (const name of Object.keys(before)) {
        if (name === (frames[one] ?? one) || (one === "crop" && name === "frames")) continue;
        assert.equal(after[name], before[name], `${one} on changes ${name}`);
      }
    }),
    { numRuns: 400 },
  );
});

test("the same arguments give the same bits, and another place in the epoch others", () => {
  const all = Object.assign({}, UNVARIED, ...NAMES.map((name) => ON[name]), { mirror: 0.5 }) as Augment;
  fc.assert(
    fc.property(layoutName, key, fc.constantFrom(...STREAMS), (name, at, stream) => {
      const dataset = syntheticDataset(name, [{ frames: 70 }], noise(at.seed % 1000));
      const once = sample(dataset, all, at, { stream });
      assert.deepEqual(sample(dataset, all, at, { stream }), once);
      assert.ok(once.every(Number.isFinite));
      const moved = { ...all, jointMask: null, axisMask: 0 };
      assert.notDeepEqual(sample(dataset, moved, { ...at, first: at.first + 1 }), sample(dataset, moved, at));
    }),
    { numRuns: 40 },
  );
});

test("the centre joint of the first frame is the origin, however the clip is turned, scaled or mirrored", () => {
  const turned = { ...UNVARIED, ...ON.rotation, ...ON.scale, mirror: 1 };
  fc.assert(
    fc.property(layoutName, key, fc.constantFrom("xyz" as const, "xyc" as const), (name, at, coordinates) => {
      // As many frames as the window has, so that its first frame is the clip's.
      const recorded = syntheticDataset(name, [{ frames: WINDOW }], noise(at.seed % 1000));
      const center = recorded.layout.mirror.flat().includes(recorded.layout.center) ? null : recorded.layout.center;
      if (center === null) return;
      const x = sample({ ...recorded, coordinates }, turned, at);
      const axes = coordinates === "xyc" ? [0, 1] : [0, 1, 2];
      for (const axis of axes) assert.ok(Math.abs(x[(axis * recorded.layout.joints.length + center) * WINDOW]!) < 1e-6);
    }),
    { numRuns: 60 },
  );
});

test("a rotation keeps all lengths, a scale multiplies them by one factor within its bounds, a shift keeps bones", () => {
  fc.assert(
    fc.property(layoutName, key, (name, at) => {
      const dataset = syntheticDataset(name, [{ frames: 20 }], noise(at.seed % 1000));
      const plain = sample(dataset, UNVARIED, at);
      const joints = dataset.layout.joints.length;
      const lengths = (x: Float32Array): number[] =>
        Array.from({ length: joints * WINDOW }, (_, i) =>
          Math.hypot(x[i]!, x[i + joints * WINDOW]!, x[i + 2 * joints * WINDOW]!),
        );
      const turned = lengths(sample(dataset, { ...UNVARIED, ...ON.rotation }, at));
      lengths(plain).forEach((length, i) => assert.ok(Math.abs(length - turned[i]!) < 1e-5));
      const scaled = sample(dataset, { ...UNVARIED, ...ON.scale }, at);
      const most = plain.reduce((best, value, i) => (Math.abs(value) > Math.abs(plain[best]!) ? i : best), 0);
      const factor = scaled[most]! / plain[most]!;
      assert.ok(factor >= 0.5 - 1e-6 && factor <= 1.5 + 1e-6);
      plain.forEach((value, i) => assert.ok(Math.abs(scaled[i]! - factor * value) < 2e-6));
      const shifted = sample(dataset, { ...UNVARIED, ...ON.shift }, at);
      for (let row = 0; row < plain.length; row += joints * WINDOW) {
        const by = shifted[row]! - plain[row]!;
        assert.ok(Math.abs(by) <= 0.3 + 1e-6);
        for (let i = row; i < row + joints * WINDOW; i++) assert.ok(Math.abs(shifted[i]! - plain[i]! - by) < 2e-6);
      }
      const bones = (augment: Augment) => sample(dataset, augment, at, { stream: "B" });
      const still = bones(UNVARIED);
      bones({ ...UNVARIED, ...ON.shift }).forEach((value, i) => assert.ok(Math.abs(value - still[i]!) < 1e-5));
    }),
    { numRuns: 40 },
  );
});

test("masks zero exactly the joints, frames and axis that were drawn, in every body", () => {
  fc.assert(
    fc.property(key, (at) => {
      const dataset = syntheticDataset("ntu25", [{ frames: 20 }], noise(at.seed % 1000));
      const masks = { ...UNVARIED, ...ON.jointMask, ...ON.axisMask };
      const layout = layoutNamed("ntu25");
      const draft = newDraft(WINDOW, layout);
      const { seed, epoch, first } = at;
      draftTraining(draft, { frames: 20 }, layout, "xyz", masks, { seed, epoch, sample: first });
      const { joints, frames, hidden, axis } = draft.masks;
      const plain = sample(dataset, UNVARIED, at);
      sample(dataset, masks, at).forEach((value, i) => {
        const [t, v, c] = [i % WINDOW, Math.floor(i / WINDOW) % 25, Math.floor(i / WINDOW / 25) % 3];
        const gone = c === axis || (hidden && joints[v] === 1 && frames[t] === 1);
        assert.equal(value, gone ? 0 : plain[i]);
      });
    }),
    { numRuns: 100 },
  );
});

test("a mirrored clip in a mirror is the clip again", () => {
  fc.assert(
    fc.property(layoutName, key, (name, at) => {
      const coordinate = noise(at.seed % 1000);
      const clip = [{ frames: WINDOW }];
      const dataset = syntheticDataset(name, clip, coordinate);
      const { layout, bodies } = dataset;
      const once = sample(dataset, { ...UNVARIED, mirror: 1 }, at);
      const V = layout.joints.length;
      const again = syntheticDataset(name, clip, (_, t, m, v, c) => once[((m * 3 + c) * V + v) * WINDOW + t]!);
      assert.equal(again.bodies, bodies);
      const twice = sample(again, { ...UNVARIED, mirror: 1 }, at);
      const plain = sample(dataset, UNVARIED, at);
      // The mirror may have moved the joint that is the origin; distances from it are what remains.
      for (let row = 0; row < plain.length; row += V * WINDOW) {
        const base = row + layout.center * WINDOW;
        for (let i = row; i < row + V * WINDOW; i++)
          assert.ok(Math.abs(twice[i]! - twice[base]! - (plain[i]! - plain[base]!)) < 1e-5);
      }
    }),
    { numRuns: 40 },
  );
});

test("streams are linear: that of a sum is the sum of theirs", () => {
  fc.assert(
    fc.property(
      layoutName,
      fc.constantFrom(...STREAMS),
      fc.constantFrom("xyz" as const, "xyc" as const),
      fc.nat(1000),
      (name, stream, coordinates, seed) => {
        const layout = layoutNamed(name);
        const plan = planStream(stream, layout, coordinates);
        const length = 3 * layout.joints.length * 5;
        // Whole numbers, which floats add and halve without rounding.
        const some = (n: number): Float32Array =>
          Float32Array.from(
            { length },
            (_, i) => Math.round(1000 * noise(seed)(n, i % 5, 0, Math.floor(i / 5), 0)) * 64,
          );
        const [x, y] = [some(0), some(1)];
        const sum = x.map((value, i) => value + y[i]!);
        for (const all of [x, y, sum]) applyStream(all, 0, 1, layout.joints.length, 5, plan);
        assert.deepEqual(
          sum,
          x.map((value, i) => value + y[i]!),
        );
      },
    ),
    { numRuns: 60 },
  );
});
