import * as tf from "@tensorflow/tfjs-core";
import "../../../../src/engine";
import { registerTraceBackend, TRACE_BACKEND, type TraceBackend } from "../../../../src/engine/trace/backend";
import type { Program } from "../../../../src/engine/trace/program";
import type { Named, Shapes } from "../harness";

/** A recording as it was made: neither simplified nor sequenced. */
export async function recordRaw(shapes: Shapes, build: (inputs: Named) => Named): Promise<Program> {
  registerTraceBackend();
  await tf.setBackend(TRACE_BACKEND);
  const backend = tf.backend() as TraceBackend;
  backend.begin();
  let program: Program | undefined;
  tf.tidy(() => {
    const made = Object.entries(shapes).map(([name, shape]) => ({ name, ...backend.placeholder(shape) }));
    const outputs = build(Object.fromEntries(made.map(({ name, tensor }) => [name, tensor])));
    program = backend.program(
      made.map(({ name, value }) => ({ name, value })),
      Object.entries(outputs).map(([name, tensor]) => ({
        name,
        value: { ...backend.valueBehind(tensor), shape: tensor.shape },
      })),
    );
  });
  backend.begin();
  await tf.setBackend("cpu");
  return program!;
}

export const kernelsOf = (program: Program): string[] => program.nodes.map(({ kernel }) => kernel);
