import assert from "node:assert/strict";
import { test } from "node:test";
import * as tf from "@tensorflow/tfjs-core";
import { sizeOf } from "../../../../src/engine/kernels/kernel";
import { allMacros } from "../../../../src/engine/kernels/macro";
import { temporalConv, temporalMaxPool } from "../../../../src/engine";
import { caseProgram, indexOf, withGradients } from "../../../../src/engine/selfTest";
import {
  batchNormCase,
  everyFrameCase,
  geluCase,
  meanOverCase,
  pointwiseCase,
  productCase,
  productionCases,
  reluCase,
  temporalConvCase,
  temporalMaxPoolCase,
  type KernelCase,
} from "../../../../src/engine/selfTestCases";
import {
  assertClose,
  assertGradientsByDifference,
  assertRecordedIsEager,
  runEagerly,
  valuesFor,
  withCompiled,
} from "../harness";

const CASES: KernelCase[] = [
  pointwiseCase([2, 3, 4, 5], 6),
  pointwiseCase([1, 1, 1, 1], 1),
  pointwiseCase([2, 3, 4, 5], 6, { bias: true }),
  pointwiseCase([2, 6, 3, 2], 4, { groups: 2 }),
  pointwiseCase([2, 6, 3, 2], 9, { groups: 3, bias: true }),
  // The two ways of summing a weight's gradient over the batch: one product over all samples pays where maps are short.
  pointwiseCase([3, 16, 1, 2], 16),
  pointwiseCase([3, 4, 5, 7], 4),
  ...[false, true].flatMap((transA) =>
    [false, true].flatMap((transB) => {
      const [a, b] = [transA ? [4, 3] : [3, 4], transB ? [5, 4] : [4, 5]];
      return [
        productCase(a, b, transA, transB),
        productCase([2, 3, ...a], [2, 3, ...b], transA, transB),
        productCase([2, 1, ...a], [1, 3, ...b], transA, transB),
        productCase(a, [2, 3, ...b], transA, transB),
        productCase([2, 3, ...a], b, transA, transB),
        productCase([3, ...a], [2, 1, ...b], transA, transB),
      ];
    }),
  ),
  ...[1, 2].flatMap((stride) =>
    [1, 2].flatMap((dilation) =>
      [6, 7, 13].flatMap((frames) => [1, 3, 5].map((k) => temporalConvCase([2, 3, 2, frames], 4, k, stride, dilation))),
    ),
  ),
  temporalConvCase([1, 2, 3, 2], 2, 5, 2, 2),
  // The offsets at which dy meets the odd output frames are no multiples of their step here.
  temporalConvCase([1, 2, 2, 9], 2, 5, 2, 3),
  temporalConvCase([2, 1, 2, 4], 3, 3, 2, 5),
  temporalConvCase([2, 1, 1, 1], 1, 3, 1, 1),
  ...[1, 2].flatMap((stride) => [1, 2, 6, 7].map((frames) => temporalMaxPoolCase([2, 3, 2, frames], stride))),
  ...[2, 3].flatMap((stride) => [6, 7].map((frames) => everyFrameCase([2, 3, 2, frames], stride))),
  everyFrameCase([2, 3, 7], 2),
  everyFrameCase([2, 3, 2, 7], 1),
  batchNormCase([3, 4, 2, 5]),
  batchNormCase([3, 5, 4]),
  batchNormCase([6, 3]),
  reluCase([2, 3, 4]),
  geluCase([2, 3, 4]),
  meanOverCase([2, 3, 4, 5], 3),
  meanOverCase([2, 3, 4, 5], -2),
  meanOverCase([2, 3, 4, 5], [2, 3]),
  meanOverCase([2, 3, 4, 5], 1),
  meanOverCase([2, 3], [0, 1]),
];

CASES.forEach((one, i) => {
  test(`${one.kernel} at ${one.shape}: recorded = eager = the sums it stands for`, async () => {
    const { program, inputs } = await caseProgram(one, i + 1);
    const shapes = Object.fromEntries(program.inputs.map(({ name, value }) => [name, value.shape]));
    const recorded = await assertRecordedIsEager(shapes, (tensors) => withGradients(one.apply, tensors), inputs);
    const dense = Object.fromEntries(
      Object.entries(shapes).map(([name, shape]) => [name, { shape, data: inputs[name]! }]),
    );
    const truth = one.truth(dense, dense.dy!);
    for (const { name, value } of program.outputs) {
      const expected = Array.from({ length: sizeOf(value.shape) }, (_, place) =>
        truth[name]!(indexOf(place, value.shape)),
      );
      assertClose(recorded[name]!, expected, 1e-5, `${name} against sums in double precision`);
    }
  });
});

/** One case for each rule, with values apart by more than two steps where the rule has a corner. */
const BY_DIFFERENCE: { one: KernelCase; apart?: string }[] = [
  { one: pointwiseCase([2, 3, 2, 2], 4) },
  { one: pointwiseCase([2, 4, 2, 2], 6, { groups: 2, bias: true }) },
  { one: productCase([2, 1, 2, 3], [1, 3, 2, 2], true, false) },
  { one: productCase([3, 2], [2, 4, 2], false, true) },
  { one: temporalConvCase([2, 2, 2, 7], 2, 3, 2, 2) },
  { one: temporalConvCase([2, 2, 2, 6], 2, 5, 1, 1) },
  { one: temporalMaxPoolCase([1, 2, 2, 7], 2), apart: "x" },
  { one: temporalMaxPoolCase([1, 2, 2, 6], 1), apart: "x" },
  { one: everyFrameCase([1, 2, 2, 7], 2) },
  { one: batchNormCase([3, 2, 4]) },
  { one: reluCase([2, 3, 4]), apart: "x" },
  { one: geluCase([2, 3, 4]) },
  { one: meanOverCase([2, 3, 4], [0, 2]) },
];

