import assert from "node:assert/strict";
import { test } from "node:test";
import * as tf from "@tensorflow/tfjs-core";
import { record } from "../../../../src/engine";
import { allRules, broadcastShape, ruleFor } from "../../../../src/engine/kernels/kernel";
import { allMacros } from "../../../../src/engine/kernels/macro";
import { withGradients } from "../../../../src/engine/selfTest";
import { erf } from "../../../../src/engine/selfTestCases";
import {
  assertClose,
  assertGradientsByDifference,
  assertRecordedIsEager,
  recordCleanly,
  valuesFor,
  withCompiled,
  type Named,
  type Shapes,
} from "../harness";

interface RuleCase {
  /** The tfjs kernel whose rule this is. */
  readonly rule: string;
  readonly shapes: Shapes;
  readonly f: (t: Named) => tf.Tensor;
  /** Where inputs are drawn from. */
  readonly range?: readonly [number, number];
  /** What a TypeScript loop makes of the inputs, where that is one line. */
  readonly plain?: (inputs: Record<string, Float32Array>) => readonly number[];
  /** False for rules that only ever stand in gradients or behind no gradient. */
  readonly differentiable?: boolean;
}

const PAIR = { a: [2, 3], b: [2, 3] };
const X = { x: [2, 3, 4] };
const POSITIVE = [0.5, 2] as const;

/** `f` with equal shapes, with each side broadcast, with both, and with a scalar. */
function binary(
  rule: string,
  f: (a: tf.Tensor, b: tf.Tensor) => tf.Tensor,
  plain: (a: number, b: number) => number,
  more: Partial<RuleCase> = {},
): RuleCase[] {
  const shapes: Shapes[] = [
    { a: [2, 3], b: [3] },
    { a: [1, 3], b: [4, 2, 1] },
    { a: [2, 1, 3], b: [1, 4, 1] },
    { a: [], b: [3] },
  ];
  return [
    {
      rule,
      shapes: PAIR,
      f: ({ a, b }) => f(a!, b!),
      plain: ({ a, b }) => [...a!].map((n, i) => plain(n, b![i]!)),
      ...more,
    },
    ...shapes.map((shapes) => ({ rule, shapes, f: ({ a, b }: Named) => f(a!, b!), ...more })),
  ];
}

function unary(
  rule: string,
  f: (x: tf.Tensor) => tf.Tensor,
  plain: (x: number) => number,
  more: Partial<RuleCase> = {},
): RuleCase {
  return { rule, shapes: X, f: ({ x }) => f(x!), plain: ({ x }) => [...x!].map((n) => plain(n)), ...more };
}

const asFloat = (x: tf.Tensor): tf.Tensor => tf.cast(x, "float32");
/** Inputs rounded to halves, so that equal values occur. */
const coarse = (x: tf.Tensor): tf.Tensor => tf.mul(asFloat(tf.greater(x, 0)), 0.5);
const FIXED = { differentiable: false };

