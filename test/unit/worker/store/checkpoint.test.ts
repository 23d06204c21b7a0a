import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import * as fs from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import { CheckpointStore, decodeCheckpoint, encodeCheckpoint } from "../../../../src/worker/store/checkpoint";
import type { FileSystem } from "../../../../src/worker/store/fileSystem";
import type { StateLayout, TrainerState } from "../../../../src/worker/training/trainer";

let folder = "";
beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), "hgl-checkpoint-")), "checkpoints");
});
afterEach(() => rmSync(join(folder, ".."), { recursive: true, force: true }));

const layout: StateLayout = {
  weights: [
    { name: "conv.weight", shape: [2, 3, 1], offset: 0, length: 6 },
    { name: "conv.bias", shape: [2], offset: 6, length: 2 },
  ],
  statistics: [{ name: "norm.mean", shape: [2], offset: 0, length: 2 }],
};

/** Values with every awkward bit pattern: zero of both signs, denormals, the largest. */
function state(step: number, slots: 0 | 1 | 2 = 2, average = true, gradients = true): TrainerState {
  const values = (n: number, salt: number) =>
    Float32Array.from({ length: n }, (_, i) => [-0, 1e-45, 3.4e38, 0.1][(i + salt) % 4]! * (1 + step));
  return {
    step,
    weights: values(8, 0),
    slots: values(8 * slots, 1),
    statistics: values(2, 2),
    average: average ? values(8, 3) : null,
    gradients: gradients ? values(8, 1) : null,
  };
}

const bits = ({ weights, slots, statistics, average, gradients }: TrainerState) =>
  [weights, slots, statistics, average, gradients].map(
    (part) => part && Buffer.from(part.buffer, part.byteOffset, part.byteLength).toString("hex"),
  );

for (const slots of [0, 1, 2] as const)
  for (const extras of [false, true])
    test(`every bit comes back: ${slots} slots, average and gradients ${extras}`, () => {
      const before = state(3, slots, extras, extras);
      const position = { step: 3, epoch: 1, lossSum: 0.1 + 0.2 };
      const after = decodeCheckpoint<typeof position>(
        encodeCheckpoint({ state: before, position }, layout),
        layout,
        "x",
      );
      assert.deepEqual(bits(after.state), bits(before));
      assert.equal(after.state.step, 3);
      assert.deepEqual(after.position, position);
    });

test("HGLNet is read alone from a run that trained with descriptions, and nothing else is passed over", () => {
  const beside = (name: string): StateLayout => ({
    ...layout,
    weights: [...layout.weights, { name, shape: [3], offset: 8, length: 3 }],
  });
  const longer = (values: Float32Array): Float32Array => Float32Array.from([...values, 7, 8, 9]);
  const { slots, ...rest } = state(3);
  const whole = {
    ...rest,
    weights: longer(rest.weights),
    average: longer(rest.average!),
    gradients: longer(rest.gradients!),
    slots: Float32Array.from([...longer(slots.subarray(0, 8)), ...longer(slots.subarray(8))]),
  };
  const position = { step: 3 };
  const file = (name: string) => encodeCheckpoint({ state: whole, position }, beside(name));
  assert.deepEqual(bits(decodeCheckpoint(file("language.type"), layout, "x").state), bits(state(3)));
  const own = decodeCheckpoint(file("language.type"), beside("language.type"), "x").state;
  assert.deepEqual(bits(own), bits(whole));
  assert.throws(() => decodeCheckpoint(file("conv.extra"), layout, "x"), /5 of its tensors are unknown/);
});

test("the last two and the best are kept", () => {
  const store = new CheckpointStore<{ step: number }>(folder, layout);
  for (let step = 1; step <= 6; step++) store.save(state(step), { step }, step === 2);
  assert.deepEqual(readdirSync(folder), [
    "manifest.json",
    "step-00000002.safetensors",
    "step-00000005.safetensors",
    "step-00000006.safetensors",
  ]);
  assert.equal(store.loadBest()!.state.step, 2);
  assert.equal(store.loadNewest().checkpoint!.state.step, 6);
  store.save(state(7), { step: 7 }, true);
  assert.deepEqual(readdirSync(folder).slice(1), ["step-00000006.safetensors", "step-00000007.safetensors"]);
});

