import { strFromU8 } from "fflate";
import type { ByteSource } from "../source";
import { badBytes, badFile, shown } from "./badBytes";
import { numbersOf } from "./dtype";
import type { Dtype } from "./dtype";
import { readPickle } from "./pickle/readPickle";
import { torchGlobals } from "./pickle/torchGlobals";
import { TorchTensor } from "./pickle/values";
import type { PickleValue } from "./pickle/values";
import { gathered } from "./strided";
import { openZip } from "./zip";
import type { Zip } from "./zip";

/** A PyTorch checkpoint, opened: the tensors of its state dict, whose numbers are read one tensor at a time. */
export interface TorchCheckpoint {
  /** By name, those of dicts within dicts with dots between: "state_dict.l1.gcn.weight". In the file's order. */
  readonly tensors: ReadonlyMap<string, { readonly dtype: Dtype; readonly shape: readonly number[] }>;
  /** A tensor's numbers, row-major. */
  read(name: string): Float32Array | Float64Array;
}

const SAVE_AGAIN = "save it again with PyTorch 1.6 or newer: torch.save(torch.load(path, map_location='cpu'), path)";
const MOST_DEPTH = 16;
/** An optimizer's state may stand beside the weights; more names than this are no network. */
const MOST_VALUES = 1_000_000;

/**
 * Opens what torch.save writes since PyTorch 1.6, a zip of data.pkl and storages; nothing in it is run. Throws HglError "data" for older files
 * and for anything but dicts of tensors.
 */
export function openTorchCheckpoint(source: ByteSource): TorchCheckpoint {
  refuseLegacy(source);
  const zip = openZip(source);
  const pickle = zip.names.find((name) => /^([^/]+\/)?data\.pkl$/.test(name));
  if (pickle === undefined) throw badFile(source.name, "the archive holds no data.pkl: this is no PyTorch checkpoint");
  const folder = pickle.slice(0, -"data.pkl".length);
  if (zip.has(`${folder}constants.pkl`)) {
    const next = "save only the weights: torch.save(module.state_dict(), path)";
    throw badFile(source.name, "this is a TorchScript archive, which holds a program", next);
  }
  const value = readPickle(zip.bytes(pickle), torchGlobals(isBigEndian(zip, folder)));
  const tensors = namedTensors(value, source.name);
  for (const { storage } of tensors.values()) checkStorage(zip, folder, storage);
  return {
    tensors: new Map([...tensors].map(([name, { storage, shape }]) => [name, { dtype: storage.dtype, shape }])),
    read(name) {
      const tensor = tensors.get(name);
      if (!tensor) throw badFile(source.name, `there is no tensor ${shown(name)}`, "name one of the checkpoint's");
      return tensorNumbers(zip.bytes(`${folder}data/${tensor.storage.key}`), tensor);
    },
  };
}

function refuseLegacy(source: ByteSource): void {
  const start = source.read(0, Math.min(4, source.size));
  if (start[0] === 0x50 && start[1] === 0x4b) return;
  const pickled = start[0] === 0x80;
  const what = pickled
    ? "this is a checkpoint as PyTorch wrote it before version 1.6"
    : "this is no PyTorch checkpoint";
  throw badBytes(source.name, 0, what, pickled ? SAVE_AGAIN : "name a file that torch.save wrote");
}

function isBigEndian(zip: Zip, folder: string): boolean {
  const entry = `${folder}byteorder`;
  if (!zip.has(entry)) return false;
  const bytes = zip.bytes(entry);
  const word = strFromU8(bytes.read(0, Math.min(bytes.size, 16)));
  if (word !== "little" && word !== "big") throw badBytes(bytes.name, 0, `${shown(word)} is no byte order`);
  return word === "big";
}

function namedTensors(root: PickleValue, file: string): ReadonlyMap<string, TorchTensor> {
  const found = new Map<string, TorchTensor>();
  // A dict may hold itself.
  const open = new Set<PickleValue>();
  let values = 0;
  const walk = (value: PickleValue, name: string): void => {
    if (value instanceof TorchTensor) {
      if (found.has(name)) throw badFile(file, `two tensors have the name ${shown(name)}`);
      found.set(name, value);
    }
    if (!(value instanceof Map)) return;
    if (open.has(value) || open.size >= MOST_DEPTH) {
      throw badFile(file, `${shown(name)} lies more than ${MOST_DEPTH} dicts deep`);
    }
    open.add(value);
    for (const [key, inner] of value) {
      if (++values > MOST_VALUES) throw badFile(file, `the checkpoint names over ${MOST_VALUES} values`);
      if (typeof key === "string" || typeof key === "number") walk(inner, name === "" ? `${key}` : `${name}.${key}`);
    }
    open.delete(value);
  };
  walk(root, "");
  if (found.size > 0) return found;
  const next = "save the weights themselves: torch.save(model.state_dict(), path)";
  throw badFile(file, "the checkpoint holds no dict with tensors", next);
}

function checkStorage(zip: Zip, folder: string, { key, dtype, count }: TorchTensor["storage"]): void {
  const entry = `${folder}data/${key}`;
  if (!zip.has(entry)) throw badFile(zip.name, `storage ${shown(key)} is missing`);
  const size = zip.sizeOf(entry);
  if (size === count * dtype.size) return;
  const what = `${size} bytes are not the ${count} numbers of ${dtype.size} bytes that data.pkl says`;
  throw badFile(`${zip.name}, entry ${entry}`, what);
}

function tensorNumbers(
  bytes: ByteSource,
  { storage, offset, shape, strides }: TorchTensor,
): Float32Array | Float64Array {
  const { dtype } = storage;
  const count = shape.reduce((product, side) => product * side, 1);
  if (count === 0) return numbersOf(new Uint8Array(0), dtype);
  const last = shape.reduce((at, side, axis) => at + (side - 1) * strides[axis]!, 0);
  const numbers = numbersOf(bytes.read(offset * dtype.size, (last + 1) * dtype.size), dtype);
  return gathered(numbers, shape, strides);
}
