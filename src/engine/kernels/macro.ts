import * as tf from "@tensorflow/tfjs-core";
import { defineRule, type KernelRule } from "./kernel";

/**
 * A kernel of ours: one node in a recorded program, composed from tfjs operations on every other backend, with its own gradient.
 * The name of each input must be listed, and every input is always given.
 */
export interface Macro<A> extends KernelRule<A> {
  readonly inputs: readonly string[];
  /** The same computation in tfjs operations: the oracle, and the path for eager backends. */
  eager(inputs: readonly tf.Tensor[], attributes: A): tf.Tensor | tf.Tensor[];
  /** Gradients with respect to each input, null for none. Written in operations that themselves record. */
  gradient?(
    dys: readonly tf.Tensor[],
    inputs: readonly tf.Tensor[],
    outputs: readonly tf.Tensor[],
    attributes: A,
  ): (tf.Tensor | null)[];
}

const macros: Macro<never>[] = [];
const EAGER_BACKENDS = ["cpu", "tensorflow", "webgpu", "wasm"];

/** Registers the kernel for the trace backend and for tfjs's own, with its gradient, and returns the function that runs it. */
export function defineMacro<A extends object>(
  macro: Macro<A>,
): (inputs: readonly tf.Tensor[], attributes: A) => tf.Tensor[] {
  defineRule(macro);
  macros.push(macro as Macro<never>);
  for (const backendName of EAGER_BACKENDS) {
    tf.registerKernel({
      kernelName: macro.name,
      backendName,
      kernelFunc: ({ inputs, attrs }) =>
        macro.eager(
          macro.inputs.map((name) => inputs[name] as tf.Tensor),
          attrs as A,
        ),
    });
  }
  if (macro.gradient) registerGradientOf(macro);
  return (inputs, attributes) => {
    const named = Object.fromEntries(macro.inputs.map((name, i) => [name, inputs[i]!]));
    const result = tf.engine().runKernel(macro.name, named, attributes as unknown as tf.NamedAttrMap);
    return Array.isArray(result) ? (result as tf.Tensor[]) : [result as tf.Tensor];
  };
}

function registerGradientOf<A>(macro: Macro<A>): void {
  const count = macro.inputs.length;
  tf.registerGradient({
    kernelName: macro.name,
    inputsToSave: [...macro.inputs],
    outputsToSave: Array.from({ length: 4 }, () => true),
    gradFunc: (dy, saved, attributes) => {
      const dys = Array.isArray(dy) ? dy : [dy];
      const gradients = macro.gradient!(dys, saved.slice(0, count), saved.slice(count), attributes as A);
      return Object.fromEntries(macro.inputs.flatMap((name, i) => (gradients[i] ? [[name, () => gradients[i]!]] : [])));
    },
  });
}

export function allMacros(): readonly Macro<never>[] {
  return macros;
}
