import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs-core";
import "@tensorflow/tfjs-backend-cpu";
import { CompiledProgram, record, type Arrays, type Program } from "../../../src/engine";
import { sizeOf, type Shape } from "../../../src/engine/kernels/kernel";
import { sequenceOf } from "../../../src/engine/selfTest";
import { TRACE_BACKEND } from "../../../src/engine/trace/backend";

export type Named = Record<string, tf.Tensor>;
export type Shapes = Readonly<Record<string, Shape>>;
export type Build = (inputs: Named) => Named;

/** Values in [low, high) for every input, the same for a seed. */
export function valuesFor(shapes: Shapes, seed: number, low = -1, high = 1): Arrays {
  const draw = sequenceOf(seed);
  const value = (): number => low + ((draw() + 1) / 2) * (high - low);
  return Object.fromEntries(
    Object.entries(shapes).map(([name, shape]) => [name, Float32Array.from({ length: sizeOf(shape) }, value)]),
  );
}

/** Runs a function on tfjs's cpu backend; fails when it leaves tensors behind. */
export async function runEagerly(shapes: Shapes, build: Build, inputs: Arrays): Promise<Arrays> {
  await tf.setBackend("cpu");
  const before = tf.memory();
  const outputs = tf.tidy(() => {
    const tensors = Object.entries(shapes).map(([name, shape]) => [name, tf.tensor(inputs[name]!, [...shape])]);
    const results = build(Object.fromEntries(tensors) as Named);
    return Object.fromEntries(
      Object.entries(results).map(([name, result]) => [name, Float32Array.from(result.dataSync())]),
    );
  });
  const after = tf.memory();
  assert.equal(after.numTensors, before.numTensors, "the eager run leaves tensors behind");
  assert.equal(after.numDataBuffers, before.numDataBuffers, "the eager run leaves data behind");
  return outputs;
}

/** Records a function; fails when the recording leaves tensors behind. */
export async function recordCleanly(shapes: Shapes, build: Build): Promise<Program> {
  const live = (): number => tf.findBackend(TRACE_BACKEND)?.numDataIds() ?? 0;
  const before = { tensors: tf.memory().numTensors, data: live() };
  const program = await record(shapes, build);
  assert.deepEqual({ tensors: tf.memory().numTensors, data: live() }, before, "the recording leaves tensors behind");
  return program;
}

/** Compiles a program, hands it to `use`, and releases it. */
export async function withCompiled<T>(program: Program, use: (compiled: CompiledProgram) => Promise<T>): Promise<T> {
  const compiled = await CompiledProgram.compile(program, "test", { threads: 1 });
  try {
    return await use(compiled);
  } finally {
    await compiled.dispose();
  }
}

export async function runRecorded(shapes: Shapes, build: Build, inputs: Arrays): Promise<Arrays> {
  return withCompiled(await recordCleanly(shapes, build), (compiled) => compiled.run(inputs));
}

/** Differences are measured against the tensor's largest value, or `atLeast`, where sums of numbers of that size may cancel. */
export function assertClose(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  tolerance: number,
  message: string,
  atLeast = 0,
): void {
  assert.equal(actual.length, expected.length, `${message}: length`);
  let [worst, largest, place] = [0, atLeast, 0];
  for (let i = 0; i < expected.length; i++) {
    const difference = Math.abs(actual[i]! - expected[i]!);
    // A NaN must not pass, so this is not written as difference > worst.
    if (!(difference <= worst)) [worst, place] = [difference, i];
    largest = Math.max(largest, Math.abs(expected[i]!));
  }
  assert.ok(
    worst <= tolerance * largest,
    `${message}: ${actual[place]} instead of ${expected[place]} at ${place}, where the largest is ${largest}`,
  );
}

/** The recorded function on ONNX Runtime equals the same code run eagerly by tfjs. Returns the values. */
export async function assertRecordedIsEager(
  shapes: Shapes,
  build: Build,
  inputs: Arrays,
  tolerance = 1e-5,
  atLeast = 0,
): Promise<Arrays> {
  const eager = await runEagerly(shapes, build, inputs);
  const recorded = await runRecorded(shapes, build, inputs);
  assert.deepEqual(Object.keys(recorded), Object.keys(eager));
  for (const [name, values] of Object.entries(eager)) {
    assertClose(recorded[name]!, values, tolerance, `recorded ${name} against eager`, atLeast);
  }
  return recorded;
}

/**
 * Gradients "dX" among a program's outputs against differences of its first output.
 *
 * The five-point difference with step h has an error of h⁴ f⁗′/30 by the cut series and of about 6e-8 · Σ|dy·y| / h by rounding; with
 * h = 1/8 both lie below 1e-4 of the largest gradient for functions whose derivatives are of order one, and a wrong rule is off by its whole size.
 */
export async function assertGradientsByDifference(
  run: (inputs: Arrays) => Promise<Arrays>,
  inputs: Arrays,
  { h = 1 / 8, tolerance = 1e-3, atMost = 24 } = {},
): Promise<void> {
  const outputs = await run(inputs);
  const lossAt = async (changed: Arrays): Promise<number> => {
    const y = Object.values(await run(changed))[0]!;
    return y.reduce((total, value, i) => total + value * inputs.dy![i]!, 0);
  };
  for (const [name, data] of Object.entries(inputs)) {
    const gradient = outputs[`d${name}`];
    if (name === "dy" || !gradient) continue;
    const stride = Math.max(1, Math.floor(data.length / atMost));
    const largest = gradient.reduce((most, g) => Math.max(most, Math.abs(g)), 0);
    for (let i = 0; i < data.length; i += stride) {
      const at = async (steps: number): Promise<number> => {
        const changed = data.slice();
        changed[i]! += steps * h;
        return lossAt({ ...inputs, [name]: changed });
      };
      const slope = (8 * ((await at(1)) - (await at(-1))) - ((await at(2)) - (await at(-2)))) / (12 * h);
      assert.ok(
        Math.abs(slope - gradient[i]!) <= tolerance * Math.max(largest, 1e-3),
        `d${name}[${i}] is ${gradient[i]}, its difference quotient ${slope}`,
      );
    }
  }
}
