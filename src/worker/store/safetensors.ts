import { HglError } from "../../common/errors";

/**
 * The safetensors format (github.com/huggingface/safetensors): 8 bytes little-endian header length N, N bytes of JSON
 * `{name: {dtype, shape, data_offsets: [begin, end]}, "__metadata__": {text: text}}`, then the data.
 */
export interface Tensor {
  readonly dtype: Dtype;
  readonly shape: readonly number[];
  /** Little-endian, row-major. */
  readonly bytes: Uint8Array;
}

const DTYPE_BYTES = {
  F64: 8,
  F32: 4,
  F16: 2,
  BF16: 2,
  I64: 8,
  I32: 4,
  I16: 2,
  I8: 1,
  U64: 8,
  U32: 4,
  U16: 2,
  U8: 1,
  BOOL: 1,
} as const;
export type Dtype = keyof typeof DTYPE_BYTES;

/** Longest header that is read, as in the reference implementation; a larger length is an attack or a wrong file. */
export const MAX_HEADER_BYTES = 100_000_000;

export interface TensorFile {
  readonly tensors: ReadonlyMap<string, Tensor>;
  readonly metadata: Readonly<Record<string, string>>;
}

/** The bytes of a file with the tensors in name order, the header padded with spaces so that data start on an 8-byte boundary. */
export function writeSafetensors({ tensors, metadata }: TensorFile): Uint8Array {
  // Wider elements first keeps every tensor aligned to its own size.
  const ordered = [...tensors].sort(
    ([a, { dtype: dtypeA }], [b, { dtype: dtypeB }]) => DTYPE_BYTES[dtypeB] - DTYPE_BYTES[dtypeA] || (a < b ? -1 : 1),
  );
  const header: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
  if (Object.keys(metadata).length > 0) header.__metadata__ = metadata;
  let offset = 0;
  for (const [name, { dtype, shape, bytes }] of ordered) {
    if (name === "__metadata__") throw new Error("a tensor cannot be called __metadata__");
    if (byteLength(dtype, shape) !== bytes.length)
      throw new Error(`tensor ${name}: ${bytes.length} bytes do not fill ${dtype} [${shape.join(", ")}]`);
    header[name] = { dtype, shape, data_offsets: [offset, offset + bytes.length] };
    offset += bytes.length;
  }
  let text = JSON.stringify(header);
  text += " ".repeat((8 - (Buffer.byteLength(text) % 8)) % 8);
  const head = new TextEncoder().encode(text);
  if (head.length > MAX_HEADER_BYTES) throw new Error(`a header of ${head.length} bytes is over the format's limit`);
  const file = new Uint8Array(8 + head.length + offset);
  new DataView(file.buffer).setBigUint64(0, BigInt(head.length), true);
  file.set(head, 8);
  let at = 8 + head.length;
  for (const [, { bytes }] of ordered) {
    file.set(bytes, at);
    at += bytes.length;
  }
  return file;
}

/** Every way in which a file can be wrong. */
export type SafetensorsFault =
  | "file shorter than the 8 bytes of the header length"
  | "header length over the limit"
  | "header runs past the end of the file"
  | "header is not UTF-8"
  | "header is not a JSON object"
  | "duplicate name in the header"
  | "metadata is not a map of texts"
  | "tensor entry is malformed"
  | "unknown dtype"
  | "shape overflows"
  | "offsets do not fit dtype and shape"
  | "data has a hole or an overlap"
  | "data does not end at the end of the file";

export class SafetensorsError extends HglError {
  readonly fault: SafetensorsFault;
  constructor(fault: SafetensorsFault, where: string, detail?: string) {
    super({
      code: "store",
      where,
      what: `not a sound safetensors file: ${fault}${detail ? ` (${detail})` : ""}`,
      next: "use another checkpoint",
    });
    this.fault = fault;
  }
}

/**
 * Strict: checks every rule of the format before it hands out any tensor. Tensors are views into `file`.
 * @param where the file's name, for the error.
 * @throws SafetensorsError
 */
export function readSafetensors(file: Uint8Array, where = "safetensors"): TensorFile {
  const fail = (fault: SafetensorsFault, detail?: string): never => {
    throw new SafetensorsError(fault, where, detail);
  };
  if (file.length < 8) fail("file shorter than the 8 bytes of the header length", `${file.length} bytes`);
  const declared = new DataView(file.buffer, file.byteOffset, 8).getBigUint64(0, true);
  if (declared > BigInt(MAX_HEADER_BYTES)) fail("header length over the limit", `${declared} bytes`);
  const headerLength = Number(declared);
  if (8 + headerLength > file.length)
    fail("header runs past the end of the file", `${headerLength} of ${file.length - 8} bytes`);
  const header = parseHeader(file.subarray(8, 8 + headerLength), fail);
  const data = file.subarray(8 + headerLength);

  const metadata = metadataOf(header, fail);
  const spans: { name: string; begin: number; end: number; dtype: Dtype; shape: number[] }[] = [];
  for (const [name, entry] of Object.entries(header))
    if (name !== "__metadata__") spans.push(spanOf(name, entry, fail));
  spans.sort((a, b) => a.begin - b.begin || a.end - b.end);
  let expected = 0;
  for (const { name, begin, end } of spans) {
    if (begin !== expected) fail("data has a hole or an overlap", `${name} begins at ${begin}, not ${expected}`);
    expected = end;
  }
  if (expected !== data.length) fail("data does not end at the end of the file", `${expected} of ${data.length} bytes`);
  const tensors = new Map<string, Tensor>();
  for (const { name, begin, end, dtype, shape } of spans)
    tensors.set(name, { dtype, shape, bytes: data.subarray(begin, end) });
  return { tensors, metadata };
}

