import * as z from "zod";
import type { ModelConfig } from "../../common/config";
import type { TrainedSummary } from "../../model/train/activations";
import { layoutFrom } from "../../model/skeleton/layoutText";
import type { ResolvedCell, ResolvedModel } from "../../notebook/resolve";
import { Cards } from "../store/cards";
import { canonical, sha256 } from "../store/runFolder";
import { codeVersion } from "../version";
import type { DataFacts } from "./dataCell";
import { storedTimes, type NetworkTimes } from "./networkTimes";

/** Inputs that a network is built for. */
export interface NetworkInput {
  readonly layout: string;
  readonly classes: number;
  readonly window: number;
  /** Ids of the train cells that use it so; none where it stands for what is usual. */
  readonly cells: readonly string[];
}

const count = z.number().min(0);
const row = z.object({
  name: z.string(),
  scope: z.string(),
  parameters: count,
  macs: count,
  output: z.string(),
  outputBytes: count,
  kept: count,
});
const summarySchema = z.object({ rows: z.array(row).readonly(), parameters: count, macs: count, kept: count });

export interface DescribedNetwork {
  readonly config: ModelConfig;
  readonly input: NetworkInput;
  readonly summary: TrainedSummary;
  /** Null where it has not been measured on a machine like this one. */
  readonly times: NetworkTimes | null;
}

/** What the network is built for where no train cell tells: NTU RGB+D 60. */
const USUAL: NetworkInput = { layout: "ntu25", classes: 60, window: 64, cells: [] };

/** The inputs that the train cells of a notebook give a model, as far as their data are known. */
export function inputsOf(
  cell: ResolvedModel,
  cells: readonly ResolvedCell[],
  known: (dataCell: string) => DataFacts["card"] | undefined,
): readonly NetworkInput[] {
  const inputs = new Map<string, NetworkInput>();
  for (const train of cells) {
    if (train.kind !== "train" || train.model !== cell.id) continue;
    const card = known(train.data);
    if (!card) continue;
    const shape = { layout: card.layout, classes: card.classes.length, window: train.runs[0]!.data.window };
    const key = canonical(shape);
    inputs.set(key, { ...shape, cells: [...(inputs.get(key)?.cells ?? []), train.id] });
  }
  return inputs.size > 0 ? [...inputs.values()] : [USUAL];
}

/**
 * Counts a network's parameters, multiply-adds and activation memory, or takes them from an earlier time: counting loads the compute libraries and
 * records a training step, about a second. Nothing is measured; what has been is told.
 *
 * @param mayCompute false where only what is stored may be told
 * @returns undefined when it is not stored and may not be computed
 * @throws HglError "model"
 */
export async function describeNetwork(
  config: ModelConfig,
  input: NetworkInput,
  notebookPath: string,
  mayCompute: boolean,
): Promise<DescribedNetwork | undefined> {
  const { layout, classes, window } = input;
  const cards = new Cards(notebookPath);
  const key = sha256(canonical({ config, layout, classes, window, version: codeVersion() })).slice(0, 12);
  const times = storedTimes(config, input, notebookPath);
  const stored = cards.read("model", key, summarySchema);
  if (stored) return { config, input, summary: stored, times };
  if (!mayCompute) return undefined;
  const { summariseTraining } = await import("../../model/train/activations");
  const summary = await summariseTraining(config, layoutFrom(layout), classes, window);
  cards.write("model", key, summary);
  return { config, input, summary, times };
}

export interface NetworkBlock {
  /** "stem", "block 3", "head". */
  readonly name: string;
  readonly output: string;
  readonly parameters: number;
  readonly macs: number;
  readonly kept: number;
}

/** A network block by block: parts of one block added up. */
export function blocksOf({ rows }: Pick<TrainedSummary, "rows">): NetworkBlock[] {
  const blocks = new Map<string, NetworkBlock>();
  for (const row of rows) {
    const name = /^block \d+/.exec(row.name)?.[0] ?? row.name;
    const { parameters, macs, kept } = blocks.get(name) ?? { parameters: 0, macs: 0, kept: 0 };
    blocks.set(name, {
      name,
      output: row.output,
      parameters: parameters + row.parameters,
      macs: macs + row.macs,
      kept: kept + row.kept,
    });
  }
  return [...blocks.values()];
}
