import { shown } from "../badBytes";
import { dtypeOf, numbersOf } from "../dtype";
import type { Globals } from "./machine";
import { Known, NumpyArray, NumpyDtype, PickledBytes, PickledText, Tuple, known } from "./values";
import type { Fail, PickleValue } from "./values";

const OBJECTS = "save the arrays again as numbers";
const MOST_SIDES = 32;
const MOST_NUMBERS = 2 ** 50;

/** NumPy's own parts that pickles of arrays name, before and since its second version, and Python's plain collections. */
export const NUMPY_GLOBALS: Globals = {
  known: new Map([
    known("numpy", "ndarray"),
    known("numpy", "dtype", dtype),
    ...["numpy.core", "numpy._core"].flatMap((core) => [
      known(`${core}.multiarray`, "_reconstruct", reconstruct),
      known(`${core}.multiarray`, "scalar", scalar),
      known(`${core}.numeric`, "_frombuffer", fromBuffer),
    ]),
    known("collections", "OrderedDict", orderedDict),
    known("_codecs", "encode", encode),
    known("__builtin__", "bytes", noBytes),
    known("builtins", "bytes", noBytes),
  ]),
  build(value, state, fail) {
    if (value instanceof NumpyArray) setArray(value, state, fail);
    else if (value instanceof NumpyDtype) setDtype(value, state, fail);
    // What PyTorch hangs on an ordered dict of weights, its modules' versions, says nothing about them.
    else if (!(value instanceof Map && state instanceof Map)) fail("a dict's state is no dict");
  },
};

function reconstruct([type, ...rest]: readonly PickleValue[], fail: Fail): NumpyArray {
  if (!(type instanceof Known) || type.name !== "numpy.ndarray" || rest.length !== 2) {
    return fail("an array of another kind than numpy.ndarray is made", OBJECTS);
  }
  return new NumpyArray();
}

function dtype([text]: readonly PickleValue[], fail: Fail): NumpyDtype {
  const found = typeof text === "string" ? dtypeOf(text) : undefined;
  if (found) return new NumpyDtype(found);
  return fail(`numbers of type ${typeof text === "string" ? shown(text) : "unknown"} are not read`, OBJECTS);
}

/** (version, byte order, subarray, names, fields, …): of plain numbers, only the order says anything. */
function setDtype(value: NumpyDtype, state: PickleValue, fail: Fail): void {
  const [, order, subarray, names, fields] = state instanceof Tuple ? state.items : [];
  if (typeof order !== "string" || !/^[<>|=]$/.test(order)) return fail("a type has no byte order");
  if ([subarray, names, fields].some((part) => part !== null)) return fail("a type has parts", OBJECTS);
  value.dtype = { ...value.dtype, bigEndian: order === ">" };
}

/** (version, shape, type, whether in Fortran's order, bytes). */
function setArray(array: NumpyArray, state: PickleValue, fail: Fail): void {
  const items = state instanceof Tuple ? state.items : [];
  const [, shape, type, fortran, data] = items;
  if (items.length !== 5 || !(type instanceof NumpyDtype) || typeof fortran !== "boolean") {
    return fail("an array's state is not shape, type, order and bytes");
  }
  fill(array, shape!, type, fortran, data!, fail);
}

function fromBuffer([data, type, shape, order]: readonly PickleValue[], fail: Fail): NumpyArray {
  if (!(type instanceof NumpyDtype) || (order !== "C" && order !== "F")) {
    return fail("an array from a buffer has no plain type and order");
  }
  const array = new NumpyArray();
  fill(array, shape!, type, order === "F", data!, fail);
  return array;
}

function fill(
  array: NumpyArray,
  shape: PickleValue,
  type: NumpyDtype,
  fortran: boolean,
  data: PickleValue,
  fail: Fail,
): void {
  const bytes = bytesOf(data) ?? fail("an array's bytes are no bytes: it holds Python objects", OBJECTS);
  const sides = sidesOf(shape, fail);
  const needed = sides.reduce((product, side) => product * side, type.dtype.size);
  // Of text that stands for bytes, the file has one or two for each.
  const fits = bytes.latin ? needed <= bytes.length && bytes.length <= 2 * needed : needed === bytes.length;
  if (!fits) fail(`an array of shape (${sides.join(", ")}) needs ${needed} bytes and has ${bytes.length}`);
  Object.assign(array, { shape: sides, dtype: type.dtype, fortran, data: bytes });
}

/** The sides of a shape. Fails for what is no shape, or larger than any file. */
export function sidesOf(shape: PickleValue | undefined, fail: Fail): readonly number[] {
  const sides = shape instanceof Tuple ? shape.items : fail("a shape is no tuple");
  if (sides.length > MOST_SIDES) fail(`${sides.length} axes are over the limit of ${MOST_SIDES}`);
  let product = 1;
  for (const side of sides) {
    if (typeof side !== "number" || !Number.isSafeInteger(side) || side < 0) fail("a side of a shape is no count");
    product *= Math.max(side as number, 1);
  }
  if (product > MOST_NUMBERS) fail(`the shape (${sides.join(", ")}) is larger than any file`);
  return sides as readonly number[];
}

function bytesOf(value: PickleValue): PickledBytes | undefined {
  if (value instanceof PickledBytes) return value;
  if (typeof value !== "string") return undefined;
  const held = Uint8Array.from(value, (character) => character.charCodeAt(0));
  return new PickledBytes(0, held.length, held);
}

/** A number that NumPy keeps as (type, bytes). */
function scalar([type, data]: readonly PickleValue[], fail: Fail): number {
  const bytes = data === undefined ? undefined : bytesOf(data);
  if (!(type instanceof NumpyDtype) || bytes?.held?.length !== type.dtype.size) {
    return fail("a scalar has no plain type and bytes", OBJECTS);
  }
  return numbersOf(bytes.held, type.dtype)[0]!;
}

function orderedDict(args: readonly PickleValue[], fail: Fail): Map<PickleValue, PickleValue> {
  if (args.length === 0) return new Map();
  const [pairs] = args;
  if (args.length !== 1 || !Array.isArray(pairs)) return fail("an ordered dict is made of no list of pairs");
  return new Map(
    pairs.map((pair) => {
      const items = pair instanceof Tuple ? pair.items : Array.isArray(pair) ? pair : [];
      return items.length === 2 ? ([items[0]!, items[1]!] as const) : fail("an ordered dict is made of no pairs");
    }),
  );
}

/** How Python 3 keeps bytes in protocols before its own: as text, each character a byte. */
function encode([text, codec]: readonly PickleValue[], fail: Fail): PickledBytes {
  if (codec !== "latin1" && codec !== "latin-1") return fail("_codecs.encode is asked for another code than latin1");
  if (text instanceof PickledText) return new PickledBytes(text.at, text.length, undefined, true);
  if (text instanceof PickledBytes) return text;
  if (typeof text !== "string" || [...text].some((character) => character.charCodeAt(0) > 255)) {
    return fail("bytes in text hold what is no byte");
  }
  return bytesOf(text)!;
}

function noBytes(args: readonly PickleValue[], fail: Fail): PickledBytes {
  return args.length === 0 ? new PickledBytes(0, 0, new Uint8Array(0)) : fail("bytes are made of something");
}
