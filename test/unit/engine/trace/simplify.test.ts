import assert from "node:assert/strict";
import { test } from "node:test";
import * as tf from "@tensorflow/tfjs-core";
import { simplify } from "../../../../src/engine/trace/simplify";
import { valuesFor, withCompiled, type Named, type Shapes } from "../harness";
import { kernelsOf, recordRaw } from "./raw";

/** The simplified program's kernels, after checking that it computes the same bits. */
async function simplified(shapes: Shapes, build: (t: Named) => Named): Promise<string[]> {
  const raw = await recordRaw(shapes, build);
  const simple = simplify(raw);
  const inputs = valuesFor(shapes, 1);
  const run = (program: typeof raw) => withCompiled(program, (compiled) => compiled.run(inputs));
  assert.deepEqual(await run(simple), await run(raw));
  return kernelsOf(simple);
}

test("equal nodes are computed once, whatever chain leads to them", async () => {
  const kernels = await simplified({ x: [2, 3] }, ({ x }) => {
    const twice = (): tf.Tensor => tf.exp(tf.mul(x!, 2));
    return { y: tf.add(twice(), twice()) };
  });
  assert.deepEqual(kernels, ["Multiply", "Exp", "Add"]);
});

test("nodes that differ in attributes, inputs or the shape they see are kept apart", async () => {
  const kernels = await simplified({ x: [2, 2] }, ({ x }) => ({
    a: tf.sum(x!, 0),
    b: tf.sum(x!, 1),
    c: tf.sub(x!, 1),
    d: tf.sub(1, x!),
    e: tf.sub(x!, 2),
    f: tf.exp(x!),
    g: tf.exp(x!.reshape([4])),
  }));
  assert.deepEqual(kernels.sort(), ["Exp", "Exp", "Reshape", "Sub", "Sub", "Sub", "Sum", "Sum"].sort());
});

test("one value seen under two shapes gives two nodes", async () => {
  const raw = await recordRaw({ x: [4] }, ({ x }) => ({ y: tf.exp(x!), z: tf.exp(x!) }));
  const [first, second] = raw.nodes;
  const seen = { ...raw, nodes: [first!, { ...second!, shapes: [[2, 2]] }] };
  assert.equal(simplify(raw).nodes.length, 1);
  assert.equal(simplify(seen).nodes.length, 2);
});

test("small constants of one type, shape and content are one constant", async () => {
  const shapes = { x: [2] };
  const raw = await recordRaw(shapes, ({ x }) => ({
    y: tf.add(tf.mul(x!, tf.tensor([1, 2])), tf.mul(tf.exp(x!), tf.tensor([1, 2]))),
    z: tf.mul(x!, tf.tensor([1, 2], [2, 1])),
    w: tf.mul(x!, tf.cast(tf.tensor([1, 2], [2], "int32"), "float32")),
  }));
  assert.equal(raw.constants.length, 4);
  assert.equal(simplify(raw).constants.length, 3);
});

test("what no output needs is dropped, constants too; inputs stay", async () => {
  const shapes = { x: [2], unused: [3] };
  const program = simplify(
    await recordRaw(shapes, ({ x, unused }) => {
      tf.exp(tf.add(unused!, tf.tensor([1, 2, 3])));
      return { y: tf.neg(x!) };
    }),
  );
  assert.deepEqual(kernelsOf(program), ["Neg"]);
  assert.deepEqual(program.constants, []);
  assert.deepEqual(
    program.inputs.map(({ name }) => name),
    ["x", "unused"],
  );
});

test("copies and reshapes to the same shape vanish, also as outputs", async () => {
  const kernels = await simplified({ x: [2, 3] }, ({ x }) => {
    const copy = tf.clone(tf.clone(x!).reshape([2, 3]));
    return { y: tf.neg(copy), same: copy, again: copy };
  });
  assert.deepEqual(kernels, ["Neg"]);
});

test("a copy made only to be added or multiplied is skipped", async () => {
  const shapes = { x: [4, 3], row: [1, 3] };
  for (const [kernel, op] of [
    ["Add", tf.add],
    ["Multiply", tf.mul],
  ] as const) {
    assert.deepEqual(await simplified(shapes, ({ x, row }) => ({ y: op(x!, tf.tile(row!, [4, 1])) })), [kernel]);
    assert.deepEqual(await simplified(shapes, ({ x, row }) => ({ y: op(tf.tile(row!, [4, 1]), x!) })), [kernel]);
  }
});

test("a copy is kept where the sum would lose its size, or where it repeats values", async () => {
  const tile = (x: tf.Tensor): tf.Tensor => tf.tile(x, [4, 1]);
  // Both sides are copies: one of them must still give the size.
  const both = await simplified({ a: [1, 3], b: [1, 3] }, ({ a, b }) => ({ y: tf.add(tile(a!), tile(b!)) }));
  assert.ok(both.includes("Tile"));
  const repeats = await simplified({ x: [4, 3], two: [2, 3] }, ({ x, two }) => ({
    y: tf.add(x!, tf.tile(two!, [2, 1])),
  }));
  assert.deepEqual(repeats, ["Tile", "Add"]);
  const narrow = await simplified({ x: [1, 3], row: [1, 3] }, ({ x, row }) => ({ y: tf.add(x!, tile(row!)) }));
  assert.deepEqual(narrow, ["Tile", "Add"]);
  const elsewhere = await simplified({ x: [4, 3], row: [1, 3] }, ({ x, row }) => {
    const copy = tile(row!);
    return { y: tf.add(x!, copy), z: tf.exp(copy) };
  });
  assert.deepEqual(elsewhere, ["Tile", "Add", "Exp"]);
});

test("simplifying again changes nothing", async () => {
  const once = simplify(
    await recordRaw({ x: [2, 2] }, ({ x }) => ({ y: tf.add(tf.exp(tf.clone(x!)), tf.exp(x!)), dead: tf.neg(x!) })),
  );
  assert.deepEqual(simplify(once), once);
});
