import type { ModelConfig } from "../../common/config";
import type { Work } from "../bench/contender";
import { startOurs } from "../bench/ours";

export interface StepTime {
  readonly batch: number;
  readonly threads: number;
  /** From nothing to a compiled program that has run once. */
  readonly startMilliseconds: number;
  /** Of one training step: forward, backward and update. */
  readonly milliseconds: number;
  /** The process's largest resident memory. */
  readonly peakBytes: number;
}

const STEPS = 3;

/** Measures one training step on made-up clips. The fastest of a few counts, since other programs on the machine only ever add time. */
export async function stepTime(model: ModelConfig, shape: Omit<Work, "mode">): Promise<StepTime> {
  const began = performance.now();
  const ours = await startOurs({ mode: "step", ...shape }, model);
  const startMilliseconds = performance.now() - began;
  try {
    let fastest = Infinity;
    for (let step = 0; step < STEPS; step++) fastest = Math.min(fastest, await ours.once());
    const { batch, threads } = shape;
    return { batch, threads, startMilliseconds, milliseconds: fastest, peakBytes: ours.peakBytes() };
  } finally {
    await ours.close();
  }
}
