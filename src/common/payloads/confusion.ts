import { PARTITIONS, type Partition } from "../vocabulary";
import { decodeBase64, int16From } from "./base64";
import { checked, Fields, refuse, textItem, wholeItem } from "./reading";
import type { Checked } from "./reading";

/**
 * What the confusion view draws: the counts of one train cell, and of another where it is the difference of the two. Shares, orders, the
 * most confused pairs and the accuracy all follow from the counts (`confusionOrder.ts`), and the counts follow from the predictions where
 * these are told: the guard refuses a payload in which they do not, so that none contradicts itself.
 */
export interface ConfusionPayload extends ConfusionSide {
  readonly kind: "confusion";
  readonly version: 2;
  /** Said above the matrix and to screen readers. */
  readonly title: string;
  readonly partition: Partition;
  readonly classes: readonly string[];
  /** The clips that were evaluated; null where they are not told, and then `predictions` are empty. */
  readonly clips: {
    readonly ids: readonly string[];
    /** True class of each: base64 of little-endian Int16. */
    readonly truth: string;
  } | null;
  /** What is taken away in a difference: another cell's evaluations of the same clips. */
  readonly minus: ConfusionSide | null;
}

/** The evaluations of one train cell. */
export interface ConfusionSide {
  /** Id of the train cell. */
  readonly cell: string;
  /** Evaluations added up in the counts (one per seed). */
  readonly evaluations: number;
  /** `counts[i][j]`: clips of true class i predicted as class j; square, whole numbers >= 0. */
  readonly counts: Counts;
  /** One for each evaluation, or none. */
  readonly predictions: readonly Predictions[];
}

export type Counts = readonly (readonly number[])[];

export interface Predictions {
  readonly run: string;
  readonly seed: number;
  /** Predicted class of each clip: base64 of little-endian Int16. */
  readonly classes: string;
}

/** A payload with its class numbers decoded. */
export interface Confusion extends Omit<ConfusionPayload, "clips" | "minus" | "predictions">, DecodedSide {
  readonly clips: { readonly ids: readonly string[]; readonly truth: Int16Array } | null;
  readonly minus: DecodedSide | null;
}

export interface DecodedSide extends Omit<ConfusionSide, "predictions"> {
  readonly predictions: readonly DecodedPredictions[];
}

export interface DecodedPredictions extends Omit<Predictions, "classes"> {
  readonly classes: Int16Array;
}

/** More classes than any skeleton data set has; a larger payload is refused before anything is allocated for it. */
export const MAX_CONFUSION_CLASSES = 1000;
/** Of more clips than this a payload tells the counts alone; NTU RGB+D 120 tests on up to 59,477. */
export const MOST_CONFUSION_CLIPS = 2 ** 16;
/** Of all evaluations together. */
export const MOST_PREDICTIONS = 2 ** 22;
const MOST_EVALUATIONS = 1000;
const MOST = Number.MAX_SAFE_INTEGER;

/** Checks an untrusted value, copies it and decodes its predictions, so that nothing of the value itself reaches the view. */
export function checkConfusion(value: unknown): Checked<Confusion> {
  return checked(() => {
    const fields = new Fields(value);
    fields.exactly("kind", "confusion");
    fields.exactly("version", 2);
    const title = fields.text("title");
    const partition = fields.oneOf("partition", PARTITIONS);
    const classes = fields.list("classes", MAX_CONFUSION_CLASSES, textItem);
    if (classes.length === 0) refuse("there are no classes");
    const clips = fields.orNull("clips", (name) => readClips(new Fields(fields.value(name), name), classes.length));
    const side = readSide(fields, "", classes.length, clips);
    const minus = fields.orNull("minus", (name) =>
      readSide(new Fields(fields.value(name), name), `${name}.`, classes.length, clips),
    );
    return { kind: "confusion", version: 2, title, partition, classes, clips, ...side, minus };
  });
}

function readClips(fields: Fields, classes: number): NonNullable<Confusion["clips"]> {
  const ids = fields.list("ids", MOST_CONFUSION_CLIPS, textItem);
  return { ids, truth: classNumbers(fields, "truth", "clips.truth", ids.length, classes) };
}

function readSide(fields: Fields, path: string, classes: number, clips: Confusion["clips"]): DecodedSide {
  const cell = fields.text("cell");
  const evaluations = fields.whole("evaluations", 1, MOST_EVALUATIONS);
  const whole = wholeItem(0, MOST);
  const counts = fields.list("counts", classes, (row, where) => {
    if (!Array.isArray(row) || row.length !== classes) refuse(`${where} does not have ${classes} entries`);
    const copy: number[] = [];
    for (let j = 0; j < classes; j++) copy.push(whole((row as unknown[])[j], `${where}[${j}]`));
    return copy;
  });
  if (counts.length !== classes) refuse(`${path}counts does not have ${classes} rows`);
  const length = clips?.ids.length ?? 0;
  const most = clips ? Math.min(evaluations, Math.floor(MOST_PREDICTIONS / Math.max(1, length))) : 0;
  const predictions = fields.list("predictions", most, (item, where) => {
    const one = new Fields(item, where);
    const run = one.text("run", 64);
    const seed = one.whole("seed", -MOST, MOST);
    return { run, seed, classes: classNumbers(one, "classes", `${where}.classes`, length, classes) };
  });
  if (clips && predictions.length !== evaluations)
    refuse(`${path}predictions has ${predictions.length} items for ${evaluations} evaluations`);
  if (clips) compare(counts, clips.truth, predictions, path);
  return { cell, evaluations, counts, predictions };
}

function classNumbers(fields: Fields, name: string, where: string, length: number, classes: number): Int16Array {
  const bytes = decodeBase64(fields.text(name, 3 * length + 8), 2 * length);
  if (!bytes) return refuse(`${where} is not the base64 of ${length} numbers of 16 bits`);
  const numbers = int16From(bytes);
  const strange = numbers.find((one) => one < 0 || one >= classes);
  return strange === undefined ? numbers : refuse(`${where} holds ${strange}, and there are ${classes} classes`);
}

function compare(counts: Counts, truth: Int16Array, predictions: readonly DecodedPredictions[], path: string): void {
  const tally = countsOf(counts.length, truth, predictions);
  tally.forEach((row, i) =>
    row.forEach((count, j) => {
      if (count !== counts[i]![j])
        refuse(`${path}counts[${i}][${j}] is ${counts[i]![j]}, and the predictions say ${count}`);
    }),
  );
}

/** The counts that follow from predictions. */
export function countsOf(
  classes: number,
  truth: ArrayLike<number>,
  predictions: readonly { readonly classes: ArrayLike<number> }[],
): number[][] {
  const counts = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
  for (const { classes: predicted } of predictions)
    for (let clip = 0; clip < truth.length; clip++) counts[truth[clip]!]![predicted[clip]!]! += 1;
  return counts;
}
