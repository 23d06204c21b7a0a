import { existsSync } from "node:fs";
import { dirname } from "node:path";
import type { RunResult } from "../../common/runRecord";
import { readLog } from "../store/eventLog";
import { runHolder } from "../store/job";
import { RunFolder } from "../store/runFolder";
import { launchTraining, observe, type Launch, type Started } from "./launch";
import type { ExecutorConfig } from "../../common/config";
import { dealt } from "./pool";
import { storedResultOf, type PlannedRun } from "./plan";
import { submitRuns } from "./slurm/submit";
import { cancelJobs, ClusterJob, jobsOf, QueueWatch } from "./slurm/watch";

/** A run of a cell that is being run: found finished, or on its way in a process. */
export interface Underway {
  readonly run: PlannedRun;
  readonly stored: RunResult | undefined;
  /** The process that was started for it and others; undefined where another one holds the run. */
  readonly started: Started | undefined;
  /** Its place in a cluster's queue. */
  readonly job?: ClusterJob | undefined;
  /** Byte of its log where the sitting begins: 0 where somebody else began it. */
  readonly sittingFrom: number;
}

/** How the runs that are not trained yet are trained. */
export interface Training {
  readonly launch: Launch;
  /** Runs trained at a time on this machine. @default 1 */
  readonly places?: number;
  /** How long a run takes beside the others, in any unit. */
  readonly costOf?: (run: PlannedRun) => number;
}

/**
 * `beginRuns` where the cell says: on this machine, or in a cluster's queue, where one task is put for each run that is not there yet. A run that waits
 * in a queue is left there, whatever the cell says by now.
 * @throws HglError "device", "disk", "store"
 */
export async function beginOn(
  executor: ExecutorConfig,
  planned: readonly PlannedRun[],
  training: Partial<Training> = {},
): Promise<Underway[]> {
  const watch = new QueueWatch();
  const jobs = await jobsOf(foldersOf(planned), watch);
  const left = planned.filter(({ folder }) => !jobs.has(folder));
  const begun = executor.kind === "local" ? beginRuns(left, training) : await queueRuns(left, executor, watch);
  const byRun = new Map(begun.map((one) => [one.run, one]));
  return planned.map((run) => byRun.get(run) ?? joined(run, jobs.get(run.folder)));
}

async function queueRuns(
  planned: readonly PlannedRun[],
  executor: Extract<ExecutorConfig, { kind: "slurm" }>,
  watch: QueueWatch,
): Promise<Underway[]> {
  const free = planned.filter((run) => storedResultOf(run) === undefined && isFree(run));
  for (const { folder, spec } of free) RunFolder.prepare(dirname(folder.path), spec);
  const records = free.length > 0 ? await submitRuns(foldersOf(free), executor, free[0]!.cell) : [];
  const jobs = new Map(free.map((run, i) => [run, new ClusterJob(run.folder, records[i]!, watch)]));
  return planned.map((run) => {
    const job = jobs.get(run);
    return { ...joined(run, job), sittingFrom: job ? readLog(run.folder.eventsPath).validBytes : 0 };
  });
}

function isFree({ folder }: PlannedRun): boolean {
  return !existsSync(folder.path) || runHolder(folder) === undefined;
}

function foldersOf(planned: readonly PlannedRun[]): RunFolder[] {
  return planned.map(({ folder }) => folder);
}

/**
 * Sees to it that every run is finished or being trained: stored results are taken as they are, runs that another process holds are left to
 * it, and one process for each place is started for all others, in their order.
 * @throws HglError "disk", "store"
 */
export function beginRuns(
  planned: readonly PlannedRun[],
  { launch = launchTraining, places = 1, costOf = () => 1 }: Partial<Training> = {},
): Underway[] {
  const stored = planned.map(storedResultOf);
  const free = planned.filter((run, i) => stored[i] === undefined && isFree(run));
  for (const { folder, spec } of free) RunFolder.prepare(dirname(folder.path), spec);
  const begins = new Map(free.map(({ folder }) => [folder.path, readLog(folder.eventsPath).validBytes]));
  const started = new Map<PlannedRun, Started>();
  for (const share of free.length > 0 ? dealt(free, places, costOf) : []) {
    const process = observe(launch(share.map(({ folder }) => folder)));
    for (const run of share) started.set(run, process);
  }
  return planned.map((run, i) => ({
    run,
    stored: stored[i],
    started: started.get(run),
    sittingFrom: (started.has(run) && begins.get(run.folder.path)) || 0,
  }));
}

/** The same without starting anything: what is neither finished nor held nor queued stays as it is. */
export async function joinRuns(planned: readonly PlannedRun[]): Promise<Underway[]> {
  const jobs = await jobsOf(foldersOf(planned));
  return planned.map((run) => joined(run, jobs.get(run.folder)));
}

function joined(run: PlannedRun, job: ClusterJob | undefined): Underway {
  return { run, stored: storedResultOf(run), started: undefined, job, sittingFrom: 0 };
}

/** Takes those tasks of a cluster out of its queue that nobody is training in; whoever trains is asked to stop. @throws HglError "device" */
export async function cancelWaiting(underway: readonly Underway[]): Promise<void> {
  const waiting = underway.flatMap(({ run, job }) => (job && runHolder(run.folder) === undefined ? [job] : []));
  await cancelJobs(waiting);
}
