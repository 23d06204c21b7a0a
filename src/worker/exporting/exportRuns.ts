import { join, resolve } from "node:path";
import type { StoredRun } from "../running/storedRuns";
import { makeFolder, writeFileAtomic } from "../store/atomicFile";
import { entityName } from "./mlflow/names";
import { writeMlflowRun } from "./mlflow/writeRun";
import { pointsOf } from "./runPoints";
import { eventFile } from "./tensorboard/events";

export const RUN_FORMATS = ["tensorboard", "mlflow"] as const;
export type RunFormat = (typeof RUN_FORMATS)[number];

export interface WrittenRun {
  readonly run: string;
  /** Its folder. */
  readonly path: string;
}

/**
 * Writes runs for another tool, each into a folder of its own below `to`. A run that was written there before is written over.
 * @throws HglError "disk"
 */
export function exportRuns(runs: readonly StoredRun[], format: RunFormat, to: string): readonly WrittenRun[] {
  const write = format === "mlflow" ? writeMlflowRun : writeTensorboardRun;
  return runs.map((run) => ({ run: run.folder.id, path: write(run, resolve(to)) }));
}

/** One event file in a folder that TensorBoard shows as the run's name. */
function writeTensorboardRun(run: StoredRun, to: string): string {
  const { folder, cell, config } = run;
  const events = folder.events();
  const at = events[0]?.at ?? run.updatedAt;
  const path = join(to, entityName(`${cell}-seed-${config.seed}-${folder.id}`));
  makeFolder(path);
  // The name follows from the run, so that a second export does not add its points a second time.
  const seconds = String(Math.floor(at / 1000)).padStart(10, "0");
  writeFileAtomic(join(path, `events.out.tfevents.${seconds}.${folder.id}`), eventFile(at, pointsOf(events)));
  return path;
}
