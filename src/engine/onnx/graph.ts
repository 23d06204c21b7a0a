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

/** An axis whose size is known only when the model runs. */
export interface SymbolicSize {
  /** What stands for it while the graph is built: a prime larger than every other size, so that exactly its multiples depend on it. */
  readonly size: number;
  /** Its name in the model. */
  readonly name: string;
}

export interface GraphOptions {
  /** Only operators of the standard set, for other runtimes. */
  readonly standard?: boolean;
  /** The first axis of the first input that has this size. */
  readonly batch?: SymbolicSize;
}

/** Collects nodes, constants, inputs and outputs, and encodes them as one ONNX model. */
export class GraphBuilder {
  private readonly nodes: OnnxNode[] = [];
  private readonly inputs: OnnxValue[] = [];
  private readonly outputs: OnnxValue[] = [];
  private readonly initializers = new Map<string, OnnxTensor>();
  private readonly constants = new Map<string, Ref>();
  private batchInput: Ref | undefined;
  private batchSize: Ref | undefined;
  private count = 0;

  constructor(private readonly options: GraphOptions = {}) {}

  get standard(): boolean {
    return this.options.standard ?? false;
  }

  get nodeCount(): number {
    return this.nodes.length;
  }

  input(name: string, shape: readonly number[], type: ElementType = "float32"): Ref {
    this.inputs.push({ name, shape: this.symbolic(shape), type });
    const ref = { name, shape, type };
    if (shape[0] === this.options.batch?.size) this.batchInput ??= ref;
    return ref;
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
    this.outputs.push({ name, shape: this.symbolic(ref.shape), type: ref.type });
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
    if (domain && this.standard) throw new Error(`"${op}" is not a standard operator; lower it to one that is.`);
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

  /** Int64 numbers, as shapes, axes and slice bounds are; a constant unless the batch enters. */
  ints(values: readonly number[]): Ref {
    if (values.some((n) => this.timesBatch(n))) return this.intsOfBatch(values);
    return this.constant(BigInt64Array.from(values.map(BigInt)), [values.length], "int64");
  }

  /** The same numbers under another shape; of a constant, another constant. */
  reshape(ref: Ref, shape: readonly number[]): Ref {
    const constant = this.initializers.get(ref.name);
    if (constant) {
      const view = { name: `${ref.name}_${shape.join("x")}`, shape, type: ref.type };
      this.initializers.set(view.name, { ...constant, ...view });
      return view;
    }
    const inferable = shape.filter((n) => this.timesBatch(n)).length === 1;
    const target = inferable ? shape.map((n) => (this.timesBatch(n) ? -1 : n)) : shape;
    return this.node("Reshape", [ref, this.ints(target)], shape, {}, ref.type);
  }

  /** @param name in the model; constants without one are numbered, and equal ones shared */
  constant(
    values: Float32Array | Int32Array | BigInt64Array,
    shape: readonly number[],
    type: ElementType,
    name?: string,
  ): Ref {
    const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    const key = !name && bytes.length <= 4096 ? `${type}:${shape.join(",")}:${bytes.join(",")}` : undefined;
    const known = key && this.constants.get(key);
    if (known) return known;
    const ref = { name: name ?? `c${this.count++}`, shape, type };
    this.initializers.set(ref.name, { ...ref, bytes });
    if (key) this.constants.set(key, ref);
    return ref;
  }

  encode(graphName: string, metadata?: Record<string, string>): Uint8Array {
    const { nodes, inputs, outputs } = this;
    const read = new Set(nodes.flatMap((node) => node.inputs));
    const initializers = [...this.initializers.values()].filter(({ name }) => read.has(name));
    return encodeModel({ graphName, nodes, inputs, outputs, initializers, metadata });
  }

  /** How many times the batch n is; 0 when the batch does not enter. */
  private timesBatch(n: number): number {
    const size = this.options.batch?.size;
    return size && n % size === 0 ? n / size : 0;
  }

  private symbolic(shape: readonly number[]): (number | string)[] {
    return shape.map((n) => {
      const times = this.timesBatch(n);
      return times === 0 ? n : `${times === 1 ? "" : times}${this.options.batch!.name}`;
    });
  }

  private intsOfBatch(values: readonly number[]): Ref {
    if (!this.batchInput) throw new Error("The batch enters a shape, but no input has it as its first axis.");
    const batch = (this.batchSize ??= this.node("Shape", [this.batchInput], [1], { start: 0, end: 1 }, "int64"));
    const parts = values.map((n) => {
      const times = this.timesBatch(n);
      if (times === 0) return this.ints([n]);
      return times === 1 ? batch : this.node("Mul", [batch, this.ints([times])], [1], {}, "int64");
    });
    return this.node("Concat", parts, [values.length], { axis: 0 }, "int64");
  }
}

const MICROSOFT = new Set(["FusedMatMul", "FusedConv", "FusedGemm", "BiasGelu", "Gelu", "SkipLayerNormalization"]);
