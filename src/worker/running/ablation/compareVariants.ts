import * as z from "zod";
import { HglError } from "../../../common/errors";
import { pairedBootstrap } from "../../../model/statistics/bootstrap";
import { holm } from "../../../model/statistics/holm";
import { mcNemar, newcombeInterval, pairedCounts, pairedDifference } from "../../../model/statistics/paired";
import { hitsInOrder, predictionsOf, type Predictions } from "../../runs/predictions";
import { Cards } from "../../store/cards";
import { canonical, sha256 } from "../../store/runFolder";
import type { FinishedRun } from "../plan";
import type { VariantRuns } from "./variantRuns";

const share = z.number().min(-1).max(1);
const contrastSchema = z.object({
  /** Seeds that both have. */
  seeds: z.int().min(1),
  clips: z.int().min(1),
  difference: share,
  interval: z.object({ low: share, high: share }),
  p: z.number().min(0).max(1),
  /** Cohen's g; null where no prediction differs. */
  g: z.number().min(-0.5).max(0.5).nullable(),
});

/** A variant's accuracy less the baseline's over the same seeds and test clips; shares. */
export type Contrast = z.output<typeof contrastSchema>;

/** What is kept of two rows' runs. */
const keptSchema = z.object({ contrast: contrastSchema.nullable(), unpaired: z.string().nullable() });
type Kept = z.output<typeof keptSchema>;

export interface ComparedVariant extends VariantRuns {
  /** Null for the baseline, where no seed can be paired yet, and where the test clips are others. */
  readonly contrast: (Contrast & { readonly holm: number }) | null;
  /** Why finished runs cannot be paired, in one sentence; null where they can. */
  readonly unpaired: string | null;
}

/**
 * Holds every variant against the baseline, the first. One seed: exact McNemar test and Newcombe's interval; several: paired bootstrap over seeds x
 * clips. Holm's correction is over the rows that could be tested. What was computed of the same runs is kept beside the notebook.
 */
export function compareVariants(
  [baseline, ...others]: readonly VariantRuns[],
  notebookPath: string,
): readonly ComparedVariant[] {
  if (!baseline) return [];
  const cards = new Cards(notebookPath);
  const read = new Map<string, Predictions>();
  const predictions = (run: FinishedRun): Predictions => {
    const known = read.get(run.folder.id) ?? predictionsOf(run);
    read.set(run.folder.id, known);
    return known;
  };
  const tested = others.map((variant) => contrastOf(baseline, variant, cards, predictions));
  const corrected = holm(tested.flatMap(({ contrast }) => contrast?.p ?? []));
  let next = 0;
  return [
    { ...baseline, contrast: null, unpaired: null },
    ...tested.map(({ contrast, unpaired }, i): ComparedVariant => ({
      ...others[i]!,
      contrast: contrast && { ...contrast, holm: corrected[next++]! },
      unpaired,
    })),
  ];
}

function contrastOf(
  baseline: VariantRuns,
  variant: VariantRuns,
  cards: Cards,
  predictions: (run: FinishedRun) => Predictions,
): Kept {
  const pairs = baseline.runs.flatMap((base) => {
    const own = variant.runs.find(({ config }) => config.seed === base.config.seed);
    return own ? [{ base, own }] : [];
  });
  if (pairs.length === 0) return { contrast: null, unpaired: null };
  const key = sha256(canonical({ contrast: 2, pairs: pairs.map(({ base, own }) => [told(base), told(own)]) }));
  const stored = cards.read("ablation", key.slice(0, 16), keptSchema);
  if (stored) return stored;
  try {
    const kept = paired(pairs, predictions);
    cards.write("ablation", key.slice(0, 16), kept);
    return kept;
  } catch (error) {
    if (!(error instanceof HglError)) throw error;
    // Scores that cannot be read today may be there tomorrow.
    return { contrast: null, unpaired: error.message };
  }
}

/** A run that was trained afresh bears its old name. */
function told({ folder, result: { test } }: FinishedRun): unknown {
  return [folder.id, test.top1, test.loss];
}

/** @throws HglError "store" for damaged scores */
function paired(
  pairs: readonly { readonly base: FinishedRun; readonly own: FinishedRun }[],
  predictions: (run: FinishedRun) => Predictions,
): Kept {
  try {
    // One order for all seeds: the bootstrap draws a clip in all of them.
    const order = predictions(pairs[0]!.base);
    const hits = pairs.map(({ base, own }) => ({
      before: hitsInOrder(predictions(base), order),
      after: hitsInOrder(predictions(own), order),
    }));
    return { contrast: contrastBetween(hits), unpaired: null };
  } catch (error) {
    if (!(error instanceof HglError) || error.code !== "data") throw error;
    return { contrast: null, unpaired: error.message };
  }
}

interface PairedHits {
  readonly before: Uint8Array;
  readonly after: Uint8Array;
}

/** From the hits of each seed, clip by clip. */
export function contrastBetween(hits: readonly PairedHits[]): Contrast {
  const counts = hits.map(({ before, after }) => pairedCounts(before, after));
  const facts = { seeds: hits.length, clips: hits[0]!.before.length, g: cohensG(counts) };
  const [only, second] = counts;
  if (only && !second)
    return { ...facts, difference: pairedDifference(only), interval: newcombeInterval(only), p: mcNemar(only) };
  return {
    ...facts,
    ...pairedBootstrap(
      hits.map(({ before }) => before),
      hits.map(({ after }) => after),
    ),
  };
}

/**
 * How far from even the predictions on which just one of both is right are shared out, over all seeds: 0.05 is small, 0.15 medium, 0.25 large (Cohen,
 * Statistical Power Analysis, 2nd ed. 1988, chapter 5).
 */
function cohensG(counts: readonly ReturnType<typeof pairedCounts>[]): number | null {
  const sum = (key: "onlyFirst" | "onlySecond") => counts.reduce((total, one) => total + one[key], 0);
  const [first, second] = [sum("onlyFirst"), sum("onlySecond")];
  return first + second === 0 ? null : second / (first + second) - 0.5;
}
