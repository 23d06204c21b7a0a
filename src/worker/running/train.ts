import { existsSync } from "node:fs";
import { dirname } from "node:path";
import type { RunResult } from "../../common/runRecord";
import { readLog } from "../store/eventLog";
import { lockHolder } from "../store/lock";
import { RunFolder } from "../store/runFolder";
import { launchTraining, observe, type Launch, type Started } from "./launch";
import { dealt } from "./pool";
import { storedResultOf, type PlannedRun } from "./plan";

/** A run of a cell that is being run: found finished, or on its way in a process. */
export interface Underway {
  readonly run: PlannedRun;
  readonly stored: RunResult | undefined;
  /** The process that was started for it and others; undefined where another one holds the run. */
  readonly started: Started | undefined;
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
 * Sees to it that every run is finished or being trained: stored results are taken as they are, runs that another process holds are left to
 * it, and one process for each place is started for all others, in their order.
 * @throws HglError "disk", "store"
 */
export function beginRuns(
  planned: readonly PlannedRun[],
  { launch = launchTraining, places = 1, costOf = () => 1 }: Partial<Training> = {},
): Underway[] {
  const stored = planned.map(storedResultOf);
  const isFree = ({ folder }: PlannedRun) => !existsSync(folder.path) || lockHolder(folder.lockPath) === undefined;
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

/** The same without starting anything: what is neither finished nor held stays as it is. */
export function joinRuns(planned: readonly PlannedRun[]): Underway[] {
  return planned.map((run) => ({ run, stored: storedResultOf(run), started: undefined, sittingFrom: 0 }));
}
