import type { ModelConfig } from "../../common/config";
import { keptValues } from "../../engine";
import { declareHglnet } from "../network/hglnet";
import { summarise, type Summary, type SummaryRow } from "../network/summary";
import type { Layout } from "../skeleton/layout";
import { gradientProgram, recorded } from "./programs";

/** A part of a network with what its training keeps of it. */
export interface TrainedRow extends SummaryRow {
  /** Bytes of one clip with all its bodies, float32. */
  readonly kept: number;
}

export interface TrainedSummary extends Summary {
  readonly rows: readonly TrainedRow[];
  readonly kept: number;
}

/** Of a float32. */
const BYTES = 4;

/**
 * `summarise` with the activation memory of training, part by part: what a part has computed from the clip and the backward pass reads again, so
 * that it must stay in memory between the two. It is counted from the recorded training step of a batch of one clip, and every further clip adds
 * the same but for the batch statistics, which are a few hundred bytes. Not in it are the clip itself, parameters with their gradients and
 * optimiser slots, and the gradients of maps, of which few exist at a time.
 *
 * @param window frames T of the input
 * @throws HglError "model" when the configuration describes no network
 */
export async function summariseTraining(
  config: ModelConfig,
  layout: Layout,
  classes: number,
  window: number,
): Promise<TrainedSummary> {
  const summary = summarise(config, layout, classes, window);
  const network = { config, layout, classes, window };
  const bytes = new Map<string, number>();
  let kept = 0;
  for (const { scope, values } of keptValues(
    await recorded(gradientProgram(network, declareHglnet(network), 1)),
    "x",
  )) {
    bytes.set(scope, (bytes.get(scope) ?? 0) + BYTES * values);
    kept += BYTES * values;
  }
  const rows = summary.rows.map((row) => ({ ...row, kept: bytes.get(row.scope) ?? 0 }));
  if (rows.reduce((sum, row) => sum + row.kept, 0) !== kept)
    throw new Error("A part of the network that keeps activations is missing from its summary.");
  return { ...summary, rows, kept };
}
