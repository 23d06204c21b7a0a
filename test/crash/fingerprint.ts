import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { sha256, type RunFolder } from "../../src/worker/store/runFolder";

/** What must not depend on how often a run was stopped: the last checkpoint's tensors, the scores, and the result without its count of looks. */
export function fingerprint(folder: RunFolder): string {
  const last = readdirSync(folder.checkpointsPath)
    .filter((name) => name.startsWith("step-"))
    .sort()
    .at(-1)!;
  const file = readFileSync(join(folder.checkpointsPath, last));
  const { testLooks: _, ...result } = folder.result()!;
  return sha256(
    [
      last,
      sha256(file.subarray(8 + Number(file.readBigUInt64LE(0)))),
      sha256(readFileSync(join(folder.scoresPath, "test.npy"))),
      JSON.stringify(result),
    ].join(),
  );
}
