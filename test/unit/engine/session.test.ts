import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import * as tf from "@tensorflow/tfjs-core";
import { CompiledProgram, pointwise, product, record, relu } from "../../../src/engine";
import { summariseProfile } from "../../../src/engine/profile";
import { valuesFor, withCompiled } from "./harness";

const double = () => record({ x: [2, 2] }, ({ x }) => ({ y: tf.mul(x!, 2), total: tf.sum(x!) }));
const X = Float32Array.of(1, 2, 3, 4);

test("an input of the wrong size or a missing one is refused, with its name and both sizes", async () => {
  await withCompiled(await double(), async (compiled) => {
    await assert.rejects(compiled.run({ x: new Float32Array(3) }), /"x" has 3 values, but \[2, 2\] needs 4/);
    await assert.rejects(compiled.run({}), /"x" has 0 values/);
    const { y } = await compiled.run({ x: X });
    assert.deepEqual([...y!], [2, 4, 6, 8]);
  });
});

test("results are written into the arrays given for them, others get new ones", async () => {
  await withCompiled(await double(), async (compiled) => {
    const mine = new Float32Array(4).fill(-1);
    const outputs = await compiled.run({ x: X }, { y: mine });
    assert.equal(outputs.y, mine);
    assert.deepEqual([...mine], [2, 4, 6, 8]);
    assert.deepEqual([...outputs.total!], [10]);
    const again = await compiled.run({ x: X.map((n) => -n) }, { y: mine });
    assert.deepEqual([...mine], [-2, -4, -6, -8]);
    assert.notEqual(again.total, outputs.total);
    assert.deepEqual([...outputs.total!], [10]);
  });
});

test("an array to write to must have the result's size", async () => {
  await withCompiled(await double(), async (compiled) => {
    await assert.rejects(compiled.run({ x: X }, { y: new Float32Array(3) }));
  });
});

test("a part of a larger array can be input and output", async () => {
  await withCompiled(await double(), async (compiled) => {
    const large = Float32Array.of(9, 1, 2, 3, 4, 9);
    const into = new Float32Array(6).fill(9);
    await compiled.run({ x: large.subarray(1, 5) }, { y: into.subarray(1, 5) });
    assert.deepEqual([...into], [9, 2, 4, 6, 8, 9]);
  });
});

test("inputs stay as they were", async () => {
  const shapes = { x: [2, 3, 4], w: [3, 3] };
  const program = await record(shapes, ({ x, w }) => ({ y: relu(pointwise(x!, w!)) }));
  const inputs = valuesFor(shapes, 1);
  const before = structuredClone(inputs);
  await withCompiled(program, (compiled) => compiled.run(inputs));
  assert.deepEqual(inputs, before);
});

test("a disposed program no longer runs", async () => {
  const compiled = await CompiledProgram.compile(await double(), "gone");
  await compiled.dispose();
  await assert.rejects(compiled.run({ x: X }));
});

test("a program that ONNX Runtime cannot run is refused when it is compiled", async () => {
  const program = await record({ a: [2, 3], b: [2, 3] }, ({ a, b }) => ({ y: product(a!, b!) }));
  await assert.rejects(CompiledProgram.compile(program, "broken"), /[Ii]ncompatible dimensions/);
});

test("programs run side by side and keep their own values", async () => {
  const [a, b] = [await double(), await record({ x: [1] }, ({ x }) => ({ y: tf.neg(x!) }))];
  await withCompiled(a, (first) =>
    withCompiled(b, async (second) => {
      const [one, two] = await Promise.all([first.run({ x: X }), second.run({ x: Float32Array.of(5) })]);
      assert.deepEqual([...one.y!], [2, 4, 6, 8]);
      assert.deepEqual([...two.y!], [-5]);
    }),
  );
});

test("a profile names what each node is for", async () => {
  const folder = mkdtempSync(join(tmpdir(), "hgl-profile-"));
  try {
    const shapes = { x: [4, 16, 50], w: [16, 16] };
    const program = await record(shapes, ({ x, w }) => ({ y: pointwise(x!, w!) }));
    const compiled = await CompiledProgram.compile(program, "profiled", { profilePrefix: join(folder, "profile") });
    await compiled.run(valuesFor(shapes, 1));
    await compiled.run(valuesFor(shapes, 2));
    compiled.endProfiling();
    await compiled.dispose();
    const [file] = readdirSync(folder);
    const rows = summariseProfile(readFileSync(join(folder, file!), "utf8"));
    const row = rows.find(({ op }) => op.startsWith("pointwise"));
    assert.equal(row?.calls, 2);
    assert.ok(row!.ms >= 0);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
