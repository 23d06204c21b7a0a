import { HglError } from "../../common/errors";
import { effectiveEvents } from "../../common/runHistory";
import type { RunEvent } from "../../common/runRecord";
import type { Dataset } from "../../model/data/dataset";
import { splitDataset } from "../../model/data/split";
import { epochsOf } from "../../model/language/ramp";
import { stepsPerEpoch } from "../loading/plan";
import { CheckpointStore } from "../store/checkpoint";
import { EventLog } from "../store/eventLog";
import { realFiles } from "../store/fileSystem";
import { Lock, LOCK_TIMES } from "../store/lock";
import { RunFolder, type RunSpec } from "../store/runFolder";
import { forgetStop } from "../store/stopRequest";
import { trainEpoch } from "./epoch";
import { evaluateAndStore } from "./outcome";
import type { Parts } from "./parts";
import { unlessStopped } from "../unlessStopped";
import { startOf, type Position } from "./position";
import { isFinished, recorder, tellFailure, tellRepairs, type Record } from "./runLog";
import { save, type Progress, type RunOptions, type Sitting } from "./sitting";

export type { RunOptions } from "./sitting";

export type RunOutcome = "done" | "interrupted";

/**
 * Trains one run in its folder, from wherever it stands to its end.
 *
 *     folder -> lock -> log (torn tail cut) -> data (hash checked) -> split -> trainer -> newest sound checkpoint
 *                                                                                             |
 *          +-------------------------- position: epoch, batch --------------------------------+
 *          v
 *     [ steps of the epoch -> validation -> checkpoint (best?) ]  until the last epoch
 *          |  stop, N minutes: checkpoint      |  loss or gradient not finite: stop, nothing written
 *          v
 *     test with the last epoch's weights -> test with the best-on-validation weights -> scores -> result.json -> "end"
 *
 * The test split is opened in the last phase only, and every look is counted on disk before it is taken. What a step computes depends on
 * (configuration, data, seed, position) alone, so a run stopped anywhere and resumed ends with the same bits.
 * @throws HglError; whatever stops the run is also its log's last event.
 */
export async function runTraining(path: string, parts: Parts, options: RunOptions): Promise<RunOutcome> {
  const files = options.files ?? realFiles;
  const folder = new RunFolder(path, files);
  folder.spec();
  const lock = await Lock.acquire(folder.lockPath, options.lockTimes ?? LOCK_TIMES, files);
  return await trainLocked(folder, lock, parts, options);
}

/** The same for a folder whose lock is ours already; the lock is given back in the end. */
export async function trainLocked(
  folder: RunFolder,
  lock: Lock,
  parts: Parts,
  options: RunOptions,
): Promise<RunOutcome> {
  const files = options.files ?? realFiles;
  let log: EventLog | undefined;
  let record: Record | undefined;
  const progress: Progress = { step: 0, savedAt: 0, toldAt: 0 };
  try {
    const spec = folder.spec();
    folder.removeUnfinished();
    const opened = EventLog.open(folder.eventsPath, files);
    log = opened.log;
    record = recorder(log, parts.now, options.onEvent);
    tellRepairs(record, opened.content, lock);
    if (isFinished(folder, record, opened.content)) return "done";
    progress.step = lastSaved(opened.content.events);
    const isStopped = () => options.stop.aborted;
    const stoppedEarly = () => interrupted(record!, progress.step);

    const { config } = spec;
    const dataset = await unlessStopped(openData(spec, folder.path, parts), options.stop);
    if (dataset === undefined) return stoppedEarly();
    const split = splitDataset(dataset, config.data, config.seed);
    const steps = stepsPerEpoch(split.train.length * config.data.repeat, config.train.batch);
    const classes = dataset.classes.length;
    const texts = config.language ? await parts.openTexts(spec, dataset, folder.path) : null;
    if (isStopped()) return stoppedEarly();
    const shape = { layout: dataset.layout, classes, ...(texts ? { text: texts } : {}) };
    const trainer = await parts.createTrainer(config, shape);
    if (isStopped()) {
      await trainer.dispose();
      return stoppedEarly();
    }
    const data = parts.openLoader({ dataset, config, train: split.train }, config.train.batch);
    try {
      const store = new CheckpointStore<Position>(folder.checkpointsPath, trainer.layout, files);
      const { now, rateAt } = parts;
      const shared = { folder, spec, lock, files, record, now, rateAt, options, progress };
      return await toItsEnd({ ...shared, dataset, split, texts, stepsPerEpoch: steps, trainer, data, store });
    } finally {
      await data.close();
      await trainer.dispose();
    }
  } catch (error) {
    if (record) tellFailure(record, lock, progress.step, error);
    throw error;
  } finally {
    log?.close();
    forgetStop(folder, files);
    lock.release();
  }
}

/** The step that the newest checkpoint was written at, as far as the log knows; 0 before the first. */
function lastSaved(events: readonly RunEvent[]): number {
  const last = effectiveEvents(events).findLast((event) => event.type === "checkpoint");
  return last?.type === "checkpoint" ? last.step : 0;
}

async function openData({ config, dataHash }: RunSpec, folder: string, parts: Parts): Promise<Dataset> {
  const dataset = await parts.openDataset(config.data, folder);
  if (dataset.contentHash === dataHash) return dataset;
  throw new HglError({
    code: "data",
    where: config.data.source,
    what: `the data have changed since this run was planned (content ${dataset.contentHash?.slice(0, 12)}, planned ${dataHash.slice(0, 12)})`,
    next: "run the notebook again, which makes a new run of it",
  });
}

async function toItsEnd(sitting: Sitting): Promise<RunOutcome> {
  const epochs = epochsOf(sitting.spec.config);
  let position = takeUp(sitting);
  while (position.epoch < epochs) {
    const reached = await trainEpoch(sitting, position);
    position = reached.position;
    if (!reached.stopped) continue;
    save(sitting, position, false);
    return interrupted(sitting.record, position.step);
  }
  return (await evaluateAndStore(sitting, position)) ? "done" : interrupted(sitting.record, position.step);
}

/** Puts the newest sound checkpoint into the trainer and says where the run stands. */
function takeUp(sitting: Sitting): Position {
  const { spec, store, trainer, dataset, record, progress } = sitting;
  const { checkpoint, skipped } = store.loadNewest();
  const position = checkpoint?.position ?? startOf();
  if (checkpoint) trainer.setState(checkpoint.state);
  progress.step = position.step;
  record({
    type: "start",
    runId: spec.runId,
    seed: spec.config.seed,
    epochs: epochsOf(spec.config),
    stepsPerEpoch: sitting.stepsPerEpoch,
    resumedAt: checkpoint ? position.step : null,
  });
  for (const message of [...skipped, ...(dataset.warnings ?? [])]) record({ type: "warning", message });
  if (skipped.length > 0) store.forgetAfter(position.step);
  progress.savedAt = sitting.now();
  return position;
}

function interrupted(record: Record, step: number): RunOutcome {
  record({ type: "interrupted", step });
  return "interrupted";
}
