import { HglError } from "../../common/errors";
import type { RunEvent, RunResult, SplitMetrics } from "../../common/runRecord";
import type { Partition } from "../../common/vocabulary";
import type { Dataset } from "../../model/data/dataset";
import { splitDataset, type Split } from "../../model/data/split";
import { argmax, evaluate } from "../../model/evaluation/metrics";
import type { Batch } from "../loading/batchLoader";
import { stepsPerEpoch, type BatchRequest } from "../loading/plan";
import { CheckpointStore } from "../store/checkpoint";
import { EventLog, type LogContent } from "../store/eventLog";
import { realFiles, type FileSystem } from "../store/fileSystem";
import { Lock, LOCK_TIMES, type LockTimes } from "../store/lock";
import { RunFolder, type RunSpec } from "../store/runFolder";
import { writeScores, type Scores } from "../store/scores";
import type { OpenedData, Parts } from "./parts";
import { startOf, type BestSoFar, type Position } from "./position";
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

export type RunOutcome = "done" | "interrupted";

const STEP_EVENT_MS = 500;

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
  const spec = folder.spec();
  const lock = await Lock.acquire(folder.lockPath, options.lockTimes ?? LOCK_TIMES, files);
  let log: EventLog | undefined;
  const progress = { step: 0 };
  try {
    folder.removeUnfinished();
    const opened = EventLog.open(folder.eventsPath, files);
    log = opened.log;
    const record = recorder(log, parts, options);
    tellRepairs(record, opened.content, lock);
    if (isFinished(folder, record, opened.content)) return "done";
    const run = new Run(folder, spec, parts, options, record, lock, files, progress);
    return await run.toItsEnd();
  } catch (error) {
    if (log) tellFailure(log, parts, options, lock, progress.step, error);
    throw error;
  } finally {
    log?.close();
    lock.release();
  }
}

/** An event without its time; distributes over the union, so that each kind keeps its own fields. */
type Told = RunEvent extends infer E ? (E extends RunEvent ? Omit<E, "at"> : never) : never;
type Record = (event: Told) => void;

function recorder(log: EventLog, parts: Parts, options: RunOptions): Record {
  return (event) => {
    const full = { at: parts.now(), ...event } as RunEvent;
    log.append(full, event.type !== "step");
    options.onEvent?.(full);
  };
}

/** A stored result is final; should the machine have stopped just before its event, that is made up for. */
function isFinished(folder: RunFolder, record: Record, { events }: LogContent): boolean {
  const result = folder.storedResult();
  if (result === undefined) return false;
  if (!events.some(({ type }) => type === "end")) {
    const seconds = events.reduce((sum, event) => (event.type === "epoch" ? sum + event.seconds : sum), 0);
    record({ type: "end", seconds, result });
  }
  return true;
}

function tellRepairs(record: Record, content: LogContent, lock: Lock): void {
  if (lock.takenOver) record({ type: "warning", message: `took over the run's lock: ${lock.takenOver}` });
  if (content.tornBytes > 0)
    record({ type: "warning", message: `cut ${content.tornBytes} bytes of an unfinished line off the event log` });
  if (content.damagedLines.length > 0)
    record({ type: "warning", message: `skipped damaged lines ${content.damagedLines.join(", ")} of the event log` });
}

function tellFailure(log: EventLog, parts: Parts, options: RunOptions, lock: Lock, step: number, error: unknown): void {
  try {
    lock.assertHeld();
    const message = error instanceof HglError ? error.message : `an unforeseen fault of hgl: ${String(error)}`;
    recorder(log, parts, options)({ type: "failed", step, message });
  } catch {
    // The disk is full or the folder is somebody else's now: the first failure is the one worth telling, and it is thrown on.
  }
}

/** One run between its lock being taken and given back. */
class Run {
  readonly #folder: RunFolder;
  readonly #spec: RunSpec;
  readonly #parts: Parts;
  readonly #options: RunOptions;
  readonly #record: Record;
  readonly #lock: Lock;
  readonly #files: FileSystem;
  readonly #progress: { step: number };
  #lastSave = 0;
  #lastStepEvent = 0;

