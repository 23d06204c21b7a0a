import { existsSync } from "node:fs";
import { join } from "node:path";
import { readIfThere, writeFileAtomic } from "./atomicFile";
import { realFiles, type FileSystem } from "./fileSystem";
import { canBeAsked, lockHolder, type LockRecord } from "./lock";
import type { RunFolder } from "./runFolder";

/** A run's place in a cluster's queue: its folder's job.json. */
export interface JobRecord {
  readonly format: 1;
  readonly cluster: "slurm";
  /** The array's number, and the run's own in it. */
  readonly job: string;
  readonly task: number;
  /** The file that takes what the task prints, absolute. */
  readonly log: string;
  /** How the job ended without bringing the run to its end; null as long as nobody has seen it gone. */
  readonly ended: { readonly state: string; readonly reason: string } | null;
}

export function jobPathOf({ path }: Pick<RunFolder, "path">): string {
  return join(path, "job.json");
}

/** Undefined where a run was never given to a cluster, or the record is damaged. */
export function readJob(folder: Pick<RunFolder, "path">, files: FileSystem = realFiles): JobRecord | undefined {
  try {
    const bytes = readIfThere(jobPathOf(folder), files);
    if (bytes === undefined) return undefined;
    const record = JSON.parse(Buffer.from(bytes).toString("utf8")) as Partial<JobRecord> | null;
    return isRecord(record) ? record : undefined;
  } catch {
    return undefined;
  }
}

function isRecord(record: Partial<JobRecord> | null): record is JobRecord {
  return (
    record?.format === 1 &&
    record.cluster === "slurm" &&
    typeof record.job === "string" &&
    /^\d{1,12}$/.test(record.job) &&
    Number.isInteger(record.task) &&
    typeof record.log === "string" &&
    (record.ended === null || typeof record.ended?.state === "string")
  );
}

/** @throws HglError "disk" */
export function writeJob(folder: Pick<RunFolder, "path">, record: JobRecord, files: FileSystem = realFiles): void {
  writeFileAtomic(jobPathOf(folder), `${JSON.stringify(record, null, 2)}\n`, files);
}

/** The record of a run that a cluster may still bring to its end. */
export function jobUnderway(folder: Pick<RunFolder, "path" | "resultPath">): JobRecord | undefined {
  const record = readJob(folder);
  return record?.ended === null && !existsSync(folder.resultPath) ? record : undefined;
}

/**
 * Whoever holds a run's lock. A task that was killed with its node leaves a lock that names a machine which cannot be asked; once the task was seen gone,
 * that lock is nobody's, and the next process takes it over in its own time.
 */
export function runHolder(
  folder: Pick<RunFolder, "path" | "lockPath">,
  files: FileSystem = realFiles,
): LockRecord | undefined {
  const holder = lockHolder(folder.lockPath, files);
  return holder && !canBeAsked(holder) && readJob(folder, files)?.ended ? undefined : holder;
}

/** What Slurm calls the task: "12_3". */
export function taskName({ job, task }: Pick<JobRecord, "job" | "task">): string {
  return `${job}_${task}`;
}