const CASES: RuleCase[] = [
  ...binary("Add", tf.add, (a, b) => a + b),
  ...binary("Sub", tf.sub, (a, b) => a - b),
  ...binary("Multiply", tf.mul, (a, b) => a * b),
  ...binary("RealDiv", tf.div, (a, b) => a / b, { range: POSITIVE }),
  ...binary("Maximum", tf.maximum, Math.max, FIXED),
  ...binary("Minimum", tf.minimum, Math.min, FIXED),
  ...binary("Pow", tf.pow, (a, b) => a ** b, { ...FIXED, range: POSITIVE }),
  ...binary(
    "Greater",
    (a, b) => asFloat(tf.greater(a, b)),
    (a, b) => Number(a > b),
    FIXED,
  ),
  ...binary(
    "GreaterEqual",
    (a, b) => asFloat(tf.greaterEqual(a, b)),
    (a, b) => Number(a >= b),
    FIXED,
  ),
  ...binary(
    "GreaterEqual",
    (a, b) => asFloat(tf.greaterEqual(coarse(a), coarse(b))),
    (a, b) => Number(a > 0 || b <= 0),
    FIXED,
  ),
  ...binary(
    "Equal",
    (a, b) => asFloat(tf.equal(coarse(a), coarse(b))),
    (a, b) => Number(a > 0 === b > 0),
    FIXED,
  ),
  unary("Exp", tf.exp, Math.exp),
  unary("Log", tf.log, Math.log, { range: POSITIVE }),
  unary("Sqrt", tf.sqrt, Math.sqrt, { range: POSITIVE }),
  unary("Rsqrt", tf.rsqrt, (x) => 1 / Math.sqrt(x), { range: POSITIVE }),
  unary("Reciprocal", tf.reciprocal, (x) => 1 / x, { ...FIXED, range: POSITIVE }),
  unary("Square", tf.square, (x) => x * x),
  unary("Neg", tf.neg, (x) => -x),
  unary("Tanh", tf.tanh, Math.tanh),
  unary("Sigmoid", tf.sigmoid, (x) => 1 / (1 + Math.exp(-x)), FIXED),
  unary("Erf", tf.erf, erf, FIXED),
  unary("Abs", tf.abs, Math.abs, FIXED),
  unary("Step", tf.step, (x) => Number(x > 0), FIXED),
  unary("Identity", tf.clone, (x) => x),
  unary(
    "Cast",
    (x) => tf.cast(tf.greater(x, 0), "float32"),
    (x) => Number(x > 0),
    FIXED,
  ),
  unary(
    "Cast",
    (x) => tf.add(x, tf.cast(tf.tensor([1, 2, 3, 4], [4], "int32"), "float32")),
    (x) => x,
    { plain: undefined },
  ),
  unary(
    "ZerosLike",
    (x) => tf.add(x, tf.zerosLike(x)),
    (x) => x,
    FIXED,
  ),

  { rule: "Sum", shapes: X, f: ({ x }) => tf.sum(x!), plain: ({ x }) => [x!.reduce((a, b) => a + b)] },
  ...[0, 1, 2, -1, [0, 1], [1, 2], [0, 2], [-1, -3], [0, 1, 2]].flatMap((axis) =>
    [false, true].map((keep) => ({ rule: "Sum", shapes: X, f: ({ x }: Named) => tf.sum(x!, axis, keep) })),
  ),
  { rule: "Sum", shapes: { x: [1, 3, 1] }, f: ({ x }) => tf.sum(x!, [0, 2]) },
  { rule: "Sum", shapes: { x: [2, 1, 3] }, f: ({ x }) => tf.sum(x!, 1, true) },
  { rule: "Sum", shapes: { x: [2, 3, 4, 5] }, f: ({ x }) => tf.sum(x!, [0, 2, 3]) },
  ...[1, -1, [0, 2]].flatMap((axis) =>
    [false, true].flatMap((keep) => [
      { rule: "Mean", shapes: X, f: ({ x }: Named) => tf.mean(x!, axis, keep), ...FIXED },
      { rule: "Max", shapes: X, f: ({ x }: Named) => tf.max(x!, axis, keep), ...FIXED },
    ]),
  ),
  {
    rule: "Max",
    shapes: { x: [2, 2] },
    f: ({ x }) => tf.max(x!, 1),
    plain: ({ x }) => [Math.max(x![0]!, x![1]!), Math.max(x![2]!, x![3]!)],
    ...FIXED,
  },
  { rule: "Softmax", shapes: { x: [2, 3, 5] }, f: ({ x }) => tf.softmax(x!), range: [-3, 3] },
  {
    rule: "Softmax",
    shapes: { x: [4] },
    f: ({ x }) => tf.softmax(x!),
    plain: ({ x }) => {
      const e = [...x!].map(Math.exp);
      return e.map((n) => n / e.reduce((a, b) => a + b));
    },
  },
  // Without the shift by the maximum these overflow.
  { rule: "Softmax", shapes: { x: [2, 4] }, f: ({ x }) => tf.softmax(tf.mul(x!, 500)), ...FIXED },

  { rule: "Reshape", shapes: X, f: ({ x }) => tf.reshape(x!, [4, -1]), plain: ({ x }) => [...x!] },
  { rule: "Reshape", shapes: X, f: ({ x }) => tf.reshape(tf.mul(tf.reshape(x!, [6, 4]), tf.ones([1, 4])), [2, 12]) },
  // A product, because a reshape alone is only a view to tfjs and its shape would be the caller's.
  { rule: "ExpandDims", shapes: X, f: ({ x }) => tf.mul(tf.expandDims(x!, 1), tf.ones([1, 2, 1, 1])), ...FIXED },
  { rule: "ExpandDims", shapes: X, f: ({ x }) => tf.mul(tf.expandDims(x!, -1), tf.ones([2])), ...FIXED },
  {
    rule: "Transpose",
    shapes: { x: [2, 3] },
    f: ({ x }) => tf.transpose(x!),
    plain: ({ x }) => [0, 3, 1, 4, 2, 5].map((i) => x![i]!),
  },
  ...[
    [0, 2, 1],
    [1, 0, 2],
    [1, 2, 0],
    [2, 0, 1],
    [2, 1, 0],
    [0, 1, 2],
  ].map((perm) => ({ rule: "Transpose", shapes: X, f: ({ x }: Named) => tf.transpose(x!, perm) })),
  // Moving axes of size 1 is only a reshape.
  { rule: "Transpose", shapes: { x: [2, 1, 3, 1] }, f: ({ x }) => tf.transpose(x!, [1, 0, 3, 2]) },
  { rule: "Transpose", shapes: { x: [2, 1, 3, 1] }, f: ({ x }) => tf.transpose(x!, [2, 1, 0, 3]) },
  { rule: "Slice", shapes: { x: [6] }, f: ({ x }) => tf.slice(x!, [2], [3]), plain: ({ x }) => [...x!.slice(2, 5)] },
  { rule: "Slice", shapes: X, f: ({ x }) => tf.slice(x!, [0, 1, 2], [-1, 2, 1]) },
  { rule: "Slice", shapes: X, f: ({ x }) => tf.slice(x!, [0, 0, 0], [2, 3, 4]) },
  { rule: "Slice", shapes: X, f: ({ x }) => tf.slice(x!, [1, 0, 3], [1, -1, -1]) },
  {
    rule: "PadV2",
    shapes: { x: [2, 3] },
    f: ({ x }) =>
      tf.pad(x!, [
        [1, 0],
        [0, 2],
      ]),
    plain: ({ x }) => [0, 0, 0, 0, 0, ...x!.slice(0, 3), 0, 0, ...x!.slice(3), 0, 0],
    ...FIXED,
  },
  {
    rule: "PadV2",
    shapes: X,
    f: ({ x }) =>
      tf.pad(
        x!,
        [
          [0, 0],
          [2, 1],
          [1, 3],
        ],
        -7,
      ),
    ...FIXED,
  },
  {
    rule: "PadV2",
    shapes: X,
    f: ({ x }) =>
      tf.pad(x!, [
        [0, 0],
        [0, 0],
        [0, 0],
      ]),
    ...FIXED,
  },
  ...[0, 1, 2].map((axis) => ({
    rule: "Concat",
    shapes: {
      a: [2, 3, 4].map((n, i) => (i === axis ? 1 : n)),
      b: [2, 3, 4],
      c: [2, 3, 4].map((n, i) => (i === axis ? 5 : n)),
    },
    f: ({ a, b, c }: Named) => tf.concat([a!, b!, c!], axis),
  })),
  {
    rule: "Concat",
    shapes: { a: [2], b: [1] },
    f: ({ a, b }) => tf.concat([a!, b!, a!]),
    plain: ({ a, b }) => [...a!, ...b!, ...a!],
  },
  { rule: "Concat", shapes: { a: [2, 2] }, f: ({ a }) => tf.concat([a!], 1) },
  { rule: "Tile", shapes: { x: [2] }, f: ({ x }) => tf.tile(x!, [3]), plain: ({ x }) => [...x!, ...x!, ...x!] },
  { rule: "Tile", shapes: { x: [2, 3] }, f: ({ x }) => tf.tile(x!, [2, 2]) },
  { rule: "Tile", shapes: { x: [1, 3, 1] }, f: ({ x }) => tf.tile(x!, [2, 1, 4]) },
  { rule: "Tile", shapes: { x: [1, 3, 2] }, f: ({ x }) => tf.tile(x!, [2, 1, 4]) },
  { rule: "Tile", shapes: { x: [2, 3] }, f: ({ x }) => tf.tile(x!, [1, 1]) },
  { rule: "Tile", shapes: { x: [3, 1] }, f: ({ x }) => tf.broadcastTo(x!, [2, 3, 4]) },
];

