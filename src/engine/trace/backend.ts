import * as tf from "@tensorflow/tfjs-core";
import { allRules, type KernelRule, type Shape } from "../kernels/kernel";
import type { Program, ProgramNode, Value } from "./program";
import { scopeNow } from "./scope";

export const TRACE_BACKEND = "trace";

/** A tfjs backend that computes nothing: each kernel call becomes a node of the program being recorded. */
export class TraceBackend extends tf.KernelBackend {
  private values = new WeakMap<object, Value>();
  private references = new WeakMap<object, number>();
  private nodes: ProgramNode[] = [];
  private constants: { value: Value; data: Float32Array | Int32Array }[] = [];
  private live = 0;
  private count = 0;

  override numDataIds(): number {
    return this.live;
  }
  override floatPrecision(): 16 | 32 {
    return 32;
  }
  override epsilon(): number {
    return 1e-7;
  }
  /** Nothing is computed, so no bytes are held. */
  override memory(): { unreliable: boolean } {
    return { unreliable: false };
  }
  override refCount(dataId: object): number {
    return this.references.get(dataId) ?? 0;
  }
  override incRef(dataId: object): void {
    this.references.set(dataId, this.refCount(dataId) + 1);
  }
  override disposeData(dataId: object, force = false): boolean {
    const left = this.refCount(dataId) - 1;
    this.references.set(dataId, left);
    if (left > 0 && !force) return false;
    if (left >= 0) this.live--;
    return true;
  }
  override readSync(): never {
    throw new Error(
      "A value was read while a program was recorded; a traced function may only build tensors from tensors.",
    );
  }
  override read(): Promise<never> {
    return Promise.resolve().then(() => this.readSync());
  }

  /** Called by tfjs for tensors made from numbers: they become constants of the program. */
  override write(values: tf.BackendValues | null, shape: number[], dtype: tf.DataType): object {
    const data =
      dtype === "int32" || dtype === "bool"
        ? Int32Array.from(values as Int32Array)
        : Float32Array.from((values ?? []) as Float32Array);
    const value = this.newValue(shape, dtype);
    this.constants.push({ value, data });
    return this.track(value);
  }
  override move(dataId: object, values: tf.BackendValues, shape: number[], dtype: tf.DataType): void {
    const made = this.write(values, shape, dtype);
    this.values.set(dataId, this.values.get(made)!);
    this.references.set(dataId, 1);
  }

  /** Starts a new recording; what an earlier one held is forgotten. */
  begin(): void {
    this.nodes = [];
    this.constants = [];
  }

  /** A tensor that stands for an input of the program. */
  placeholder(shape: Shape, dtype: "float32" = "float32"): { tensor: tf.Tensor; value: Value } {
    const value = this.newValue(shape, dtype);
    return {
      tensor: tf.engine().makeTensorFromTensorInfo({ dataId: this.track(value), shape: [...shape], dtype }),
      value,
    };
  }

  valueBehind(tensor: tf.TensorInfo): Value {
    const value = this.values.get(tensor.dataId);
    if (!value)
      throw new Error("A tensor of another backend entered a recorded function; pass it as an input instead.");
    return value;
  }

  record(rule: KernelRule, inputs: readonly tf.TensorInfo[], attributes: tf.NamedAttrMap): tf.TensorInfo[] {
    const operands = inputs.map((tensor) => ({ id: this.valueBehind(tensor).id, shape: tensor.shape as Shape }));
    const dtype = rule.type?.(attributes) ?? inputs[0]!.dtype;
    const outputs = rule
      .infer(
        operands.map((o) => o.shape),
        attributes,
      )
      .map((shape) => this.newValue(shape, dtype));
    const scope = scopeNow();
    this.nodes.push({
      kernel: rule.name,
      inputs: operands.map((o) => o.id),
      shapes: operands.map((o) => o.shape),
      attributes,
      outputs,
      ...(scope === undefined ? {} : { scope }),
    });
    return outputs.map((value) => ({ dataId: this.track(value), shape: [...value.shape], dtype }));
  }

  /** The recording so far as a program from `inputs` to `outputs`. */
  program(inputs: Program["inputs"], outputs: Program["outputs"]): Program {
    return { inputs, outputs, nodes: this.nodes, constants: this.constants };
  }

  private newValue(shape: Shape, dtype: tf.DataType): Value {
    return { id: this.count++, shape: [...shape], dtype };
  }

  private track(value: Value): object {
    const dataId = {};
    this.values.set(dataId, value);
    this.references.set(dataId, 1);
    this.live++;
    return dataId;
  }
}

/** Registers the trace backend and, for it, every kernel that has a rule. */
export function registerTraceBackend(): void {
  if (tf.engine().registryFactory[TRACE_BACKEND]) return;
  tf.registerBackend(TRACE_BACKEND, () => new TraceBackend(), 0);
  for (const rule of allRules()) {
    tf.registerKernel({
      kernelName: rule.name,
      backendName: TRACE_BACKEND,
      kernelFunc: ({ inputs, attrs, backend }) => {
        const operands =
          Object.keys(inputs).length && rule.inputs
            ? rule.inputs.flatMap((name) => inputs[name] ?? [])
            : Object.values(inputs);
        const outputs = (backend as TraceBackend).record(rule, operands as tf.TensorInfo[], attrs ?? {});
        return outputs.length === 1 ? outputs[0]! : outputs;
      },
    });
  }
}
