import { badFile } from "../containers/badBytes";
import type { NpyArray } from "../containers/npy";

/** The class of each row, and of how many: 0 where only the labels themselves tell. */
export interface Labels {
  readonly name: string;
  readonly ofRow: Uint16Array;
  readonly classes: number;
}

const MOST_CLASSES = 10_000;
const BLOCK_NUMBERS = 2 ** 20;

/** Labels from an array of one-hot rows [N, classes] or of whole numbers [N]. Throws HglError "data" with the row that is neither. */
export function rowLabels(array: NpyArray): Labels {
  const { name, shape, rowSize } = array;
  const [count = 0, width] = shape;
  const oneHot = shape.length === 2;
  if (!oneHot && shape.length !== 1)
    throw badFile(name, `labels of shape (${shape.join(", ")}) are neither one-hot nor numbers`);
  if (rowSize < 1 || rowSize > MOST_CLASSES) throw badFile(name, `${rowSize} classes are not 1 to ${MOST_CLASSES}`);
  const ofRow = new Uint16Array(count);
  const block = Math.max(1, Math.floor(BLOCK_NUMBERS / rowSize));
  for (let from = 0; from < count; from += block) {
    const to = Math.min(from + block, count);
    const numbers = array.rows(from, to);
    for (let row = from; row < to; row++) {
      const own = numbers.subarray((row - from) * rowSize, (row - from + 1) * rowSize);
      ofRow[row] = oneHot ? hotOne(own, row, name) : wholeNumber(own[0]!, row, name);
    }
  }
  return { name, ofRow, classes: oneHot ? width! : 0 };
}

function hotOne(numbers: Float32Array | Float64Array, row: number, name: string): number {
  let found = -1;
  numbers.forEach((value, at) => {
    if (value === 0) return;
    if (value !== 1 || found >= 0) throw badFile(name, `row ${row} is not one-hot: it holds ${value} at ${at}`);
    found = at;
  });
  return found >= 0 ? found : fail(name, `row ${row} is not one-hot: it holds no 1`);
}

function wholeNumber(value: number, row: number, name: string): number {
  const fits = Number.isInteger(value) && value >= 0 && value < MOST_CLASSES;
  return fits
    ? value
    : fail(name, `row ${row} holds the label ${value}, no whole number from 0 to ${MOST_CLASSES - 1}`);
}

function fail(name: string, what: string): never {
  throw badFile(name, what);
}

/** The classes of all sides together. Throws HglError "data" where they are counted differently. */
export function classCount(sides: readonly Labels[]): number {
  const stated = new Set(sides.map(({ classes }) => classes));
  if (stated.size > 1) {
    const said = sides.map(({ name, classes }) => `${classes} in ${name}`).join(", ");
    throw badFile(sides[0]!.name, `the classes are counted differently: ${said}`);
  }
  const [classes = 0] = stated;
  if (classes > 0) return classes;
  const largest = sides.reduce((most, { ofRow }) => ofRow.reduce((m, label) => Math.max(m, label), most), 0);
  // Of NTU RGB+D, a part of the clips need not hold the last class.
  return largest < 60 && largest >= 49 ? 60 : largest >= 60 && largest < 120 ? 120 : largest + 1;
}
