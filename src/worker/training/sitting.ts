import type { RunEvent } from "../../common/runRecord";
import type { Dataset } from "../../model/data/dataset";
import type { Split } from "../../model/data/split";
import type { TextFeatures } from "../../model/language/textFeatures";
import type { CheckpointStore } from "../store/checkpoint";
import type { FileSystem } from "../store/fileSystem";
import type { Lock, LockTimes } from "../store/lock";
import type { RunFolder, RunSpec } from "../store/runFolder";
import { assertStateFinite } from "./finite";
import type { OpenedData, Parts } from "./parts";
import type { Position } from "./position";
import type { Record } from "./runLog";
import type { RunTrainer } from "./trainer";

export interface RunOptions {
  /** Aborted to stop after the step under way. */
  readonly stop: AbortSignal;
  /** Minutes between checkpoints inside an epoch. */
  readonly checkpointMinutes: number;
  /** Told of each event after it is in the log. */
  readonly onEvent?: (event: RunEvent) => void;
  readonly lockTimes?: LockTimes;
  readonly files?: FileSystem;
}

/** One process's time with a run: what its phases share, from the lock taken to the lock given back. */
export interface Sitting {
  readonly folder: RunFolder;
  readonly spec: RunSpec;
  readonly lock: Lock;
  readonly files: FileSystem;
  readonly record: Record;
  readonly now: Parts["now"];
  readonly rateAt: Parts["rateAt"];
  readonly options: RunOptions;
  readonly dataset: Dataset;
  readonly split: Split;
  /** What training reads of descriptions; null without `language`. */
  readonly texts: TextFeatures | null;
  readonly stepsPerEpoch: number;
  readonly trainer: RunTrainer;
  readonly data: OpenedData;
  readonly store: CheckpointStore<Position>;
  readonly progress: Progress;
}

/** What a sitting remembers between steps; none of it has any effect on what is computed. */
export interface Progress {
  /** The step last taken, for the event of a failure. */
  step: number;
  savedAt: number;
  toldAt: number;
}

export function isStopped({ options }: Sitting): boolean {
  return options.stop.aborted;
}

/** @throws HglError "numbers" rather than write a state that is no state; "store" when the run folder is another process's now */
export function save(sitting: Sitting, position: Position, best: boolean): void {
  sitting.lock.assertHeld();
  const state = sitting.trainer.getState();
  assertStateFinite(position.step, position.epoch, state);
  const { file } = sitting.store.save(state, position, best);
  sitting.record({ type: "checkpoint", step: position.step, file, best });
  sitting.progress.savedAt = sitting.now();
}
