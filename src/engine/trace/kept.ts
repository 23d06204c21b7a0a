import { sizeOf } from "../kernels/kernel";
import type { Program } from "./program";

/** Kernels whose result is their operand under another shape: no value of its own. */
const SHAPES_ONLY = new Set(["Reshape", "ExpandDims", "Identity"]);

/** A tensor that a part of a program has computed and something after the parts reads. */
export interface Kept {
  /** The part, as `inScope` named it. */
  readonly scope: string;
  /** How many values it holds. */
  readonly values: number;
}

/**
 * The tensors that must stay in memory from the forward to the backward pass: they follow from the input `from`, were computed in a part
 * (`inScope`), and are read by a step outside of all parts (the loss, gradients, running statistics). Each is listed once however often it is
 * read; weights, and what is made of them alone, are not among them.
 */
export function keptValues({ inputs, nodes, outputs }: Program, from: string): Kept[] {
  const same = new Map<number, number>();
  const root = (id: number): number => same.get(id) ?? id;
  const made = new Map<number, Kept>();
  const ofInput = new Set(inputs.filter(({ name }) => name === from).map(({ value }) => value.id));
  const read = new Set<number>();
  for (const { kernel, inputs: operands, outputs: results, scope } of nodes) {
    if (scope === undefined) operands.forEach((id) => read.add(root(id)));
    if (!operands.some((id) => ofInput.has(root(id)))) continue;
    if (SHAPES_ONLY.has(kernel)) same.set(results[0]!.id, root(operands[0]!));
    else
      for (const { id, shape } of results) {
        ofInput.add(id);
        if (scope !== undefined) made.set(id, { scope, values: sizeOf(shape) });
      }
  }
  outputs.forEach(({ value }) => read.add(root(value.id)));
  return [...made].filter(([id]) => read.has(id)).map(([, kept]) => kept);
}
