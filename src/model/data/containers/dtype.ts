/** A number's form in NumPy arrays and PyTorch storages. */
export interface Dtype {
  readonly kind: "float" | "bfloat" | "int" | "uint" | "bool";
  /** Bytes of one number. */
  readonly size: 1 | 2 | 4 | 8;
  readonly bigEndian: boolean;
}

const KINDS = { f: "float", i: "int", u: "uint", b: "bool" } as const;
const SIZES: Readonly<Record<keyof typeof KINDS, string>> = { f: "248", i: "1248", u: "1248", b: "1" };

/** The form NumPy writes as "<f4", "|u1" or "i8"; undefined for every other: objects, text, structures, complex numbers. */
export function dtypeOf(text: string): Dtype | undefined {
  const parts = /^([<>|=]?)([fiub])(\d)$/.exec(text);
  if (!parts) return undefined;
  const [, order, letter, size] = parts as unknown as [string, string, keyof typeof KINDS, string];
  if (!SIZES[letter].includes(size)) return undefined;
  return { kind: KINDS[letter], size: Number(size) as Dtype["size"], bigEndian: order === ">" };
}

/**
 * `bytes` as numbers. Floats of up to 4 bytes come as they are; everything else in 64 bits, where whole numbers beyond 2^53 are rounded. The
 * length must be a multiple of the number's size.
 */
export function numbersOf(bytes: Uint8Array, { kind, size, bigEndian }: Dtype): Float32Array | Float64Array {
  const count = bytes.length / size;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const little = !bigEndian;
  if (kind === "float" && size === 2) return halves(view, count, little);
  const out = kind === "bfloat" || (kind === "float" && size < 8) ? new Float32Array(count) : new Float64Array(count);
  const read = reader(view, kind, size, little);
  for (let i = 0; i < count; i++) out[i] = read(i * size);
  return out;
}

function reader(view: DataView, kind: Dtype["kind"], size: number, little: boolean): (at: number) => number {
  if (kind === "bfloat") return (at) => bfloat(view.getUint16(at, little));
  if (kind === "float") {
    return size === 4 ? (at) => view.getFloat32(at, little) : (at) => view.getFloat64(at, little);
  }
  if (kind === "bool") return (at) => Number(view.getUint8(at) !== 0);
  const signed = kind === "int";
  if (size === 1) return signed ? (at) => view.getInt8(at) : (at) => view.getUint8(at);
  if (size === 2) return signed ? (at) => view.getInt16(at, little) : (at) => view.getUint16(at, little);
  if (size === 4) return signed ? (at) => view.getInt32(at, little) : (at) => view.getUint32(at, little);
  return signed ? (at) => Number(view.getBigInt64(at, little)) : (at) => Number(view.getBigUint64(at, little));
}

let halfTable: Float32Array | undefined;

/** Keypoints are kept in half precision by the thousand million, so that each of its 65,536 numbers is worked out once. */
function halves(view: DataView, count: number, little: boolean): Float32Array {
  const table = (halfTable ??= Float32Array.from({ length: 2 ** 16 }, (_, bits) => half(bits)));
  const out = new Float32Array(count);
  for (let i = 0; i < count; i++) out[i] = table[view.getUint16(2 * i, little)]!;
  return out;
}

/** IEEE 754 half precision. */
function half(bits: number): number {
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  const sign = bits & 0x8000 ? -1 : 1;
  if (exponent === 31) return fraction ? NaN : sign * Infinity;
  return sign * (exponent ? (1 + fraction / 1024) * 2 ** (exponent - 15) : fraction * 2 ** -24);
}

const WORD = new Uint32Array(1);
const AS_FLOAT = new Float32Array(WORD.buffer);

/** The upper half of a float32. */
function bfloat(bits: number): number {
  WORD[0] = bits << 16;
  return AS_FLOAT[0]!;
}
