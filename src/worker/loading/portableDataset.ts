import { PackedValues, type ClipValues, type Dataset } from "../../model/data/dataset";
import type { ValuePlace } from "../dataStore/clipTable";
import { StoredValues } from "../dataStore/storedValues";

/** A data set as plain data, to be sent to a thread: what is in memory is shared, what is on disk is opened there again. */
export interface PortableDataset extends Omit<Dataset, "values"> {
  readonly lies:
    | { readonly in: "memory"; readonly packed: Float32Array }
    | {
        readonly in: "store";
        readonly folder: string;
        readonly names: readonly string[];
        readonly places: readonly ValuePlace[];
      };
}

export function portable({ values, ...dataset }: Dataset): PortableDataset {
  if (values instanceof PackedValues) return { ...dataset, lies: { in: "memory", packed: shared(values.packed) } };
  if (values instanceof StoredValues) {
    const { folder, names, places } = values;
    return { ...dataset, lies: { in: "store", folder, names, places } };
  }
  throw new TypeError("these clips lie neither in memory nor in a store");
}

export function arrived({ lies, ...dataset }: PortableDataset): Dataset {
  const values: ClipValues =
    lies.in === "memory"
      ? new PackedValues(lies.packed, dataset.clips, dataset.layout)
      : new StoredValues(lies.folder, lies.names, lies.places);
  return { ...dataset, values };
}

function shared(packed: Float32Array): Float32Array {
  if (packed.buffer instanceof SharedArrayBuffer) return packed;
  const values = new Float32Array(new SharedArrayBuffer(packed.byteLength));
  values.set(packed);
  return values;
}
