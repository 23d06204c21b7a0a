import type { Dtype } from "../dtype";

/** What a pickle holds, in plain values; lists are arrays, dicts are Maps, sets are Sets. */
export type PickleValue =
  | null
  | boolean
  | number
  | bigint
  | string
  | PickledText
  | PickledBytes
  | Tuple
  | Known
  | NumpyArray
  | NumpyDtype
  | TorchStorage
  | TorchTensor
  | PickleValue[]
  | Map<PickleValue, PickleValue>
  | Set<PickleValue>;

/** Long text that stays where it lies in the file: UTF-8 bytes [at, at + length). */
export class PickledText {
  constructor(
    readonly at: number,
    readonly length: number,
  ) {}
}

/** Bytes that stay where they lie in the file, unless they are `held`; as `latin`, UTF-8 text whose characters are the bytes (Python 3 in protocol 2). */
export class PickledBytes {
  constructor(
    readonly at: number,
    readonly length: number,
    readonly held?: Uint8Array,
    readonly latin = false,
  ) {}
}

export class Tuple {
  constructor(readonly items: readonly PickleValue[]) {}
}

/** A global the reader has an own meaning for. `call` stands in for calling it; without one it is only passed to others. */
export class Known {
  constructor(
    readonly name: string,
    readonly call?: (args: readonly PickleValue[], fail: Fail) => PickleValue,
  ) {}
}

/** An entry of a table of globals: "module name", and what stands in for it. */
export function known(module: string, name: string, call?: Known["call"]): [key: string, Known] {
  return [`${module} ${name}`, new Known(`${module}.${name}`, call)];
}

/** Stops with what is wrong, at the place of the opcode that is run. */
export type Fail = (what: string, next?: string) => never;

/** An array of numbers; shape, type and bytes come with its state. */
export class NumpyArray {
  shape: readonly number[] = [];
  dtype: Dtype | undefined;
  fortran = false;
  data: PickledBytes | undefined;
}

export class NumpyDtype {
  constructor(public dtype: Dtype) {}
}

/** A type of storage, and where its bytes are: entry `key` of the checkpoint. */
export class TorchStorage {
  constructor(
    readonly key: string,
    readonly dtype: Dtype,
    /** Numbers. */
    readonly count: number,
  ) {}
}

export class TorchTensor {
  constructor(
    readonly storage: TorchStorage,
    readonly offset: number,
    readonly shape: readonly number[],
    readonly strides: readonly number[],
  ) {}
}