type Fail = (fault: SafetensorsFault, detail?: string) => never;

function parseHeader(bytes: Uint8Array, fail: Fail): Record<string, unknown> {
  let text = "";
  try {
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    fail("header is not UTF-8");
  }
  if (!text.startsWith("{")) fail("header is not a JSON object", "it must begin with {");
  let header: unknown;
  try {
    header = JSON.parse(text);
  } catch {
    fail("header is not a JSON object");
  }
  const seen = new Set<string>();
  for (const name of topLevelKeys(text)) {
    if (seen.has(name)) fail("duplicate name in the header", name);
    seen.add(name);
  }
  return header as Record<string, unknown>;
}

/** Keys of the outermost object in text order, repeated ones included (JSON.parse keeps the last only). The text is valid JSON. */
function topLevelKeys(text: string): string[] {
  const keys: string[] = [];
  let depth = 0;
  for (let i = 0; i < text.length; i++) {
    const c = text[i];
    if (c === "{" || c === "[") depth++;
    else if (c === "}" || c === "]") depth--;
    else if (c === '"') {
      const start = i++;
      while (text[i] !== '"') i += text[i] === "\\" ? 2 : 1;
      let after = i + 1;
      while (after < text.length && " \t\r\n".includes(text[after]!)) after++;
      if (depth === 1 && text[after] === ":") keys.push(JSON.parse(text.slice(start, i + 1)) as string);
    }
  }
  return keys;
}

function metadataOf(header: Record<string, unknown>, fail: Fail): Record<string, string> {
  const metadata = Object.hasOwn(header, "__metadata__") ? header.__metadata__ : {};
  if (metadata === null || typeof metadata !== "object" || Array.isArray(metadata))
    return fail("metadata is not a map of texts");
  for (const value of Object.values(metadata)) if (typeof value !== "string") fail("metadata is not a map of texts");
  return metadata as Record<string, string>;
}

function spanOf(name: string, entry: unknown, fail: Fail) {
  if (entry === null || typeof entry !== "object" || Array.isArray(entry))
    return fail("tensor entry is malformed", name);
  const { dtype, shape, data_offsets: offsets, ...rest } = entry as Record<string, unknown>;
  if (Object.keys(rest).length > 0 || !isCounts(shape) || !isCounts(offsets) || offsets.length !== 2)
    return fail("tensor entry is malformed", name);
  if (typeof dtype !== "string" || !Object.hasOwn(DTYPE_BYTES, dtype))
    return fail("unknown dtype", `${name}: ${String(dtype)}`);
  const length = byteLength(dtype as Dtype, shape);
  if (length === undefined) return fail("shape overflows", name);
  const [begin, end] = offsets as [number, number];
  if (end - begin !== length)
    return fail(
      "offsets do not fit dtype and shape",
      `${name}: ${end - begin} bytes for ${dtype} [${shape.join(", ")}]`,
    );
  return { name, begin, end, dtype: dtype as Dtype, shape };
}

function isCounts(value: unknown): value is number[] {
  return (
    Array.isArray(value) &&
    value.every((item) => Number.isSafeInteger(item) && (item as number) >= 0 && !Object.is(item, -0))
  );
}

/** Bytes of a tensor, or undefined when the product leaves the exact integers. */
function byteLength(dtype: Dtype, shape: readonly number[]): number | undefined {
  let count = 1;
  for (const size of shape) {
    count *= size;
    if (count > Number.MAX_SAFE_INTEGER / 8) return undefined;
  }
  return count * DTYPE_BYTES[dtype];
}

/** float32 values as a tensor that shares their memory. */
export function float32Tensor(values: Float32Array, shape: readonly number[]): Tensor {
  return { dtype: "F32", shape, bytes: new Uint8Array(values.buffer, values.byteOffset, values.byteLength) };
}

/** A tensor's values as float32 copied to aligned memory. @throws HglError "store" for any other dtype. */
export function float32Values({ dtype, bytes }: Tensor, name: string): Float32Array {
  if (dtype !== "F32")
    throw new HglError({
      code: "store",
      where: name,
      what: `a tensor of type ${dtype} where F32 is expected`,
      next: "use another checkpoint",
    });
  // Not slice(): on a Buffer it would share the file's memory.
  return new Float32Array(new Uint8Array(bytes).buffer);
}
