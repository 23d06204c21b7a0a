import {
  encodeModel,
  type AttributeValue,
  type ElementType,
  type OnnxNode,
  type OnnxTensor,
  type OnnxValue,
} from "./proto";

/** A value inside a graph being built: its name and static shape. */
export interface Ref {
  readonly name: string;
  readonly shape: readonly number[];
  readonly type: ElementType;
}

/** Collects nodes, constants, inputs and outputs, and encodes them as one ONNX model. */
export class GraphBuilder {
  private readonly nodes: OnnxNode[] = [];
  private readonly inputs: OnnxValue[] = [];
  private readonly outputs: OnnxValue[] = [];
  private readonly initializers: OnnxTensor[] = [];
  private readonly constants = new Map<string, Ref>();
  private count = 0;

  get nodeCount(): number {
    return this.nodes.length;
  }

  input(name: string, shape: readonly number[], type: ElementType = "float32"): Ref {
    this.inputs.push({ name, shape, type });
    return { name, shape, type };
  }

  /** Makes `ref` the graph's output `name`. */
  output(ref: Ref, name: string): void {
    this.nodes.push({
      op: "Identity",
      domain: "",
      name: `out_${name}`,
      inputs: [ref.name],
      outputs: [name],
      attributes: {},
    });
    this.outputs.push({ name, shape: ref.shape, type: ref.type });
  }

  /** A node with one output of `shape`. */
  node(
    op: string,
    inputs: readonly (Ref | null)[],
    shape: readonly number[],
    attributes: Record<string, AttributeValue> = {},
    type: ElementType = "float32",
    label = op,
  ): Ref {
    return this.nodeMany(op, inputs, [shape], attributes, type, label)[0]!;
  }

  /** A node with several outputs; null inputs are optional ones left out. */
  nodeMany(
    op: string,
    inputs: readonly (Ref | null)[],
    shapes: readonly (readonly number[])[],
    attributes: Record<string, AttributeValue> = {},
    type: ElementType = "float32",
    label = op,
  ): Ref[] {
    const id = this.count++;
    const refs = shapes.map((shape, i) => ({ name: `v${id}_${i}`, shape, type }));
    const domain = MICROSOFT.has(op) ? "com.microsoft" : "";
    this.nodes.push({
      op,
      domain,
      name: `${label}#${id}`,
      inputs: inputs.map((ref) => ref?.name ?? ""),
      outputs: refs.map((ref) => ref.name),
      attributes,
    });
    return refs;
  }

  /** A float32 constant, shared when the same values were asked for before. */
  floats(values: ArrayLike<number>, shape: readonly number[]): Ref {
    return this.constant(Float32Array.from(values), shape, "float32");
  }

  /** An int64 constant, as shapes, axes and slice bounds are. */
  ints(values: readonly number[]): Ref {
    return this.constant(BigInt64Array.from(values.map(BigInt)), [values.length], "int64");
  }

  constant(values: Float32Array | Int32Array | BigInt64Array, shape: readonly number[], type: ElementType): Ref {
    const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    const key = bytes.length <= 4096 ? `${type}:${shape.join(",")}:${bytes.join(",")}` : undefined;
    const known = key && this.constants.get(key);
    if (known) return known;
    const ref = { name: `c${this.count++}`, shape, type };
    this.initializers.push({ ...ref, bytes });
    if (key) this.constants.set(key, ref);
    return ref;
  }

  encode(graphName: string, metadata?: Record<string, string>): Uint8Array {
    const { nodes, inputs, outputs, initializers } = this;
    return encodeModel({ graphName, nodes, inputs, outputs, initializers, metadata });
  }
}

const MICROSOFT = new Set(["FusedMatMul", "FusedConv", "FusedGemm", "BiasGelu", "Gelu", "SkipLayerNormalization"]);
