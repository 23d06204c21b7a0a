import type { DataConfig, DataPlace } from "../../common/config";
import { HglError } from "../../common/errors";
import type { Dataset } from "../../model/data/dataset";
import { realFiles } from "../store/fileSystem";
import { Lock, LOCK_TIMES } from "../store/lock";
import { RunFolder } from "../store/runFolder";
import { forgetStop, isStopRequested } from "../store/stopRequest";
import type { Parts } from "./parts";
import { trainLocked, type RunOptions } from "./runTraining";

export interface TrainOptions extends Omit<RunOptions, "stop"> {
  /** The file that takes what this process prints; named in the locks, so that whoever finds us dead knows where to look. */
  readonly log?: string;
  /** Told of each run that failed, when there are several: the others go on. */
  readonly onFailure?: (path: string, error: unknown) => void;
  /** Between two looks for a request to stop. */
  readonly lookMs?: number;
}

/** A run whose lock is ours, from the beginning to its turn and end. */
interface Turn {
  readonly folder: RunFolder;
  readonly lock: Lock;
  ended: boolean;
}

const LOOK_MS = 150;

/**
 * The body of a training process (`hgl train FOLDER …`): it has its run folders and signals, and needs no terminal or parent.
 *
 *     all locks at once (a folder that another process holds is left to it) -> one run after another
 *
 * SIGINT, SIGTERM and a request in the folder under way finish the step, write a checkpoint and end with HglError "interrupted" (exit 130);
 * what has not begun is given back untouched. A request in a folder that still waits drops that one alone. SIGHUP, a closed terminal,
 * changes nothing. A run that fails does not stop those after it.
 * @throws HglError; with several runs a count of those that failed, each of which `onFailure` has been told of
 */
export async function trainProcess(paths: readonly string[], parts: Parts, options: TrainOptions): Promise<void> {
  const stopping = new AbortController();
  const stop = () => stopping.abort();
  const ignore = () => {};
  process.on("SIGINT", stop).on("SIGTERM", stop).on("SIGHUP", ignore);
  const { turns, refused } = await takeAll(paths, options);
  const looking = setInterval(() => look(turns, stopping), options.lookMs ?? LOOK_MS);
  try {
    if (turns.length === 0) throw refused[0]!.error;
    const failures = refused.filter(({ held }) => !held);
    for (const { path, error } of failures) options.onFailure?.(path, error);
    let failed = failures.length;
    const shared = { ...parts, openDataset: remembering(parts.openDataset) };
    for (const turn of turns) {
      if (stopping.signal.aborted) throw stopped(turn.folder);
      if (turn.ended) continue;
      try {
        turn.lock.begin();
        turn.ended = true;
        const outcome = await trainLocked(turn.folder, turn.lock, shared, { ...options, stop: stopping.signal });
        if (outcome === "interrupted") throw stopped(turn.folder);
      } catch (error) {
        if (paths.length === 1 || (error instanceof HglError && error.code === "interrupted")) throw error;
        options.onFailure?.(turn.folder.path, error);
        failed++;
      }
    }
    if (failed > 0) throw new HglError({ code: "store", what: `${failed} of ${paths.length} runs failed` });
  } finally {
    clearInterval(looking);
    for (const turn of turns) giveBack(turn);
    process.off("SIGINT", stop).off("SIGTERM", stop).off("SIGHUP", ignore);
  }
}

interface Refused {
  readonly path: string;
  readonly error: unknown;
  /** Whether another process trains it, which is no failure. */
  readonly held: boolean;
}

async function takeAll(
  paths: readonly string[],
  { log, lockTimes = LOCK_TIMES, files = realFiles }: TrainOptions,
): Promise<{ turns: Turn[]; refused: Refused[] }> {
  const turns: Turn[] = [];
  const refused: Refused[] = [];
  const facts = { queued: true, ...(log === undefined ? {} : { log }) } as const;
  const taken = await Promise.all(
    paths.map(async (path): Promise<Turn | Refused> => {
      const folder = new RunFolder(path, files);
      let known = false;
      try {
        folder.spec();
        known = true;
        return { folder, lock: await Lock.acquire(folder.lockPath, lockTimes, files, facts), ended: false };
      } catch (error) {
        return { path, error, held: known && error instanceof HglError && error.code === "store" };
      }
    }),
  );
  for (const one of taken) {
    if ("lock" in one) turns.push(one);
    else refused.push(one);
  }
  return { turns, refused };
}

/** Stops the run under way and all after it, or drops a waiting one alone. */
function look(turns: readonly Turn[], stopping: AbortController): void {
  for (const turn of turns) {
    if (!isStopRequested(turn.folder, turn.lock.record.token)) continue;
    if (turn.ended || !turn.lock.record.queued) stopping.abort();
    else giveBack(turn);
  }
}

/** A run that has begun gives itself back. */
function giveBack(turn: Turn): void {
  if (turn.ended) return;
  turn.ended = true;
  forgetStop(turn.folder);
  turn.lock.release();
}

function stopped(folder: RunFolder): HglError {
  return new HglError({
    code: "interrupted",
    where: folder.path,
    what: "stopped; a checkpoint is written",
    next: "run the notebook again to go on from there",
  });
}

/** The runs of a cell differ in their seed, so the data set of the last one serves the next. */
function remembering(open: Parts["openDataset"]): Parts["openDataset"] {
  let last: { readonly key: string; readonly dataset: Promise<Dataset> } | undefined;
  return async ({ source, format, layout, columns, bad, ...config }: DataConfig, runFolder: string) => {
    const place: DataPlace = { source, format, layout, columns, bad };
    const key = JSON.stringify(place);
    if (last?.key !== key) last = { key, dataset: open({ ...config, ...place }, runFolder) };
    return await last.dataset;
  };
}
