/**
 * What the confusion view draws, in normal form: counts only. Shares, orders, the most confused pairs and the accuracy all follow
 * from the counts, so a payload cannot contradict itself; the functions that derive them are in `confusionOrder.ts`.
 */
export interface ConfusionPayload {
  readonly kind: "confusion";
  readonly version: 1;
  /** Said above the matrix and to screen readers. */
  readonly title: string;
  readonly partition: "train" | "validation" | "test";
  /** Evaluations added up in the counts (one per seed). */
  readonly evaluations: number;
  readonly classes: readonly string[];
  /** `counts[i][j]`: clips of true class i predicted as class j; square, whole numbers >= 0. */
  readonly counts: readonly (readonly number[])[];
}

/** More classes than any skeleton data set has; a larger payload is refused before anything is allocated for it. */
export const MAX_CONFUSION_CLASSES = 1000;
const MAX_TEXT = 4096;
const PARTITIONS = ["train", "validation", "test"] as const;

export type ConfusionCheck =
  { readonly ok: true; readonly payload: ConfusionPayload } | { readonly ok: false; readonly reason: string };

/** Checks an untrusted value and copies it, so that getters, prototypes and later changes of the value cannot reach the view. */
export function checkConfusion(value: unknown): ConfusionCheck {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    return refuse("the payload is not an object");
  const field = (name: string): unknown =>
    Object.hasOwn(value, name) ? (value as Record<string, unknown>)[name] : undefined;

  if (field("kind") !== "confusion") return refuse(`kind is ${shown(field("kind"))}, not "confusion"`);
  if (field("version") !== 1) return refuse(`version ${shown(field("version"))} is not known to this view`);
  const title = field("title");
  if (typeof title !== "string" || title.length > MAX_TEXT) return refuse("title is not a text");
  const partition = PARTITIONS.find((name) => name === field("partition"));
  if (!partition) return refuse(`partition ${shown(field("partition"))} is not train, validation or test`);
  const evaluations = field("evaluations");
  if (!isCount(evaluations) || evaluations < 1)
    return refuse(`evaluations is ${shown(evaluations)}, not a whole number above 0`);

  const classes = field("classes");
  if (!Array.isArray(classes) || classes.length === 0) return refuse("there are no classes");
  if (classes.length > MAX_CONFUSION_CLASSES)
    return refuse(`${classes.length} classes are more than ${MAX_CONFUSION_CLASSES}`);
  const names: string[] = [];
  for (let i = 0; i < classes.length; i++) {
    const name: unknown = classes[i];
    if (typeof name !== "string" || name.length > MAX_TEXT) return refuse(`the name of class ${i + 1} is not a text`);
    names.push(name);
  }

  const rows = field("counts");
  if (!Array.isArray(rows) || rows.length !== names.length) return refuse(`counts does not have ${names.length} rows`);
  const counts: number[][] = [];
  for (let i = 0; i < rows.length; i++) {
    const row: unknown = rows[i];
    if (!Array.isArray(row) || row.length !== names.length)
      return refuse(`row ${i + 1} of counts does not have ${names.length} entries`);
    const copy: number[] = [];
    for (let j = 0; j < row.length; j++) {
      const count: unknown = row[j];
      if (!isCount(count)) return refuse(`counts[${i}][${j}] is ${shown(count)}, not a whole number from 0`);
      copy.push(count);
    }
    counts.push(copy);
  }
  return {
    ok: true,
    payload: { kind: "confusion", version: 1, title, partition, evaluations, classes: names, counts },
  };
}

function isCount(value: unknown): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0;
}

function refuse(reason: string): ConfusionCheck {
  return { ok: false, reason };
}

function shown(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value.slice(0, 40));
  return typeof value === "object" || typeof value === "function" ? typeof value : String(value);
}
