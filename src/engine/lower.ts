import { reshaped, ruleFor } from "./kernels/kernel";
import { GraphBuilder, type GraphOptions, type Ref } from "./onnx/graph";
import type { Program } from "./trace/program";

export interface LowerOptions extends GraphOptions {
  readonly metadata?: Record<string, string>;
}

/** Lowers a program to an ONNX model: opset 17 and, unless `standard` is asked for, ONNX Runtime's own operators. */
export function lower(program: Program, name: string, options: LowerOptions = {}): Uint8Array {
  const graph = new GraphBuilder(options);
  const refs = new Map<number, Ref>();
  for (const { name: input, value } of program.inputs) refs.set(value.id, graph.input(input, value.shape));
  for (const { value, data, name: constant } of program.constants) {
    refs.set(value.id, graph.constant(data, value.shape, value.dtype === "float32" ? "float32" : "int32", constant));
  }
  for (const node of program.nodes) {
    const inputs = node.inputs.map((id, i) => reshaped(graph, refs.get(id)!, node.shapes[i]!));
    const outputs = ruleFor(node.kernel).lower(
      graph,
      inputs,
      node.attributes,
      node.outputs.map((value) => value.shape),
    );
    node.outputs.forEach((value, i) => outputs[i] && refs.set(value.id, outputs[i]!));
  }
  for (const { name: output, value } of program.outputs) {
    graph.output(reshaped(graph, refs.get(value.id)!, value.shape), outputName(program, output));
  }
  return graph.encode(name, options.metadata);
}

/** ONNX needs distinct names, so a state that goes in and comes out changed gets a suffix on its way out. */
export function outputName(program: Program, name: string): string {
  return program.inputs.some((input) => input.name === name) ? `${name}_next` : name;
}
