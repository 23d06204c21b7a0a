import { randomStream, RANDOM_STREAMS } from "../random";

/** How a parameter starts. */
export type Init =
  | { readonly kind: "constant"; readonly value: number }
  | { readonly kind: "normal"; readonly mean: number; readonly std: number }
  | { readonly kind: "values"; readonly values: ArrayLike<number> };

/** One named tensor inside a flat vector. */
export interface Entry {
  readonly name: string;
  readonly shape: readonly number[];
  /** In floats. */
  readonly offset: number;
  readonly length: number;
  readonly init: Init;
}

/** Where every weight and every running statistic stands in the two flat vectors of a network. */
export interface StateLayout {
  readonly weights: readonly Entry[];
  readonly statistics: readonly Entry[];
}

export const totalLength = (entries: readonly Entry[]): number => {
  const last = entries.at(-1);
  return last ? last.offset + last.length : 0;
};

/** Collects what a network is made of, in order; the modules of src/model/network declare themselves through it. */
export class Declaration implements StateLayout {
  readonly weights: Entry[] = [];
  readonly statistics: Entry[] = [];

  weight(name: string, shape: readonly number[], init: Init): void {
    append(this.weights, name, shape, init);
  }

  /** A 1x1 or temporal convolution with bias; Kaiming-normal over the fan out, bias 0 [lineage: CTR-GCN]. */
  conv(name: string, shape: readonly number[], fanOut = shape[0]! * shape.slice(2).reduce((a, b) => a * b, 1)): void {
    this.weight(`${name}.weight`, shape, { kind: "normal", mean: 0, std: Math.sqrt(2 / fanOut) });
    this.weight(`${name}.bias`, [shape[0]!], { kind: "constant", value: 0 });
  }

  /** A batch norm over `channels`, with its running statistics. */
  norm(name: string, channels: number, scale: Init = { kind: "constant", value: 1 }): void {
    this.weight(`${name}.weight`, [channels], scale);
    this.weight(`${name}.bias`, [channels], { kind: "constant", value: 0 });
    append(this.statistics, `${name}.mean`, [channels], { kind: "constant", value: 0 });
    append(this.statistics, `${name}.variance`, [channels], { kind: "constant", value: 1 });
  }
}

function append(entries: Entry[], name: string, shape: readonly number[], init: Init): void {
  if (entries.some((entry) => entry.name === name)) throw new Error(`Two parameters are named "${name}".`);
  const length = shape.reduce((a, b) => a * b, 1);
  entries.push({ name, shape, offset: totalLength(entries), length, init });
}

/** The start values of `entries`, a pure function of the seed: each tensor draws from a sequence of its own. */
export function initialValues(entries: readonly Entry[], seed: number): Float32Array {
  const values = new Float32Array(totalLength(entries));
  entries.forEach(({ offset, length, init }, sample) => {
    const part = values.subarray(offset, offset + length);
    if (init.kind === "constant") part.fill(init.value);
    else if (init.kind === "values") part.set(init.values);
    else {
      const random = randomStream({ seed, stream: RANDOM_STREAMS.init, epoch: 0, sample, use: 0 });
      for (let i = 0; i < length; i++) part[i] = init.mean + init.std * random.normal();
    }
  });
  return values;
}

/** A batch norm's scale where a branch must start silent [lineage: CTR-GCN]. */
export const NEARLY_ZERO: Init = { kind: "constant", value: 1e-6 };
