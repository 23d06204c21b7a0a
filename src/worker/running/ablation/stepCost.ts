import { cpus, loadavg } from "node:os";
import * as z from "zod";
import type { RunConfig } from "../../../common/config";
import { processorName } from "../../bench/machine";
import { Cards } from "../../store/cards";
import { canonical, sha256 } from "../../store/runFolder";
import { codeVersion } from "../../version";
import { outputOf } from "../measuring";

const costSchema = z.object({
  batch: z.int().min(1),
  threads: z.int().min(1),
  startMilliseconds: z.number().min(0),
  milliseconds: z.number().min(0),
  peakBytes: z.number().min(0),
});
const printed = z.object({ stepped: costSchema });

/** What one training step takes on this machine, measured. */
export interface StepCost extends z.output<typeof costSchema> {
  /** Other programs computed meanwhile, so that it may take less. */
  readonly busy: boolean;
}

/** The skeleton and classes that a network is built for. */
export interface StepInput {
  readonly layout: string;
  readonly classes: number;
}

/**
 * Measures a training step of a run, or finds it measured before on a machine like this one: `hgl model --step` in a process of its own.
 * Descriptions take part in no measured step.
 * @throws HglError "device" when that process fails, "interrupted" when `stop` ends it
 */
export async function stepCost(
  { model, data, train }: RunConfig,
  { layout, classes }: StepInput,
  notebookPath: string,
  stop: AbortSignal,
): Promise<StepCost> {
  const shape = { layout, classes, window: data.window, step: train.batch, threads: train.threads || cpus().length };
  const machine = { processor: processorName(), version: codeVersion() };
  const key = sha256(canonical({ model, shape, machine })).slice(0, 12);
  const cards = new Cards(notebookPath);
  const stored = cards.read("step", key, costSchema);
  if (stored) return { ...stored, busy: false };
  const args = ["model", "--json", "--config", JSON.stringify(model)];
  const busy = isBusy();
  const out = await outputOf([...args, ...Object.entries(shape).map(([name, value]) => `--${name}=${value}`)], stop);
  const { stepped } = printed.parse(JSON.parse(out));
  // What a busy machine took would be believed on a quiet one.
  if (!busy) cards.write("step", key, stepped);
  return { ...stepped, busy };
}

/** Whether programs wait for the cores already. */
function isBusy(): boolean {
  return loadavg()[0]! > cpus().length;
}
