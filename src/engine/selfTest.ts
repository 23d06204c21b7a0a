import * as tf from "@tensorflow/tfjs-core";
import { HglError } from "../common/errors";
import { sizeOf, type Shape } from "./kernels/kernel";
import { productionCases, type Dense, type KernelCase } from "./selfTestCases";
import { CompiledProgram, type Arrays } from "./session";
import type { Program } from "./trace/program";
import { record } from "./trace/record";

/** One kernel at one shape on the device. */
export interface SelfTestResult {
  readonly kernel: string;
  readonly shape: string;
  /** The largest difference from the truth over the tensor's largest true value; infinite where a value is not finite or the device refused. */
  readonly maxRelativeError: number;
  readonly tolerance: number;
  readonly ok: boolean;
  /** Which result or gradient differs most. */
  readonly tensor: string;
  /** What the device said when it refused the program. */
  readonly refusal?: string;
}

export interface SelfTestOptions {
  readonly device?: string;
  /** Threads of the compute session; 0 is one per core. */
  readonly threads?: number;
  /** Called after each case. */
  readonly onResult?: (result: SelfTestResult) => void;
  readonly cases?: readonly KernelCase[];
  /** How a program is made ready on the device. */
  readonly compile?: (program: Program, name: string) => Promise<Pick<CompiledProgram, "run" | "dispose">>;
}

/** Sums of some ten thousand float32 products stay far under this in any order (about 5e-7); half precision and TF32 (1e-3) do not. */
const TOLERANCE = 2e-5;
/** Entries compared per tensor. */
const SAMPLES = 48;

/**
 * Compares values and gradients of every macro kernel, as compiled for the device at production shapes, with sums in double precision.
 *
 * @throws HglError "device" when there is no such device
 */
export async function selfTest(options: SelfTestOptions = {}): Promise<SelfTestResult[]> {
  const { device = "cpu", threads = 0, onResult } = options;
  if (device !== "cpu")
    throw new HglError({ code: "device", what: `there is no device "${device}" here`, next: 'use "cpu"' });
  const compile =
    options.compile ?? ((program: Program, name: string) => CompiledProgram.compile(program, name, { threads }));
  const results: SelfTestResult[] = [];
  for (const [i, one] of (options.cases ?? productionCases()).entries()) {
    const result = await testCase(one, i + 1, compile);
    results.push(result);
    onResult?.(result);
  }
  return results;
}

/** Throws HglError "device", with the device's name and the worst kernel, unless every result is right. */
export function trustDevice(device: string, results: readonly SelfTestResult[]): void {
  const wrong = results.filter(({ ok }) => !ok);
  const worst = wrong.reduce<SelfTestResult | undefined>(
    (a, b) => (a && a.maxRelativeError >= b.maxRelativeError ? a : b),
    undefined,
  );
  if (!worst) return;
  const others = wrong.length > 1 ? ` (and ${wrong.length - 1} more of ${results.length} checks fail)` : "";
  throw new HglError({
    code: "device",
    where: device,
    what: `${worst.kernel} at ${worst.shape} ${fault(worst)}${others}`,
    next: device === "cpu" ? "report this with the output of `hgl doctor --json`" : 'train on "cpu"',
  });
}

function fault({ refusal, tensor, maxRelativeError }: SelfTestResult): string {
  if (refusal !== undefined) return `does not run: ${refusal}`;
  if (!Number.isFinite(maxRelativeError)) return `gives values of ${tensor} that are not finite`;
  return `is wrong by ${maxRelativeError.toExponential(1)} in ${tensor}`;
}

/**
 * A function's results and, under "dX", the gradient of sum(dy · y) with respect to each input X; y is the first result.
 *
 * @param inputs the function's inputs and, as `dy`, a tensor like y
 */
export function withGradients(
  apply: (inputs: Record<string, tf.Tensor>) => Record<string, tf.Tensor>,
  { dy, ...inputs }: Record<string, tf.Tensor>,
): Record<string, tf.Tensor> {
  const names = Object.keys(inputs);
  let results: Record<string, tf.Tensor> = {};
  const lossOf = (): tf.Scalar => {
    results = apply(inputs);
    // tfjs tidies up after the differentiated function, and these are wanted beside the loss.
    for (const result of Object.values(results)) tf.keep(result);
    return tf.sum(tf.mul(Object.values(results)[0]!, dy!)) as tf.Scalar;
  };
  const { grads } = tf.engine().gradients(
    lossOf,
    names.map((name) => inputs[name]!),
    undefined,
    true,
  );
  const gradients = names.map((name, i) => [`d${name}`, grads[i] ?? tf.zeros([...inputs[name]!.shape])] as const);
  const outputs = Object.entries(results).map(([name, result]) => [name, tf.clone(result)] as const);
  tf.dispose(Object.values(results));
  return Object.fromEntries([...outputs, ...gradients]);
}

