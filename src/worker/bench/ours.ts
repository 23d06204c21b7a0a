import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { RunConfig } from "../../common/config";
import { CompiledProgram } from "../../engine";
import { summariseProfile, type ProfileRow } from "../../engine/profile";
import { sampleSize } from "../../model/data/batch";
import { declareHglnet } from "../../model/network/hglnet";
import { initialValues } from "../../model/network/parameters";
import { RANDOM_STREAMS, randomStream } from "../../model/random";
import { layoutNamed } from "../../model/skeleton/layout";
import { Trainer } from "../../model/train";
import { evaluationProgram, recorded } from "../../model/train/programs";
import { completeData, dataSchema } from "../../notebook/cells/data";
import { completeTrain, trainSchema } from "../../notebook/cells/train";
import type { ModelConfig } from "../../common/config";
import type { Contender, Work } from "./contender";

/** Small, so that thousands of steps on noise stay finite. */
const RATE = 0.01;

export interface Ours extends Contender {
  endProfiling(): void;
}

/** Our engine at the same work, in this process. Memory is planned once and the first run is not timed. */
export async function startOurs(work: Work, model: ModelConfig, profilePrefix?: string): Promise<Ours> {
  const config = configOf(work, model);
  const layout = layoutNamed(work.layout);
  const x = noise(work.batch * sampleSize(layout, work.window));
  const contender =
    work.mode === "step"
      ? await trainingStep(config, work, x, profilePrefix)
      : await inference(config, work, x, profilePrefix);
  await contender.once();
  return contender;
}

async function trainingStep(config: RunConfig, work: Work, x: Float32Array, profilePrefix?: string): Promise<Ours> {
  const shape = { layout: layoutNamed(work.layout), classes: work.classes };
  const trainer = await Trainer.create(config, shape, profilePrefix ? { profilePrefix } : {});
  const labels = Int32Array.from({ length: work.batch }, (_, i) => i % work.classes);
  return {
    once: () => timed(() => trainer.step(x, labels, RATE)),
    peakBytes,
    endProfiling: () => trainer.endProfiling(),
    close: () => trainer.dispose(),
  };
}

async function inference(config: RunConfig, work: Work, x: Float32Array, profilePrefix?: string): Promise<Ours> {
  const network = {
    config: config.model,
    layout: layoutNamed(work.layout),
    classes: work.classes,
    window: work.window,
  };
  const state = declareHglnet(network);
  const program = await CompiledProgram.compile(
    await recorded(evaluationProgram(network, state, work.batch)),
    "evaluate",
    { threads: work.threads, ...(profilePrefix ? { profilePrefix } : {}) },
  );
  const inputs = {
    weights: initialValues(state.weights, config.seed),
    statistics: initialValues(state.statistics, config.seed),
    x,
  };
  return {
    once: () => timed(() => program.run(inputs)),
    peakBytes,
    endProfiling: () => program.endProfiling(),
    close: () => program.dispose(),
  };
}

/** Where the time of `runs` runs goes, per run, the most expensive kind of node first. Profiling slows the run a little: not for timing. */
export async function profileOurs(work: Work, model: ModelConfig, runs: number): Promise<ProfileRow[]> {
  const folder = mkdtempSync(join(tmpdir(), "hgl-profile-"));
  try {
    const ours = await startOurs(work, model, join(folder, "ort"));
    for (let run = 1; run < runs; run++) await ours.once();
    ours.endProfiling();
    await ours.close();
    const file = readdirSync(folder).find((name) => name.endsWith(".json"));
    if (!file) throw new Error("ONNX Runtime wrote no profile.");
    const rows = summariseProfile(readFileSync(join(folder, file), "utf8"));
    return rows.map(({ op, calls, ms }) => ({ op, calls: calls / runs, ms: ms / runs }));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function configOf(work: Work, model: ModelConfig): RunConfig {
  return {
    data: { ...completeData(dataSchema.parse({ source: "ui-prmd" })), window: work.window },
    model,
    train: { ...completeTrain(trainSchema.parse({ data: "x", model: "x" })), batch: work.batch, threads: work.threads },
    language: null,
    seed: 1,
  };
}

async function timed(run: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await run();
  return performance.now() - start;
}

function peakBytes(): number {
  return process.resourceUsage().maxRSS * 1024;
}

function noise(length: number): Float32Array {
  const random = randomStream({ seed: 1, stream: RANDOM_STREAMS.init, epoch: 0, sample: 0, use: 0 });
  return Float32Array.from({ length }, () => random.normal());
}
