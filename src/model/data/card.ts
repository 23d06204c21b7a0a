import { layoutText } from "../skeleton/layoutText";
import type { Dataset } from "./dataset";

export interface Tally {
  readonly id: number;
  readonly clips: number;
}

/** What a data set holds, for a person to read before training on it. */
export interface DataCard {
  readonly name: string;
  readonly source: string | null;
  readonly license: string | null;
  readonly contentHash: string | null;
  /** As `layoutText` gives it. */
  readonly layout: string;
  readonly joints: number;
  readonly bodies: number;
  readonly clips: number;
  readonly frames: number;
  /** `first`: id of its first clip; null for a class without any. */
  readonly classes: readonly { readonly name: string; readonly clips: number; readonly first: string | null }[];
  /** Ascending; empty when unknown. */
  readonly subjects: readonly Tally[];
  readonly views: readonly Tally[];
  readonly setups: readonly Tally[];
  /** Frames per clip. */
  readonly lengths: {
    readonly min: number;
    readonly mean: number;
    readonly median: number;
    readonly max: number;
    /** Equal-width bins, `from` and `to` both within. */
    readonly histogram: readonly { readonly from: number; readonly to: number; readonly clips: number }[];
  };
  /** Ids of clips with a single frame: no motion can be seen in them. */
  readonly oneFrame: readonly string[];
  /** Names of the data set's own splits, the default first. */
  readonly protocols: readonly string[];
  readonly warnings: readonly string[];
}

const HISTOGRAM_BINS = 10;

/** Counts a data set of at least one clip. */
export function dataCard(dataset: Dataset): DataCard {
  const { clips } = dataset;
  const lengths = clips.map((clip) => clip.frames).sort((a, b) => a - b);
  const frames = lengths.reduce((sum, length) => sum + length, 0);
  return {
    name: dataset.name,
    source: dataset.source ?? null,
    license: dataset.license ?? null,
    contentHash: dataset.contentHash ?? null,
    layout: layoutText(dataset.layout),
    joints: dataset.layout.joints.length,
    bodies: dataset.bodies,
    clips: clips.length,
    frames,
    classes: classTallies(dataset),
    subjects: tally(clips.map((clip) => clip.subject)),
    views: tally(clips.map((clip) => clip.view)),
    setups: tally(clips.map((clip) => clip.setup)),
    lengths: {
      min: lengths[0]!,
      mean: frames / lengths.length,
      median: (lengths[(lengths.length - 1) >> 1]! + lengths[lengths.length >> 1]!) / 2,
      max: lengths.at(-1)!,
      histogram: histogram(lengths),
    },
    oneFrame: clips.filter((clip) => clip.frames === 1).map((clip) => clip.id),
    protocols: dataset.protocols.map(({ name }) => name),
    warnings: dataset.warnings ?? [],
  };
}

function classTallies({ classes, clips }: Dataset): DataCard["classes"] {
  const tallies = classes.map((name) => ({ name, clips: 0, first: null as string | null }));
  for (const { id, label } of clips) {
    const own = tallies[label]!;
    own.clips++;
    own.first ??= id;
  }
  return tallies;
}

function tally(ids: readonly number[]): Tally[] {
  const clips = new Map<number, number>();
  for (const id of ids) if (id > 0) clips.set(id, (clips.get(id) ?? 0) + 1);
  return [...clips].map(([id, clips]) => ({ id, clips })).sort((a, b) => a.id - b.id);
}

function histogram(sorted: readonly number[]): DataCard["lengths"]["histogram"] {
  const min = sorted[0]!;
  const max = sorted.at(-1)!;
  const width = Math.ceil((max - min + 1) / HISTOGRAM_BINS);
  return Array.from({ length: Math.ceil((max - min + 1) / width) }, (_, bin) => {
    const from = min + bin * width;
    const to = Math.min(from + width - 1, max);
    return { from, to, clips: sorted.filter((length) => length >= from && length <= to).length };
  });
}
