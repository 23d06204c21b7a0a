import assert from "node:assert/strict";
import { test } from "node:test";
import * as tf from "@tensorflow/tfjs-core";
import fc from "fast-check";
import { batchNorm, meanOver, pointwise, product, relu, type Arrays } from "../../src/engine";
import { broadcastShape, sizeOf, type Shape } from "../../src/engine/kernels/kernel";
import { indexOf, withGradients } from "../../src/engine/selfTest";
import { productCase, temporalConvCase, type KernelCase } from "../../src/engine/selfTestCases";
import { simplify } from "../../src/engine/trace/simplify";
import {
  assertClose,
  assertRecordedIsEager,
  runEagerly,
  runRecorded,
  valuesFor,
  withCompiled,
  type Named,
} from "../unit/engine/harness";
import { recordRaw } from "../unit/engine/trace/raw";

const seed = fc.integer({ min: 0, max: 2 ** 31 });

/** A shape, and one of its broadcasts: leading axes left out, some axes 1. */
const broadcasting = fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 0, maxLength: 4 }).chain((full) => {
  const side = fc
    .tuple(fc.nat(full.length), fc.array(fc.boolean(), { minLength: full.length, maxLength: full.length }))
    .map(([drop, ones]) => full.map((n, i) => (ones[i] ? 1 : n)).slice(drop));
  return fc.tuple(side, side);
});

/** The entry of a broadcast operand that the result's entry reads. */
function read(shape: Shape, at: readonly number[]): number {
  const own = at.slice(at.length - shape.length);
  return shape.reduce((offset, n, i) => offset * n + (n === 1 ? 0 : own[i]!), 0);
}

const OPERATIONS = {
  add: { f: tf.add, da: () => 1, db: () => 1 },
  sub: { f: tf.sub, da: () => 1, db: () => -1 },
  mul: { f: tf.mul, da: (_: number, b: number) => b, db: (a: number) => a },
  div: { f: tf.div, da: (_: number, b: number) => 1 / b, db: (a: number, b: number) => -a / b ** 2 },
};

test("gradients of broadcast operations are summed back to their operands' shapes", async () => {
  const name = fc.constantFrom(...(Object.keys(OPERATIONS) as (keyof typeof OPERATIONS)[]));
  await fc.assert(
    fc.asyncProperty(broadcasting, name, seed, async ([a, b], name, seed) => {
      const { f, da, db } = OPERATIONS[name];
      const full = broadcastShape(a, b);
      const shapes = { a, b, dy: full };
      const inputs = valuesFor(shapes, seed, 0.5, 2);
      const build = (t: Named): Named => withGradients(({ a, b }) => ({ y: f(a!, b!) }), t);
      const outputs = await runRecorded(shapes, build, inputs);
      const expected = { da: new Float64Array(sizeOf(a)), db: new Float64Array(sizeOf(b)) };
      for (let place = 0; place < sizeOf(full); place++) {
        const at = indexOf(place, full);
        const [i, j] = [read(a, at), read(b, at)];
        expected.da[i]! += inputs.dy![place]! * da(inputs.a![i]!, inputs.b![j]!);
        expected.db[j]! += inputs.dy![place]! * db(inputs.a![i]!, inputs.b![j]!);
      }
      assertClose(outputs.da!, expected.da, 1e-5, "da", 1);
      assertClose(outputs.db!, expected.db, 1e-5, "db", 1);
    }),
    { numRuns: 60 },
  );
});

/** Values and gradients of a kernel, recorded, against sums in double precision. */
async function assertTrue(one: KernelCase, seed: number): Promise<void> {
  const shapeOfY = (await recordRaw(one.inputs, one.apply)).outputs[0]!.value.shape;
  const shapes = { ...one.inputs, dy: shapeOfY };
  const inputs = valuesFor(shapes, seed);
  const outputs = await runRecorded(shapes, (t) => withGradients(one.apply, t), inputs);
  const dense = Object.fromEntries(
    Object.entries(shapes).map(([name, shape]) => [name, { shape, data: inputs[name]! }]),
  );
  const truth = one.truth(dense, dense.dy!);
  for (const [name, values] of Object.entries(outputs)) {
    const shape = name === "y" ? shapeOfY : one.inputs[name.slice(1)]!;
    const expected = Array.from(values, (_, place) => truth[name]!(indexOf(place, shape)));
    assertClose(values, expected, 1e-5, `${name} of ${one.kernel} at ${one.shape}`, 1);
  }
}

