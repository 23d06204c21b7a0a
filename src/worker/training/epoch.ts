import type { SplitMetrics } from "../../common/runRecord";
import { argmax } from "../../model/evaluation/metrics";
import { stageRate } from "../../model/language/ramp";
import type { StepResult } from "../../model/train";
import type { Batch } from "../loading/batchLoader";
import { assertStepFinite } from "./finite";
import { startOf, type BestSoFar, type Position } from "./position";
import { openClips, score } from "./score";
import { textsOf } from "./stepTexts";
import { isStopped, save, type Sitting } from "./sitting";

/** Between two step events, so that a small network does not fill the disk with its log. */
const STEP_EVENT_MS = 500;

interface Reached {
  readonly position: Position;
  /** Whether the user's stop came before the end. */
  readonly stopped: boolean;
}

/** What is left of the epoch: its steps, the validation, a checkpoint. Stopped early, the position names the batch to go on with. */
export async function trainEpoch(sitting: Sitting, from: Position): Promise<Reached> {
  const { data, split } = sitting;
  const train = data.open({ kind: "train", epoch: from.epoch, fromBatch: from.batch });
  // Opened here, so that its first batches are read while the last training steps run.
  const validation = split.validation.length > 0 ? openClips(data, split.validation) : undefined;
  const reached = await takeSteps(sitting, train, from);
  if (reached.stopped) return reached;
  if (!validation) return { position: endEpoch(sitting, reached.position, null), stopped: false };
  const scored = await score(sitting, split.validation, "validation", validation);
  if (!scored) return { position: reached.position, stopped: true };
  return { position: endEpoch(sitting, reached.position, scored.evaluation), stopped: false };
}

async function takeSteps(sitting: Sitting, batches: AsyncIterable<Batch>, from: Position): Promise<Reached> {
  const { trainer, stepsPerEpoch, now, record, rateAt, options, progress } = sitting;
  const { config } = sitting.spec;
  const textsAt = textsOf(sitting, from.epoch);
  let position = from;
  if (isStopped(sitting)) return { position, stopped: true };
  let since = now();
  const window = { from: since, clips: 0 };
  for await (const { x, labels } of batches) {
    const lr = stageRate(config, position.step, stepsPerEpoch, rateAt);
    const { loss, gradNorm, logits, language } = await trainer.step(x, labels, lr, textsAt(position));
    const step = position.step + 1;
    progress.step = step;
    assertStepFinite(step, position.epoch, loss, gradNorm);
    const at = now();
    position = {
      ...position,
      step,
      batch: position.batch + 1,
      lossSum: position.lossSum + loss,
      hits: position.hits + hitsOf(logits, labels),
      seen: position.seen + labels.length,
      ...(language ? { language: added(position.language, language) } : {}),
      seconds: position.seconds + (at - since) / 1000,
      epochSeconds: position.epochSeconds + (at - since) / 1000,
    };
    since = at;
    window.clips += labels.length;
    const last = position.batch === stepsPerEpoch;
    if (last || at - progress.toldAt >= STEP_EVENT_MS) {
      const clipsPerSecond = window.clips / Math.max(0.001, (at - window.from) / 1000);
      record({ type: "step", epoch: position.epoch + 1, step, loss, lr, gradNorm, clipsPerSecond });
      progress.toldAt = at;
      window.from = at;
      window.clips = 0;
    }
    if (isStopped(sitting)) return { position, stopped: true };
    if (!last && at - progress.savedAt >= options.checkpointMinutes * 60_000) save(sitting, position, false);
  }
  return { position, stopped: false };
}

function endEpoch(sitting: Sitting, at: Position, validation: SplitMetrics | null): Position {
  const epoch = at.epoch + 1;
  const better = validation !== null && isBetter(validation, at.best);
  const best = better ? { epoch, top1: validation.top1, loss: validation.loss } : at.best;
  sitting.record({
    type: "epoch",
    epoch,
    loss: at.lossSum / Math.max(1, at.batch),
    trainTop1: at.hits / Math.max(1, at.seen),
    ...(at.language
      ? { language: { align: at.language.align / at.language.steps, match: at.language.match / at.language.steps } }
      : {}),
    validation: validation && {
      clips: validation.clips,
      loss: validation.loss,
      top1: validation.top1,
      top5: validation.top5,
    },
    seconds: at.epochSeconds,
  });
  const after: Position = { ...startOf(), step: at.step, epoch, seconds: at.seconds, best };
  save(sitting, after, better);
  return after;
}

function added(
  sums: Position["language"] = { steps: 0, align: 0, match: 0 },
  { align, match }: NonNullable<StepResult["language"]>,
): NonNullable<Position["language"]> {
  return { steps: sums.steps + 1, align: sums.align + align, match: sums.match + match };
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
