import type { RunState } from "../../common/runRecord";
import { storyOf } from "../running/storyOf";
import type { StoredRun } from "../running/storedRuns";

/** What a list tells of a run. */
export interface RunFacts {
  readonly run: string;
  /** Absolute path of its folder. */
  readonly folder: string;
  readonly cell: string;
  /** File name; null in runs of versions that did not note it. */
  readonly notebook: string | null;
  readonly seed: number;
  readonly state: RunState;
  /** Test top-1 of the last epoch, a share; null before the end. */
  readonly top1: number | null;
  /** Epochs begun, of those there will be. */
  readonly epoch: number;
  readonly epochs: number;
  /** Seconds of training so far. */
  readonly seconds: number;
  /** Unix milliseconds of the first event and of the last write. */
  readonly startedAt: number | null;
  readonly updatedAt: number;
  /** One sentence where it failed. */
  readonly message: string | null;
}

/** @throws HglError "disk" where its log cannot be read */
export function runFacts(run: StoredRun): RunFacts {
  const story = storyOf(run);
  const { state, epoch, epochs, seconds, test, message } = story.view();
  return {
    run: run.folder.id,
    folder: run.folder.path,
    cell: run.cell,
    notebook: run.spec.notebook ?? null,
    seed: run.config.seed,
    state,
    top1: test ?? run.folder.storedResult()?.test.top1 ?? null,
    epoch,
    epochs,
    seconds,
    startedAt: story.span.from,
    updatedAt: run.updatedAt,
    message,
  };
}