test("products with any transposes and broadcast axes equal their sums, and so do their gradients", async () => {
  const size = fc.integer({ min: 1, max: 4 });
  await fc.assert(
    fc.asyncProperty(
      broadcasting,
      fc.tuple(size, size, size),
      fc.boolean(),
      fc.boolean(),
      seed,
      async ([a, b], [m, k, n], ta, tb, seed) => {
        const left = [...a.slice(-2), ...(ta ? [k, m] : [m, k])];
        const right = [...b.slice(-2), ...(tb ? [n, k] : [k, n])];
        await assertTrue(productCase(left, right, ta, tb), seed);
      },
    ),
    { numRuns: 40 },
  );
});

test("temporal convolutions of any length, kernel, stride and dilation equal their sums, and so do their gradients", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.record({
        frames: fc.integer({ min: 1, max: 14 }),
        taps: fc.constantFrom(1, 3, 5, 7),
        stride: fc.constantFrom(1, 2),
        dilation: fc.integer({ min: 1, max: 4 }),
        from: fc.integer({ min: 1, max: 3 }),
        to: fc.integer({ min: 1, max: 3 }),
        seed,
      }),
      ({ frames, taps, stride, dilation, from, to, seed }) =>
        assertTrue(temporalConvCase([2, from, 2, frames], to, taps, stride, dilation), seed),
    ),
    { numRuns: 40 },
  );
});

/** One step of a random graph: takes tensors made so far by number and makes one of [2, 3, 4] again. */
type Step = (pick: (n: number) => tf.Tensor) => tf.Tensor;
const SHAPE = [2, 3, 4];
const any = fc.nat(50);
const axes = fc.constantFrom<number[]>([0], [1], [2], [0, 1], [0, 2], [1, 2], [0, 1, 2]);
const permutation = fc.constantFrom<number[]>([0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]);

/** Squashed, so that no chain of steps overflows. */
const squash = (x: tf.Tensor): tf.Tensor => tf.tanh(x);
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.tuple(fc.constantFrom(tf.add, tf.sub, tf.mul), any, any).map(
    ([f, a, b]): Step =>
      (pick) =>
        f(pick(a), pick(b)),
  ),
  fc.tuple(any, any).map(
    ([a, b]): Step =>
      (pick) =>
        tf.div(pick(a), tf.add(tf.square(pick(b)), 1)),
  ),
  fc
    .tuple(
      fc.constantFrom<(x: tf.Tensor) => tf.Tensor>(
        tf.neg,
        squash,
        (x) => tf.exp(squash(x)),
        (x) => tf.log(tf.add(tf.square(x), 1)),
        (x) => tf.sqrt(tf.add(tf.square(x), 1)),
        (x) => tf.rsqrt(tf.add(tf.square(x), 1)),
        (x) => tf.softmax(x),
        (x) => tf.clone(x),
        (x) => tf.mul(squash(x), 2),
      ),
      any,
    )
    .map(
      ([f, a]): Step =>
        (pick) =>
          f(pick(a)),
    ),
  fc.tuple(axes, any, any).map(
    ([axis, a, b]): Step =>
      (pick) =>
        tf.mul(squash(tf.sum(pick(a), axis, true)), pick(b)),
  ),
  fc.tuple(axes, any).map(([axis, a]): Step => (pick) => {
    const kept = SHAPE.map((n, i) => (axis.includes(i) ? 1 : n));
    return tf.broadcastTo(meanOver(pick(a), axis).reshape(kept), SHAPE as [number]);
  }),
  fc.tuple(permutation, any).map(
    ([perm, a]): Step =>
      (pick) =>
        tf.transpose(pick(a), perm).reshape(SHAPE),
  ),
  fc.tuple(fc.nat(2), any, any).map(([axis, a, b]): Step => (pick) => {
    const joined = tf.concat([pick(a), pick(b)], axis);
    return joined.slice(
      SHAPE.map((_, i) => (i === axis ? 1 : 0)),
      SHAPE,
    );
  }),
  fc.tuple(any, any).map(
    ([a, b]): Step =>
      (pick) =>
        squash(product(product(pick(a), pick(b), false, true), pick(a))),
  ),
  fc.tuple(any, any).map(
    ([a, w]): Step =>
      (pick) =>
        squash(pointwise(pick(a), pick(w).slice([0, 0, 0], [1, 3, 3]).reshape([3, 3]))),
  ),
  fc.tuple(any).map(
    ([a]): Step =>
      (pick) =>
        tf.tile(pick(a).slice([0, 1, 0], [1, 1, 4]), [2, 3, 1]),
  ),
);