const KERNEL_COUNT = new Map<string, number>();
CASES.forEach((one, i) => {
  const { rule, shapes, f, range, plain, differentiable = true } = one;
  const nth = (KERNEL_COUNT.get(rule) ?? 0) + 1;
  KERNEL_COUNT.set(rule, nth);
  const sizes = Object.values(shapes).map((shape) => `[${shape.join(", ")}]`);
  test(`${rule} (${nth}) on ${sizes.join(", ")}: recorded = eager${plain ? " = plain" : ""}`, async () => {
    const inputs = valuesFor(shapes, i + 1, ...(range ?? []));
    const { y } = await assertRecordedIsEager(shapes, (t) => ({ y: f(t) }), inputs, 1e-6);
    if (plain) assertClose(y!, plain(inputs), 1e-6, "against a plain loop");
  });
  if (!differentiable) return;
  test(`${rule} (${nth}) on ${sizes.join(", ")}: gradient = eager = difference quotient`, async () => {
    const [forward] = (await record(shapes, (t) => ({ y: f(t) }))).outputs;
    const all = { ...shapes, dy: forward!.value.shape };
    const inputs = { ...valuesFor(all, i + 200), ...valuesFor(shapes, i + 1, ...(range ?? [])) };
    const build = (t: Named): Named => withGradients((x) => ({ y: f(x) }), t);
    await assertRecordedIsEager(all, build, inputs, 1e-6);
    await withCompiled(await recordCleanly(all, build), (compiled) =>
      // Logarithms, roots and quotients of numbers near 1/2 have derivatives of some hundred, hence the short step.
      assertGradientsByDifference((changed) => compiled.run(changed), inputs, {
        h: range ? 1 / 32 : 1 / 8,
        atMost: 12,
      }),
    );
  });
});

