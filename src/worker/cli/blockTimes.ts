import type { ModelConfig } from "../../common/config";
import { startOurs, type Ours } from "../bench/ours";

/** Clips at once while timing: enough that no thread waits, few enough that the full network fits a small machine. */
const BATCH = 8;
const ROUNDS = 9;

interface TimedShape {
  readonly layout: string;
  readonly classes: number;
  readonly window: number;
}

export interface BlockTimes {
  readonly batch: number;
  readonly threads: number;
  /** One entry a block; the first has stem and head in it. */
  readonly milliseconds: readonly number[];
}

/**
 * Milliseconds of one clip's inference, block by block. A compiled network cannot be stopped between two blocks, so the networks of the first
 * 1, 2, … blocks are timed in turns: a block's time is what its network takes longer than the one before. The fastest of several runs
 * counts, since other programs on the machine only ever add time.
 */
export async function blockTimes(model: ModelConfig, shape: TimedShape, threads: number): Promise<BlockTimes> {
  const networks: Ours[] = [];
  try {
    for (let depth = 1; depth <= model.widths.length; depth++) {
      const part = { ...model, widths: model.widths.slice(0, depth), strides: model.strides.slice(0, depth) };
      networks.push(await startOurs({ mode: "infer", ...shape, batch: BATCH, threads }, part));
    }
    const fastest = networks.map(() => Infinity);
    for (let round = 0; round < ROUNDS; round++)
      for (const [i, network] of networks.entries()) fastest[i] = Math.min(fastest[i]!, await network.once());
    const milliseconds = fastest.map((time, i) => (time - (fastest[i - 1] ?? 0)) / BATCH);
    return { batch: BATCH, threads, milliseconds };
  } finally {
    for (const network of networks) await network.close();
  }
}
