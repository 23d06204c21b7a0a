import { drawTexts, textBatch } from "../../model/language/draw";
import { lossWeightsAt } from "../../model/language/ramp";
import { epochOrder } from "../../model/data/order";
import type { StepTexts } from "../../model/train/trainer";
import { trainingBatch } from "../loading/plan";
import type { Position } from "./position";
import type { Sitting } from "./sitting";

/**
 * The descriptions of an epoch's batches, drawn beside the loader, which knows nothing of them: which clips a batch holds, and which of its descriptions
 * each is shown with, follow from the seed and the position alone.
 *
 * @returns what a step is given, null where descriptions take no part in it
 */
export function textsOf(
  { texts, dataset, split, stepsPerEpoch, spec }: Sitting,
  epoch: number,
): (position: Position) => StepTexts | null {
  const { config } = spec;
  const { seed, data, train } = config;
  if (!texts) return () => null;
  const orders = new Map<number, Int32Array>();
  const order = (wanted: number): Int32Array => {
    const known = orders.get(wanted) ?? epochOrder(split.train, seed, wanted, data.repeat);
    orders.set(wanted, known);
    return known;
  };
  return ({ step, batch }) => {
    const lossWeights = lossWeightsAt(config, step, stepsPerEpoch);
    if (!lossWeights) return null;
    const clips = [...trainingBatch(order, epoch, batch, train.batch)].map((clip) => dataset.clips[clip]!);
    const rows = drawTexts(texts, clips, { seed, epoch, first: batch * train.batch });
    return { ...textBatch(texts, rows), lossWeights };
  };
}
