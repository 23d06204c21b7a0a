import { HglError } from "../../../common/errors";
import type { QueryPayload, RankedSentence } from "../../../common/payloads/query";
import { MOST_SKELETON_CLIPS } from "../../../common/payloads/skeleton";
import type { Dataset } from "../../../model/data/dataset";
import { splitDataset } from "../../../model/data/split";
import { unseenLabels } from "../../../model/data/unseen";
import { productsWith } from "../../../model/evaluation/retrieval";
import { shifted } from "../../../model/language/centre";
import type { TextFeatures } from "../../../model/language/textFeatures";
import type { ResolvedQuery } from "../../../notebook/resolve";
import { standings, type Standings } from "../../embedding/embed";
import { openEncoder } from "../../text/openEncoder";
import { textFolderOfRun } from "../../text/textFile";
import type { TextEncoder } from "../../text/textEncoder";
import { dataBehind, type FigureSource } from "../figures/source";
import type { FinishedRun } from "../plan";
import { alignedTexts } from "./alignedTexts";
import { skeletonPayload } from "./skeletonClips";

/** A clip of the data set (its number) and how near it stands to a sentence. */
interface Rank {
  readonly clip: number;
  readonly cosine: number;
}

/**
 * The test clips of a run, ranked by each of the cell's sentences.
 *
 * @throws HglError "cell" for a run without alignment, "data" for an encoder that is not the run's, "store", "network", "interrupted"
 */
export async function queryPayload(cell: ResolvedQuery, run: FinishedRun, source: FigureSource): Promise<QueryPayload> {
  const { sentences, of } = cell;
  const dataset = await source.dataset(dataBehind(source.opened.cells, of));
  const features = alignedTexts(cell.id, of, run, dataset);
  const clips = splitDataset(dataset, run.config.data, run.config.seed).test;
  const encoded = await encodedAs(features, sentences, run, source);
  const stand = await standings(run.folder, dataset, clips, features, encoded, source.stop);
  const ranks = sentences.map((_, at) => ranksOf(stand, clips, at).slice(0, cell.count));
  const unseen = unseenLabels(dataset, run.config.data);
  const title = `#${of}: test clips by ${sentences.length === 1 ? `“${sentences[0]}”` : `${sentences.length} sentences`}`;
  const told = ranks.map((ranked, at): RankedSentence => ({
    text: sentences[at]!,
    ranked: ranked.map(({ clip, cosine }) => {
      const { id, label } = dataset.clips[clip]!;
      return { id, label: dataset.classes[label]!, cosine: Number(cosine.toFixed(4)), unseen: unseen.has(label) };
    }),
  }));
  const { level, encoder } = features;
  return {
    ...{ kind: "query", version: 1, title, level, encoder },
    clips: clips.length,
    sentences: told,
    motion: inMotion(title, dataset, ranks, told),
  };
}

/** Nearest first; of equally near clips the earlier. */
export function ranksOf({ clips: places, sentences }: Standings, clips: readonly number[], sentence: number): Rank[] {
  const { values, width } = sentences;
  const cosines = productsWith(values.subarray(sentence * width, (sentence + 1) * width), places);
  const all = clips.map((clip, at) => ({ clip, cosine: cosines[at]! }));
  return all.sort((a, b) => b.cosine - a.cosine || a.clip - b.clip);
}

/** The first clips of each sentence, as many as a player holds, each with what it ranks by. */
function inMotion(
  title: string,
  dataset: Dataset,
  ranks: readonly (readonly Rank[])[],
  told: readonly RankedSentence[],
): QueryPayload["motion"] {
  const each = Math.max(1, Math.floor(MOST_SKELETON_CLIPS / ranks.length));
  const shown = ranks.flatMap((ranked, at) => ranked.slice(0, each).map((rank, place) => ({ ...rank, at, place })));
  const motion = skeletonPayload(
    title,
    dataset,
    shown.map(({ clip }) => ({ clip, predicted: null })),
  );
  const note = (index: number): string => {
    const { at, place } = shown[index]!;
    const { text, ranked } = told[at]!;
    const { cosine, unseen } = ranked[place]!;
    const whose = told.length > 1 ? ` for “${text}”` : "";
    return `no. ${place + 1}${whose}, cosine ${cosine.toFixed(2)}${unseen ? ", unseen class" : ""}`;
  };
  return { ...motion, clips: motion.clips.map((clip, index) => ({ ...clip, note: note(index) })) };
}

/** Sentence vectors [sentences, D_t] as the run's descriptions have theirs. */
async function encodedAs(
  features: TextFeatures,
  sentences: readonly string[],
  { config, folder }: FinishedRun,
  { keyFor = async () => await Promise.resolve(null), stop }: FigureSource,
): Promise<Float32Array> {
  const { dimension, centre } = features;
  const { encoder: wanted } = config.language!.texts;
  const encoder = await openEncoder(wanted, textFolderOfRun(folder.path), { keyFor });
  try {
    checkSame(encoder, features);
    const values = new Float32Array(sentences.length * dimension);
    const done = (at: number, { sentence }: { readonly sentence: Float32Array }): void => {
      if (sentence.length !== dimension) throw otherEncoder(encoder, features);
      values.set(sentence, at * dimension);
    };
    await encoder.encode(sentences, done, stop ?? new AbortController().signal);
    return centre ? shifted(values, centre) : values;
  } finally {
    await encoder.close();
  }
}

function checkSame(encoder: TextEncoder, features: TextFeatures): void {
  if (encoder.name !== features.encoder) throw otherEncoder(encoder, features);
}

function otherEncoder({ name }: TextEncoder, { encoder }: TextFeatures): HglError {
  return new HglError({
    code: "data",
    what: `the run's descriptions were encoded by ${encoder}, and this is ${name}`,
    next: "put the encoder back, or run the text cell and the train cell again",
  });
}
