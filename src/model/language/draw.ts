import { HglError } from "../../common/errors";
import { RANDOM_STREAMS, randomStream } from "../random";
import type { TextFeatures } from "./textFeatures";

/** Whom a row of a batch shows. */
export interface Described {
  readonly id: string;
  readonly label: number;
}

/**
 * The description that each clip of a training batch is shown with, drawn anew in each step: a pure function of its arguments.
 *
 * @param key `first` is where the batch's first row stands in the epoch's order
 * @returns one row of `features.sentences` for each clip
 * @throws HglError "data" for a clip, or a class, that has no description
 */
export function drawTexts(
  features: Pick<TextFeatures, "rowsOf" | "level">,
  clips: readonly Described[],
  { seed, epoch, first }: { readonly seed: number; readonly epoch: number; readonly first: number },
): Int32Array {
  return Int32Array.from(clips, ({ id, label }, row) => {
    const rows = features.rowsOf.get(features.level === "class" ? label : id) ?? [];
    if (rows.length === 0) {
      throw new HglError({
        code: "data",
        what: features.level === "class" ? `class ${label} has no description` : `the clip "${id}" has no description`,
        next: "add one, or leave `language` out of the train cell",
      });
    }
    const random = randomStream({ seed, stream: RANDOM_STREAMS.texts, epoch, sample: first + row, use: 0 });
    return rows[random.int(rows.length)]!;
  });
}

/** The texts of a batch as a training step takes them. */
export interface TextBatch {
  /** [N, D_t] */
  readonly sentences: Float32Array;
  /** [N, L, D_t], padded; with `lengths` [N]. Null for sentence vectors alone. */
  readonly tokens: Float32Array | null;
  readonly lengths: Float32Array | null;
}

/** Copies the features of the drawn rows. */
export function textBatch({ sentences, dimension, tokens }: TextFeatures, rows: Int32Array): TextBatch {
  const gathered = (values: Float32Array, size: number): Float32Array => {
    const out = new Float32Array(rows.length * size);
    rows.forEach((row, at) => out.set(values.subarray(row * size, (row + 1) * size), at * size));
    return out;
  };
  return {
    sentences: gathered(sentences, dimension),
    tokens: tokens && gathered(tokens.values, tokens.most * dimension),
    lengths: tokens && Float32Array.from(rows, (row) => tokens.lengths[row]!),
  };
}
