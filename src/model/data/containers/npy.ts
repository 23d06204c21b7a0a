import type { ByteSource } from "../source";
import { badBytes, badFile } from "./badBytes";
import { numbersOf } from "./dtype";
import type { Dtype } from "./dtype";
import { npyHeader } from "./npyHeader";
import { fortranStrides, gathered } from "./strided";

/** A NumPy array file, opened; its numbers are read a few rows at a time. */
export interface NpyArray {
  readonly name: string;
  readonly dtype: Dtype;
  readonly shape: readonly number[];
  /** Numbers of one row along the first axis. */
  readonly rowSize: number;
  /** The rows [from, to) along the first axis, each row-major whatever the order in the file. */
  rows(from: number, to: number): Float32Array | Float64Array;
}

const MOST_BLOCK = 32 * 2 ** 20;

/**
 * Opens a `.npy` file of versions 1.0 to 3.0 with numbers or booleans in it. Throws HglError "data" for arrays of objects (which would be Python
 * code to run), for other types, and where the shape does not need exactly the bytes that are there.
 */
export function openNpy(source: ByteSource): NpyArray {
  const { name } = source;
  const { dtype, shape, fortran, dataAt } = npyHeader(source);
  const rowCount = shape[0] ?? 1;
  const rowSize = shape.slice(1).reduce((product, side) => product * side, 1);
  const needed = rowCount * rowSize * dtype.size;
  if (needed !== source.size - dataAt) {
    const what = `the shape (${shape.join(", ")}) needs ${needed} bytes, ${source.size - dataAt} are there`;
    throw badBytes(name, dataAt, what);
  }
  const contiguous = (from: number, to: number): Uint8Array =>
    source.read(dataAt + from * rowSize * dtype.size, (to - from) * rowSize * dtype.size);
  return {
    name,
    dtype,
    shape,
    rowSize,
    rows(from, to) {
      if (from < 0 || to > rowCount || to < from) {
        throw badFile(name, `there are ${rowCount} rows, not the rows ${from} to ${to}`);
      }
      if ((to - from) * rowSize * dtype.size > MOST_BLOCK) {
        throw badFile(name, `${to - from} rows of ${rowSize} numbers are more than ${MOST_BLOCK} bytes at a time`);
      }
      if (!fortran || shape.length < 2 || to === from) return numbersOf(contiguous(from, to), dtype);
      return transposed(from, to);
    },
  };

  /** In Fortran's order a row's numbers lie a whole column apart. */
  function transposed(from: number, to: number): Float32Array | Float64Array {
    const count = to - from;
    const columns = new Uint8Array(count * rowSize * dtype.size);
    for (let column = 0; column < rowSize; column++) {
      const at = dataAt + (column * rowCount + from) * dtype.size;
      columns.set(source.read(at, count * dtype.size), column * count * dtype.size);
    }
    const block = [count, ...shape.slice(1)];
    return gathered(numbersOf(columns, dtype), block, fortranStrides(block));
  }
}
