import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** What a fixture was made from; see README.md and make_fixtures.py, which writes it. */
export interface FixtureConfig {
  readonly layout: string;
  readonly classes: number;
  readonly frames: number;
  readonly bodies: number;
  readonly batch: number;
  readonly widths: readonly number[];
  readonly strides: readonly number[];
  /** Distinct batches; step s uses batch s mod `batches`. */
  readonly batches: number;
  readonly steps: number;
  readonly labelSmoothing: number;
  readonly sgd: {
    readonly lr: number;
    readonly momentum: number;
    readonly nesterov: boolean;
    readonly weight_decay: number;
  };
  readonly adamw: {
    readonly lr: number;
    readonly betas: readonly [number, number];
    readonly eps: number;
    readonly weight_decay: number;
  };
  /** Parameters whose exact gradient is zero, so that float32 gives rounding noise of any sign. */
  readonly inert: readonly string[];
  /** Largest relative L2 error per group of PyTorch's own float32 run. */
  readonly float32Errors: Readonly<Record<string, number>>;
}

export interface FixtureTensor {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

export interface Fixture {
  readonly config: FixtureConfig;
  /** By "group/parameter name", as README.md lists them. */
  readonly tensors: ReadonlyMap<string, FixtureTensor>;
}

export const FIXTURES = ["ntu25-even", "ucla20-odd", "ntu25-steps", "ucla20-steps"] as const;
export type FixtureName = (typeof FIXTURES)[number];

/** Reads test/parity/fixtures/NAME.safetensors. */
export function loadFixture(name: FixtureName): Fixture {
  return parseFixture(
    readFileSync(join(fileURLToPath(new URL("fixtures", import.meta.url)), `${name}.safetensors`)),
    name,
  );
}

interface Header {
  readonly __metadata__: { readonly config: string };
  readonly [name: string]: unknown;
}

interface TensorHeader {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly data_offsets: readonly [number, number];
}

/** @throws Error naming the tensor when the file is cut short or holds something other than float32 */
export function parseFixture(file: Uint8Array, name: string): Fixture {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const headerLength = file.byteLength < 8 ? Infinity : Number(view.getBigUint64(0, true));
  const start = 8 + headerLength;
  if (start > file.byteLength) throw new Error(`${name}: the file ends inside its header.`);
  const { __metadata__, ...entries } = JSON.parse(new TextDecoder().decode(file.subarray(8, start))) as Header;
  const tensors = new Map<string, FixtureTensor>();
  for (const [key, value] of Object.entries(entries)) {
    const { dtype, shape, data_offsets: [from, to] } = value as TensorHeader; // prettier-ignore
    const size = shape.reduce((a, b) => a * b, 1);
    if (dtype !== "F32" || to - from !== 4 * size || start + to > file.byteLength) {
      throw new Error(`${name}: tensor "${key}" is not ${size} float32 values within the file.`);
    }
    // Copied, because the data need not be aligned to four bytes (and a Buffer's own slice copies nothing).
    tensors.set(key, { shape, data: new Float32Array(new Uint8Array(file.subarray(start + from, start + to)).buffer) });
  }
  return { config: JSON.parse(__metadata__.config) as FixtureConfig, tensors };
}
