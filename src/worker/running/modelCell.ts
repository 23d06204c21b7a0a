import * as z from "zod";
import type { ModelConfig } from "../../common/config";
import type { Summary } from "../../model/network/summary";
import { layoutNamed } from "../../model/skeleton/layout";
import type { ResolvedCell, ResolvedModel } from "../../notebook/resolve";
import { Cards } from "../store/cards";
import { canonical, sha256 } from "../store/runFolder";
import { codeVersion } from "../version";
import type { DataFacts } from "./dataCell";

/** Inputs that a network is built for. */
export interface NetworkInput {
  readonly layout: string;
  readonly classes: number;
  readonly window: number;
  /** Ids of the train cells that use it so; none where it stands for what is usual. */
  readonly cells: readonly string[];
}

const count = z.number().min(0);
const summarySchema = z.object({
  rows: z.array(z.object({ name: z.string(), parameters: count, macs: count, output: z.string() })).readonly(),
  parameters: count,
  macs: count,
});

export interface DescribedNetwork {
  readonly input: NetworkInput;
  readonly summary: Summary;
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
 * Counts a network's parameters and multiply-adds, or takes them from an earlier time: counting loads the compute libraries.
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
  const stored = cards.read("model", key, summarySchema);
  if (stored) return { input, summary: stored };
  if (!mayCompute) return undefined;
  const { summarise } = await import("../../model/network/summary");
  const summary = summarise(config, layoutNamed(layout), classes, window);
  cards.write("model", key, summary);
  return { input, summary };
}

/** A network block by block: parts of one block added up. */
export function blocksOf({ rows }: Summary): { name: string; output: string; parameters: number; macs: number }[] {
  const blocks = new Map<string, { output: string; parameters: number; macs: number }>();
  for (const row of rows) {
    const name = /^block \d+/.exec(row.name)?.[0] ?? row.name;
    const { parameters = 0, macs = 0 } = blocks.get(name) ?? {};
    blocks.set(name, { output: row.output, parameters: parameters + row.parameters, macs: macs + row.macs });
  }
  return [...blocks].map(([name, block]) => ({ name, ...block }));
}
