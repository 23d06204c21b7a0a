import { epochsOf } from "../../model/language/ramp";
import { HglError } from "../../common/errors";
import { fillBatch, sampleSize } from "../../model/data/batch";
import type { Dataset } from "../../model/data/dataset";
import type { ClipMaps } from "../../model/evaluation/mapSession";
import { averageViews } from "../../model/evaluation/views";
import { stillMaps, type NetworkMap } from "../../model/evaluation/maps";
import { MapMean } from "../../model/evaluation/mapMean";
import type { PlannedRun } from "../running/plan";
import { readScores } from "../store/scores";
import { MapReader } from "./mapReader";
import { trainedNetwork, type TrainedNetwork } from "./trainedNetwork";

/** Of the largest logit: further apart, two passes of one network are not two roundings of one result. */
const TOLERANCE = 1e-3;

/**
 * A finished run's network while it looks at clips of its data. What it shows is what its last evaluation did: of a test clip the scores that the
 * run has kept come out again, or it is refused. So no look at the test split is counted anew. Of a run that scored several views of each clip,
 * the maps are those of the one view that a run without them would have scored, and the check is of all.
 */
export class WatchedRun {
  /** The maps that need no clip. */
  readonly still: readonly NetworkMap[];
  readonly #reader: MapReader;
  readonly #scores: ReadonlyMap<string, Float32Array>;

  private constructor(
    readonly run: PlannedRun,
    readonly trained: TrainedNetwork,
    readonly dataset: Dataset,
  ) {
    this.still = stillMaps(trained.network, trained.state);
    const { clips, classes, logits } = readScores(run.folder.scoresPath, "test");
    this.#scores = new Map(clips.map((id, row) => [id, logits.subarray(row * classes, (row + 1) * classes)]));
    this.#reader = MapReader.start(trained);
  }

  /** @throws HglError "store" for damaged scores or checkpoints, "data" where the data are not those of the run */
  static open(run: PlannedRun, dataset: Dataset): WatchedRun {
    if (dataset.contentHash !== run.spec.dataHash)
      throw new HglError({
        code: "data",
        where: dataset.name,
        what: `the clips are not those that #${run.cell} was trained with`,
        next: `run #${run.cell} again`,
      });
    const trained = trainedNetwork(run.folder);
    const { epoch } = trained.checkpoint.position;
    if (epoch !== epochsOf(run.config))
      throw new HglError({
        code: "store",
        where: run.folder.path,
        what: `the newest sound checkpoint is of epoch ${epoch} of ${epochsOf(run.config)}`,
        next: `run #${run.cell} again with --fresh`,
      });
    return new WatchedRun(run, trained, dataset);
  }

  /** All maps of a clip, those that need none among them. @param clip its number in the data set */
  async of(clip: number): Promise<NetworkMap[]> {
    return [...this.still, ...(await this.#read(clip)).maps];
  }

  /** What the classifier makes of each step of a clip, [classes, T']. @param clip its number in the data set */
  async stepsOf(clip: number): Promise<Float32Array> {
    return (await this.#read(clip)).steps;
  }

  async #read(clip: number): Promise<ClipMaps> {
    const { id } = this.dataset.clips[clip]!;
    const seen = await this.#seen(clip, 0, 1);
    const views = this.run.config.data.testClips;
    if (views === 1) this.#checkScores(id, seen.logits);
    else if (this.#scores.has(id)) {
      const all: number[] = [];
      for (let view = 0; view < views; view++) all.push(...(await this.#seen(clip, view, views)).logits);
      this.#checkScores(id, averageViews(Float32Array.from(all), all.length / views, views));
    }
    return seen;
  }

  async #seen(clip: number, view: number, views: number): Promise<ClipMaps> {
    const { layout, window } = this.trained.network;
    const x = new Float32Array(sampleSize(layout, window));
    const options = { seed: 0, epoch: 0, training: false, first: view, views };
    fillBatch(x, this.dataset, [clip], this.run.config.data, options);
    return await this.#reader.of(x);
  }

  async meanOf(clips: readonly number[]): Promise<NetworkMap[]> {
    const mean = new MapMean();
    for (const clip of clips) mean.add(await this.of(clip));
    return mean.mean();
  }

  async close(): Promise<void> {
    await this.#reader.close();
  }

  #checkScores(id: string, logits: Float32Array): void {
    const kept = this.#scores.get(id);
    if (!kept) return;
    const largest = kept.reduce((most, value) => Math.max(most, Math.abs(value)), 1);
    if (kept.every((value, i) => Math.abs(value - logits[i]!) <= TOLERANCE * largest)) return;
    throw new HglError({
      code: "store",
      where: this.run.folder.path,
      what: `the newest checkpoint scores ${id} otherwise than the run's test did`,
      next: `run #${this.run.cell} again with --fresh`,
    });
  }
}

/**
 * Watches runs for as long as `work` lasts.
 * @throws HglError "interrupted" as soon as a stop is asked for
 */
export async function watching<T>(
  runs: readonly PlannedRun[],
  dataset: Dataset,
  stop: AbortSignal | undefined,
  work: (watched: readonly WatchedRun[]) => Promise<T>,
): Promise<T> {
  const watched: WatchedRun[] = [];
  const close = async () => await Promise.all(watched.map(async (one) => await one.close()));
  const onStop = () => void close();
  stop?.addEventListener("abort", onStop, { once: true });
  try {
    for (const run of runs) watched.push(WatchedRun.open(run, dataset));
    return await work(watched);
  } catch (error) {
    if (!stop?.aborted) throw error;
    throw new HglError({ code: "interrupted", what: "looking at the network was stopped" });
  } finally {
    stop?.removeEventListener("abort", onStop);
    await close();
  }
}
