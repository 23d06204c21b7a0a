import * as tf from "@tensorflow/tfjs-core";
import "../kernels";
import type { Shape } from "../kernels/kernel";
import { registerTraceBackend, TRACE_BACKEND, type TraceBackend } from "./backend";
import type { Program } from "./program";
import { sequence } from "./sequence";
import { simplify } from "./simplify";

/**
 * Runs `build` once on placeholders and returns what it did as a program.
 *
 * @param inputs name -> shape of every float32 input
 * @param build gets one placeholder per input and returns the named outputs; it must be free of reads and of randomness
 */
export async function record(
  inputs: Readonly<Record<string, Shape>>,
  build: (inputs: Record<string, tf.Tensor>) => Record<string, tf.Tensor>,
): Promise<Program> {
  registerTraceBackend();
  const before = tf.engine().backendName;
  await tf.setBackend(TRACE_BACKEND);
  const backend = tf.backend() as TraceBackend;
  backend.begin();
  try {
    let program: Program | undefined;
    tf.tidy(() => {
      const placeholders = Object.entries(inputs).map(([name, shape]) => ({ name, ...backend.placeholder(shape) }));
      const outputs = build(Object.fromEntries(placeholders.map(({ name, tensor }) => [name, tensor])));
      program = backend.program(
        placeholders.map(({ name, value }) => ({ name, value })),
        Object.entries(outputs).map(([name, tensor]) => ({
          name,
          value: { ...backend.valueBehind(tensor), shape: tensor.shape },
        })),
      );
    });
    return sequence(simplify(program!));
  } finally {
    backend.begin();
    if (before) await tf.setBackend(before);
  }
}
