import type { Dtype } from "../dtype";
import type { Globals } from "./machine";
import { NUMPY_GLOBALS, sidesOf } from "./numpyGlobals";
import { Known, TorchStorage, TorchTensor, Tuple, known } from "./values";
import type { Fail, PickleValue } from "./values";

/** PyTorch's storage types (torch/storage.py). */
const STORAGES: Readonly<Record<string, Omit<Dtype, "bigEndian">>> = {
  FloatStorage: { kind: "float", size: 4 },
  DoubleStorage: { kind: "float", size: 8 },
  HalfStorage: { kind: "float", size: 2 },
  BFloat16Storage: { kind: "bfloat", size: 2 },
  LongStorage: { kind: "int", size: 8 },
  IntStorage: { kind: "int", size: 4 },
  ShortStorage: { kind: "int", size: 2 },
  CharStorage: { kind: "int", size: 1 },
  ByteStorage: { kind: "uint", size: 1 },
  BoolStorage: { kind: "bool", size: 1 },
};

const STATE_DICT = "save only the weights: torch.save(model.state_dict(), path)";

/** What checkpoints of PyTorch name besides NumPy's parts: tensors over storages in the archive's own entries. */
export function torchGlobals(bigEndian: boolean): Globals {
  return {
    known: new Map([
      ...NUMPY_GLOBALS.known,
      ...Object.keys(STORAGES).map((name) => known("torch", name)),
      known("torch", "Size", ([sides], fail) => new Tuple(sidesOf(sides, fail))),
      known("torch._utils", "_rebuild_tensor", rebuildTensor),
      known("torch._utils", "_rebuild_tensor_v2", rebuildTensor),
      known("torch._utils", "_rebuild_parameter", ([tensor], fail) =>
        tensor instanceof TorchTensor ? tensor : fail("a parameter is made of no tensor", STATE_DICT),
      ),
    ]),
    build: NUMPY_GLOBALS.build!,
    persistent: (id, fail) => storageOf(id, bigEndian, fail),
  };
}

/** ("storage", type, key, device, numbers), as torch.save writes it. */
function storageOf(id: PickleValue, bigEndian: boolean, fail: Fail): TorchStorage {
  const [word, type, key, , count] = id instanceof Tuple ? id.items : [];
  const form = type instanceof Known ? STORAGES[type.name.replace(/^torch\./, "")] : undefined;
  if (word !== "storage" || !form || typeof key !== "string") {
    return fail("a persistent id is not one of PyTorch's storages", STATE_DICT);
  }
  if (typeof count !== "number" || !Number.isSafeInteger(count) || count < 0) {
    return fail(`storage ${key} has no count of numbers`);
  }
  return new TorchStorage(key, { ...form, bigEndian }, count);
}

/** (storage, offset, size, stride, …): what follows concerns training. Sizes and strides must stay within the storage. */
function rebuildTensor([storage, offset, size, stride]: readonly PickleValue[], fail: Fail): TorchTensor {
  if (!(storage instanceof TorchStorage)) return fail("a tensor is made of no storage", STATE_DICT);
  const shape = sidesOf(size, fail);
  const strides = sidesOf(stride, fail);
  if (shape.length !== strides.length) fail(`a tensor has ${shape.length} sides and ${strides.length} strides`);
  if (typeof offset !== "number" || !Number.isSafeInteger(offset) || offset < 0) return fail("a tensor has no offset");
  const count = shape.reduce((product, side) => product * side, 1);
  const last = shape.reduce((at, side, axis) => at + (side - 1) * strides[axis]!, offset);
  if (count > storage.count || (count > 0 && last >= storage.count)) {
    fail(
      `a tensor of shape (${shape.join(", ")}) reaches beyond the ${storage.count} numbers of storage ${storage.key}`,
    );
  }
  return new TorchTensor(storage, offset, shape, strides);
}
