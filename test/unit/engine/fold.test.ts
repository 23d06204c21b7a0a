import assert from "node:assert/strict";
import { test } from "node:test";
import * as tf from "@tensorflow/tfjs-core";
import { fold, pointwise, record, relu } from "../../../src/engine";
import { assertClose, valuesFor, withCompiled } from "./harness";
import { kernelsOf } from "./trace/raw";

const shapes = { x: [2, 3, 4], w: [3, 3], scale: [3] };
/** A convolution whose weight is scaled first, as a folded norm's is. */
const network = () =>
  record(shapes, ({ x, w, scale }) => ({
    y: relu(pointwise(x!, tf.mul(w!, tf.reshape(tf.exp(scale!), [3, 1])))),
    w: w!,
  }));
const never = () => false;

test("what follows from the given inputs alone is computed ahead, and the rest computes the same", async () => {
  const program = await network();
  const { x, ...given } = valuesFor(shapes, 1);
  const folded = await fold(program, given, never);
  assert.deepEqual(kernelsOf(folded), ["HglPointwise", "HglRelu"]);
  assert.deepEqual(
    folded.inputs.map(({ name }) => name),
    ["x"],
  );
  const whole = await withCompiled(program, (compiled) => compiled.run({ ...given, x: x! }));
  const short = await withCompiled(folded, (compiled) => compiled.run({ x: x! }));
  assertClose(short.y!, whole.y!, 1e-6, "y");
  assert.deepEqual(short.w, given.w);
});

test("computed constants are named after what they come from, each by its own name", async () => {
  const program = await record({ x: [2], a: [2] }, ({ x, a }) => ({
    y: tf.add(tf.mul(x!, tf.exp(a!)), tf.add(tf.tanh(a!), a!)),
    z: tf.mul(x!, a!),
  }));
  const folded = await fold(program, { a: Float32Array.of(1, 2) }, never);
  assert.deepEqual(
    folded.constants
      .map(({ name }) => name)
      .filter((name) => name)
      .sort(),
    ["a", "a.folded", "a.folded.2"],
  );
});

test("an operation of a shape still to be chosen is not computed ahead", async () => {
  const program = await record({ x: [5, 3], a: [1, 3] }, ({ x, a }) => {
    const wide = tf.exp(tf.tile(a!, [5, 1]));
    return { y: tf.mul(x!, tf.tanh(wide)) };
  });
  const given = { a: Float32Array.of(1, 2, 3) };
  assert.deepEqual(kernelsOf(await fold(program, given, never)), ["Multiply"]);
  const growing = await fold(program, given, (shape) => shape[0] === 5);
  assert.deepEqual(kernelsOf(growing), kernelsOf(program));
});

test("nothing given, nothing changed; all given, nothing left to compute", async () => {
  const program = await network();
  const none = await fold(program, {}, never);
  assert.deepEqual(none.nodes, program.nodes);
  assert.deepEqual(none.inputs, program.inputs);
  const given = valuesFor(shapes, 2);
  const all = await fold(program, given, never);
  assert.deepEqual(all.nodes, []);
  const expected = await withCompiled(program, (compiled) => compiled.run(given));
  assert.deepEqual(await withCompiled(all, (compiled) => compiled.run({})), expected);
});
