import { basename } from "node:path";
import type { Dataset } from "../../model/data/dataset";
import type { ResolvedData } from "../../notebook/resolve";
import type { Desk } from "./desk";
import type { Work } from "./work";

/** Between two words about how far an import is. */
const BETWEEN_MS = 250;

/** The data set of a data cell, from memory or from disk; a long reading is told of. @throws HglError "disk", "data" */
export async function importData(
  desk: Desk,
  { config }: ResolvedData,
  { opened, execution, stop }: Work,
): Promise<Dataset> {
  const what = basename(config.source);
  let toldAt = -Infinity;
  const onShare = (share: number): void => {
    const now = performance.now();
    if (now - toldAt < BETWEEN_MS && share < 1) return;
    toldAt = now;
    void desk.tell("importing", { execution, what, share });
  };
  return await desk.datasets.load(config, opened.path, { onShare, stop });
}
