import { join } from "node:path";
import type { DataConfig, ModelConfig } from "../../common/config";
import type { Preset } from "../../common/vocabulary";
import type { Dataset } from "../../model/data/dataset";
import { splitDataset } from "../../model/data/split";
import { Trainer } from "../../model/train";
import { completeData, dataSchema } from "../../notebook/cells/data";
import { completeModel, modelSchema } from "../../notebook/cells/model";
import { completeTrain, trainSchema } from "../../notebook/cells/train";
import { detectFormat, importDataset, placesOf } from "../importing/importDataset";
import { SAMPLE_SOURCE } from "../importing/sample";
import { BatchLoader } from "../loading/batchLoader";
import { madeUpClips, NTU_SHAPE, UCLA_SHAPE } from "./madeUpClips";
import { medianAndRange } from "./pairs";

/** One data set: how fast its batches are made, and how fast a network takes them. */
export interface LoaderTiming {
  readonly dataset: string;
  readonly layout: string;
  readonly window: number;
  /** Training clips prepared in every pass. */
  readonly clips: number;
  /** Clips per second, pass by pass, as a network that takes no time would receive them. */
  readonly clipsPerSecond: readonly number[];
  /** The network's training steps on batches from the loader; null where none was taken. */
  readonly training: {
    /** Clips per second of the steps alone. */
    readonly clipsPerSecond: number;
    /** Loading over training: how many times faster batches are made than used. */
    readonly ratio: number;
    /** Share of the time that went into waiting for a batch. */
    readonly waiting: number;
  } | null;
}

export interface LoaderWork {
  /** A data set beside those that are always timed. */
  readonly source: string | undefined;
  readonly batch: number;
  readonly passes: number;
  readonly preset: Preset;
  /** Timed training steps of each data set. */
  readonly steps: number;
  /** Threads that make batches; undefined leaves it to the loader. */
  readonly threads: number | undefined;
}

/** Clips in a pass, so that starting one does not count. */
const LEAST_CLIPS = 2000;
/** Small, so that steps on made-up clips stay finite. */
const RATE = 0.001;

/** Loading against training for the sample, for clips shaped as those of NW-UCLA and NTU RGB+D, and for a data set of one's own. */
export async function timeLoaders(work: LoaderWork, say: (text: string) => void): Promise<LoaderTiming[]> {
  const recipe = (format: DataConfig["format"]) =>
    completeData(dataSchema.parse({ source: "made-up", format, split: "default" }));
  const cases: (() => Promise<[Dataset, DataConfig]>)[] = [
    async () => await opened(SAMPLE_SOURCE),
    async () => [madeUpClips(UCLA_SHAPE), recipe("nw-ucla")],
    async () => [madeUpClips(NTU_SHAPE), recipe("ntu")],
  ];
  const { source } = work;
  if (source !== undefined && source !== SAMPLE_SOURCE) cases.push(async () => await opened(source));
  const timings: LoaderTiming[] = [];
  for (const open of cases) {
    const [dataset, config] = await open();
    say(`${dataset.name} …`);
    timings.push(await timeLoader(dataset, config, work));
  }
  return timings;
}

async function opened(source: string): Promise<[Dataset, DataConfig]> {
  const format = source === SAMPLE_SOURCE ? "hgl" : detectFormat(source);
  const config = completeData(dataSchema.parse({ source }), format);
  return [await importDataset(config, placesOf(join(process.cwd(), "bench"))), config];
}

async function timeLoader(dataset: Dataset, config: DataConfig, work: LoaderWork): Promise<LoaderTiming> {
  const { batch, passes, steps, threads } = work;
  const { train } = splitDataset(dataset, config, 1);
  const repeat = Math.max(config.repeat, Math.ceil(LEAST_CLIPS / train.length));
  const data = { ...config, repeat };
  const loader = BatchLoader.start({ dataset, config: { data, seed: 1 }, train }, batch, threads);
  try {
    const clipsPerSecond: number[] = [];
    let clips = 0;
    for (let pass = -1; pass < passes; pass++) {
      const start = performance.now();
      clips = 0;
      for await (const { count } of loader.open({ kind: "train", epoch: pass + 1, fromBatch: 0 })) clips += count;
      if (pass >= 0) clipsPerSecond.push((1000 * clips) / (performance.now() - start));
    }
    const model = completeModel(modelSchema.parse({ preset: work.preset }));
    const taken = steps > 0 ? await trained(loader, dataset, data, model, work) : null;
    const training = taken && { ...taken, ratio: medianAndRange(clipsPerSecond).median / taken.clipsPerSecond };
    const { window } = data;
    return { dataset: dataset.name, layout: dataset.layout.name, window, clips, clipsPerSecond, training };
  } finally {
    await loader.close();
  }
}

/** Steps of a network on what the loader makes; the first, in which memory is planned, does not count. */
async function trained(
  loader: BatchLoader,
  { layout, classes }: Dataset,
  data: DataConfig,
  model: ModelConfig,
  { batch, steps, passes }: LoaderWork,
): Promise<{ clipsPerSecond: number; waiting: number }> {
  const train = { ...completeTrain(trainSchema.parse({ data: "x", model: "x" })), batch };
  const trainer = await Trainer.create(
    { data, model, train, language: null, seed: 1 },
    { layout, classes: classes.length },
  );
  try {
    const batches = loader.open({ kind: "train", epoch: passes, fromBatch: 0 });
    const times: number[] = [];
    let waited = 0;
    for (let step = -1; step < steps; step++) {
      const start = performance.now();
      const { value } = await batches.next();
      if (!value) break;
      const ready = performance.now();
      await trainer.step(value.x, value.labels, RATE);
      if (step < 0) continue;
      waited += ready - start;
      times.push(performance.now() - ready);
    }
    const busy = times.reduce((sum, ms) => sum + ms, 0);
    return { clipsPerSecond: (1000 * batch) / medianAndRange(times).median, waiting: waited / (waited + busy) };
  } finally {
    await trainer.dispose();
  }
}