  constructor(
    folder: RunFolder,
    spec: RunSpec,
    parts: Parts,
    options: RunOptions,
    record: Record,
    lock: Lock,
    files: FileSystem,
    progress: { step: number },
  ) {
    this.#folder = folder;
    this.#spec = spec;
    this.#parts = parts;
    this.#options = options;
    this.#record = record;
    this.#lock = lock;
    this.#files = files;
    this.#progress = progress;
  }

  async toItsEnd(): Promise<RunOutcome> {
    const { config } = this.#spec;
    const dataset = await this.#openData();
    const split = splitDataset(dataset, config.data, config.seed);
    const trainer = await this.#parts.createTrainer(config, {
      layout: dataset.layout,
      classes: dataset.classes.length,
    });
    const data = this.#parts.openLoader({ dataset, config, train: split.train }, config.train.batch);
    try {
      return await this.#train(trainer, data, dataset, split);
    } finally {
      await data.close();
      await trainer.dispose();
    }
  }

  async #openData(): Promise<Dataset> {
    const dataset = await this.#parts.openDataset(this.#spec.config.data);
    if (dataset.contentHash === this.#spec.dataHash) return dataset;
    throw new HglError({
      code: "data",
      where: this.#spec.config.data.source,
      what: `the data have changed since this run was planned (content ${dataset.contentHash?.slice(0, 12)}, planned ${this.#spec.dataHash.slice(0, 12)})`,
      next: "run the notebook again, which makes a new run of it",
    });
  }

  async #train(trainer: RunTrainer, data: OpenedData, dataset: Dataset, split: Split): Promise<RunOutcome> {
    const { config, runId } = this.#spec;
    const { epochs } = config.train;
    const steps = stepsPerEpoch(split.train.length * config.data.repeat, config.train.batch);
    const store = new CheckpointStore<Position>(this.#folder.checkpointsPath, trainer.layout, this.#files);

    // 1. Where the run stands.
    const { checkpoint, skipped } = store.loadNewest();
    let position = checkpoint?.position ?? startOf();
    if (checkpoint) trainer.setState(checkpoint.state);
    this.#progress.step = position.step;
    this.#record({
      type: "start",
      runId,
      seed: config.seed,
      epochs,
      stepsPerEpoch: steps,
      resumedAt: checkpoint ? position.step : null,
    });
    for (const message of [...skipped, ...(dataset.warnings ?? [])]) this.#record({ type: "warning", message });
    if (skipped.length > 0) store.forgetAfter(position.step);
    this.#lastSave = this.#parts.now();

    // 2. Epochs.
    while (position.epoch < epochs) {
      const train = data.open({ kind: "train", epoch: position.epoch, fromBatch: position.batch });
      const validationBatches = open(data, split.validation);
      const stepped = await this.#epochSteps(trainer, train, position, steps, store);
      position = stepped.position;
      const validation = stepped.stopped ? undefined : await this.#validate(trainer, validationBatches, dataset, split);
      if (validation === undefined) return this.#interrupt(trainer, store, position);
      position = this.#endEpoch(trainer, store, position, validation?.evaluation ?? null);
    }

    // 3. The test split, once for the result and once for the weights that were best on validation.
    const test = await this.#look(trainer, data, dataset, split, "test");
    if (test === undefined) return this.#interrupted(position);
    const validation =
      split.validation.length === 0 ? null : await this.#scored(trainer, data, dataset, split.validation, "validation");
    if (validation === undefined) return this.#interrupted(position);
    const best = await this.#best(trainer, data, dataset, split, store, position.best, test);
    if (best === undefined) return this.#interrupted(position);

    // 4. What stays.
    this.#lock.assertHeld();
    writeScores(this.#folder.scoresPath, "test", test.scores, this.#files);
    if (validation) writeScores(this.#folder.scoresPath, "validation", validation.scores, this.#files);
    const result: RunResult = {
      classes: dataset.classes,
      test: test.evaluation,
      validation: validation?.evaluation ?? null,
      bestOnValidation: best,
      testLooks: this.#folder.testLooks(),
      parameters: trainer.parameters,
    };
    this.#folder.writeResult(result);
    this.#record({ type: "end", seconds: position.seconds, result });
    return "done";
  }

  /** The rest of an epoch's steps. Stops early when asked to; the position then names the next batch. */
  async #epochSteps(
    trainer: RunTrainer,
    batches: AsyncIterable<Batch>,
    from: Position,
    steps: number,
    store: CheckpointStore<Position>,
  ): Promise<{ position: Position; stopped: boolean }> {
    const { train } = this.#spec.config;
    let position = from;
    let since = this.#parts.now();
    const window = { from: since, clips: 0 };
    if (this.#options.stop.aborted) return { position, stopped: true };
    for await (const { x, labels } of batches) {
      const rate = this.#parts.rateAt(train, position.step, steps);
      const { loss, gradNorm, logits } = await trainer.step(x, labels, rate);
      const step = position.step + 1;
      this.#progress.step = step;
      assertFinite(step, position.epoch, loss, gradNorm);
      const now = this.#parts.now();
      position = {
        ...position,
        step,
        batch: position.batch + 1,
        lossSum: position.lossSum + loss,
        hits: position.hits + hitsOf(logits, labels),
        seen: position.seen + labels.length,
        seconds: position.seconds + (now - since) / 1000,
        epochSeconds: position.epochSeconds + (now - since) / 1000,
      };
      since = now;
      window.clips += labels.length;
      if (now - this.#lastStepEvent >= STEP_EVENT_MS || position.batch === steps) {
        const clipsPerSecond = window.clips / Math.max(0.001, (now - window.from) / 1000);
        this.#record({ type: "step", epoch: position.epoch + 1, step, loss, lr: rate, gradNorm, clipsPerSecond });
        this.#lastStepEvent = now;
        window.from = now;
        window.clips = 0;
      }
      if (this.#options.stop.aborted) return { position, stopped: true };
      if (now - this.#lastSave >= this.#options.checkpointMinutes * 60_000 && position.batch < steps)
        this.#save(trainer, store, position, false);
    }
    return { position, stopped: false };
  }

  /** Null without a validation split, undefined when stopped. */
  async #validate(trainer: RunTrainer, batches: AsyncIterable<Batch> | null, dataset: Dataset, split: Split) {
    return batches ? await this.#score(trainer, batches, dataset, split.validation, "validation") : null;
  }

  #endEpoch(
    trainer: RunTrainer,
    store: CheckpointStore<Position>,
    at: Position,
    validation: SplitMetrics | null,
  ): Position {
    const epoch = at.epoch + 1;
    const better = validation !== null && isBetter(validation, at.best);
    const best = better ? { epoch, top1: validation.top1, loss: validation.loss } : at.best;
    const after: Position = { ...startOf(), step: at.step, epoch, seconds: at.seconds, best };
    const shown = validation && {
      clips: validation.clips,
      loss: validation.loss,
      top1: validation.top1,
      top5: validation.top5,
    };
    this.#record({
      type: "epoch",
      epoch,
      loss: at.lossSum / Math.max(1, at.batch),
      trainTop1: at.hits / Math.max(1, at.seen),
      validation: shown,
      seconds: at.epochSeconds,
    });
    this.#save(trainer, store, after, better);
    return after;
  }

  #save(trainer: RunTrainer, store: CheckpointStore<Position>, position: Position, best: boolean): void {
    this.#lock.assertHeld();
    const state = trainer.getState();
    for (const [part, values] of [
      ["weights", state.weights],
      ["optimiser state", state.slots],
      ["statistics", state.statistics],
    ] as const) {
      const at = values.findIndex((value) => !Number.isFinite(value));
      if (at >= 0) throw notFinite(position.step, position.epoch, `a value of the ${part}`, values[at]!);
    }
    const { file } = store.save(state, position, best);
    this.#record({ type: "checkpoint", step: position.step, file, best });
    this.#lastSave = this.#parts.now();
  }

  #interrupt(trainer: RunTrainer, store: CheckpointStore<Position>, position: Position): RunOutcome {
    this.#save(trainer, store, position, false);
    return this.#interrupted(position);
  }

  #interrupted({ step }: Position): RunOutcome {
    this.#record({ type: "interrupted", step });
    return "interrupted";
  }

  async #look(trainer: RunTrainer, data: OpenedData, dataset: Dataset, split: Split, partition: Partition) {
    if (this.#options.stop.aborted) return undefined;
    this.#folder.countTestLook();
    return await this.#scored(trainer, data, dataset, split.test, partition);
  }

  /** The test evaluation of the weights that were best on validation; the result itself when that was the last epoch. */
  async #best(
    trainer: RunTrainer,
    data: OpenedData,
    dataset: Dataset,
    split: Split,
    store: CheckpointStore<Position>,
    best: BestSoFar | null,
    test: Scored,
  ): Promise<RunResult["bestOnValidation"] | undefined> {
    if (best === null) return null;
    if (best.epoch === this.#spec.config.train.epochs) return { epoch: best.epoch, test: test.evaluation };
    const checkpoint = store.loadBest();
    if (!checkpoint || checkpoint.position.epoch !== best.epoch) {
      this.#record({
        type: "warning",
        message: `the checkpoint of epoch ${best.epoch}, best on validation, is missing or damaged, so it is not evaluated`,
      });
      return null;
    }
    trainer.setState(checkpoint.state);
    const scored = await this.#look(trainer, data, dataset, split, "test");
    if (!scored) return undefined;
    writeScores(this.#folder.scoresPath, "test-best-on-validation", scored.scores, this.#files);
    return { epoch: best.epoch, test: scored.evaluation };
  }

  async #scored(
    trainer: RunTrainer,
    data: OpenedData,
    dataset: Dataset,
    clips: readonly number[],
    partition: Partition,
  ) {
    return await this.#score(trainer, open(data, clips)!, dataset, clips, partition);
  }

  /** Logits and metrics of one pass over the clips; undefined when stopped on the way. */
  async #score(
    trainer: RunTrainer,
    batches: AsyncIterable<Batch>,
    dataset: Dataset,
    clips: readonly number[],
    partition: Partition,
  ): Promise<Scored | undefined> {
    const classes = dataset.classes.length;
    const logits = new Float32Array(clips.length * classes);
    const labels = Int32Array.from(clips, (clip) => dataset.clips[clip]!.label);
    let row = 0;
    for await (const { x, count } of batches) {
      logits.set((await trainer.evaluate(x, count)).subarray(0, count * classes), row * classes);
      row += count;
      if (this.#options.stop.aborted) return undefined;
    }
    const evaluation = evaluate(logits, labels, classes, partition);
    return { evaluation, scores: { logits, labels, classes, clips: clips.map((clip) => dataset.clips[clip]!.id) } };
  }
}

