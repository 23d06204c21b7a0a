import { setTimeout as sleep } from "node:timers/promises";
import { HglError } from "../../../common/errors";
import { jobUnderway, readJob, taskName, writeJob, type JobRecord } from "../../store/job";
import type { RunFolder } from "../../store/runFolder";
import { cancel, howEnded, queueNow, type JobEnd, type Queued } from "./queue";

/** Between two looks at the queue: soon after something happened, then ever more rarely, since a controller serves everybody. */
const SOONEST_MS = 2_000;
const LATEST_MS = 15_000;
/** A task that has just been queued again may be missing for a moment, and a shared folder may lag behind the queue. */
const LOOKS_MISSING = 2;

const UNKNOWN: JobEnd = { state: "", reason: "" };

/** Looks at the user's queue for all runs of a cell, as long as one of them is followed. */
export class QueueWatch {
  #entries: ReadonlyMap<string, Queued> = new Map();
  readonly #missing = new Map<string, number>();
  readonly #tracked = new Set<string>();
  #wait = SOONEST_MS;
  #timer: NodeJS.Timeout | undefined;
  #looking = false;
  /** Why the last look was in vain; null when it was not. */
  fault: string | null = null;

  constructor(private readonly ask: () => Promise<ReadonlyMap<string, Queued>> = queueNow) {}

  track(name: string): void {
    this.#tracked.add(name);
    this.#schedule(SOONEST_MS);
  }

  forget(name: string): void {
    this.#tracked.delete(name);
    if (this.#tracked.size > 0) return;
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  /** Something has happened: looks again soon. */
  hurry(): void {
    if (this.#wait <= SOONEST_MS) return;
    this.#wait = SOONEST_MS;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#schedule(SOONEST_MS);
  }

  /** Undefined while a task is not known to have gone: not seen yet, or the queue cannot be asked. */
  isGone(name: string): boolean {
    return (this.#missing.get(name) ?? 0) >= LOOKS_MISSING;
  }

  entry(name: string): Queued | undefined {
    return this.#entries.get(name);
  }

  /** One look. */
  async look(): Promise<void> {
    const tracked = [...this.#tracked];
    try {
      this.#entries = await this.ask();
      this.fault = null;
      for (const name of tracked)
        this.#missing.set(name, this.#entries.has(name) ? 0 : (this.#missing.get(name) ?? 0) + 1);
    } catch (error) {
      // A controller that is down says nothing about its jobs.
      this.fault = error instanceof HglError ? error.message : String(error);
    }
  }

  #schedule(ms: number): void {
    if (this.#timer || this.#looking || this.#tracked.size === 0) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#looking = true;
      void this.look().finally(() => {
        this.#looking = false;
        this.#wait = Math.min(LATEST_MS, this.#wait * 1.5);
        this.#schedule(this.#wait);
      });
    }, ms);
    this.#timer.unref();
  }
}

/** A run that a cluster is to bring to its end. */
export class ClusterJob {
  constructor(
    readonly folder: RunFolder,
    readonly record: JobRecord,
    private readonly watch: QueueWatch,
  ) {
    watch.track(this.name);
  }

  /** "12_3". */
  get name(): string {
    return taskName(this.record);
  }

  /** Whether its task waits or runs, as far as is known. The job script takes the record away once the training has had its own last word. */
  isKept(): boolean {
    return !this.watch.isGone(this.name) && readJob(this.folder)?.ended === null;
  }

  /** Where it stands in the queue; undefined before the first look and after its end. */
  queued(): Queued | undefined {
    return this.watch.entry(this.name);
  }

  hurry(): void {
    this.watch.hurry();
  }

  /** It has been cancelled, which is written down: a controller keeps nothing of a task that never began. */
  takenOut(): void {
    writeJob(this.folder, { ...this.record, ended: { state: "CANCELLED", reason: "" } });
  }

  /** Looks for it no longer. */
  leave(): void {
    this.watch.forget(this.name);
  }

  /**
   * Its task has gone: how, which is written down, so that the run may be given away again. A cluster is not asked where the run has had its own
   * last word.
   */
  async end(over: boolean): Promise<JobEnd> {
    this.leave();
    const record = readJob(this.folder);
    if (record?.ended) return record.ended;
    const seen = over || !record ? UNKNOWN : await howEnded(record);
    // Its run's end may be known before the controller has taken note of it.
    const ended = /^(RUNNING|COMPLETING)$/.test(seen.state) ? UNKNOWN : seen;
    if (record) writeJob(this.folder, { ...record, ended });
    return ended;
  }
}

/** Takes tasks out of the queue, and ends those that run. @throws HglError "device" */
export async function cancelJobs(jobs: readonly ClusterJob[]): Promise<void> {
  await cancel(jobs.map(({ record }) => record));
  for (const job of jobs) job.takenOut();
}

/**
 * The job of each run that has one which may still bring it to its end, after asking the queue. One that has gone meanwhile is written down, and its
 * run has none any more.
 */
export async function jobsOf(
  folders: readonly RunFolder[],
  watch: QueueWatch = new QueueWatch(),
): Promise<ReadonlyMap<RunFolder, ClusterJob>> {
  const jobs = folders.flatMap((folder): ClusterJob[] => {
    const record = jobUnderway(folder);
    return record ? [new ClusterJob(folder, record, watch)] : [];
  });
  for (let looks = 0; looks < LOOKS_MISSING && jobs.some((job) => !job.queued()); looks++) {
    if (looks > 0) await sleep(SOONEST_MS / 2);
    await watch.look();
  }
  const kept = jobs.filter((job) => job.isKept());
  await Promise.all(jobs.filter((job) => !job.isKept()).map((job) => job.end(false)));
  return new Map(kept.map((job) => [job.folder, job]));
}