/** The case's kernel and its gradients as a program, and values for all inputs. */
export async function caseProgram(one: KernelCase, seed: number): Promise<{ program: Program; inputs: Arrays }> {
  const forward = await record(one.inputs, one.apply);
  const shapes = { ...one.inputs, dy: forward.outputs[0]!.value.shape };
  const program = await record(shapes, (inputs) => withGradients(one.apply, inputs));
  const draw = sequenceOf(seed);
  const value = (name: string) => (name === one.coarse ? () => Math.round(draw() * 4) / 4 : draw);
  const inputs = Object.fromEntries(
    Object.entries(shapes).map(([name, shape]) => [name, Float32Array.from({ length: sizeOf(shape) }, value(name))]),
  );
  return { program, inputs };
}

async function testCase(
  one: KernelCase,
  seed: number,
  compile: NonNullable<SelfTestOptions["compile"]>,
): Promise<SelfTestResult> {
  const { kernel, shape } = one;
  const { program, inputs } = await caseProgram(one, seed);
  let outputs: Arrays;
  try {
    const compiled = await compile(program, `self_test_${seed}`);
    try {
      outputs = await compiled.run(inputs);
    } finally {
      await compiled.dispose();
    }
  } catch (error) {
    const refusal = (error instanceof Error ? error.message : String(error)).split("\n")[0]!.replace(/\.$/, "");
    return { kernel, shape, maxRelativeError: Infinity, tolerance: TOLERANCE, ok: false, tensor: "y", refusal };
  }
  const dense = Object.fromEntries(
    program.inputs.map(({ name, value }) => [name, { shape: value.shape, data: inputs[name]! }]),
  );
  const errors = program.outputs.map(({ name, value }) => ({
    tensor: name,
    error: relativeError(one, dense, { name, shape: value.shape, data: outputs[name]! }),
  }));
  const { tensor, error } = errors.reduce((a, b) => (b.error > a.error ? b : a));
  return { kernel, shape, maxRelativeError: error, tolerance: TOLERANCE, ok: error <= TOLERANCE, tensor };
}

/** The largest error of a few dozen entries over the largest true value among them. */
function relativeError(
  { truth }: KernelCase,
  inputs: Record<string, Dense>,
  { name, shape, data }: Dense & { readonly name: string },
): number {
  if (!Array.prototype.every.call(data, Number.isFinite)) return Infinity;
  const entry = truth(inputs, inputs.dy!)[name]!;
  let [worst, largest] = [0, 0];
  for (const at of sampledIndices(shape)) {
    const expected = entry(at);
    const place = at.reduce((offset, n, i) => offset * shape[i]! + n, 0);
    worst = Math.max(worst, Math.abs(data[place]! - expected));
    largest = Math.max(largest, Math.abs(expected));
  }
  return worst === 0 ? 0 : worst / largest;
}

/** All indices of a small tensor; otherwise some, of which each axis' first and last places get a share, since faults sit at borders. */
function sampledIndices(shape: Shape): number[][] {
  const size = sizeOf(shape);
  if (size <= SAMPLES) return Array.from({ length: size }, (_, place) => indexOf(place, shape));
  const draw = sequenceOf(size);
  const place = (n: number): number => {
    const inside = 2 * draw() + 0.5;
    return Math.min(n - 1, Math.max(0, Math.floor(inside * n)));
  };
  return Array.from({ length: SAMPLES }, () => shape.map(place));
}

/** The index of the entry at a row-major place. */
export function indexOf(place: number, shape: Shape): number[] {
  const at = shape.map(() => 0);
  let rest = place;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    at[axis] = rest % shape[axis]!;
    rest = Math.floor(rest / shape[axis]!);
  }
  return at;
}

/** Numbers in [-1, 1), always the same for a seed (Mulberry32); not for training, which draws from the model's keyed generator. */
export function sequenceOf(seed: number): () => number {
  let state = (seed * 0x9e3779b9) >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 31 - 1;
  };
}