const graph =
  (steps: readonly Step[]) =>
  (inputs: Named): Named => {
    const made = Object.values(inputs);
    for (const one of steps) made.push(one((n) => made[n % made.length]!));
    // Everything counts, so nothing of the graph is dropped as dead.
    const y = made.slice(2).reduce((sum, x) => tf.add(sum, squash(x)), tf.mul(made[0]!, made[1]!));
    return { y };
  };

test("random graphs: recorded = eager, values and gradients", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 8 }), seed, async (steps, seed) => {
      const shapes = { a: SHAPE, b: SHAPE, dy: SHAPE };
      const build = (t: Named): Named => withGradients(graph(steps), t);
      await assertRecordedIsEager(shapes, build, valuesFor(shapes, seed, 0.1, 1), 2e-5, 1);
    }),
    { numRuns: 60 },
  );
});

test("random graphs: a simplified program is shorter and computes the same", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 8 }), seed, async (steps, seed) => {
      const shapes = { a: SHAPE, b: SHAPE };
      const raw = await recordRaw(shapes, graph(steps));
      const simple = simplify(raw);
      assert.ok(simple.nodes.length <= raw.nodes.length);
      const inputs = valuesFor(shapes, seed, 0.1, 1);
      const run = (program: typeof raw) => withCompiled(program, (compiled) => compiled.run(inputs));
      assertClose((await run(simple)).y!, (await run(raw)).y!, 1e-6, "y", 1);
    }),
    { numRuns: 30 },
  );
});

test("batch norm makes any batch zero mean and unit variance, and its gradient sums to zero", async () => {
  const sizes = fc.tuple(
    fc.integer({ min: 2, max: 4 }),
    fc.integer({ min: 1, max: 3 }),
    fc.integer({ min: 2, max: 6 }),
  );
  await fc.assert(
    fc.asyncProperty(sizes, fc.double({ min: -20, max: 20, noNaN: true }), seed, async (shape, shift, seed) => {
      const [b, c, t] = shape;
      const shapes = { x: shape, one: [c], zero: [c], dy: shape };
      const inputs: Arrays = {
        ...valuesFor(shapes, seed),
        one: new Float32Array(c).fill(1),
        zero: new Float32Array(c),
      };
      inputs.x = inputs.x!.map((value) => value + shift);
      const build = (input: Named): Named =>
        withGradients(({ x, one, zero }) => ({ y: batchNorm(x!, one!, zero!, 1e-5).y }), input);
      const { y, dx } = await runRecorded(shapes, build, inputs);
      const across = (values: Float32Array, channel: number, term: (v: number) => number): number => {
        let total = 0;
        for (let n = 0; n < b; n++) for (let i = 0; i < t; i++) total += term(values[(n * c + channel) * t + i]!);
        return total / (b * t);
      };
      for (let channel = 0; channel < c; channel++) {
        const mean = across(inputs.x, channel, (v) => v);
        const deviation = Math.sqrt(across(inputs.x, channel, (v) => (v - mean) ** 2));
        // Single precision knows a value only to its size times 2^-23, which the norm divides by the deviation.
        const rounding = 1e-4 + (16 * 2 ** -23 * (Math.abs(shift) + 1)) / deviation;
        const meant = deviation ** 2 / (deviation ** 2 + 1e-5);
        assert.ok(Math.abs(across(y!, channel, (v) => v)) < rounding);
        assert.ok(Math.abs(across(y!, channel, (v) => v * v) - meant) < 0.001 + 4 * rounding);
        assert.ok(Math.abs(across(dx!, channel, (v) => v)) * deviation < 4 * rounding);
      }
    }),
    // Four values close together and far from zero: found by chance, kept.
    { numRuns: 20, examples: [[[2, 2, 2], 19.99999999999997, 2147483627]] },
  );
});

test("relu after relu changes nothing, eagerly and recorded", async () => {
  const shapes = { x: [7], dy: [7] };
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.float({ noNaN: true, noDefaultInfinity: true }), { minLength: 7, maxLength: 7 }),
      async (list) => {
        const inputs = { x: Float32Array.from(list), dy: new Float32Array(7).fill(1) };
        const build = (t: Named): Named => withGradients(({ x }) => ({ y: relu(x!), again: relu(relu(x!)) }), t);
        for (const outputs of [await runEagerly(shapes, build, inputs), await runRecorded(shapes, build, inputs)]) {
          // Engines differ in the sign of zero, which adding zero takes away.
          const y = [...outputs.y!].map((value) => value + 0);
          assert.deepEqual(
            [...outputs.again!].map((value) => value + 0),
            y,
          );
          inputs.x.forEach((x, i) => assert.equal(y[i], x > 0 ? x : 0));
        }
      },
    ),
    { numRuns: 30 },
  );
});
