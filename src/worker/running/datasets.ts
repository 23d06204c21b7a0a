import type { DataPlace } from "../../common/config";
import type { Dataset } from "../../model/data/dataset";
import { isLayoutFile } from "../../notebook/cells/data";
import { StoredValues } from "../dataStore/storedValues";
import { importDataset, placesOf } from "../importing/importDataset";
import type { ImportHooks } from "../importing/importStore";
import { sourceStamp } from "../importing/sourceStamp";

/** Data sets kept for the cells that follow; two, so that a comparison of two stays quick and memory stays bounded. */
const KEPT = 2;

/** The data sets read last. A source that has changed on disk since is read again. */
export class Datasets {
  #kept: { readonly key: string; readonly dataset: Promise<Dataset> }[] = [];

  /** @throws HglError "disk", "data", "interrupted" */
  async load(config: DataPlace, notebookPath: string, hooks: ImportHooks = {}): Promise<Dataset> {
    const key = await keyOf(config);
    const known = this.#kept.find((one) => one.key === key);
    const entry = known ?? { key, dataset: importDataset(config, placesOf(notebookPath), hooks) };
    const all = [entry, ...this.#kept.filter((one) => one !== entry)];
    this.#kept = all.slice(0, KEPT);
    for (const { dataset } of all.slice(KEPT)) void dataset.then(closeFiles, () => {});
    try {
      return await entry.dataset;
    } catch (error) {
      this.#kept = this.#kept.filter((one) => one !== entry);
      throw error;
    }
  }

  /** The data set if it is in memory and unchanged on disk; reads nothing. */
  async peek(config: DataPlace): Promise<Dataset | undefined> {
    if (this.#kept.length === 0) return undefined;
    const key = await keyOf(config);
    return await this.#kept.find((one) => one.key === key)?.dataset.catch(() => undefined);
  }
}

/** Whoever still uses the data set opens them again without noticing. */
function closeFiles({ values }: Dataset): void {
  if (values instanceof StoredValues) values.close();
}

async function keyOf({ source, format, layout, columns, bad }: DataPlace): Promise<string> {
  const declared = layout !== null && isLayoutFile(layout) ? await sourceStamp(layout) : "";
  return JSON.stringify([source, await sourceStamp(source), format, layout, declared, columns, bad]);
}