BY_DIFFERENCE.forEach(({ one, apart }, i) => {
  test(`${one.kernel} at ${one.shape}: gradients equal difference quotients`, async () => {
    const { program, inputs } = await caseProgram(one, 100 + i);
    if (apart) {
      const x = inputs[apart]!;
      const order = [...x.keys()].sort((a, b) => x[a]! - x[b]!);
      order.forEach((place, rank) => (x[place] = 0.6 * (rank - x.length / 2) + 0.3));
    }
    await withCompiled(program, (compiled) => assertGradientsByDifference((changed) => compiled.run(changed), inputs));
  });
});

test("the cases, and the self test at production shapes, reach every macro kernel", async () => {
  const all = allMacros()
    .map(({ name }) => name)
    .sort();
  for (const cases of [CASES, productionCases()]) {
    const reached = new Set<string>();
    for (const one of cases) {
      const { program } = await caseProgram(one, 1);
      for (const { kernel } of program.nodes) if (kernel.startsWith("Hgl")) reached.add(kernel);
    }
    assert.deepEqual([...reached].sort(), all);
  }
});

test("of equal frames in a window, the first gets the whole gradient", async () => {
  const shapes = { x: [1, 1, 1, 6], dy: [1, 1, 1, 6] };
  const inputs = { x: Float32Array.of(2, 2, 2, 0, 2, 2), dy: Float32Array.of(1, 10, 100, 1e3, 1e4, 1e5) };
  const build = (t: Record<string, tf.Tensor>) => withGradients(({ x }) => ({ y: temporalMaxPool(x!, 1) }), t);
  for (const run of [runEagerly(shapes, build, inputs), assertRecordedIsEager(shapes, build, inputs)]) {
    const { y, dx } = await run;
    assert.deepEqual([...y!], [2, 2, 2, 2, 2, 2]);
    // Windows begin at frames 0, 0, 1, 2, 3, 4; of the fifth (0, 2, 2) it is frame 4.
    assert.deepEqual([...dx!], [11, 100, 1e3, 0, 1.1e5, 0]);
  }
});

test("batch norm keeps its digits where a channel's mean is large", async () => {
  const one = batchNormCase([4, 3, 40]);
  const { program, inputs } = await caseProgram(one, 7);
  inputs.x = inputs.x!.map((value) => 100 + value);
  const dense = Object.fromEntries(
    program.inputs.map(({ name, value }) => [name, { shape: value.shape, data: inputs[name]! }]),
  );
  const truth = one.truth(dense, dense.dy!);
  const outputs = await withCompiled(program, (compiled) => compiled.run(inputs));
  for (const { name, value } of program.outputs) {
    const expected = Array.from({ length: sizeOf(value.shape) }, (_, place) =>
      truth[name]!(indexOf(place, value.shape)),
    );
    // Inputs of size 100 are known to 4e-6 of a deviation, and the variance to the square of the mean's rounding.
    assertClose(outputs[name]!, expected, 1e-4, name);
  }
});

test("batch norm of a constant channel stays finite", async () => {
  const { program, inputs } = await caseProgram(batchNormCase([2, 2, 6]), 8);
  inputs.x!.fill(3);
  const outputs = await withCompiled(program, (compiled) => compiled.run(inputs));
  assertClose(outputs.mean!, [3, 3], 1e-6, "mean");
  assert.ok(Object.values(outputs).every((values) => values.every(Number.isFinite)));
  assert.ok(outputs.variance!.every((v) => Math.abs(v) < 1e-6));
});

test("running a batch norm leaves the scale and offset it was given untouched", async () => {
  const { program, inputs } = await caseProgram(batchNormCase([3, 4, 5]), 9);
  const before = Object.fromEntries(Object.entries(inputs).map(([name, values]) => [name, values.slice()]));
  await withCompiled(program, async (compiled) => {
    const first = await compiled.run(inputs);
    assert.deepEqual(await compiled.run(inputs), first);
  });
  assert.deepEqual(inputs, before);
});

test("a temporal convolution of shorter clips than its reach is the sum of what it sees", async () => {
  const shapes = { x: [1, 1, 1, 2], w: [1, 1, 5] };
  const inputs = { x: Float32Array.of(1, 10), w: Float32Array.of(1, 2, 3, 4, 5) };
  const build = ({ x, w }: Record<string, tf.Tensor>) => ({ y: temporalConv(x!, w!, 1, 1) });
  const { y } = await assertRecordedIsEager(shapes, build, inputs);
  assert.deepEqual([...y!], [43, 32]);
});

test("gradients of an unused or a twice-used input are zero and the sum of both uses", async () => {
  const shapes = { a: [2, 2], unused: [3], dy: [2, 2] };
  const build = (t: Record<string, tf.Tensor>) => withGradients(({ a }) => ({ y: tf.add(tf.mul(a!, a!), a!) }), t);
  const inputs = valuesFor(shapes, 3);
  const { da, dunused } = await assertRecordedIsEager(shapes, build, inputs);
  assert.deepEqual([...dunused!], [0, 0, 0]);
  assertClose(
    da!,
    inputs.a!.map((a, i) => (2 * a + 1) * inputs.dy![i]!),
    1e-6,
    "da",
  );
});
