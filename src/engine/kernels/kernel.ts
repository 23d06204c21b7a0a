import type { DataType, NamedAttrMap } from "@tensorflow/tfjs-core";
import type { GraphBuilder, Ref } from "../onnx/graph";

export type Shape = readonly number[];

/**
 * What the trace backend and the ONNX lowering know of one tfjs kernel: the order of its inputs, the shapes of its outputs,
 * and the ONNX nodes that compute it.
 */
export interface KernelRule<A = NamedAttrMap> {
  readonly name: string;
  /** The keys of tfjs's input map in order; absent for kernels that take a list. */
  readonly inputs?: readonly string[];
  infer(shapes: readonly Shape[], attributes: A): Shape[];
  /** The output type; the first input's when absent. */
  readonly type?: (attributes: A) => DataType;
  lower(graph: GraphBuilder, inputs: readonly Ref[], attributes: A, outputs: readonly Shape[]): Ref[];
}

const rules = new Map<string, KernelRule<never>>();

/** Makes a kernel known to the trace backend and to the lowering. */
export function defineRule<A>(rule: KernelRule<A>): KernelRule<A> {
  rules.set(rule.name, rule as KernelRule<never>);
  return rule;
}

export function ruleFor(name: string): KernelRule {
  const rule = rules.get(name);
  if (!rule) throw new Error(`The tensor operation "${name}" has no lowering rule; add one in src/engine/kernels.`);
  return rule as unknown as KernelRule;
}

export function allRules(): KernelRule[] {
  return [...rules.values()] as unknown as KernelRule[];
}

export function sizeOf(shape: Shape): number {
  return shape.reduce((product, n) => product * n, 1);
}

export function sameShape(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((n, i) => n === b[i]);
}

/** The shape of an elementwise operation on two tensors, by numpy's rule. */
export function broadcastShape(a: Shape, b: Shape): number[] {
  const rank = Math.max(a.length, b.length);
  return Array.from({ length: rank }, (_, i) => {
    const m = a[a.length - rank + i] ?? 1;
    const n = b[b.length - rank + i] ?? 1;
    if (m !== n && m !== 1 && n !== 1)
      throw new Error(`Shapes [${a.join(", ")}] and [${b.join(", ")}] do not broadcast.`);
    return Math.max(m, n);
  });
}

/** Reshapes inside a lowering; nothing when the shape already fits. */
export function reshaped(graph: GraphBuilder, ref: Ref, shape: Shape): Ref {
  return sameShape(ref.shape, shape) ? ref : graph.reshape(ref, shape);
}
