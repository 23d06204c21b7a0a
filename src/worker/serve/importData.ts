import { basename } from "node:path";
import type { Dataset } from "../../model/data/dataset";
import type { ResolvedData } from "../../notebook/resolve";
import type { Desk } from "./desk";
import type { Work } from "./work";

/** Between two words about how far something is. */
const BETWEEN_MS = 250;

/** The data set of a data cell, from memory or from disk; a long reading is told of. @throws HglError "disk", "data" */
export async function importData(
  desk: Desk,
  { config }: ResolvedData,
  { opened, execution, stop }: Work,
): Promise<Dataset> {
  const onShare = shareTeller(desk, execution, basename(config.source));
  return await desk.datasets.load(config, opened.path, { onShare, stop });
}

/** Tells how far something is, now and then. */
export function shareTeller({ tell }: Desk, execution: string, what: string): (share: number) => void {
  let toldAt = -Infinity;
  return (share) => {
    const now = performance.now();
    if (now - toldAt < BETWEEN_MS && share < 1) return;
    toldAt = now;
    void tell("importing", { execution, what, share });
  };
}
