import type { DataType } from "@tensorflow/tfjs-core";
import { sizeOf, type Shape } from "../kernels/kernel";
import type { Program, ProgramNode, Value } from "./program";

/** From this many values on, keeping a tensor alive matters. */
const LARGE = 1 << 16;
/** A result first used this many nodes later was only waiting. */
const LATE = 40;

/**
 * Holds ONNX Runtime to the recorded order where memory depends on it.
 *
 * It orders a graph by a depth-first search from the outputs, which runs the whole chain of activation gradients before the
 * first weight gradient, and so keeps every large gradient of the backward pass alive at once. Here each reduction of large
 * tensors whose result is wanted much later (a weight gradient) hands a zero to the next small reciprocal root on the chain
 * (each batch norm's gradient has one), so that it must have run by then. Adding the zero changes no bit of a finite result.
 */
export function sequence(program: Program): Program {
  const firstUse = new Map<number, number>();
  program.nodes.forEach((node, at) => node.inputs.forEach((id) => firstUse.has(id) || firstUse.set(id, at)));
  let id =
    Math.max(
      ...program.nodes.flatMap((node) => node.outputs.map((value) => value.id)),
      ...program.constants.map(({ value }) => value.id),
    ) + 1;
  const fresh = (shape: Shape): Value => ({ id: id++, shape, dtype: "float32" as DataType });
  const zero = { value: fresh([1]), data: Float32Array.of(0) };
  // Inputs and constants stay in memory whoever has read them.
  const held = new Set([...program.inputs, ...program.constants].map(({ value }) => value.id));

  const nodes: ProgramNode[] = [];
  let waiting: Value[] = [];
  program.nodes.forEach((node, at) => {
    if (node.kernel === "Rsqrt" && waiting.length > 0 && at > 0) {
      const delayed = fresh(node.shapes[0]!);
      const { nodes: made, token } = zeroFrom(waiting, zero.value, fresh);
      made.push(call("Add", [{ id: node.inputs[0]!, shape: node.shapes[0]! }, token], delayed));
      // They belong where the root belongs.
      const { scope } = node;
      nodes.push(...made.map((one) => (scope === undefined ? one : { ...one, scope })));
      nodes.push({ ...node, inputs: [delayed.id] });
      waiting = [];
    } else nodes.push(node);
    if (reducesLate(node, at, firstUse, held)) waiting.push(node.outputs[0]!);
  });
  return { ...program, nodes, constants: [...program.constants, zero] };
}

function reducesLate(
  node: ProgramNode,
  at: number,
  firstUse: ReadonlyMap<number, number>,
  held: ReadonlySet<number>,
): boolean {
  const [output] = node.outputs;
  const read = Math.max(0, ...node.shapes.map((shape, i) => (held.has(node.inputs[i]!) ? 0 : sizeOf(shape))));
  return (
    node.outputs.length === 1 &&
    read >= LARGE &&
    sizeOf(output!.shape) * 2 < read &&
    (firstUse.get(output!.id) ?? Infinity) > at + LATE
  );
}

/** A zero [1] that can only be computed after all of `values`, and the nodes that compute it. */
function zeroFrom(
  values: readonly Value[],
  zero: Value,
  fresh: (shape: Shape) => Value,
): { nodes: ProgramNode[]; token: Value } {
  const nodes: ProgramNode[] = [];
  const firsts = values.map((value) => {
    const flat = fresh([sizeOf(value.shape)]);
    const first = fresh([1]);
    nodes.push({ ...call("Reshape", [value], flat), attributes: { shape: [...flat.shape] } });
    nodes.push({ ...call("Slice", [flat], first), attributes: { begin: [0], size: [1] } });
    return first;
  });
  const joined = fresh([firsts.length]);
  nodes.push({ ...call("Concat", firsts, joined), attributes: { axis: 0 } });
  const cancelled = fresh([firsts.length]);
  nodes.push(call("Multiply", [joined, zero], cancelled));
  const total = fresh([1]);
  nodes.push({ ...call("Sum", [cancelled], total), attributes: { axis: [0], keepDims: true } });
  return { nodes, token: total };
}

function call(kernel: string, inputs: readonly Pick<Value, "id" | "shape">[], output: Value): ProgramNode {
  return {
    kernel,
    inputs: inputs.map(({ id }) => id),
    shapes: inputs.map(({ shape }) => shape),
    attributes: {},
    outputs: [output],
  };
}
