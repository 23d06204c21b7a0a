import { join } from "node:path";
import { splitDataset } from "../../model/data/split";
import { completeData, dataSchema } from "../../notebook/cells/data";
import { detectFormat, importDataset, placesOf } from "../importing/importDataset";
import { SAMPLE_SOURCE } from "../importing/sample";
import { BatchLoader } from "../loading/batchLoader";

export interface LoaderTiming {
  readonly dataset: string;
  readonly layout: string;
  readonly window: number;
  readonly batch: number;
  /** Training clips prepared in every pass. */
  readonly clips: number;
  /** Clips per second, pass by pass, as a network that takes no time would receive them. */
  readonly clipsPerSecond: readonly number[];
}

/** Clips in a pass, so that starting one does not count. */
const LEAST_CLIPS = 2000;

/** How fast training batches are made: crop, resize, rotation, stream and the way from the loader's thread to ours. */
export async function timeLoader(source: string, batch: number, passes: number): Promise<LoaderTiming> {
  const format = source === SAMPLE_SOURCE ? "hgl" : detectFormat(source);
  const recipe = completeData(dataSchema.parse({ source }), format);
  const dataset = await importDataset(recipe, placesOf(join(process.cwd(), "bench")));
  const { train } = splitDataset(dataset, recipe, 1);
  const repeat = Math.max(recipe.repeat, Math.ceil(LEAST_CLIPS / train.length));
  const data = { ...recipe, repeat };
  const loader = BatchLoader.start({ dataset, config: { data, seed: 1 }, train }, batch);
  try {
    const clipsPerSecond: number[] = [];
    let clips = 0;
    for (let pass = -1; pass < passes; pass++) {
      const start = performance.now();
      clips = 0;
      for await (const { count } of loader.open({ kind: "train", epoch: pass + 1, fromBatch: 0 })) clips += count;
      if (pass >= 0) clipsPerSecond.push((1000 * clips) / (performance.now() - start));
    }
    return {
      dataset: dataset.name,
      layout: dataset.layout.name,
      window: data.window,
      batch,
      clips,
      clipsPerSecond,
    };
  } finally {
    await loader.close();
  }
}