test("every rule that is not a macro kernel has a case, and its case records it", async () => {
  const macros = new Set(allMacros().map(({ name }) => name));
  const rules = allRules()
    .map(({ name }) => name)
    .filter((name) => !macros.has(name));
  assert.deepEqual([...new Set(CASES.map(({ rule }) => rule))].sort(), rules.sort());
});

test("every gradient rule has a case", () => {
  const differentiated = new Set(CASES.filter(({ differentiable = true }) => differentiable).map(({ rule }) => rule));
  const ruled = allRules()
    .map(({ name }) => name)
    .filter((name) => tf.getGradient(name) && !name.startsWith("Hgl"));
  // The gradient of Max is zero by intent: see below.
  assert.deepEqual([...differentiated].sort(), ruled.filter((name) => name !== "Max").sort());
});

test("the maximum that a loss is shifted by takes no part in its gradient", async () => {
  const shapes = { x: [2, 3], dy: [2, 1] };
  const build = (t: Named): Named =>
    withGradients(({ x }) => {
      const shifted = tf.sub(x!, tf.max(x!, 1, true));
      return { y: tf.add(tf.log(tf.sum(tf.exp(shifted), 1, true)), tf.max(x!, 1, true)) };
    }, t);
  const inputs = valuesFor(shapes, 5);
  const { dx } = await assertRecordedIsEager(shapes, build, inputs, 1e-6);
  const expected = [0, 1].flatMap((row) => {
    const e = [...inputs.x!.subarray(3 * row, 3 * row + 3)].map(Math.exp);
    return e.map((n) => (inputs.dy![row]! * n) / (e[0]! + e[1]! + e[2]!));
  });
  assertClose(dx!, expected, 1e-6, "the gradient of log-sum-exp is the softmax");
});

test("an operation without a rule is refused by name", () => {
  assert.throws(() => ruleFor("Einsum"), /"Einsum" has no lowering rule/);
});

test("a cast to anything but float32 is refused", async () => {
  const program = await record({ x: [2] }, ({ x }) => ({ y: tf.cast(tf.cast(x!, "int32"), "float32") }));
  await assert.rejects(
    withCompiled(program, async (compiled) => compiled.run({ x: new Float32Array(2) })),
    /float32 only, not to int32/,
  );
});

test("shapes broadcast by numpy's rule or are refused", () => {
  assert.deepEqual(broadcastShape([2, 1, 3], [4, 1]), [2, 4, 3]);
  assert.deepEqual(broadcastShape([], [2]), [2]);
  assert.throws(() => broadcastShape([2, 3], [2]), /\[2, 3\] and \[2\] do not broadcast/);
});

test("a step is 0 or 1 however small or large the value", async () => {
  const x = Float32Array.of(1e-25, 1e-3, 3e38, 0, -0, -1e-25, -3e38);
  const { y } = await assertRecordedIsEager({ x: [7] }, (t) => ({ y: tf.step(t.x!) }), { x });
  assert.deepEqual([...y!], [1, 1, 1, 0, 0, 0, 0]);
});
