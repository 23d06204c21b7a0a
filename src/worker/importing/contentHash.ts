import { createHash } from "node:crypto";
import type { Dataset } from "../../model/data/dataset";

/**
 * SHA-256 in hex of everything training can see of a data set: layout, classes, per clip label, subject, view and frame
 * count, and the values' bits. Names, sources and clip ids may change without making it another data set.
 */
export function contentHash(dataset: Dataset): string {
  const { layout, classes, clips, values, bodies } = dataset;
  const facts = {
    layout: { name: layout.name, parents: layout.parents, center: layout.center },
    bodies,
    classes,
    clips: clips.map(({ label, subject, view, frames }) => [label, subject, view, frames]),
  };
  const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  return createHash("sha256")
    .update(`hgl data 1\n${JSON.stringify(facts)}\n`)
    .update(bytes)
    .digest("hex");
}
