import assert from "node:assert/strict";
import { test } from "node:test";
import * as tf from "@tensorflow/tfjs-core";
import { batchNorm, record } from "../../../../src/engine";
import { TRACE_BACKEND } from "../../../../src/engine/trace/backend";
import { assertRecordedIsEager, recordCleanly, valuesFor, withCompiled } from "../harness";
import { kernelsOf } from "./raw";

test("recording returns to the backend that was active, also after an error", async () => {
  await tf.setBackend("cpu");
  await record({ x: [2] }, ({ x }) => ({ y: tf.neg(x!) }));
  assert.equal(tf.getBackend(), "cpu");
  await assert.rejects(
    record({ x: [2] }, () => {
      throw new Error("broken model");
    }),
    /broken model/,
  );
  assert.equal(tf.getBackend(), "cpu");
});

test("a failed recording leaves neither tensors nor nodes behind", async () => {
  const live = (): number[] => [tf.memory().numTensors, tf.findBackend(TRACE_BACKEND).numDataIds()];
  await record({ x: [2] }, ({ x }) => ({ y: tf.neg(x!) }));
  const before = live();
  const failing = record({ x: [2, 2] }, ({ x }) => {
    tf.exp(tf.neg(x!));
    return tf.tidy(() => ({ y: tf.matMul(tf.exp(x!), tf.add(x!, tf.ones([3]))) }));
  });
  await assert.rejects(failing, /broadcast/);
  assert.deepEqual(live(), before);
  const program = await record({ x: [2] }, ({ x }) => ({ y: tf.exp(x!) }));
  assert.deepEqual(kernelsOf(program), ["Exp"]);
});

test("reading a value while recording is refused, at once and later", async () => {
  await assert.rejects(
    record({ x: [2] }, ({ x }) => {
      x!.dataSync();
      return {};
    }),
    /read while a program was recorded/,
  );
  let later: Promise<unknown> | undefined;
  await record({ x: [2] }, ({ x }) => {
    later = x!.data();
    later.catch(() => {});
    return { y: tf.neg(x!) };
  });
  await assert.rejects(later!, /read while a program was recorded/);
});

test("a tensor made outside is refused, since its values would be frozen into the program", async () => {
  await tf.setBackend("cpu");
  const outside = tf.tensor([1, 2]);
  await assert.rejects(
    record({ x: [2] }, ({ x }) => ({ y: tf.add(x!, outside) })),
    /tensor of another backend/,
  );
  await assert.rejects(
    record({ x: [2] }, () => ({ y: outside })),
    /tensor of another backend/,
  );
  outside.dispose();
});

test("a program's inputs and outputs carry their names, in order, and the shapes they were used under", async () => {
  const program = await recordCleanly({ b: [2, 3], a: [1] }, ({ a, b }) => ({
    z: tf.reshape(tf.mul(a!, b!), [3, 2]),
    a: tf.reshape(b!, [6]),
  }));
  assert.deepEqual(
    program.inputs.map(({ name, value }) => [name, value.shape]),
    [
      ["b", [2, 3]],
      ["a", [1]],
    ],
  );
  assert.deepEqual(
    program.outputs.map(({ name, value }) => [name, value.shape]),
    [
      ["z", [3, 2]],
      ["a", [6]],
    ],
  );
});

test("tensors that share data under several shapes are each computed under their own", async () => {
  const shapes = { x: [2, 3], row: [3], column: [2] };
  await assertRecordedIsEager(
    shapes,
    ({ x, row, column }) => ({
      rows: tf.add(x!, row!),
      columns: tf.add(tf.reshape(x!, [3, 2]), column!),
      flat: tf.sum(tf.reshape(x!, [6])),
    }),
    valuesFor(shapes, 1),
  );
});

test("int32 and bool constants and a scalar enter a program with their values", async () => {
  const shapes = { x: [3] };
  await assertRecordedIsEager(
    shapes,
    ({ x }) => ({
      whole: tf.mul(x!, tf.cast(tf.tensor([1, -2, 3], [3], "int32"), "float32")),
      scalar: tf.add(x!, 2.5),
    }),
    valuesFor(shapes, 2),
  );
});

test("a kernel with several results records one node, and a result alone can be an output", async () => {
  const program = await recordCleanly({ x: [2, 3, 4], scale: [3] }, ({ x, scale }) => ({
    variance: batchNorm(x!, scale!, scale!, 1e-5).variance,
  }));
  assert.deepEqual(kernelsOf(program), ["HglBatchNorm"]);
  const inputs = valuesFor({ x: [2, 3, 4], scale: [3] }, 1);
  const { variance } = await withCompiled(program, (compiled) => compiled.run(inputs));
  const expected = [0, 1, 2].map((c) => {
    const values = [0, 1].flatMap((b) => [...inputs.x!.subarray((b * 3 + c) * 4, (b * 3 + c) * 4 + 4)]);
    const mean = values.reduce((a, b) => a + b) / 8;
    return values.reduce((total, value) => total + (value - mean) ** 2, 0) / 8;
  });
  expected.forEach((value, c) => assert.ok(Math.abs(value - variance![c]!) < 1e-6));
});

test("an input can be an output as it is", async () => {
  const program = await recordCleanly({ x: [2, 2] }, ({ x }) => ({ x: x! }));
  const { x } = await withCompiled(program, (compiled) => compiled.run({ x: Float32Array.of(1, 2, 3, 4) }));
  assert.deepEqual([...x!], [1, 2, 3, 4]);
});
