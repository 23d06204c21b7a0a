import { cpus } from "node:os";
import * as z from "zod";
import type { ModelConfig } from "../../common/config";
import { processorName } from "../bench/machine";
import type { BlockTimes } from "../cli/blockTimes";
import { Cards } from "../store/cards";
import { canonical, sha256 } from "../store/runFolder";
import { codeVersion } from "../version";
import { outputOf } from "./measuring";
import type { NetworkInput } from "./modelCell";

/** A measurement with what a reader needs to judge it. */
export interface NetworkTimes extends BlockTimes {
  readonly processor: string;
  /** Unix milliseconds. */
  readonly at: number;
}

const blockTimes = z.object({
  batch: z.int().min(1),
  threads: z.int().min(1),
  milliseconds: z.array(z.number()).readonly(),
});
const timesSchema = blockTimes.extend({ processor: z.string(), at: z.int().min(0) });
const measured = z.object({ timed: blockTimes });

/** One for each core. */
const threadsHere = (): number => cpus().length;

/** What was measured last of a network on a machine like this one. */
export function storedTimes(config: ModelConfig, input: NetworkInput, notebookPath: string): NetworkTimes | null {
  const times = new Cards(notebookPath).read("times", keyOf(config, input), timesSchema);
  return times?.milliseconds.length === config.widths.length ? times : null;
}

/**
 * Measures a network block by block and stores it. The measuring is `hgl model --time` in a process of its own, since it keeps every core busy for
 * seconds to minutes; nothing of the network goes through a shell.
 *
 * @throws HglError "device" when that process fails, "interrupted" when `stop` ends it
 */
export async function measureTimes(
  config: ModelConfig,
  input: NetworkInput,
  notebookPath: string,
  stop: AbortSignal,
): Promise<void> {
  const { layout, classes, window } = input;
  const args = ["model", "--time", "--json", "--config", JSON.stringify(config)];
  const shape = { layout, classes, window, threads: threadsHere() };
  const out = await outputOf([...args, ...Object.entries(shape).map(([name, value]) => `--${name}=${value}`)], stop);
  const { timed } = measured.parse(JSON.parse(out));
  const times: NetworkTimes = { ...timed, processor: processorName(), at: Date.now() };
  new Cards(notebookPath).write("times", keyOf(config, input), times);
}

function keyOf(config: ModelConfig, { layout, classes, window }: NetworkInput): string {
  const machine = { processor: processorName(), threads: threadsHere() };
  return sha256(canonical({ config, layout, classes, window, version: codeVersion(), machine })).slice(0, 12);
}
