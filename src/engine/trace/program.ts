import type { DataType, NamedAttrMap } from "@tensorflow/tfjs-core";
import type { Shape } from "../kernels/kernel";

/** A tensor of a program; ids are unique within a process. */
export interface Value {
  readonly id: number;
  readonly shape: Shape;
  readonly dtype: DataType;
}

/** One recorded kernel call. Inputs carry the shape under which they were used, since tfjs reshapes share data. */
export interface ProgramNode {
  readonly kernel: string;
  readonly inputs: readonly number[];
  readonly shapes: readonly Shape[];
  readonly attributes: NamedAttrMap;
  readonly outputs: readonly Value[];
  /** The part of the program it belongs to (`inScope`); absent outside of all. */
  readonly scope?: string;
}

/** A static tensor program: named inputs to named outputs through nodes in execution order. */
export interface Program {
  readonly inputs: readonly { readonly name: string; readonly value: Value }[];
  readonly outputs: readonly { readonly name: string; readonly value: Value }[];
  readonly nodes: readonly ProgramNode[];
  readonly constants: readonly {
    readonly value: Value;
    readonly data: Float32Array | Int32Array;
    /** For the reader of an exported model. */
    readonly name?: string;
  }[];
}
