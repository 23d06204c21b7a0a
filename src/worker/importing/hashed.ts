import { clipDigest, contentHash } from "../../model/data/contentHash";
import type { Dataset } from "../../model/data/dataset";
import { sha256 } from "../store/runFolder";

/** A data set in memory with its content hash. */
export function hashed(dataset: Dataset): Dataset {
  const digests = dataset.clips.map((_, at) => clipDigest(dataset.values.of(at), sha256));
  return { ...dataset, contentHash: contentHash(dataset, dataset.clips, digests, sha256) };
}
