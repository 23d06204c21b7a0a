import type { Confusion, DecodedSide } from "./confusion";

/** A clip in a cell of the matrix: how many evaluations put it there, and a run that did. */
export interface ClipInCell {
  readonly id: string;
  /** Evaluations of the cell shown, and of the one that is taken away. */
  readonly hits: number;
  readonly hitsBefore: number;
  /** Train cell and run to play it from. */
  readonly from: { readonly cell: string; readonly run: string };
}

/** The clips of class `truth` that were taken for `predicted` by any evaluation, most often first; empty where clips are not told. */
export function clipsInCell({ clips, minus, ...side }: Confusion, truth: number, predicted: number): ClipInCell[] {
  if (!clips) return [];
  const found: ClipInCell[] = [];
  clips.ids.forEach((id, clip) => {
    if (clips.truth[clip] !== truth) return;
    const [own, other] = [runsWith(side, clip, predicted), minus ? runsWith(minus, clip, predicted) : []];
    const from = own[0] ? { cell: side.cell, run: own[0].run } : other[0] && { cell: minus!.cell, run: other[0].run };
    if (from) found.push({ id, hits: own.length, hitsBefore: other.length, from });
  });
  return found.sort((a, b) => b.hits + b.hitsBefore - a.hits - a.hitsBefore);
}

function runsWith({ predictions }: Pick<DecodedSide, "predictions">, clip: number, predicted: number) {
  return predictions.filter(({ classes }) => classes[clip] === predicted);
}

/** A clip that one train cell recognises and the other does not. */
export interface Flip {
  readonly id: string;
  readonly truth: number;
  /** What most evaluations took it for, before and now. */
  readonly before: number;
  readonly now: number;
  /** A run that takes it for what it is taken for now. */
  readonly run: string;
}

/** Clips that flipped from the cell `minus` to the cell shown, in the order of the data. */
export interface Flips {
  readonly gained: readonly Flip[];
  readonly lost: readonly Flip[];
}

/**
 * A train cell recognises a clip when more than half of its evaluations do, so that cells of other seeds, or of more, can be compared too.
 * Null where clips are not told, or nothing is taken away.
 */
export function flipsOf({ clips, minus, ...side }: Confusion): Flips | null {
  if (!clips || !minus) return null;
  const gained: Flip[] = [];
  const lost: Flip[] = [];
  clips.ids.forEach((id, clip) => {
    const truth = clips.truth[clip]!;
    const [was, is] = [recognised(minus, clip, truth), recognised(side, clip, truth)];
    if (was === is) return;
    const before = was ? truth : mostOften(minus, clip, truth);
    const now = is ? truth : mostOften(side, clip, truth);
    const { run } = runsWith(side, clip, now)[0]!;
    (is ? gained : lost).push({ id, truth, before, now, run });
  });
  return { gained, lost };
}

type Predicted = Pick<DecodedSide, "predictions">;

function recognised({ predictions }: Predicted, clip: number, truth: number): boolean {
  return 2 * predictions.filter(({ classes }) => classes[clip] === truth).length > predictions.length;
}

/** The most frequent wrong class, the smallest number among equals. */
function mostOften({ predictions }: Predicted, clip: number, truth: number): number {
  const wrong = predictions.map(({ classes }) => classes[clip]!).filter((one) => one !== truth);
  const times = (one: number): number => wrong.filter((other) => other === one).length;
  return wrong.reduce((best, one) => {
    const more = times(one) - times(best);
    return more > 0 || (more === 0 && one < best) ? one : best;
  });
}
