import type { ByteSource } from "../../source";
import { badBytes, badFile } from "../badBytes";
import { numbersOf } from "../dtype";
import { fortranStrides, gathered } from "../strided";
import type { NumpyArray, PickledBytes } from "./values";

/** The numbers of an array that readPickle found in `source`, row-major. Throws HglError "data" for one that never got its state. */
export function arrayNumbers(source: ByteSource, array: NumpyArray): Float32Array | Float64Array {
  const { data, dtype, shape, fortran } = array;
  if (!data || !dtype) throw badFile(source.name, "an array of the pickle has neither shape nor numbers");
  const needed = shape.reduce((product, side) => product * side, dtype.size);
  const numbers = numbersOf(bytesOf(source, data, needed), dtype);
  return fortran && shape.length > 1 ? gathered(numbers, shape, fortranStrides(shape)) : numbers;
}

function bytesOf(source: ByteSource, data: PickledBytes, needed: number): Uint8Array {
  if (data.held) return data.held;
  const raw = source.read(data.at, data.length);
  if (!data.latin) return raw;
  const bytes = new Uint8Array(needed);
  let to = 0;
  for (let i = 0; i < raw.length && to < needed + 1; to++) {
    const byte = raw[i++]!;
    // UTF-8 of U+0080 to U+00FF is two bytes, the first C2 or C3.
    if (byte < 0x80) bytes[to] = byte;
    else if (byte >> 1 === 0x61 && i < raw.length) bytes[to] = ((byte & 3) << 6) | (raw[i++]! & 63);
    else throw badBytes(source.name, data.at + i - 1, "an array's text holds what is no byte");
  }
  if (to !== needed) throw badBytes(source.name, data.at, `an array's text holds ${to} bytes instead of ${needed}`);
  return bytes;
}
