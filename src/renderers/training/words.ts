import { duration } from "../../common/duration";
import { printable } from "../../common/payloads/printable";
import type { RunState } from "../../common/runRecord";
import { percent, spread } from "../frame/words";
import type { Run, RunFacts } from "./run";
import type { Measure } from "./spec";

export const MEASURE_WORDS: Record<Measure, string> = {
  loss: "loss",
  accuracy: "accuracy",
  lr: "learning rate",
  gradNorm: "gradient norm",
  clipsPerSecond: "clips per second",
};

export const STATE_WORDS: Record<RunState, string> = {
  new: "not started",
  queued: "queued",
  running: "running",
  interrupted: "interrupted",
  failed: "failed",
  done: "done",
};

/** "1.2k clips/s"; empty where unknown. */
export function speed(clipsPerSecond: number | null): string {
  if (clipsPerSecond === null || clipsPerSecond <= 0) return "";
  const digits = clipsPerSecond < 10 ? 1 : 0;
  const amount = clipsPerSecond >= 10_000 ? `${(clipsPerSecond / 1000).toFixed(0)}k` : clipsPerSecond.toFixed(digits);
  return `${amount} clips/s`;
}

/** Time to come while a run runs, time taken otherwise; empty where neither is known. */
export function time({ state, seconds, etaSeconds }: RunFacts): string {
  if (state === "running") return etaSeconds === null ? "" : `${duration(etaSeconds)} left`;
  return seconds > 0 ? duration(seconds) : "";
}

/** "epoch 3 of 30, step 120"; empty before the first step. */
export function progressWords({ state, epoch, epochs, step, stepsPerEpoch }: RunFacts): string {
  if (state === "done")
    return `${epochs} ${epochs === 1 ? "epoch" : "epochs"}, ${step || epochs * stepsPerEpoch} steps`;
  if (step === 0 && state !== "running") return `${epochs} ${epochs === 1 ? "epoch" : "epochs"} to do`;
  return `epoch ${Math.min(Math.max(epoch, 1), Math.max(epochs, 1))} of ${epochs}, step ${step}`;
}

/** "test 91.2 %", "test 91.2 % (seen classes)" */
export function testWords({ testOf }: Pick<RunFacts, "testOf">, share: number): string {
  return `test ${percent(share)}${testOf === "seen" ? SEEN : ""}`;
}

const SEEN = " (seen classes)";

/** "seed 3"; of an ablation "gsm, J, seed 3". */
export function runName({ name, seed }: Pick<RunFacts, "name" | "seed">): string {
  return name === null ? `seed ${seed}` : `${printable(name)}, seed ${seed}`;
}

/** The summary line of several runs: how many are how far, and the mean test accuracy of the finished ones. */
export function summary(runs: readonly Run[]): string {
  const order: readonly RunState[] = ["done", "running", "queued", "interrupted", "failed", "new"];
  const counts = order.flatMap((state) => {
    const count = runs.filter(({ facts }) => facts.state === state).length;
    return count > 0 ? [`${count} ${STATE_WORDS[state]}`] : [];
  });
  const tests = runs.flatMap(({ facts }) => (facts.state === "done" && facts.test !== null ? [facts.test] : []));
  const seen = runs.some(({ facts }) => facts.testOf === "seen");
  // Different variants have no mean.
  if (runs.some(({ facts }) => facts.name !== null)) return `${runs.length} runs: ${counts.join(", ")}`;
  return `${runs.length} seeds: ${counts.join(", ")}${tests.length > 0 ? `. Test ${overSeeds(tests)}${seen ? SEEN : ""}` : ""}`;
}

/** "81.2 ± 0.9 % (mean and standard deviation of 3)". */
function overSeeds(shares: readonly number[]): string {
  const n = shares.length;
  return n === 1 ? `${percent(shares[0]!)} (1 seed)` : `${spread(shares)} (mean and standard deviation of ${n})`;
}

/** What is said aloud when a run is in a new state or a new epoch; null when it is not. */
export function announcement(before: RunFacts, run: Run): string | null {
  const { facts } = run;
  if (facts.state !== before.state) return `${spoken(facts)} ${STATE_WORDS[facts.state]}${ending(facts)}.`;
  if (facts.epoch === before.epoch || facts.state !== "running") return null;
  const latest = run.epochs.latest;
  const validation = latest?.validationTop1 == null ? "" : `, validation ${percent(latest.validationTop1)}`;
  return `${spoken(facts)}: epoch ${facts.epoch} of ${facts.epochs}${validation}.`;
}

function spoken(facts: RunFacts): string {
  const name = runName(facts);
  return name[0]!.toUpperCase() + name.slice(1);
}

function ending({ state, test, testOf, message }: RunFacts): string {
  if (state === "done") return test === null ? "" : `, ${testWords({ testOf }, test)}`;
  return state === "failed" && message ? `: ${printable(message).replace(/\.$/, "")}` : "";
}
