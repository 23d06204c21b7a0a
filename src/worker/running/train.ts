import { existsSync } from "node:fs";
import { dirname } from "node:path";
import type { RunResult } from "../../common/runRecord";
import { readLog } from "../store/eventLog";
import { lockHolder } from "../store/lock";
import { RunFolder } from "../store/runFolder";
import { launchTraining, observe, type Launch, type Started } from "./launch";
import { storedResultOf, type PlannedRun } from "./plan";

/** A run of a cell that is being run: found finished, or on its way in a process. */
export interface Underway {
  readonly run: PlannedRun;
  readonly stored: RunResult | undefined;
  /** The process that was started for it; undefined where another one holds the run. */
  readonly started: Started | undefined;
  /** Byte of its log where the sitting begins: 0 where somebody else began it. */
  readonly sittingFrom: number;
}

/**
 * Sees to it that every run is finished or being trained: stored results are taken as they are, runs that another process holds are left to
 * it, and one process is started for all others, in their order.
 * @throws HglError "disk", "store"
 */
export function beginRuns(planned: readonly PlannedRun[], launch: Launch = launchTraining): Underway[] {
  const stored = planned.map(storedResultOf);
  const isFree = ({ folder }: PlannedRun) => !existsSync(folder.path) || lockHolder(folder.lockPath) === undefined;
  const free = planned.filter((run, i) => stored[i] === undefined && isFree(run));
  for (const { folder, spec } of free) RunFolder.prepare(dirname(folder.path), spec);
  const begins = new Map(free.map(({ folder }) => [folder.path, readLog(folder.eventsPath).validBytes]));
  const started = free.length > 0 ? observe(launch(free.map(({ folder }) => folder))) : undefined;
  return planned.map((run, i) => {
    const ours = free.includes(run);
    return {
      run,
      stored: stored[i],
      started: ours ? started : undefined,
      sittingFrom: (ours && begins.get(run.folder.path)) || 0,
    };
  });
}

/** The same without starting anything: what is neither finished nor held stays as it is. */
export function joinRuns(planned: readonly PlannedRun[]): Underway[] {
  return planned.map((run) => ({ run, stored: storedResultOf(run), started: undefined, sittingFrom: 0 }));
}