interface Scored {
  readonly evaluation: RunResult["test"];
  readonly scores: Scores;
}

function open(data: OpenedData, clips: readonly number[]): AsyncIterable<Batch> | null {
  if (clips.length === 0) return null;
  return data.open({ kind: "evaluate", clips: Int32Array.from(clips) } satisfies BatchRequest);
}

/** Higher top-1, then lower loss; the earlier epoch keeps a tie. */
function isBetter(metrics: SplitMetrics, best: BestSoFar | null): boolean {
  if (best === null || metrics.top1 > best.top1) return true;
  return metrics.top1 === best.top1 && metrics.loss < best.loss;
}

function hitsOf(logits: Float32Array, labels: Int32Array): number {
  const classes = logits.length / labels.length;
  let hits = 0;
  labels.forEach((label, row) => {
    if (argmax(logits.subarray(row * classes, (row + 1) * classes)) === label) hits++;
  });
  return hits;
}

function assertFinite(step: number, epoch: number, loss: number, gradNorm: number): void {
  if (!Number.isFinite(loss)) throw notFinite(step, epoch, "the loss", loss);
  if (!Number.isFinite(gradNorm)) throw notFinite(step, epoch, "the gradient's norm", gradNorm);
}

function notFinite(step: number, epoch: number, what: string, value: number): HglError {
  return new HglError({
    code: "numbers",
    where: `step ${step} (epoch ${epoch + 1})`,
    what: `${what} became ${value}; training stopped and the last good checkpoint is kept`,
    next: "lower the train cell's lr, or set clip: 1, and run again",
  });
}
