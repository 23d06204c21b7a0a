import type { EmbeddingPayload, EmbeddingPoint } from "../../../common/payloads/embedding";
import { printable } from "../../../common/payloads/printable";
import { isMistake } from "../../../common/payloads/embedding";
import type { Partition } from "../../../common/vocabulary";
import { MOST_TEXT } from "../../../common/payloads/reading";
import { levelWords } from "../../../figures/languageTable";
import type { Dataset } from "../../../model/data/dataset";
import { splitDataset } from "../../../model/data/split";
import { textsOfClasses } from "../../../model/evaluation/retrieval";
import type { TextFeatures } from "../../../model/language/textFeatures";
import { HglError } from "../../../common/errors";
import { embed, type ShownTexts } from "../../embedding/embed";
import { stratified } from "../../embedding/sample";
import { count } from "../../words";
import { dataBehind, type FigureSource } from "../figures/source";
import type { PlannedRun } from "../plan";
import { alignedTexts } from "./alignedTexts";

/** What a view and a figure of a feature space show of a train cell. */
export interface EmbeddingWanted {
  readonly id: string;
  readonly of: string;
  readonly split: Partition;
  readonly projection: "pca" | "umap";
  readonly modality: "skeleton" | "both";
}

/** The clips of one split in the feature space of one run. @throws HglError "data", "store", "model", "interrupted" */
export async function embeddingPayload(
  { id, of, split, projection, modality }: EmbeddingWanted,
  run: PlannedRun,
  source: FigureSource,
): Promise<EmbeddingPayload> {
  const dataset = await source.dataset(dataBehind(source.opened.cells, of));
  const all = splitDataset(dataset, run.config.data, run.config.seed)[split];
  if (all.length === 0)
    throw new HglError({
      code: "data",
      where: `#${id}`,
      what: `the ${split} split of #${of} has no clip`,
      next: split === "validation" ? "give its data cell `validation`, or show `split: test`" : "show `split: test`",
    });
  const clips = stratified(all, (clip) => dataset.clips[clip]!.label);
  const texts = modality === "both" ? shownTexts(alignedTexts(id, of, run, dataset), dataset, clips) : null;
  const { space, plane, explained, neighbours, width, predicted } = await embed(
    run.folder,
    dataset,
    clips,
    projection,
    source.stop,
    texts,
  );
  const at = (i: number): Pick<EmbeddingPoint, "space" | "plane"> => ({
    space: [round(space[3 * i]!), round(space[3 * i + 1]!), round(space[3 * i + 2]!)],
    plane: [round(plane[2 * i]!), round(plane[2 * i + 1]!)],
  });
  const whose = split === "train" ? "training" : split;
  return {
    kind: "embedding",
    version: 1,
    title: texts
      ? `#${of}: ${whose} clips and ${levelWords(texts.features)} in the space that they share, seed ${run.config.seed}`
      : `#${of}: ${whose} clips in the feature space of seed ${run.config.seed}`,
    ...{ cell: of, run: run.folder.id },
    ...{ split, clips: all.length, features: width, projection },
    explained: explained?.map(round) ?? null,
    neighbours,
    classes: dataset.classes,
    points: [
      ...clips.map((clip, i): EmbeddingPoint => ({
        id: dataset.clips[clip]!.id,
        modality: "skeleton",
        label: dataset.clips[clip]!.label,
        predicted: predicted[i]!,
        ...at(i),
      })),
      ...(texts?.rows ?? []).map((row, i): EmbeddingPoint => ({
        id: texts!.features.texts[row]!.slice(0, MOST_TEXT),
        modality: "text",
        label: texts!.labels[i]!,
        predicted: null,
        ...at(clips.length + i),
      })),
    ],
  };
}

/** The texts of all classes, or those of the clips that are shown. */
function shownTexts(features: TextFeatures, { classes, clips: all }: Dataset, clips: readonly number[]): ShownTexts {
  const ofClasses = textsOfClasses(
    features,
    clips.map((clip) => all[clip]!),
    classes.length,
  );
  const labelled = ofClasses.flatMap((rows, label) => rows.map((row) => ({ row, label })));
  return { features, rows: labelled.map(({ row }) => row), labels: labelled.map(({ label }) => label) };
}

/** What can be seen is kept of a number, and a third of its digits. */
function round(value: number): number {
  return Number(value.toPrecision(5));
}

/** The view in words: how many clips of how many classes, what the axes carry, and how well neighbours share a class. */
export function embeddingInWords(payload: EmbeddingPayload): string {
  const { title, points, classes, clips, features, explained, neighbours } = payload;
  const texts = points.filter(({ modality }) => modality === "text").length;
  const number = points.length - texts;
  const thing = texts > 0 ? "point" : "clip";
  const shown = new Set(points.map(({ label }) => label)).size;
  const wrong = points.filter(isMistake).length;
  const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
  const lines = [
    `${count(number, "clip")}${number < clips ? ` (sampled evenly from ${clips})` : ""} of ${count(shown, "class", "classes")}${shown < classes.length ? ` of ${classes.length}` : ""}, ${count(wrong, "mistake")}${texts > 0 ? `; ${count(texts, "text")}` : ""}.`,
    explained
      ? `Principal components of ${features} features: ${explained.map(percent).join(", ")} of the variance.`
      : `UMAP of ${features} features.`,
    ...(neighbours
      ? [
          `${texts > 0 ? "Points" : "Clips"} whose nearest other ${thing} shown is of their class: ${percent(neighbours.features)} by their features, ${percent(neighbours.space)} in three dimensions, ${percent(neighbours.plane)} in two.`,
        ]
      : []),
  ];
  return `${printable(title)}\n\n${lines.join("\n")}\n`;
}