test("a flipped bit anywhere in the newest file: it is skipped, said, and the one before is loaded", () => {
  const store = new CheckpointStore<{ step: number }>(folder, layout);
  store.save(state(1), { step: 1 }, false);
  store.save(state(2), { step: 2 }, false);
  const path = join(folder, "step-00000002.safetensors");
  const sound = readFileSync(path);
  for (let at = 0; at < sound.length; at++) {
    const damaged = Buffer.from(sound);
    damaged[at]! ^= 1 << (at % 8);
    writeFileSync(path, damaged);
    const { checkpoint, skipped } = store.loadNewest();
    // Header padding and the choice of an equivalent JSON text are the only bits that carry nothing.
    if (checkpoint!.state.step === 2) assert.deepEqual(bits(checkpoint!.state), bits(state(2)), `byte ${at}`);
    else {
      assert.equal(checkpoint!.state.step, 1, `byte ${at}`);
      assert.match(skipped[0]!, /^skipped step-00000002\.safetensors: /);
    }
  }
  writeFileSync(path, sound.subarray(0, sound.length - 1));
  assert.match(
    store.loadNewest().skipped[0]!,
    /not a sound safetensors file: data does not end at the end of the file/,
  );
});

test("without its manifest the folder still tells which file is newest", () => {
  const store = new CheckpointStore<{ step: number }>(folder, layout);
  store.save(state(1), { step: 1 }, true);
  store.save(state(2), { step: 2 }, false);
  writeFileSync(join(folder, "manifest.json"), "{ torn");
  assert.equal(store.loadNewest().checkpoint!.state.step, 2);
  assert.equal(store.loadBest(), undefined);
  assert.deepEqual(
    store.manifest().checkpoints.map(({ step }) => step),
    [1, 2],
  );
});

test("another network's checkpoint is refused with the tensor that differs", () => {
  const bytes = encodeCheckpoint({ state: state(1), position: { step: 1 } }, layout);
  const wider = {
    ...layout,
    weights: [{ name: "conv.weight", shape: [2, 3, 2], offset: 0, length: 12 }, layout.weights[1]!],
  };
  assert.throws(
    () => decodeCheckpoint(bytes, wider, "x"),
    /weights\/conv\.weight has shape \[2, 3, 1\], this network needs \[2, 3, 2\]/,
  );
  const renamed = { ...layout, statistics: [{ ...layout.statistics[0]!, name: "norm.variance" }] };
  assert.throws(() => decodeCheckpoint(bytes, renamed, "x"), /statistics\/norm\.variance is missing/);
  assert.throws(() => decodeCheckpoint(bytes, { ...layout, statistics: [] }, "x"), /1 of its tensors are unknown/);
});

test("after a rewind the forgotten checkpoints neither count as newest in the manifest nor as best", () => {
  const store = new CheckpointStore<{ step: number }>(folder, layout);
  for (const step of [1, 2, 3]) store.save(state(step), { step }, step === 3);
  store.forgetAfter(2);
  assert.deepEqual(
    store.manifest().checkpoints.map(({ step }) => step),
    [2],
  );
  assert.equal(store.manifest().best, null);
  store.save(state(3), { step: 3 }, false);
  assert.deepEqual(
    store.manifest().checkpoints.map(({ step }) => step),
    [2, 3],
  );
});

const OPERATIONS = [
  "openSync",
  "writeSync",
  "fsyncSync",
  "closeSync",
  "renameSync",
  "unlinkSync",
  "mkdirSync",
] as const;

test("a crash at the k-th file operation of a save, for every k: the newest checkpoint is the old or the new one, whole", () => {
  let operations = 0;
  const crashAt = (k: number): FileSystem => {
    operations = 0;
    const files = { ...fs } as unknown as Record<string, unknown>;
    for (const name of OPERATIONS)
      files[name] = (...args: unknown[]) => {
        if (++operations >= k) throw Object.assign(new Error("EIO"), { code: "EIO" });
        return (fs[name] as (...args: unknown[]) => unknown)(...args);
      };
    return files as unknown as FileSystem;
  };
  const saveAll = (files: FileSystem, steps: number[]) => {
    const store = new CheckpointStore<{ step: number }>(folder, layout, files);
    for (const step of steps) store.save(state(step), { step }, step === 1);
  };
  saveAll(crashAt(Infinity), [1, 2, 3, 4]);
  operations = 0;
  saveAll(crashAt(Infinity), [5]);
  const total = operations;
  assert.ok(total > 10);
  for (let k = 1; k <= total; k++) {
    rmSync(folder, { recursive: true, force: true });
    saveAll(fs, [1, 2, 3, 4]);
    try {
      saveAll(crashAt(k), [5]);
      assert.equal(k, total, "only a handle that is closed after everything is done may fail unnoticed");
    } catch (error) {
      assert.equal((error as { code?: string }).code, "disk", `k=${k}: ${String(error)}`);
    }
    const { checkpoint, skipped } = new CheckpointStore<{ step: number }>(folder, layout).loadNewest();
    assert.deepEqual(skipped, [], `k=${k}`);
    assert.ok([4, 5].includes(checkpoint!.state.step), `k=${k}`);
    assert.deepEqual(bits(checkpoint!.state), bits(state(checkpoint!.state.step)), `k=${k}`);
    assert.equal(new CheckpointStore<{ step: number }>(folder, layout).loadBest()!.state.step, 1, `k=${k}`);
  }
});
